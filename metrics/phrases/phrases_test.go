package phrases

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

func TestNumbersAndDatesByLocale(t *testing.T) {
	day := time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{
		"en": "−1,234,567.89|1,234|31.1 %|123.5 k|2.50 M|2 May 2026|May 2026|Q2 2026",
		"de": "−1.234.567,89|1.234|31,1_%|123,5_Tsd.|2,50_Mio.|02.05.2026|Mai 2026|Q2 2026",
		"fr": "−1~234~567,89|1~234|31,1~%|123,5_k|2,50_M|2 mai 2026|mai 2026|T2 2026",
		"es": "−1.234.567,89|1234|31,1_%|123,5_mil|2,50_M|2 may 2026|may 2026|T2 2026",
		"pt": "−1.234.567,89|1.234|31,1%|123,5_mil|2,50_mi|2 de mai._de 2026|mai._de 2026|T2 2026",
		"pl": "−1_234_567,89|1234|31,1%|123,5_tys.|2,50_mln|2 maj 2026|maj 2026|2 kw._2026",
		"ru": "−1_234_567,89|1_234|31,1_%|123,5_тыс.|2,50_млн|2 мая 2026|май 2026|2-й кв._2026",
	} {
		p, err := New("", name)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join([]string{p.Decimal(-1234567.891, 2), p.Count(1234), p.Percent(0.3111, 1), p.Scaled(123456), p.Scaled(2.5e6),
			p.Date(day), p.Month(day), p.Quarter(day)}, "|")
		got = strings.NewReplacer(nbsp, "_", thin, "~").Replace(got)
		if got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}

// The symbols are those of the tables of CLDR in x/text, which are of its release 32:
// French has had a narrow space since 34.
func TestSymbolsAreThoseOfTheCLDR(t *testing.T) {
	for _, name := range Locales() {
		p, err := New("", name)
		if err != nil {
			t.Fatal(err)
		}
		theirs := message.NewPrinter(language.Make(name))
		plain := strings.NewReplacer(thin, nbsp)
		if got, want := plain.Replace(p.Decimal(1234567.5, 1)), theirs.Sprint(number.Decimal(1234567.5, number.Scale(1))); got != want {
			t.Errorf("%s: %q, x/text %q", name, got, want)
		}
		if got, want := plain.Replace(p.Percent(0.311, 1)), theirs.Sprint(number.Percent(0.311, number.Scale(1))); got != want && name != "en" {
			t.Errorf("%s: %q, x/text %q", name, got, want)
		}
	}
}

func TestWordsFollowNumbers(t *testing.T) {
	p, err := New("ru", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.set(language.Russian, "%d {1|deal|deals} of %s", "%[2]s: %[1]d {1|сделка|сделки|сделок}"); err != nil {
		t.Fatal(err)
	}
	p.said["%d {1|deal|deals} of %s"] = p.own
	for n, want := range map[int]string{1: "A: 1 сделка", 2: "A: 2 сделки", 5: "A: 5 сделок", 11: "A: 11 сделок", 21: "A: 21 сделка", 1234: "A: 1 234 сделки"} {
		if got := strings.ReplaceAll(p.Say("%d {1|deal|deals} of %s", n, "A"), nbsp, " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	// What has no translation stands in English, with the numbers of the locale.
	if got := p.Say("{1|it was|they were} %.1[2]f of %[1]d {1|thing|things}, 5 %%", 1, 2.5); got != "it was 2,5 of 1 thing, 5 %" {
		t.Errorf("%q", got)
	}
	var none *Phrases
	if got := none.Say("%d {1|deal|deals}", 1200); got != "1,200 deals" {
		t.Errorf("%q", got)
	}
	if got := none.Say("95 % of them"); got != "95 % of them" {
		t.Errorf("%q", got)
	}
}

func TestUnknownNamesAreRefused(t *testing.T) {
	for _, pair := range [][2]string{{"fr", "fr"}, {"en", "xx"}} {
		if _, err := New(pair[0], pair[1]); err == nil {
			t.Errorf("%v was taken", pair)
		}
	}
}

// What follows a shortened amount is no new sentence.
func TestAmountsEndNoSentence(t *testing.T) {
	p, err := New("de", "")
	if err != nil {
		t.Fatal(err)
	}
	for amount, want := range map[string]string{
		"4\u00a0Tsd.": "Wert\u00a04\u00a0Tsd.\u00a0DB1", "4\u00a0Tsd. Davor": "Wert\u00a04\u00a0Tsd. Davor DB1", "4": "Wert\u00a04 DB1", "Söhne\u00a0KG.": "Wert\u00a0Söhne\u00a0KG. DB1",
	} {
		if got := p.Say("Wert\u00a0%s DB1", amount); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSentencesEndOnce(t *testing.T) {
	p, err := New("de", "")
	if err != nil {
		t.Fatal(err)
	}
	for amount, want := range map[string]string{"4 Tsd.": "Verkauft wurden 4 Tsd. Davor", "4": "Verkauft wurden 4. Davor", "../sales": "Verkauft wurden ../sales. Davor"} {
		if got := p.Say("Verkauft wurden %s. Davor", amount); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A word is inflected where the translation asks for it, and a name of the data is not.
func TestWordsFollowOf(t *testing.T) {
	const key = "Expected among %s alike"
	for lang, cases := range map[string]map[string]string{
		"en": {"customers": "Expected among customers alike"},
		"de": {"Aufträge": "Erwartet unter gleichartigen Aufträgen", "2 Produkte": "Erwartet unter gleichartigen 2 Produkten", "Meier & Söhne": "Erwartet unter gleichartigen Meier & Söhne"},
		"ru": {"клиенты": "Ожидается среди похожих клиентов", "товары Ивана": "Ожидается среди похожих товары Ивана"},
	} {
		p, err := New(lang, "")
		if err != nil {
			t.Fatal(err)
		}
		for given, want := range cases {
			if got := p.Say(key, given); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
}

// The words of words.json are those that the catalogue writes.
func TestInflectedWordsAreOfTheCatalogue(t *testing.T) {
	for _, lang := range Languages()[1:] {
		catalogue, err := Catalogue(lang)
		if err != nil {
			t.Fatal(err)
		}
		written := map[string]bool{}
		for _, text := range catalogue {
			written[text] = true
		}
		words, err := inflected(lang)
		if err != nil {
			t.Fatal(err)
		}
		for word := range words {
			if !written[word] {
				t.Errorf("%s: no message says %q", lang, word)
			}
		}
		if len(words) == 0 {
			t.Errorf("%s has no words", lang)
		}
	}
}
