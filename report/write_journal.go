package report

import (
	"os"
	"path"
	"path/filepath"
	"strings"
)

// journalName is a hidden file that lists the drafts of a report that is complete, while
// they get their names one after the other. It is there before the first and goes after
// the last; where a run is killed in between, the next one gives the rest their names.
const journalName = ".xsell.journal"

// Mend finishes what a run began that was killed while it replaced the files in the
// folder. A folder that is not there, or cannot be written, is left to [Write] to name.
func Mend(dir string) { Sweep(dir, func(string) bool { return false }) }

// Sweep mends the folder and removes what killed runs left of the files that ours picks by
// name, for a folder in which no later run writes the same names again.
func Sweep(dir string, ours func(file string) bool) {
	unlock, alone, err := lockFolder(dir)
	if err != nil {
		return
	}
	defer unlock()
	if alone {
		finishJournal(dir)
		removeStale(dir, ours)
	}
}

// writeJournal brings the list of drafts to disk, whole or not at all.
func writeJournal(dir string, drafts []draft) error {
	name := draftName(filepath.Join(dir, journalName))
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return cannotWrite(dir, err)
	}
	var list strings.Builder
	for _, d := range drafts {
		name, err := filepath.Rel(dir, d.name)
		if err != nil {
			return cannotWrite(dir, err)
		}
		list.WriteString(filepath.ToSlash(name) + "\n")
	}
	_, err = file.WriteString(list.String())
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(name, filepath.Join(dir, journalName))
	}
	if err != nil {
		os.Remove(name)
		return cannotWrite(dir, err)
	}
	return syncFolder(dir)
}

// finishJournal gives the drafts of a journal their names, but for those that have theirs
// already. The folder must be locked: then no run lives that the journal belongs to. Where
// a file cannot be replaced the journal stays, for another run.
func finishJournal(dir string) {
	journal := filepath.Join(dir, journalName)
	list, err := os.ReadFile(journal)
	if err != nil {
		return
	}
	for name := range strings.Lines(string(list)) {
		folder, name := path.Split(strings.TrimSpace(name))
		file, is := drafted(name)
		if !is || file != filepath.Base(file) || !isBelow(folder) {
			continue
		}
		at := filepath.Join(dir, folder)
		err := os.Rename(filepath.Join(at, name), filepath.Join(at, file))
		if err != nil && !os.IsNotExist(err) || err == nil && folder != "" && syncFolder(at) != nil {
			return
		}
	}
	if syncFolder(dir) == nil {
		os.Remove(journal)
	}
}

// isBelow reports whether a journal may speak of the folder: none, or one with a plain name.
func isBelow(folder string) bool {
	name := strings.TrimSuffix(folder, "/")
	return folder == "" || name != ".." && name != "." && filepath.IsLocal(name) && filepath.Base(name) == name
}
