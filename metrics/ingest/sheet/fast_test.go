package sheet

import "testing"

// TestWords holds the words of fast.go to the strings they stand for.
func TestWords(t *testing.T) {
	words := map[string]uint64{
		`<c r="`: wordCell, ` s="`: wordStyle, ` t="`: wordType, `<v>`: wordValue, `</v></c>`: wordEnd,
		`<f>`: wordFormula, `</f>`: wordFormulaEnd, `<is><t>`: wordInline, `</t></is`: wordTextEnd, `></c>`: wordInlineEnd,
		`<si><t>`: wordItem, `</t></si`: wordItemEnd, `s">`: wordTypeShared, `n">`: wordTypeNumber, `inlineSt`: wordTypeInline,
		`str">`: wordTypeString,
	}
	for text, word := range words {
		var b [8]byte
		copy(b[:], text)
		if got := load(b[:], 0); got != word {
			t.Errorf("%q is %#x, the word is %#x", text, got, word)
		}
	}
}

// TestTextEnd holds every length of a text against the words it is searched by.
func TestTextEnd(t *testing.T) {
	for n := range 40 {
		for _, special := range []byte{'x', '&', '_', '\r', 0xe9} {
			b := make([]byte, n+padding)
			for i := range n {
				b[i] = 'a'
			}
			if b[n] = '<'; n > 0 {
				b[n/2] = special
			}
			end, found := textEnd(b, 0)
			if end != n || found != (n > 0 && special != 'x') {
				t.Errorf("a text of %d with %q ends at %d, special %v", n, special, end, found)
			}
		}
	}
}
