package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestSamplePageIsSmall holds the page of the sample data to what goes through mail: 2 MB
// and 500 kB packed. What a table cannot show is in the workbook.
func TestSamplePageIsSmall(t *testing.T) {
	dir := t.TempDir()
	f, set := newFlags()
	if err := set.Parse([]string{"-q", "-o", dir, filepath.Join("..", "..", "sample-data")}); err != nil {
		t.Fatal(err)
	}
	if err := report(t.Context(), f, set.Args(), io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(page); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	if len(page) > 2_000_000 || packed.Len() > 500_000 {
		t.Errorf("the page has %d bytes, %d packed; want 2,000,000 and 500,000 at most", len(page), packed.Len())
	}
}
