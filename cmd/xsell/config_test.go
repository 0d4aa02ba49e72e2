package main

import "testing"

func TestRowsWithin(t *testing.T) {
	for size, want := range map[string]int64{"2GB": 20_000_000, "1.5 GiB": 15_000_000, "500MB": 5_000_000, "1TB": 10_000_000_000, "0GB": 1, "": 0} {
		if got := rowsWithin(size); got != want {
			t.Errorf("%q holds %d rows, want %d", size, got, want)
		}
	}
}
