package report

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// target is a file to be replaced.
type target struct {
	name, draft string
	old         string // a second name of the file that stood there, to put it back by
	isNew       bool   // no file stood there
}

// Replace gives every draft its name, while no other run does so in the folder. When
// one cannot be replaced, for instance because a spreadsheet program holds it open,
// those replaced before it are put back.
func (w *Writing) Replace() error {
	dir, files, drafts := w.dir, w.files, w.drafts
	unlock, alone, err := lockFolder(dir)
	if err != nil {
		return cannotWrite(dir, err)
	}
	defer unlock()
	if alone {
		finishJournal(dir)
	}
	if err := w.removeStale(); err != nil {
		return err
	}
	targets := make([]target, len(files))
	defer func() {
		for _, t := range targets {
			removeAll(t.old)
		}
	}()
	for i, f := range files {
		if targets[i], err = keep(filepath.Join(dir, f.Name), drafts[i].name); err != nil {
			return err
		}
	}
	if err := writeJournal(dir, drafts); err != nil {
		return err
	}
	journal := filepath.Join(dir, journalName)
	for i, t := range targets {
		if err := os.Rename(t.draft, t.name); err != nil {
			os.Remove(journal)
			putBack(targets[:i])
			return cannotWrite(t.name, err)
		}
		drafts[i].name = ""
	}
	for _, folder := range w.folders {
		if err := syncFolder(filepath.Join(dir, folder)); err != nil {
			return err
		}
	}
	os.Remove(journal)
	return nil
}

// removeStale removes what killed runs left of the files, in the folder, which is locked, and
// in those below it.
func (w *Writing) removeStale() error {
	for _, folder := range w.folders {
		ours := func(name string) bool {
			return slices.ContainsFunc(w.files, func(f File) bool { return f.Name == filepath.Join(folder, name) })
		}
		if folder == "" {
			removeStale(w.dir, ours)
			continue
		}
		dir := filepath.Join(w.dir, folder)
		unlock, _, err := lockFolder(dir)
		if err != nil {
			return cannotWrite(dir, err)
		}
		removeStale(dir, ours)
		unlock()
	}
	return nil
}

// keep gives the file of that name a second one. Where the file system knows no second
// names, a file that was replaced cannot be put back and stays the new one.
func keep(name, draft string) (target, error) {
	t := target{name: name, draft: draft}
	if info, err := os.Lstat(name); err == nil && info.IsDir() {
		return t, fmt.Errorf("write %s: a folder has that name; remove it, or choose another folder with --out", name)
	}
	second := draftName(name)
	err := os.Link(name, second)
	if err == nil {
		t.old = second
	}
	t.isNew = os.IsNotExist(err)
	return t, nil
}

// putBack undoes replacements.
func putBack(targets []target) {
	for i, t := range targets {
		if t.isNew {
			os.Remove(t.name)
		} else if t.old != "" && os.Rename(t.old, t.name) == nil {
			targets[i].old = ""
		}
	}
}

// removeAll removes the files that have a name.
func removeAll(names ...string) {
	for _, name := range names {
		if name != "" {
			os.Remove(name)
		}
	}
}
