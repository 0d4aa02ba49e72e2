//go:build unix

package report

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder waits until no other run replaces files in the folder. The lock is on the
// folder itself, so that nothing is left behind, and ends with the process.
func lockFolder(dir string) (unlock func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(d.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			break
		}
	}
	if err == syscall.ENOLCK || err == syscall.ENOTSUP || err == syscall.ENOSYS {
		err = nil // a network share without locks: the later run wins file by file
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return func() { d.Close() }, nil
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
