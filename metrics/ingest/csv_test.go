package ingest

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"xsell/metrics/ingest/sheet"
)

// recordsOf splits text that is read from src.
func recordsOf(t *testing.T, src io.Reader, d dialect) [][]string {
	t.Helper()
	all, err := split(t.Context(), src, d)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func split(ctx context.Context, src io.Reader, d dialect) ([][]string, error) {
	table := &delimited{d: d, encoding: encoding.Nop, open: func(func(int64)) (io.Reader, error) { return src, nil }}
	var all [][]string
	err := table.rows(ctx, func(row int, cells []sheet.Cell) error {
		if row != len(all)+1 {
			return fmt.Errorf("record %d comes as number %d", len(all)+1, row)
		}
		var record []string
		for _, c := range cells {
			record = append(record, string(c.Text))
		}
		all = append(all, record)
		return nil
	})
	return all, err
}

func TestCSV(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "a,b\n1,2\n", "a|b;1|2"},
		{"no line end at the end", "a,b\n1,2", "a|b;1|2"},
		{"CR LF", "a,b\r\n1,2\r\n", "a|b;1|2"},
		{"CR", "a,b\r1,2\r", "a|b;1|2"},
		{"quotes", "\"a,b\",c\n\"say \"\"hi\"\"\",d\n", "a,b|c;say \"hi\"|d"},
		{"quoted line breaks", "\"a\nb\",c\n\"x\r\ny\",d\n", "a\nb|c;x\r\ny|d"},
		{"quote inside a field", "5\" pot,b\n3' 2\",c\n", "5\" pot|b;3' 2\"|c"},
		{"text behind a closing quote", "\"a\" b,c\n", "a b|c"},
		{"blanks around quotes", "a, \"b,c\" ,d\n", "a|b,c|d"},
		{"ragged rows", "a,b,c\n1\n1,2,3,4\n", "a|b|c;1;1|2|3|4"},
		{"empty fields", ",,\n\"\",x,\n", "||;|x|"},
		{"blank lines", "a,b\n\n1,2\n", "a|b;;1|2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sniff([]byte(c.text), ",")
			for _, src := range []io.Reader{strings.NewReader(c.text), iotest.OneByteReader(strings.NewReader(c.text))} {
				var got []string
				for _, r := range recordsOf(t, src, d) {
					got = append(got, strings.Join(r, "|"))
				}
				if strings.Join(got, ";") != c.want {
					t.Errorf("got %q, want %q", strings.Join(got, ";"), c.want)
				}
			}
		})
	}
}

func TestDelimiters(t *testing.T) {
	for _, c := range []struct {
		text string
		want byte
	}{
		{"a,b,c\n1,2,3\n", ','},
		{"a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n", ';'},
		{"a\tb\n1,5\t2\n", '\t'},
		{"a|b|c\n1|2|3\n", '|'},
		{"Sales, 2026\n\nDate;Product;Amount\n01.01.2026;tea, green;1,50\n02.01.2026;pot;2,50\n", ';'},
		{"name,text\n\"a;b;c\",\"d;e;f\"\n\"g;h;i\",x\n", ','},
		{"sep=;\na,b;c\n1;2\n", ';'},
		{"one column\n1\n", ','},
	} {
		if got := sniff([]byte(c.text), "").delimiter; got != c.want {
			t.Errorf("%q is parted by %q, want %q", c.text, got, c.want)
		}
	}
}

func TestQuoteThatIsNeverClosed(t *testing.T) {
	for _, above := range []int{0, 1, 100_000} {
		src := io.MultiReader(strings.NewReader(strings.Repeat("1,2\n", above)+"a,\"b\n"), bytes.NewReader(bytes.Repeat([]byte("1,2\n"), csvRecord/4)))
		all, err := split(t.Context(), src, dialect{delimiter: ',', lineEnd: '\n'})
		if want := fmt.Sprintf("record %d takes more than 64 MB: a quote is opened", above+1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
		if len(all) != above {
			t.Errorf("%d records came before the error, want %d", len(all), above)
		}
	}
}

// TestPlainRecords holds the splitting eight bytes at a time against splitting by
// delimiters and trimming, over lines of all lengths, and the hash of a line as it
// stands against that of its cells one by one.
func TestPlainRecords(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	hash := newCopySet().hasher("", 0)
	const letters = "ab,;\t|# -\x00\x1f\x7f\x80\xc2\xa0\xff~!\"A0"
	plain, whole := 0, 0
	for range 200_000 {
		line := make([]byte, r.IntN(40))
		for i := range line {
			if line[i] = 'a' + byte(r.IntN(26)); r.IntN(3) == 0 {
				line[i] = letters[r.IntN(len(letters))]
			}
			if line[i] == '"' {
				line[i] = '\''
			}
		}
		d := dialect{delimiter: delimiters[r.IntN(len(delimiters))], lineEnd: '\n'}
		var got records
		got.start(append(slices.Clone(line), '\n'), d)
		cells, _ := got.next()
		want := bytes.Split(line, []byte{d.delimiter})
		trims := false
		for i, field := range want {
			trims = trims || len(bytes.TrimSpace(field)) < len(field)
			if i >= len(cells) || !bytes.Equal(cells[i].Text, bytes.TrimSpace(field)) || (cells[i].Kind == sheet.Empty) != (len(cells[i].Text) == 0) {
				t.Fatalf("%q splits into %q at %q", line, cells, d.delimiter)
			}
		}
		printable := !bytes.ContainsFunc(bytes.ReplaceAll(line, []byte{d.delimiter}, nil), func(c rune) bool { return c < ' ' || c >= 0x7f })
		if len(cells) != len(want) || got.plain != printable || (got.line == nil) != trims {
			t.Fatalf("%q at %q: %d cells, plain %t, line %q", line, d.delimiter, len(cells), got.plain, got.line)
		}
		if hash.of(cells, got.line) != hash.of(cells, nil) {
			t.Fatalf("%q has another hash as it stands", line)
		}
		if printable {
			plain++
		}
		if !trims {
			whole++
		}
	}
	if plain < 10_000 || whole < 10_000 {
		t.Errorf("only %d plain lines and %d whole ones", plain, whole)
	}
}

// FuzzCSV holds the splitter against encoding/csv where both take the text, and
// against itself with another size of reads.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\"a,b\",c\n\"say \"\"hi\"\"\",d", "\"a\nb\",c\n", "a;b\r\n1;2\r\n", "a,\"b", "a,b\r1,2\r", "\"\"\"\",\n"} {
		f.Add([]byte(seed), byte(','))
		f.Add([]byte(seed), byte(';'))
	}
	f.Fuzz(func(t *testing.T, text []byte, delimiter byte) {
		if !strings.ContainsRune(delimiters, rune(delimiter)) {
			return
		}
		d := sniff(text, string(rune(delimiter)))
		if d.skip > 0 {
			return
		}
		got := recordsOf(t, bytes.NewReader(text), d)
		if slow := recordsOf(t, iotest.HalfReader(bytes.NewReader(text)), d); fmt.Sprint(got) != fmt.Sprint(slow) {
			t.Fatalf("%q splits into %q at once and %q in pieces", text, got, slow)
		}
		if d.lineEnd != '\n' || !utf8.Valid(text) || bytes.ContainsAny(text, "\r \v\f\u00a0\u0085") {
			return
		}
		r := csv.NewReader(bytes.NewReader(text))
		r.Comma, r.FieldsPerRecord = rune(delimiter), -1
		want, err := r.ReadAll()
		if err != nil {
			return
		}
		got = slices.DeleteFunc(got, func(r []string) bool { return len(r) == 1 && r[0] == "" })
		want = slices.DeleteFunc(want, func(r []string) bool { return len(r) == 1 && strings.TrimSpace(r[0]) == "" })
		for i := range want {
			for j := range want[i] {
				want[i][j] = strings.TrimSpace(want[i][j])
			}
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("%q splits into %q, want %q", text, got, want)
		}
	})
}

func TestEncodings(t *testing.T) {
	russian := strings.Repeat("01.02.2026;Чайник заварочный;Кухня и посуда;12,50\n", 20)
	polish := strings.Repeat("01.02.2026;Łyżka do herbaty, żółta;Święta i wyprzedaże;12,50\n", 20)
	french := strings.Repeat("01/02/2026;Théière émaillée à déguster;Été;12,50\n", 20)
	chinese := strings.Repeat("2026-02-01,茶壺與茶杯,廚房用品與餐具,12.50\n", 40)
	encode := func(e interface {
		String(string) (string, error)
	}, s string) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct{ name, text, form, product, wish string }{
		{"utf-8", "Date;Product;Area;Amount\n" + french, "csv, utf-8, semicolons", "Théière émaillée à déguster", ""},
		{"utf-8 with a mark", "\ufeffDate;Product;Area;Amount\n" + french, "csv, utf-8 with byte order mark, semicolons", "Théière émaillée à déguster", ""},
		{"utf-16", encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), "Date;Product;Area;Amount\n"+russian), "csv, utf-16, semicolons", "Чайник заварочный", ""},
		{"utf-16 without a mark", encode(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(), "Date;Product;Area;Amount\n"+french), "csv, utf-16, semicolons", "Théière émaillée à déguster", ""},
		{"windows-1251", encode(charmap.Windows1251.NewEncoder(), "Дата;Товар;Направление;Сумма\n"+russian), "csv, windows-1251, semicolons", "Чайник заварочный", ""},
		{"windows-1252", encode(charmap.Windows1252.NewEncoder(), "Date;Produit;Secteur;Montant\n"+french), "csv, windows-1252, semicolons", "Théière émaillée à déguster", ""},
		{"windows-1250", encode(charmap.Windows1250.NewEncoder(), "Data;Towar;Obszar;Kwota\n"+polish), "csv, windows-1250, semicolons", "Łyżka do herbaty, żółta", ""},
		{"windows-1252, German", encode(charmap.Windows1252.NewEncoder(), "Datum;Artikel;Bereich;Betrag\n"+strings.Repeat("01.02.2026;Töpfe für Gäste;Küche & Größe;12,50\n", 20)), "csv, windows-1252, semicolons", "Töpfe für Gäste", ""},
		{"windows-1250 as configured", encode(charmap.Windows1250.NewEncoder(), "Data;Towar;Obszar;Kwota\n"+polish), "csv, windows-1250, semicolons", "Łyżka do herbaty, żółta", "windows-1250"},
		{"big5", encode(traditionalchinese.Big5.NewEncoder(), "Date,Product,Area,Amount\n"+chinese), "csv, big5, commas", "茶壺與茶杯", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, u := read(t, Options{Config: Config{Encoding: c.wish}}, c.text)
			s := u.Files[0].Sheets[0]
			if got := u.Files[0].Form; got != c.form {
				t.Errorf("read as %s, want %s", got, c.form)
			}
			if got := s.Columns[1].First[0]; got != c.product {
				t.Errorf("product %q, want %q", got, c.product)
			}
		})
	}
}

// TestEncodingIsToldFromTheWholeFile: the only letter beyond ASCII stands at the end,
// and once across two blocks of reading.
func TestEncodingIsToldFromTheWholeFile(t *testing.T) {
	filler := strings.Repeat("2026-01-01,tea,1\n", 1<<20/17)
	for _, c := range []struct{ tail, want string }{
		{"2026-01-02,th\xe9,2\n", "csv, windows-1252, commas"},
		{strings.Repeat("2026-01-02,é,2\n", 9), "csv, utf-8, commas"},
	} {
		_, u := read(t, Options{}, "Date,Product,Amount\n"+filler+c.tail)
		if got := u.Files[0].Form; got != c.want {
			t.Errorf("read as %s, want %s", got, c.want)
		}
	}
	for cut := range 4 {
		var w witness
		text := []byte("aé漢😀")
		for i := 0; i < len(text); i += cut + 1 {
			w.look(text[i:min(i+cut+1, len(text))])
		}
		if w.invalid || len(w.rest) > 0 {
			t.Errorf("UTF-8 in blocks of %d bytes is not recognised", cut+1)
		}
	}
}
