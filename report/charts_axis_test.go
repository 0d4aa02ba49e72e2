package report

import (
	"strings"
	"testing"
)

// TestLongNamesAreCutEarly: a name that fits keeps its margin, one that does not leaves an
// eighth of it free for a font wider than the library takes it for.
func TestLongNamesAreCutEarly(t *testing.T) {
	for name, want := range map[string]int{"2026-W26": 64, strings.Repeat("m", 60): 183} {
		names := []string{name}
		if got := namesY(names, nameMargin(names, figureHalf)).AxisLabel.Width; got != want {
			t.Errorf("a name of %d letters has %v pixels, want %d", len(name), got, want)
		}
	}
}
