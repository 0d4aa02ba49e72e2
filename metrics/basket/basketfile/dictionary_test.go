package basketfile

import (
	"strconv"
	"testing"
)

func TestWholeNumber(t *testing.T) {
	for v := 0; v < 10_000_000; v += 7 {
		text := strconv.Itoa(v)
		if got, ok := wholeNumber(wordOf([]byte(text)), len(text)); !ok || got != uint64(v) {
			t.Fatalf("%s is %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"01", "00", "1a", "a1", "-1", "1.5", "1:", "1/2", "/1", ":", "\xff1", "1\xb0"} {
		if got, ok := wholeNumber(wordOf([]byte(text)), len(text)); ok {
			t.Errorf("%q is %d", text, got)
		}
	}
}
