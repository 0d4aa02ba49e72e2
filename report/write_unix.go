//go:build unix

package report

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder waits until no other run replaces files in the folder. The lock is on the
// folder itself, so that nothing is left behind, and ends with the process. alone is false
// on a network share without locks, where another run may be at work all the same: there
// the later run wins file by file.
func lockFolder(dir string) (unlock func(), alone bool, err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, false, err
	}
	for {
		err = syscall.Flock(int(d.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			break
		}
	}
	alone = err == nil
	if err == syscall.ENOLCK || err == syscall.ENOTSUP || err == syscall.ENOSYS {
		err = nil
	}
	if err != nil {
		d.Close()
		return nil, false, err
	}
	return func() { d.Close() }, alone, nil
}

// claim locks the draft until it is released or the process ends. Where the file system
// has no locks there is no claim, and isClaimed says so.
func claim(f *os.File) (release func()) {
	second, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		return func() {}
	}
	syscall.CloseOnExec(second)
	_ = syscall.Flock(second, syscall.LOCK_EX|syscall.LOCK_NB)
	return func() { syscall.Close(second) }
}

// isClaimed tells whether a run lives that the draft belongs to, or cannot be told.
func isClaimed(name string) bool {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return true
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil
}

// syncFolder brings the new names to disk, where the file system can.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return cannotWrite(dir, err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return cannotWrite(dir, err)
	}
	return nil
}
