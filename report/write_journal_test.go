package report

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// journalFiles are the files of run n, each long enough to show where it would be cut.
func journalFiles(n int) []File {
	var files []File
	for i := range 5 {
		files = append(files, textFile(fmt.Sprintf("%d.txt", i), strings.Repeat(fmt.Sprintf("run %d\n", n), 3000)))
	}
	return files
}

// runOf is the run that wrote a whole file.
func runOf(t *testing.T, text string) (n int) {
	t.Helper()
	if _, err := fmt.Sscanf(text, "run %d\n", &n); err != nil || text != strings.Repeat(fmt.Sprintf("run %d\n", n), 3000) {
		t.Fatalf("a file is not whole: %d bytes that begin with %.20q", len(text), text)
	}
	return n
}

// runsIn are the runs that the five files in the folder are of, and whether all are one.
func runsIn(t *testing.T, dir string) (runs []int, one bool) {
	t.Helper()
	got := folder(t, dir)
	for _, f := range journalFiles(0) {
		text, is := got[f.Name]
		if !is {
			t.Fatalf("%s is gone", f.Name)
		}
		runs = append(runs, runOf(t, text))
	}
	for _, n := range runs {
		if one = n == runs[0]; !one {
			break
		}
	}
	return runs, one
}

// However many files a killed run has replaced, the next one finishes what it began.
func TestMendFinishesTheReplacing(t *testing.T) {
	for done := range 6 {
		dir := t.TempDir()
		if err := Write(dir, journalFiles(1)); err != nil {
			t.Fatal(err)
		}
		files, drafts := journalFiles(2), make([]draft, 5)
		for i, f := range files {
			var err error
			if drafts[i], err = draw(dir, f); err != nil {
				t.Fatal(err)
			}
		}
		if err := writeJournal(dir, drafts); err != nil {
			t.Fatal(err)
		}
		for i := range done {
			if err := os.Rename(drafts[i].name, filepath.Join(dir, files[i].Name)); err != nil {
				t.Fatal(err)
			}
		}
		for _, d := range drafts {
			d.release() // as the end of the process does
		}
		if _, one := runsIn(t, dir); one != (done == 0 || done == 5) {
			t.Fatalf("after %d renames the folder is not what the test means", done)
		}
		Mend(dir)
		if runs, one := runsIn(t, dir); !one || runs[0] != 2 || len(folder(t, dir)) != 5 {
			t.Errorf("after %d renames the folder holds runs %v and %d files, want run 2 and five", done, runs, len(folder(t, dir)))
		}
	}
}

// A journal gives no other names than draftName does, and none outside of the folder.
func TestMendFollowsNoStrangeJournal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		journalName: "../mine\nmine\n.../../up.1.tmp\n.report.1.tmp\nreport\n", "mine": "mine", "../mine": "mine", ".report.1.tmp": "new", "report": "old",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	Mend(dir)
	if got := folder(t, dir); len(got) != 2 || got["mine"] != "mine" || got["report"] != "new" {
		t.Errorf("the folder holds %v", got)
	}
	if got := folder(t, filepath.Dir(dir)); len(got) != 2 || got["mine"] != "mine" {
		t.Errorf("the folder above holds %v", got)
	}
	Mend(filepath.Join(dir, "nowhere")) // says nothing, makes nothing
}

// writesTo tells the child process where to write.
const writesTo = "XSELL_TEST_WRITES_TO"

// TestWritesUntilKilled is the child of TestKilledWritesAreFinished.
func TestWritesUntilKilled(t *testing.T) {
	dir := os.Getenv(writesTo)
	for n := 2; dir != ""; n++ {
		if err := Write(dir, journalFiles(n)); err != nil {
			t.Fatal(err)
		}
	}
}

// A process that does nothing but replace files is killed at any moment: every file is
// whole and of the last two runs, and what comes next finds or leaves one of them.
func TestKilledWritesAreFinished(t *testing.T) {
	dir := t.TempDir()
	dice := rand.New(rand.NewPCG(1, 9))
	mixed := 0
	for range 20 {
		if err := Write(dir, journalFiles(1)); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0], "-test.run=^TestWritesUntilKilled$")
		child.Env = append(os.Environ(), writesTo+"="+dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		for began := time.Now(); time.Since(began) < 20*time.Second; time.Sleep(time.Millisecond) {
			if text, err := os.ReadFile(filepath.Join(dir, "4.txt")); err == nil && runOf(t, string(text)) > 1 {
				break
			}
		}
		time.Sleep(time.Duration(dice.IntN(20_000)) * time.Microsecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait()
		runs, one := runsIn(t, dir)
		for _, n := range runs {
			if n > runs[0] || n < runs[0]-1 {
				t.Fatalf("the files are of the runs %v", runs)
			}
		}
		if !one {
			mixed++
		}
		Mend(dir)
		if after, one := runsIn(t, dir); !one || after[0] < runs[0] {
			t.Fatalf("the files were of the runs %v and are now of %v", runs, after)
		}
	}
	if err := Write(dir, journalFiles(1)); err != nil {
		t.Fatal(err)
	}
	if got := folder(t, dir); len(got) != 5 {
		t.Errorf("the folder holds %d files, want five", len(got))
	}
	t.Logf("%d of 20 kills fell between two renames", mixed)
}
