package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func textFile(name, text string) File {
	return File{name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }}
}

// folder reads all that lies in a folder, hidden files too.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil && !e.IsDir() {
			t.Fatal(err)
		}
		out[e.Name()] = string(text)
	}
	return out
}

func TestWriteMakesTheFolderAndReplaces(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "report")
	for _, text := range []string{"first", "second"} {
		if err := Write(dir, []File{textFile("a.txt", text), textFile("b.txt", text)}); err != nil {
			t.Fatal(err)
		}
		if got := folder(t, dir); len(got) != 2 || got["a.txt"] != text || got["b.txt"] != text {
			t.Errorf("the folder holds %v, want %s twice", got, text)
		}
	}
}

func TestWriteLeavesThePermissionsToTheUmask(t *testing.T) {
	dir := t.TempDir()
	old := syscall.Umask(0o027)
	defer syscall.Umask(old)
	if err := Write(dir, []File{textFile("a.txt", "x")}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "a.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o640 {
		t.Errorf("permissions %o, want 640", got)
	}
}

func TestWriteFailsWhole(t *testing.T) {
	broken := File{"b.txt", func(w io.Writer) error {
		io.WriteString(w, strings.Repeat("half of it", 100_000))
		return errors.New("out of ink")
	}}
	dir := t.TempDir()
	if err := Write(dir, []File{textFile("a.txt", "old"), textFile("b.txt", "old")}); err != nil {
		t.Fatal(err)
	}
	err := Write(dir, []File{textFile("a.txt", "new"), broken, textFile("c.txt", "new")})
	if err == nil || err.Error() != "draw b.txt: out of ink" {
		t.Errorf("error %v", err)
	}
	if got := folder(t, dir); len(got) != 2 || got["a.txt"] != "old" || got["b.txt"] != "old" {
		t.Errorf("the folder holds %v, want the report before and nothing else", got)
	}
}

func TestWritePutsBackWhatItReplaced(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, []File{textFile("a.txt", "old")}); err != nil {
		t.Fatal(err)
	}
	drafts := make([]draft, 3)
	files := []File{textFile("a.txt", "new"), textFile("b.txt", "new"), textFile("c.txt", "new")}
	for i, f := range files[:2] { // the third has no draft: its rename fails
		var err error
		if drafts[i], err = draw(dir, f); err != nil {
			t.Fatal(err)
		}
	}
	drafts[2].name = filepath.Join(dir, "gone")
	w := &Writing{dir: dir, folders: []string{""}, files: files, drafts: drafts}
	if err := w.Replace(); err == nil {
		t.Error("a draft that is not there was put in place")
	}
	if got := folder(t, dir); len(got) != 1 || got["a.txt"] != "old" {
		t.Errorf("the folder holds %v, want the report before and nothing else", got)
	}
}

func TestWriteSaysWhatStandsInTheWay(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "report.html"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ dir, want string }{
		{file, "write " + file + ": a file stands where a folder should be (not a directory); choose another folder with --out"},
		{filepath.Join(file, "below"), "write " + filepath.Join(file, "below") + ": a file stands where a folder should be (not a directory); choose another folder with --out"},
		{dir, "write " + filepath.Join(dir, "report.html") + ": a folder has that name; remove it, or choose another folder with --out"},
	} {
		err := Write(test.dir, []File{textFile("report.html", "x")})
		if err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
	if got := folder(t, dir); len(got) != 2 || got["file"] != "mine" {
		t.Errorf("the folder holds %v", got)
	}
}

func TestWriteWithoutPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write anywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	err := Write(dir, []File{textFile("a.txt", "x")})
	if err == nil || !strings.Contains(err.Error(), "no permission") {
		t.Errorf("error %v", err)
	}
}

func TestCannotWriteNamesTheNextStep(t *testing.T) {
	for errno, want := range map[error]string{
		syscall.ENOSPC: "write x: the disk is full; free some space, or choose another folder with --out",
		syscall.EROFS:  "write x: the disk is read-only; choose another folder with --out",
		syscall.EACCES: "write x: no permission (permission denied); change it, or choose another folder with --out",
		syscall.EIO:    "write x: input/output error; choose another folder with --out",
	} {
		if got := cannotWrite("x", &os.PathError{Op: "write", Path: "y", Err: errno}).Error(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// A full disk is met while drawing: the drawing sees the error too, but the message is
// the disk's.
func TestDriveTellsTheDiskFromTheDrawing(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no device that is always full:", err)
	}
	defer full.Close()
	d := &drive{w: full}
	if _, err := d.Write([]byte("x")); !errors.Is(err, syscall.ENOSPC) || !errors.Is(d.err, syscall.ENOSPC) {
		t.Errorf("write gave %v, kept %v", err, d.err)
	}
}

func TestWriteNeverMixesTwoRuns(t *testing.T) {
	dir := t.TempDir()
	var wait sync.WaitGroup
	for run := range 16 {
		wait.Go(func() {
			var files []File
			for n := range 5 {
				files = append(files, textFile(fmt.Sprint(n), fmt.Sprint("run ", run)))
			}
			if err := Write(dir, files); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	got := folder(t, dir)
	if len(got) != 5 {
		t.Errorf("the folder holds %v, want five files", got)
	}
	for name, text := range got {
		if text != got["0"] {
			t.Errorf("%s is of %s, 0 of %s", name, text, got["0"])
		}
	}
}

// What a killed run left goes; what a run that still draws needs, and files that only look
// alike, stay.
func TestWriteRemovesWhatKilledRunsLeft(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".a.txt.3f9zk.tmp", ".a.txt.notes.of-mine.tmp", ".b.txt.3f9zk.tmp", "a.txt.3f9zk.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("left"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	slow := make(chan struct{})
	drawing := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		err := Write(dir, []File{{"a.txt", func(w io.Writer) error {
			close(drawing)
			<-slow
			_, err := io.WriteString(w, "slow")
			return err
		}}})
		if err != nil {
			t.Error(err)
		}
	})
	<-drawing
	if err := Write(dir, []File{textFile("a.txt", "quick")}); err != nil {
		t.Error(err)
	}
	got := folder(t, dir)
	if _, stays := got[".a.txt.3f9zk.tmp"]; stays || len(got) != 5 || got["a.txt"] != "quick" {
		t.Errorf("the folder holds %v, want the report, the draft of the other run and three files that are nobody's draft", got)
	}
	close(slow)
	wait.Wait()
	if got := folder(t, dir); len(got) != 4 || got["a.txt"] != "slow" {
		t.Errorf("the folder holds %v", got)
	}
}
