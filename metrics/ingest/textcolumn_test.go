package ingest

import "testing"

// A column of numbers need not be searched for words, unless one of them is a number.
func TestWordsThatMayBeNumbers(t *testing.T) {
	words := func(list ...string) map[string]bool {
		out := map[string]bool{}
		for _, w := range list {
			out[w] = true
		}
		return out
	}
	for _, c := range []struct {
		none, marks map[string]bool
		want        bool
	}{{nil, words("postage", "a1"), false}, {words("none", "0"), nil, true}, {nil, words("postage", "4711"), true}} {
		if got := newTextColumn(0, true, c.none, c.marks).looksForNumbers(); got != c.want {
			t.Errorf("%v and %v: %t", c.none, c.marks, got)
		}
	}
}
