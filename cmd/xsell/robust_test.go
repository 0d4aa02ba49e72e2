//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// site is a folder with two inputs and a report of the first in the folder out.
type site struct {
	dir, out string
	before   string // digest of the report of old.csv
}

func newSite(t *testing.T) site {
	t.Helper()
	s := site{dir: t.TempDir()}
	s.out = filepath.Join(s.dir, "out")
	for name, amount := range map[string]string{"old.csv": "5", "new.csv": "7"} {
		text := "order,date,customer,product,amount\n1,2026-01-05,ann,tea," + amount + "\n2,2026-02-06,bob,pot,9\n3,2026-02-30,bob,pot,9\n"
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := s.command("xsell", s.args("old.csv", s.out)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s.before = digestOf(t, s.out)
	return s
}

func (s site) args(input, out string) []string {
	return []string{"-q", "--only", "overview,products,control", "-o", out, filepath.Join(s.dir, input)}
}

func (s site) command(program string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Dir = s.dir
	return c
}

// fails runs the command, which must fail with a message, leave the report before as it
// was and nothing beside it.
func (s site) fails(t *testing.T, c *exec.Cmd, message string) {
	t.Helper()
	var errs bytes.Buffer
	c.Stderr = &errs
	if err := c.Run(); err == nil || c.ProcessState.ExitCode() != exitFailed {
		t.Errorf("exit code %d, want 1", c.ProcessState.ExitCode())
	}
	if got := errs.String(); !strings.HasPrefix(got, "xsell: ") || !strings.Contains(got, message) || strings.Count(got, "\n") != 1 {
		t.Errorf("it says:\n%swant one line with %q", got, message)
	}
	if digestOf(t, s.out) != s.before {
		t.Error("the report before was touched")
	}
	if names := filesIn(t, s.out); !slices.Equal(names, reportFiles) {
		t.Errorf("the folder holds %v", names)
	}
}

// No file may be longer than a part of the report: the run says so and leaves the report
// before, as on a full disk.
func TestLimitOfFileSizes(t *testing.T) {
	needs(t, "bash")
	s := newSite(t)
	line := "ulimit -f 8 && exec xsell \"$@\"" // of 512 or 1,024 bytes each
	s.fails(t, s.command("bash", append([]string{"-c", line, "xsell"}, s.args("new.csv", s.out)...)...), "file too large; choose another folder with --out")
}

// On a disk that is full the run says so and leaves the report before.
func TestFullDisk(t *testing.T) {
	needs(t, "sh", "unshare", "mount", "cp")
	if out, err := exec.Command("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k none "+t.TempDir()).CombinedOutput(); err != nil {
		t.Skipf("skipped: no disk can be mounted here: %s", out)
	}
	s := newSite(t)
	// The disk is filled up to the report that stands on it, and seen only in the shell's own
	// space of mounts, from which the files are copied back.
	script := `set -e
cp -r out kept
mount -t tmpfs -o size=4m none out
cp kept/* out
cp /dev/zero out/filler 2>/dev/null || true
code=0
"$@" || code=$?
rm out/filler
mkdir after
cp -r out/. after
exit $code`
	args := append([]string{"-rm", "sh", "-c", script, "sh", "xsell"}, s.args("new.csv", "out")...)
	s.fails(t, s.command("unshare", args...), "the disk is full; free some space, or choose another folder with --out")
	after := filepath.Join(s.dir, "after")
	if digestOf(t, after) != s.before || !slices.Equal(filesIn(t, after), reportFiles) {
		t.Errorf("the full disk holds %v, or another report", filesIn(t, after))
	}
}

// A disk that is read-only is named as what it is.
func TestReadOnlyDisk(t *testing.T) {
	needs(t, "sh", "unshare", "mount")
	if out, err := exec.Command("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k none "+t.TempDir()).CombinedOutput(); err != nil {
		t.Skipf("skipped: no disk can be mounted here: %s", out)
	}
	s := newSite(t)
	script := "mkdir empty && mount -t tmpfs -o ro none empty && exec \"$@\""
	args := append([]string{"-rm", "sh", "-c", script, "sh", "xsell"}, s.args("new.csv", "empty")...)
	s.fails(t, s.command("unshare", args...), "write empty: the disk is read-only; choose another folder with --out")
}

// A folder without permission is named with the next step. Root may write everywhere, but
// not from a space of users of its own.
func TestFolderWithoutPermission(t *testing.T) {
	s := newSite(t)
	run := append([]string{"xsell"}, s.args("new.csv", s.out)...)
	if os.Getuid() == 0 {
		if exec.Command("unshare", "-U", "true").Run() != nil {
			t.Skip("skipped: root may write everywhere")
		}
		run = append([]string{"unshare", "-U"}, run...)
	}
	if err := os.Chmod(s.out, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(s.out, 0o777)
	s.fails(t, s.command(run[0], run[1:]...), "no permission (permission denied); change it, or choose another folder with --out")
}

// Runs into one folder at the same time all end well, and the folder holds the report of
// one of them.
func TestRunsAtOnce(t *testing.T) {
	s := newSite(t)
	other := filepath.Join(s.dir, "other")
	if out, err := s.command("xsell", s.args("new.csv", other)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	after := digestOf(t, other)
	for range 3 {
		var runs []*exec.Cmd
		for _, input := range []string{"old.csv", "new.csv", "old.csv", "new.csv"} {
			c := s.command("xsell", s.args(input, s.out)...)
			c.Stderr = os.Stderr
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			runs = append(runs, c)
		}
		for _, c := range runs {
			if err := c.Wait(); err != nil {
				t.Error(err)
			}
		}
		if got := digestOf(t, s.out); got != s.before && got != after {
			t.Error("the files in the folder are of different runs")
		}
		if names := filesIn(t, s.out); !slices.Equal(names, reportFiles) {
			t.Errorf("the folder holds %v", names)
		}
	}
}

// The clock's zone and the customs of the machine change no byte.
func TestZonesAndLocales(t *testing.T) {
	s := newSite(t)
	for i, environment := range [][]string{
		{"TZ=Pacific/Kiritimati"}, {"TZ=America/Los_Angeles"}, {"TZ=Europe/Berlin", "LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8"}, {"LC_ALL=tr_TR.UTF-8"}, {"LC_ALL=C", "TZ=UTC"},
	} {
		out := filepath.Join(s.dir, fmt.Sprint(i))
		c := s.command("xsell", s.args("old.csv", out)...)
		c.Env = append(os.Environ(), environment...)
		if text, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", environment, err, text)
		}
		if digestOf(t, out) != s.before {
			t.Errorf("with %v the report is another", environment)
		}
	}
}
