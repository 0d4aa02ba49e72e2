package sample_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"xsell/cmd/xsell/sample"
)

// sampleData is the folder of the committed files, seen from this package.
var sampleData = filepath.Join("..", "..", "..", "sample-data")

func TestWriteGivesTheCommittedFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "by", "write")
	names, err := sample.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{sample.WorkbookName, sample.WebShopName, sample.ReadmeName}; !slices.Equal(names, want) {
		t.Fatalf("wrote %q, want %q", names, want)
	}
	for _, name := range names {
		if !bytes.Equal(read(t, dir, name), read(t, sampleData, name)) {
			t.Errorf("sample-data/%s is not what Write makes now; run: go run ./cmd/xsell sample sample-data", name)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != len(names) {
		t.Errorf("%d files in the folder, want %d", len(left), len(names))
	}
}

func TestWriteTwiceGivesTheSameBytes(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, second} {
		if _, err := sample.Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{sample.WorkbookName, sample.WebShopName, sample.ReadmeName} {
		if !bytes.Equal(read(t, first, name), read(t, second, name)) {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

func TestWorkbookIsSmall(t *testing.T) {
	if size := len(read(t, sampleData, sample.WorkbookName)); size > 1_500_000 {
		t.Errorf("the workbook has %d bytes, want 1.5 MB at most", size)
	}
}

func TestWriteIntoAFileFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if names, err := sample.Write(path); err == nil || len(names) > 0 {
		t.Errorf("Write over a file gave %v and no error", names)
	}
	if got := read(t, filepath.Dir(path), "taken"); string(got) != "mine" {
		t.Errorf("the file now holds %q", got)
	}
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
