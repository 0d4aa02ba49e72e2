package report

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// draft is a file that is being drawn under a temporary name.
type draft struct {
	name    string // empty once it has its own name
	release func() // ends the claim that tells other runs that this one lives
}

// drop removes the draft, where it is still one, and ends the claim to it.
func (d draft) drop() {
	removeAll(d.name)
	if d.release != nil {
		d.release()
	}
}

// createDraft makes a new file with the permissions the umask leaves, which
// os.CreateTemp does not. The folder is locked until the file is claimed, so that no
// other run takes it for one that was left behind.
func createDraft(dir, name string) (*os.File, draft, error) {
	unlock, _, err := lockFolder(dir)
	if err != nil {
		return nil, draft{}, err
	}
	defer unlock()
	for {
		f, err := os.OpenFile(draftName(filepath.Join(dir, name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if os.IsExist(err) {
			continue
		}
		if err != nil {
			return nil, draft{}, err
		}
		return f, draft{name: f.Name(), release: claim(f)}, nil
	}
}

const draftSuffix = ".tmp"

// draftName is a hidden name beside the file that no other run takes. Chance stands
// in the name only; it never reaches the bytes of a file.
func draftName(name string) string {
	dir, base := filepath.Split(name)
	return filepath.Join(dir, "."+base+"."+strconv.FormatUint(rand.Uint64(), 36)+draftSuffix)
}

// drafted is the name of the file that draftName gave this name to, if it did.
func drafted(name string) (file string, is bool) {
	name, isHidden := strings.CutPrefix(name, ".")
	name, isTemporary := strings.CutSuffix(name, draftSuffix)
	end := strings.LastIndexByte(name, '.')
	if !isHidden || !isTemporary || end < 1 {
		return "", false
	}
	_, err := strconv.ParseUint(name[end+1:], 36, 64)
	return name[:end], err == nil
}

// removeStale removes the drafts and second names of the files, and of the journal, that
// runs left behind which were killed. The folder must be locked: then every draft that
// nobody claims is one.
func removeStale(dir string, ours func(file string) bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // what is stale does no harm; the error comes again where it matters
	}
	for _, e := range entries {
		file, is := drafted(e.Name())
		if name := filepath.Join(dir, e.Name()); is && (file == journalName || ours(file)) && !isClaimed(name) {
			os.Remove(name)
		}
	}
}
