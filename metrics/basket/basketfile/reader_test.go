package basketfile_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/basket/basketfile"
)

// readAll returns the baskets of a text by the names of their items, sorted.
func readAll(t testing.TB, text string, l basketfile.Layout) []string {
	t.Helper()
	r := basketfile.Reader{Workers: 2}
	if err := r.Read(context.Background(), strings.NewReader(text), l); err != nil {
		t.Fatal(err)
	}
	return written(r.Contents())
}

func written(c basketfile.Contents) []string {
	var baskets []string
	for i := range c.Baskets.Len() {
		var names []string
		for _, item := range c.Baskets.At(i) {
			names = append(names, c.Names[item])
		}
		slices.Sort(names)
		baskets = append(baskets, strings.Join(slices.Compact(names), "|"))
	}
	slices.Sort(baskets)
	return baskets
}

func TestRead(t *testing.T) {
	comma, blank := basketfile.Layout{Separator: ','}, basketfile.Layout{Separator: ' '}
	long := basketfile.Layout{Separator: ',', Long: true, Item: 1}
	for name, c := range map[string]struct {
		text   string
		layout basketfile.Layout
		want   string
	}{
		"plain":               {"a,b\nc\n", comma, "a|b c"},
		"no end":              {"a,b\nc", comma, "a|b c"},
		"line ends":           {"a\r\nb\rc\n\r\nd", comma, "a b c d"},
		"empty cells":         {",a,,b,\n,\n", comma, "a|b"},
		"blanks around":       {" whole milk , tea\t\n", comma, "tea|whole milk"},
		"quotes":              {`"a, b","c ""d""" , " e "` + "\n", comma, `a, b|c "d"|e`},
		"quote inside":        {`5" pipe,a"b` + "\n", comma, `5" pipe|a"b`},
		"never closed":        {"\"a,b\nc\n", comma, "a,b c"},
		"behind a quote":      {`"a"x,b` + "\n", comma, "a|b"},
		"long names":          {"abcdefgh,abcdefghi,abcdefghabcdefgh,abcdefg\n", comma, "abcdefg|abcdefgh|abcdefghabcdefgh|abcdefghi"},
		"numbers":             {"0,00,1,01,9999999,1048575,1048576\n1,0\n", comma, "00|0|01|1|1048575|1048576|9999999 0|1"},
		"quoted number":       {"\"7\",7, 7\n", comma, "7"},
		"runs of blanks":      {"  1  2\t3 \n\n4\n", blank, "1|2|3 4"},
		"quotes among blanks": {`"whole milk" tea` + "\n", blank, "tea|whole milk"},
		"beyond ascii":        {"Äpfel,Öl,чай\n", comma, "Äpfel|Öl|чай"},
		"skipped":             {"a,b\r\nc,d\r\ne\n", basketfile.Layout{Separator: ',', Skip: 2}, "e"},
		"long":                {"1,a\n2,b\n1,c\n1,a\n", long, "a|c b"},
		"long, other columns": {"x,a,,1\nx,b,,1\nx,c,,2\n", basketfile.Layout{Separator: ',', Long: true, Deal: 3, Item: 1}, "a|b c"},
		"nothing":             {"", comma, ""},
		"blank lines":         {"\n \r\n\t\n", comma, ""},
	} {
		want := strings.Split(c.want, " ")
		switch name {
		case "blanks around", "quotes among blanks", "quotes", "quote inside":
			want = []string{c.want}
		case "nothing", "blank lines":
			want = nil
		}
		for i := range want {
			names := strings.Split(want[i], "|")
			slices.Sort(names)
			want[i] = strings.Join(names, "|")
		}
		slices.Sort(want)
		if got := readAll(t, c.text, c.layout); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// Texts of every kind, cut into lines and cells the plain way.
func TestReadAgainstPlainCutting(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []string{"a", "bc", "defghijk", "0", "12", "3456789", "12345678", "é", ",", ",", ",", " ", "\t", "\n", "\r\n"}
	for range 1000 {
		var text strings.Builder
		for range random.IntN(60) {
			text.WriteString(alphabet[random.IntN(len(alphabet))])
		}
		want := plainly(text.String())
		if got := readAll(t, text.String(), basketfile.Layout{Separator: ','}); !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q", text.String(), got, want)
		}
	}
}

// plainly cuts a text without quotes into baskets.
func plainly(text string) []string {
	var baskets []string
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		items := map[string]bool{}
		for _, cell := range strings.Split(line, ",") {
			if cell = strings.Trim(cell, " \t"); cell != "" {
				items[cell] = true
			}
		}
		if len(items) > 0 {
			baskets = append(baskets, strings.Join(slices.Sorted(maps.Keys(items)), "|"))
		}
	}
	slices.Sort(baskets)
	return baskets
}

// Blocks, workers and files make no difference, and names are numbered in order.
func TestReadBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var text bytes.Buffer
	for text.Len() < 5<<20 {
		for range 1 + random.IntN(12) {
			fmt.Fprintf(&text, "product %d,", int(random.ExpFloat64()*3000))
		}
		text.WriteByte('\n')
	}
	var want []string
	for workers := range 3 {
		r := basketfile.Reader{Workers: workers + 1}
		half := bytes.IndexByte(text.Bytes()[text.Len()/2:], '\n') + text.Len()/2 + 1
		for _, part := range [][]byte{text.Bytes()[:half], text.Bytes()[half:]} {
			if err := r.Read(context.Background(), bytes.NewReader(part), basketfile.Layout{Separator: ','}); err != nil {
				t.Fatal(err)
			}
		}
		c := r.Contents()
		if !slices.IsSorted(c.Names) {
			t.Error("the names are not in order")
		}
		got := written(c)
		if want == nil {
			want = plainly(text.String())
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d workers read other baskets", workers+1)
		}
	}
}

// A large basket is no line too long; a line without end is one, and is not kept.
func TestReadLongLines(t *testing.T) {
	var large strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&large, "item%d ", i)
	}
	var r basketfile.Reader
	if err := r.Read(context.Background(), strings.NewReader(large.String()), basketfile.Layout{Separator: ' '}); err != nil {
		t.Fatal(err)
	}
	if c := r.Contents(); c.Baskets.Len() != 1 || len(c.Baskets.At(0)) != 100_000 {
		t.Errorf("%d baskets", c.Baskets.Len())
	}
	endless := io.LimitReader(repeating("tea,"), 1<<30)
	err := r.Read(context.Background(), endless, basketfile.Layout{Separator: ','})
	if err == nil || err.Error() != "a line of more than 64 MB; a line is a basket, or a deal and an item" {
		t.Errorf("error %v of an endless line", err)
	}
}

// repeating is a text without end.
type repeating string

func (r repeating) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r[i%len(r)]
	}
	return len(p), nil
}

func TestReadRefuses(t *testing.T) {
	for _, text := range []string{"a,b\x00\n", "\"a\x00\",b\n", "a,\x00\n", "abcdefghi\x00,b\n"} {
		var r basketfile.Reader
		if err := r.Read(context.Background(), strings.NewReader(text), basketfile.Layout{Separator: ','}); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	broken := errors.New("broken")
	var r basketfile.Reader
	if err := r.Read(context.Background(), io.MultiReader(strings.NewReader("a,b\n"), failing{broken}), basketfile.Layout{Separator: ','}); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.Read(ended, strings.NewReader("a,b\n"), basketfile.Layout{Separator: ','}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v of an ended context", err)
	}
}

type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }

func TestRecognise(t *testing.T) {
	many := strings.Builder{}
	for i := range 40 {
		fmt.Fprintf(&many, "%d,%d\n", i/2, i)
	}
	for text, want := range map[string]basketfile.Layout{
		"a,b,c\nd e\n":               {Separator: ',', Item: 1},
		"a;b\nc, d;e\nf\n":           {Separator: ';', Item: 1},
		"a\tb\tc\n":                  {Separator: '\t', Item: 1},
		"1 2 3\n4 5\n":               {Separator: ' ', Item: 1},
		"\"a;b\",c\n\"d;e\",f,g\n":   {Separator: ',', Item: 1},
		"1,a\n1,b\n2,a\n":            {Separator: ',', Long: true, Item: 1},
		"1 a\n2 b\n1 c\n":            {Separator: ' ', Long: true, Item: 1},
		"1,a\n2,b\n3,c\n":            {Separator: ',', Item: 1},
		"1,2\n1,3\n2,4\n":            {Separator: ',', Item: 1},
		"1,a\n1,b\n2,a,c\n":          {Separator: ',', Item: 1},
		many.String():                {Separator: ',', Long: true, Item: 1},
		"":                           {Separator: ' ', Item: 1},
		"whole milk\nskimmed milk\n": {Separator: ' ', Item: 1},
	} {
		if got := basketfile.Recognise([]byte(text)); got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
}

// FuzzRead holds that no bytes stop the reader, and that what it returns is whole.
func FuzzRead(f *testing.F) {
	f.Add("a,b\n\"c\"\"d\", e\r\n1,2,,3\n", byte(','), false)
	f.Add("1 a\n1 b\n\"", byte(' '), true)
	f.Fuzz(func(t *testing.T, text string, separator byte, long bool) {
		if strings.IndexByte(",;\t ", separator) < 0 {
			return
		}
		var r basketfile.Reader
		err := r.Read(context.Background(), strings.NewReader(text), basketfile.Layout{Separator: separator, Long: long, Item: 1})
		if err != nil && strings.IndexByte(text, 0) < 0 {
			t.Fatal(err)
		}
		c := r.Contents()
		for i := range c.Baskets.Len() {
			if len(c.Baskets.At(i)) == 0 {
				t.Fatal("an empty basket")
			}
		}
		for _, name := range c.Names {
			if name == "" || strings.ContainsAny(name, "\r\n\x00") {
				t.Fatalf("an item %q", name)
			}
		}
		basketfile.Recognise([]byte(text))
	})
}
