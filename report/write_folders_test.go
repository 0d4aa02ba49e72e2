package report

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestFoldersAreReplacedTogether holds that the files of several folders get their names
// together, and none where one fails.
func TestFoldersAreReplacedTogether(t *testing.T) {
	dir := t.TempDir()
	all := func(text string, last File) error {
		w := Begin(dir)
		defer w.Drop()
		for _, folder := range []string{"north", "south"} {
			if err := w.Draw(folder, []File{textFile("a.txt", text+folder)}); err != nil {
				return err
			}
		}
		if got := folder(t, filepath.Join(dir, "north")); got["a.txt"] == text+"north" {
			t.Error("a file has its name before the others are drawn")
		}
		if err := w.Draw("", []File{last}); err != nil {
			return err
		}
		return w.Replace()
	}
	holds := func(when, text string) {
		t.Helper()
		for _, name := range []string{"north", "south"} {
			if got := folder(t, filepath.Join(dir, name)); len(got) != 1 || got["a.txt"] != text+name {
				t.Errorf("%s: %s holds %v", when, name, got)
			}
		}
	}
	if err := all("first ", textFile("index.txt", "first")); err != nil {
		t.Fatal(err)
	}
	holds("at first", "first ")
	failed := File{"index.txt", func(io.Writer) error { return errors.New("out of ink") }}
	if err := all("second ", failed); err == nil {
		t.Error("a drawing failed and nobody said so")
	}
	holds("after a drawing that failed", "first ")
	// A folder stands where the last file should be: what was replaced before it is put back.
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := all("third ", textFile("taken", "third")); err == nil {
		t.Error("a file stands where a folder was")
	}
	holds("after a name that is taken", "first ")
	if err := all("fourth ", textFile("index.txt", "fourth")); err != nil {
		t.Fatal(err)
	}
	holds("at last", "fourth ")
}

// TestFoldersThatFailedGoAway holds that folders made for nothing do not stay.
func TestFoldersThatFailedGoAway(t *testing.T) {
	dir := t.TempDir()
	w := Begin(dir)
	if err := w.Draw("north", []File{textFile("a.txt", "a")}); err != nil {
		t.Fatal(err)
	}
	w.Drop()
	if got := folder(t, dir); len(got) != 0 {
		t.Errorf("the folder holds %v", got)
	}
}

// TestJournalSpeaksOfFoldersBelow holds that a run that was killed while it replaced files of
// several folders is finished, and that a journal cannot lead out of the folder.
func TestJournalSpeaksOfFoldersBelow(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "out")
	for name, text := range map[string]string{
		"out/north/.a.txt.1x.tmp": "new", "out/north/a.txt": "old", "out/.b.txt.1y.tmp": "new", ".c.txt.1z.tmp": "foreign", "out/deep/er/.d.txt.1q.tmp": "foreign",
		"out/.xsell.journal": "north/.a.txt.1x.tmp\n.b.txt.1y.tmp\n../.c.txt.1z.tmp\ndeep/er/.d.txt.1q.tmp\n",
	} {
		name = filepath.Join(above, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	Mend(dir)
	for name, want := range map[string]string{"north/a.txt": "new", "b.txt": "new", "../.c.txt.1z.tmp": "foreign", "deep/er/.d.txt.1q.tmp": "foreign"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, journalName)); !os.IsNotExist(err) {
		t.Error("the journal stays")
	}
}
