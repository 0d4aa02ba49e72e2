package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sync/errgroup"
)

// File is one output: its name in the folder, without a path, and what draws it.
type File struct {
	Name string
	Draw func(io.Writer) error
}

// Write draws the files into the folder, which it makes where it is missing, and
// replaces those of a report before.
//
// All files are drawn, at once, to temporary files in the same folder and brought to
// disk before the first is replaced, so that a failure while drawing leaves the
// report before as it was, and nothing beside it; what a run that was killed left
// beside it the next run removes. A second run that is replacing files at the same moment
// waits: the later run wins. Every file is replaced in one step, but all of them are not:
// a reader who opens several in that instant can get some of the run before. Where a run
// is killed in it, the next one, or [Mend], finishes what it began.
// Files get the permissions that any new file gets from the user's umask.
func Write(dir string, files []File) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return cannotWrite(dir, err)
	}
	drafts := make([]draft, len(files))
	defer func() {
		for _, d := range drafts {
			d.drop()
		}
	}()
	var group errgroup.Group
	for i, f := range files {
		group.Go(func() (err error) {
			drafts[i], err = draw(dir, f)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return replace(dir, files, drafts)
}

// draw writes one file to a temporary name and returns the draft, also after an error
// where there is something to remove.
func draw(dir string, f File) (draft, error) {
	file, d, err := createDraft(dir, f.Name)
	if err != nil {
		return d, cannotWrite(dir, err)
	}
	defer file.Close()
	sink := &drive{w: file}
	w := bufio.NewWriterSize(sink, 1<<18)
	err = f.Draw(w)
	if err == nil {
		err = w.Flush()
	}
	if sink.err == nil && err == nil {
		sink.err = file.Sync()
	}
	if sink.err == nil && err == nil {
		sink.err = file.Close()
	}
	switch {
	case sink.err != nil:
		return d, cannotWrite(filepath.Join(dir, f.Name), sink.err)
	case err != nil:
		return d, fmt.Errorf("draw %s: %w", f.Name, err)
	}
	return d, nil
}

// drive remembers the error of the disk, to tell it from one of the drawing.
type drive struct {
	w   io.Writer
	err error
}

func (d *drive) Write(p []byte) (int, error) {
	n, err := d.w.Write(p)
	if err != nil {
		d.err = err
	}
	return n, err
}

// PlaceError is a file that cannot be written where it belongs. Its text says what stands
// in the way and the next step, to name another folder by the flag: --out, unless the
// caller says another.
type PlaceError struct {
	Name, Flag string
	Err        error
}

func (e *PlaceError) Error() string {
	err, next := e.Err, "choose another folder with "+e.Flag
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("write %s: no permission (%v); change it, or %s", e.Name, cause(err), next)
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		return fmt.Sprintf("write %s: a file stands where a folder should be (%v); %s", e.Name, cause(err), next)
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Sprintf("write %s: the disk is full; free some space, or %s", e.Name, next)
	case errors.Is(err, syscall.EROFS):
		return fmt.Sprintf("write %s: the disk is read-only; %s", e.Name, next)
	}
	return fmt.Sprintf("write %s: %v; %s", e.Name, cause(err), next)
}

func (e *PlaceError) Unwrap() error { return e.Err }

func cannotWrite(name string, err error) error {
	return &PlaceError{Name: name, Flag: "--out", Err: err}
}

// cause is the error without the path and call around it, which the message names.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}
