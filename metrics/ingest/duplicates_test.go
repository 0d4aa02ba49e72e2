package ingest

import (
	"fmt"
	"strings"
	"testing"

	"xsell/metrics/ingest/sheet"
)

// TestCopySetRemembers puts in more lines than the first table holds.
func TestCopySetRemembers(t *testing.T) {
	const lines = 100_000
	s := newCopySet()
	look := func(layout string, i, source int) seenState {
		return s.seen(s.hasher(layout, source).of([]sheet.Cell{{Text: fmt.Append(nil, i)}, {Text: []byte("tea")}}, nil))
	}
	for i := range lines {
		if got := look("a", i, 0); got != newLine {
			t.Fatalf("line %d is %d, want new", i, got)
		}
	}
	for i := range lines {
		if same, other := look("a", i, 0), look("a", i, 1); same != sameSheet || other != otherFile {
			t.Fatalf("line %d is %d and %d in another file", i, same, other)
		}
	}
	if got := look("b", 7, 1); got != newLine {
		t.Errorf("a line of another layout is %d, want new", got)
	}
	if split := s.hasher("a", 0).of([]sheet.Cell{{Text: []byte("7t")}, {Text: []byte("ea")}}, nil); s.seen(split) != newLine {
		t.Error("cells that are cut elsewhere are another line")
	}
}

// TestManyCopies has more lines than are looked up at a time; they must be counted the
// same whether they are looked up at once or together.
func TestManyCopies(t *testing.T) {
	var text strings.Builder
	text.WriteString("Date,Product,Amount\n")
	for i := range 3 * lookedUp {
		fmt.Fprintf(&text, "2026-01-%02d,tea %d,%d\n", 1+i%28, i%700, 10+i%700)
	}
	for _, duplicates := range []string{"keep", "drop"} {
		l, _ := read(t, Options{Config: Config{Duplicates: duplicates}}, text.String())
		for _, want := range []string{"68 exact copies of lines above, the first in row 702"} {
			if len(l.Problems) != 1 || !strings.HasPrefix(l.Problems[0].Message.String(), want) {
				t.Errorf("duplicates %s: problems %v, want %q", duplicates, l.Problems, want)
			}
		}
	}
}
