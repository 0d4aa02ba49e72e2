package report

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// lockFolder waits until no other run replaces files in the folder. Windows cannot
// lock a folder; a hidden file in it stands for it and goes with the last run.
func lockFolder(dir string) (unlock func(), alone bool, err error) {
	name := filepath.Join(dir, ".xsell.lock")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, false, err
	}
	if err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, new(windows.Overlapped)); err != nil {
		f.Close()
		return nil, false, err
	}
	return func() {
		f.Close()
		os.Remove(name)
	}, true, nil
}

// claim is none: Windows renames no file that is open.
func claim(*os.File) (release func()) { return func() {} }

// isClaimed cannot tell, so that what a killed run left stays.
func isClaimed(string) bool { return true }

// syncFolder has nothing to do: Windows brings a new name to disk with the rename.
func syncFolder(string) error { return nil }
