//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKilledRunsKeepTheHistoryWhole: whenever a run is killed, every snapshot in the folder
// is whole, and the next run sweeps what was left of others.
func TestKilledRunsKeepTheHistoryWhole(t *testing.T) {
	program, err := exec.LookPath("xsell") // set up by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	past := filepath.Join(dir, "past")
	start := func(amount int) *exec.Cmd {
		input := filepath.Join(dir, "sales.csv")
		text := fmt.Sprintf("order,date,customer,product,amount\n1,2026-01-01,ann,tea,%d\n2,2026-02-28,bob,pot,9\n", amount)
		if err := os.WriteFile(input, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(program, "-q", "--only", "since-last", "--history", past, "-o", filepath.Join(dir, "out"), input)
		c.Stderr = os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	began := time.Now()
	if err := start(1).Wait(); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(began)
	// What a run leaves that is killed between the draft and its name.
	draft := filepath.Join(past, ".month-2026-01-01-"+strings.Repeat("a", 32)+".json.1x.tmp")
	if err := os.WriteFile(draft, []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	const kills = 8
	for i := range kills {
		c := start(i + 2)
		time.Sleep(whole * time.Duration(i+1) / kills)
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // killed, or done already
		for _, name := range filesIn(t, past) {
			if !snapshotName().MatchString(name) {
				continue // a draft
			}
			if _, err := readSnapshot(filepath.Join(past, name)); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	if err := start(99).Wait(); err != nil {
		t.Fatal(err)
	}
	for _, name := range filesIn(t, past) {
		if !snapshotName().MatchString(name) {
			t.Errorf("%s was left behind", name)
		}
	}
}
