package ingest

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"title", "currency", "date_order", "decimal", "duplicates"}
	for word, want := range map[string]string{"titel": "title", "Title": "title", "date-order": "date_order", "duplicate": "duplicates",
		"curency": "currency", "decimals": "decimal", "colour": "", "x": "", "": "", "dates": ""} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q is near %q, want %q", word, got, want)
		}
	}
}

// Distances as counted by hand; "ca" to "abc" is 3 where no letter is edited twice.
func TestDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{{"", ""}: 0, {"", "abc"}: 3, {"kitten", "sitting"}: 3, {"titel", "title"}: 1, {"ca", "abc"}: 3, {"цена", "цены"}: 1} {
		if got := distance([]rune(pair[0]), []rune(pair[1])); got != want {
			t.Errorf("%q to %q: %d edits, want %d", pair[0], pair[1], got, want)
		}
		if got := distance([]rune(pair[1]), []rune(pair[0])); got != want {
			t.Errorf("%q to %q: %d edits, want %d", pair[1], pair[0], got, want)
		}
	}
}
