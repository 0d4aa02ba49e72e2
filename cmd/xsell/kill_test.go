//go:build unix

package main

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	draw "xsell/report"
)

// kills is how often a run is killed, at moments of its life that a seed gives.
const kills = 50

// TestKilledRunsLeaveTheReportBefore: whenever a run is killed, the six files in the
// folder are those of one run, once what it began is finished, and the next run leaves
// nothing behind but its report.
func TestKilledRunsLeaveTheReportBefore(t *testing.T) {
	program, err := exec.LookPath("xsell") // set up by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	inputs := map[string]string{"old.csv": "5", "new.csv": "7"}
	for name, amount := range inputs {
		text := "order,date,customer,product,amount\n1,2026-01-05,ann,tea," + amount + "\n2,2026-02-06,bob,pot,9\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	start := func(input string) *exec.Cmd {
		c := exec.Command(program, "-q", "--only", "overview,products,control", "-o", out, filepath.Join(dir, input))
		c.Stderr = os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	finish := func(input string) (string, time.Duration) {
		began := time.Now()
		if err := start(input).Wait(); err != nil {
			t.Fatal(err)
		}
		if names := filesIn(t, out); !slices.Equal(names, reportFiles) {
			t.Fatalf("a run that ends leaves %v", names)
		}
		return digestOf(t, out), time.Since(began)
	}
	after, _ := finish("new.csv")
	before, whole := finish("old.csv") // the first run takes longer
	if before == after {
		t.Fatal("the two inputs give one report")
	}
	dice := rand.New(rand.NewPCG(20, 26))
	for i := range kills {
		c := start("new.csv")
		time.Sleep(time.Duration(1.1 * dice.Float64() * float64(whole)))
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // killed, or done already
		draw.Mend(out)
		switch digestOf(t, out) {
		case before:
		case after:
			if got, _ := finish("old.csv"); got != before {
				t.Fatal("the same input gave another report")
			}
		default:
			t.Fatalf("killed %d times: the files in the folder are of different runs", i+1)
		}
	}
	t.Logf("%d killed runs left %d drafts behind", kills, len(filesIn(t, out))-len(reportFiles))
	if got, _ := finish("old.csv"); got != before {
		t.Error("the same input gave another report")
	}
}

// digestOf is a checksum over the files of the report in a folder.
func digestOf(t *testing.T, dir string) string {
	t.Helper()
	sum := sha256.New()
	for _, name := range reportFiles {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}
