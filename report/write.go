package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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
	w := Begin(dir)
	defer w.Drop()
	if err := w.Draw("", files); err != nil {
		return err
	}
	return w.Replace()
}

// Writing is files that are drawn and do not have their names yet: those of one folder, or of
// several below one, which are replaced together as [Write] does it.
type Writing struct {
	dir     string
	folders []string // below dir, "" for itself, in the order they came
	files   []File   // with names from dir on
	drafts  []draft
	made    []string // folders that were not there
}

// Begin is a writing into the folder, which is made with the first file.
func Begin(dir string) *Writing { return &Writing{dir: dir} }

// Draw draws the files, at once, in a folder below that of the writing: a plain name, or ""
// for itself.
func (w *Writing) Draw(folder string, files []File) error {
	dir := filepath.Join(w.dir, folder)
	if err := os.MkdirAll(w.dir, 0o777); err != nil {
		return cannotWrite(w.dir, err)
	}
	if err := os.Mkdir(dir, 0o777); err == nil {
		w.made = append(w.made, dir)
	} else if info, fault := os.Stat(dir); fault != nil || !info.IsDir() {
		return cannotWrite(dir, err)
	}
	if !slices.Contains(w.folders, folder) {
		w.folders = append(w.folders, folder)
	}
	drafts := make([]draft, len(files))
	var group errgroup.Group
	for i, f := range files {
		group.Go(func() (err error) {
			drafts[i], err = draw(dir, f)
			return err
		})
	}
	err := group.Wait()
	for i, f := range files {
		w.files = append(w.files, File{filepath.Join(folder, f.Name), f.Draw})
		w.drafts = append(w.drafts, drafts[i])
	}
	return err
}

// Drop removes what has no name yet, and the folders that were made for it.
func (w *Writing) Drop() {
	for _, d := range w.drafts {
		d.drop()
	}
	for _, dir := range w.made {
		os.Remove(dir) // one that holds a report stays
	}
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
