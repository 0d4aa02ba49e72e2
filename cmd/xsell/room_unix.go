//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
)

// roomPrefix begins the name of the folder that a run has for itself.
const roomPrefix = "xsell-run-"

// takeRoom gives the run a temporary folder of its own, where whatever needs one finds it. Where
// there can be none, everything stays as it is, and what needs one says so.
func takeRoom() (leave func()) {
	outside := os.Getenv("TMPDIR")
	temp := os.TempDir()
	for range 3 { // another run may take a folder for dead between its making and its lock
		dir, err := os.MkdirTemp(temp, roomPrefix)
		if err != nil {
			break
		}
		held := holdRoom(dir)
		if held == nil {
			os.Remove(dir)
			continue
		}
		os.Setenv("TMPDIR", dir)
		return func() {
			os.Setenv("TMPDIR", outside)
			os.RemoveAll(dir)
			held.Close()
		}
	}
	return func() {}
}

// holdRoom locks the folder until it is closed or the process ends; nil where another run has
// it, or it is gone.
func holdRoom(dir string) *os.File {
	d, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil
	}
	err = syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if _, gone := os.Lstat(dir); err != nil || gone != nil {
		d.Close()
		return nil
	}
	return d
}

// sweepRooms removes, beside the room of this run, the folders of runs that were killed: the
// engine's may be as large as the disk. The lock on a folder ends with its process, so that it
// tells the living from the dead. Folders of other users, and all where the file system has no
// locks, stay.
func sweepRooms() {
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(os.TempDir()), roomPrefix+"*"))
	for _, dir := range left {
		if d := holdRoom(dir); d != nil {
			os.RemoveAll(dir)
			d.Close()
		}
	}
}
