package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	draw "xsell/report"

	"xsell/metrics"
	"xsell/metrics/lazy"
)

// formerFolder holds the last reports of values that have no line any more.
const formerFolder = "former"

// partMarker is a hidden file by which a folder of a report by value is told from others.
const partMarker = ".xsell.part"

// part is what a marker says: what the report is of.
type part struct {
	By     string `json:"by"`
	Value  string `json:"value"`
	Period string `json:"period"`
}

// markerOf is the marker of a report.
func markerOf(x *metrics.Index, row *metrics.IndexRow) draw.File {
	return draw.File{Name: partMarker, Draw: func(w io.Writer) error {
		return json.NewEncoder(w).Encode(part{string(x.By), row.Value, x.Calendar.Period.Label})
	}}
}

// longestFolder is how many characters of a value its folder is called by.
const longestFolder = 40

// reserved are names that Windows keeps for devices, and ours.
var reserved = lazy.Regexp(`^(con|prn|aux|nul|com[0-9]|lpt[0-9]|` + formerFolder + `)$`)

// folderNames gives every value the name of a folder that no other has, whatever the case:
// letters and numbers of any script, in lower case, and hyphens. Where that is not enough to
// tell a value a part of its checksum follows.
func folderNames(values []string) map[string]string {
	plain, taken := map[string]string{}, map[string]int{}
	for _, v := range values {
		plain[v] = plainName(v)
		taken[plain[v]]++
	}
	names := map[string]string{}
	for _, v := range values {
		name := plain[v]
		if cut := []rune(name); len(cut) > longestFolder {
			name = strings.TrimRight(string(cut[:longestFolder]), "-")
		}
		if name == "" || name != plain[v] || taken[name] > 1 || reserved().MatchString(name) {
			sum := sha256.Sum256([]byte(v))
			name = strings.TrimLeft(name+"-"+hex.EncodeToString(sum[:5]), "-")
		}
		names[v] = name
	}
	return names
}

// plainName keeps letters, their marks and numbers, in one normal form.
func plainName(value string) string {
	var b strings.Builder
	for _, r := range norm.NFKC.String(strings.ToLower(norm.NFKC.String(value))) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Mc, r):
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
	}
	parts := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' })
	return strings.Join(parts, "-")
}

// formerFolders finds the folders of values that this run has no report of, and those that
// runs before have put away; it names all of them to the index. They are put away when the
// reports are in their places.
func formerFolders(out string, x *metrics.Index) []putAway {
	current, values := map[string]bool{}, map[string]bool{}
	for _, r := range x.Rows {
		if r.HasReport() {
			current[r.Folder], values[r.Value] = true, true
		}
	}
	var old []putAway
	marked := markedIn(out)
	for name := range marked {
		if !current[name] {
			old = append(old, putAway{name, name})
		}
	}
	slices.SortFunc(old, func(a, b putAway) int { return cmp.Compare(a.from, b.from) })
	away := markedIn(filepath.Join(out, formerFolder))
	for name, p := range away {
		x.Former = append(x.Former, metrics.FormerReport{Value: p.Value, Period: p.Period, Folder: formerFolder + "/" + name})
	}
	for i := range old {
		o, p := &old[i], marked[old[i].from]
		for n := 2; ; n++ {
			if _, is := away[o.to]; !is {
				break
			}
			o.to = fmt.Sprintf("%s-%d", o.from, n)
		}
		away[o.to] = p
		x.Former = append(x.Former, metrics.FormerReport{Value: p.Value, Period: p.Period, Folder: formerFolder + "/" + o.to})
	}
	x.Former = slices.DeleteFunc(x.Former, func(f metrics.FormerReport) bool { return values[f.Value] })
	slices.SortFunc(x.Former, func(a, b metrics.FormerReport) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Folder, b.Folder))
	})
	return old
}

// putAway is a folder with its name below that of the former reports.
type putAway struct{ from, to string }

// markedIn are the folders with a marker below one.
func markedIn(dir string) map[string]part {
	found := map[string]part{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return found // there is none yet
	}
	for _, e := range entries {
		if p, err := readMarker(filepath.Join(dir, e.Name())); err == nil && e.IsDir() {
			found[e.Name()] = p
		}
	}
	return found
}

func readMarker(dir string) (part, error) {
	var p part
	data, err := os.ReadFile(filepath.Join(dir, partMarker))
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(data, &p)
}

// moveFormer puts folders away.
func moveFormer(out string, old []putAway) error {
	if len(old) == 0 {
		return nil
	}
	to := filepath.Join(out, formerFolder)
	err := os.Mkdir(to, 0o777)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("put former reports away: %w; change the permissions of %s", err, out)
	}
	for _, o := range old {
		if err := os.Rename(filepath.Join(out, o.from), filepath.Join(to, o.to)); err != nil {
			return fmt.Errorf("put the former report %s away: %w; the reports of this run are written; move it by hand", o.from, err)
		}
	}
	return nil
}
