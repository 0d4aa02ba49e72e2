package ingest

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

func TestTextsAreClean(t *testing.T) {
	for text, want := range map[string]string{
		"tea":                      "tea",
		"  tea pot ":               "tea pot",
		"\u00a0tea\u00a0pot\u202f": "tea pot",
		"tea\r\npot":               "tea  pot",
		"te\x00a\x07":              "tea",
		"th\xe9":                   "th\ufffd",
		"\ufefftea":                "tea",
		"Чай № 1":                  "Чай № 1",
		"":                         "",
	} {
		if got := clean([]byte(text)); got != want {
			t.Errorf("clean(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	column := newTextColumn(0, true, map[string]bool{"no promotion": true}, nil)
	for _, c := range []struct {
		kind       sheet.Kind
		text, want string
	}{
		{sheet.Text, "17850.0", "17850"},
		{sheet.Number, "17850", "17850"},
		{sheet.Number, "4.006381333931E+12", "4006381333931"},
		{sheet.Text, "12E4", "12E4"},
		{sheet.Text, "00123", "00123"},
		{sheet.Text, "00123.00", "00123"},
		{sheet.Text, "1.5", "1.5"},
		{sheet.Text, "v1.0", "v1.0"},
		{sheet.Text, "85123A", "85123A"},
		{sheet.Text, " NULL ", ""},
		{sheet.Text, "n/a", ""},
		{sheet.Text, "-", ""},
		{sheet.Text, "No Promotion", ""},
		{sheet.Empty, "", ""},
	} {
		for range 2 { // the second time from memory
			if got, _ := column.read([]sheet.Cell{{Kind: c.kind, Text: []byte(c.text)}}, false); string(got) != c.want {
				t.Errorf("key %q is %q, want %q", c.text, got, c.want)
			}
		}
	}
}

func TestProgressEndsAtTheEnd(t *testing.T) {
	var done, total, lines int64
	o := Options{Progress: func(d, all, n int64) {
		if d < done || n < lines {
			t.Errorf("progress went back from %d bytes to %d", done, d)
		}
		done, total, lines = d, all, n
	}}
	read(t, o, "Date,Product,Amount\n"+strings.Repeat("2026-01-01,tea,1\n", 10_000))
	if done != total || total == 0 || lines != 10_000 {
		t.Errorf("progress ended at %d of %d bytes, %d lines", done, total, lines)
	}
}

func TestReadingStopsWhenItIsCancelled(t *testing.T) {
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithCancel(t.Context())
	o := Options{Progress: func(int64, int64, int64) { cancel() }}
	dir := written(t, map[string]string{"sales.csv": "Date,Product,Amount\n" + strings.Repeat("2026-01-01,tea,1\n", 200_000)})
	if _, err := Read(ctx, []string{filepath.Join(dir, "sales.csv")}, o, l); err == nil || !errors.Is(ctx.Err(), context.Canceled) {
		t.Errorf("read to the end: %v", err)
	}
}

// TestCleanCellsAreKept holds the quick way for cells that are clean against cleaning.
func TestCleanCellsAreKept(t *testing.T) {
	words := wordSet("fee none dotcom_postage rabat")
	column := newTextColumn(0, false, words, nil)
	marking := newTextColumn(0, false, nil, words)
	for _, text := range []string{
		"", " ", "a", "tea ", " tea", "plain text of more than one word", "fee", "FEE", "Fee", "fees", "Dotcom Postage", "dotcom\u00a0postage",
		"Råbat", "N/A", "n/a", "(null)", "(nul)", "NULL", "Nulls", "-", "--", "#N/A", "1234567", "12345678", "1234567\t", "tab\tinside it",
		"eight by\x7f", "\x7feight b", "eight\x1fby", "Żółw", "a longer text with an é at the end: é", "a\xe9b",
	} {
		want := clean([]byte(text))
		for range 2 {
			cells := []sheet.Cell{{Kind: sheet.Text, Text: []byte(text)}}
			for _, plain := range []bool{false, isPrintable([]byte(text)) && text != ""} {
				if got, marked := marking.read(cells, plain); !isMissing(want) && string(got) != want || marked != words[fold(want)] {
					t.Errorf("%q became %q, marked %t", text, got, marked)
				}
			}
			none := isMissing(want) || words[fold(want)]
			if got := column.text(cells); (got == "") != none || !none && got != want {
				t.Errorf("%q became %q, want %q", text, got, want)
			}
		}
	}
}

// TestPartnerRolesAreOneWord: what the seven languages call the part of a partner.
func TestPartnerRolesAreOneWord(t *testing.T) {
	column := newTextColumn(0, false, nil, nil)
	column.translate(partnerRoles())
	for text, want := range map[string]string{
		"sourced": "sourced", "Sourced": "sourced", "Referral": "sourced", "vermittelt": "sourced", "Apporté": "sourced", "originado": "sourced", "Trouxe": "sourced", "pozyskany": "sourced", "Привёл": "sourced",
		"influenced": "influenced", "CO-SELL": "influenced", "beteiligt": "influenced", "Influencé": "influenced", "apoyado": "influenced", "participou": "influenced", "wsparty": "influenced", "поддержал": "influenced",
		"advisor": "advisor", "n/a": "", "": "",
	} {
		for range 2 {
			if got, _ := column.read([]sheet.Cell{{Kind: sheet.Text, Text: []byte(text)}}, false); string(got) != want {
				t.Errorf("role %q is %q, want %q", text, got, want)
			}
		}
	}
}

// TestUnpaidIsOneWord: what the seven languages call a sale that has not been paid; whatever
// else a column of payments says stays.
func TestUnpaidIsOneWord(t *testing.T) {
	column := newTextColumn(0, false, nil, nil)
	column.translate(unpaidWords())
	for text, want := range map[string]string{
		"Unpaid": "unpaid", "NO": "unpaid", "past due": "unpaid", "written off": "unpaid", "0": "unpaid", "false": "unpaid", "Offen": "unpaid", "überfällig": "unpaid", "Impayée": "unpaid", "pendiente": "unpaid",
		"em aberto": "unpaid", "nieopłacone": "unpaid", "Не оплачено": "unpaid", "paid": "paid", "Bezahlt": "Bezahlt", "2026-03-01": "2026-03-01", "": "",
	} {
		if got, _ := column.read([]sheet.Cell{{Kind: sheet.Text, Text: []byte(text)}}, false); string(got) != want {
			t.Errorf("payment %q is %q, want %q", text, got, want)
		}
	}
}
