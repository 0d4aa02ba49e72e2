//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRoomsOfKilledRunsAreSwept: a run removes the folders of the dead with what is in them,
// and none of a run that lives.
func TestRoomsOfKilledRunsAreSwept(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dead, living := filepath.Join(temp, roomPrefix+"1"), filepath.Join(temp, roomPrefix+"2")
	for _, dir := range []string{dead, living} {
		if err := os.MkdirAll(filepath.Join(dir, "xsell-spill-1"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	held := holdRoom(living)
	if held == nil {
		t.Fatal("a folder that nobody has cannot be held")
	}
	leave := takeRoom()
	own := os.TempDir()
	if filepath.Dir(own) != temp {
		t.Errorf("the room %s is not in %s", own, temp)
	}
	sweepRooms()
	if _, err := os.Stat(own); err != nil {
		t.Error("a run sweeps its own room")
	}
	leave()
	if _, err := os.Stat(dead); err == nil {
		t.Error("what a killed run left is still there")
	}
	if _, err := os.Stat(filepath.Join(living, "xsell-spill-1")); err != nil {
		t.Error("the folder of a living run is gone")
	}
	if _, err := os.Stat(own); err == nil {
		t.Error("the room is still there after the run")
	}
	if os.TempDir() != temp {
		t.Errorf("after the run the temporary folder is %s", os.TempDir())
	}
	held.Close()
	leave = takeRoom()
	sweepRooms()
	leave()
	if left := filesIn(t, temp); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// TestNoRoomIsNoFault: where no folder can be made, the temporary folder stays as it is.
func TestNoRoomIsNoFault(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	t.Setenv("TMPDIR", missing)
	takeRoom()()
	if os.TempDir() != missing {
		t.Errorf("the temporary folder is %s", os.TempDir())
	}
}
