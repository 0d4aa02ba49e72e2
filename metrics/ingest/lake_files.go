package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// partition is what the folders between a table and one of its files say: of year=2026 a
// column year with the value 2026, as Hive writes them.
type partition struct{ names, values []string }

// noPartition is how Hive writes that a row has no value for a key.
const noPartition = "__HIVE_DEFAULT_PARTITION__"

// rootOf is the folder of the table that a parquet file is part of: the first above it that
// is no partition. A folder called after a day, a month or a year is a partition without a key.
func rootOf(path string) (root string, p partition) {
	for root = filepath.Dir(path); ; root = filepath.Dir(root) {
		name, value, isKey := strings.Cut(filepath.Base(root), "=")
		switch {
		case isKey && name != "":
			if plain, err := url.PathUnescape(value); err == nil {
				value = plain
			}
			if value == noPartition {
				value = ""
			}
			p.names, p.values = append([]string{name}, p.names...), append([]string{value}, p.values...)
		case isKey || strings.Trim(name, "0123456789-") != "" || len(name) > len("2026-06-30"):
			return root, p
		}
	}
}

func isParquetName(name string) bool { return strings.EqualFold(filepath.Ext(name), ".parquet") }

// isHiddenFromHive tells names that are no part of a table: of marks of success, logs,
// checksums and files that are being written.
func isHiddenFromHive(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

// walkLake gives the parquet files in a folder and below it, in the order of their names,
// and what stands beside them and may mean that they are not all. Links are not followed:
// what a folder holds is what is read.
func walkLake(folder string, file func(path string), remark func(path string, said phrases.Remark)) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("read %s: %w", folder, plainCause(err))
	}
	if kind := tableFormat(folder, entries); kind != "" {
		return formatError(folder, kind)
	}
	for _, e := range entries {
		path, name := filepath.Join(folder, e.Name()), e.Name()
		isLink := e.Type()&fs.ModeSymlink != 0
		switch {
		case name == "_temporary":
			remark(path, phrases.Note("tells that a job is still writing here or has failed: rows may be missing; read again when it is done"))
		case isHiddenFromHive(name):
		case isLink && (isParquetName(name) || isFolder(path)):
			remark(path, phrases.Note("is a link and is not followed; name what it leads to beside the folder"))
		case e.IsDir():
			err := walkLake(path, file, remark)
			if _, p := rootOf(filepath.Join(path, "_")); errors.Is(err, fs.ErrPermission) && len(p.names) == 0 {
				remark(path, phrases.Note("cannot be looked into; change who may read it, if it holds sales"))
			} else if err != nil {
				return err
			}
		case isParquetName(name):
			file(path)
		case strings.Contains(strings.ToLower(name), ".parquet.") && !strings.HasSuffix(name, ".gz"):
			remark(path, phrases.Note("is not read: its name says that it is not finished"))
		}
	}
	return nil
}

func formatError(folder, kind string) error {
	return fmt.Errorf("read %s: it is a table of %s, whose files also hold rows that were deleted or replaced; export its rows as parquet, or query it with an engine that knows it", folder, kind)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// tableFormat names the format of a table whose files alone are not its rows.
func tableFormat(folder string, entries []fs.DirEntry) string {
	for _, e := range entries {
		switch {
		case !e.IsDir():
		case e.Name() == "_delta_log":
			return "Delta Lake"
		case e.Name() == ".hoodie":
			return "Apache Hudi"
		case e.Name() == "metadata":
			if found, _ := filepath.Glob(filepath.Join(escapePattern(folder), "metadata", "*.metadata.json")); len(found) > 0 {
				return "Apache Iceberg"
			}
		}
	}
	return ""
}

func escapePattern(path string) string {
	return strings.NewReplacer(`[`, `\[`, `*`, `\*`, `?`, `\?`, `\`, `\\`).Replace(path)
}

// parquetIn lists the parquet files of a folder.
func parquetIn(folder string) ([]string, error) {
	var files []string
	err := walkLake(folder, func(path string) { files = append(files, path) }, func(string, phrases.Remark) {})
	return files, err
}

// unsettledIn says what stands beside the parquet files of an input.
func unsettledIn(input string) []sales.Problem {
	var list []sales.Problem
	if !isFolder(input) {
		return nil
	}
	_ = walkLake(input, func(string) {}, func(path string, said phrases.Remark) { // what cannot be read was refused before
		list = append(list, sales.Problem{File: path, Kind: kindUnsettled, Message: said})
	})
	return list
}

// given is a file to open, or the parquet files of one table.
type given struct {
	path  string   // of the file, or of the folder of the table
	files []string // in the order of their names; nil for a file
}

// gather puts the parquet files of a folder and its partitions together, where the first of
// them stands. A file alone is called by its own name, and by that of its folder where only
// a folder above that one was named.
func gather(inputs, files []string) []given {
	var out []given
	places := map[string]int{}
	for _, f := range files {
		if !isParquetName(f) || isFolder(f) {
			out = append(out, given{path: f})
			continue
		}
		root, _ := rootOf(f)
		i, seen := places[root]
		if !seen {
			i = len(out)
			places[root] = i
			out = append(out, given{path: root})
		}
		out[i].files = append(out[i].files, f)
	}
	for i, g := range out {
		slices.Sort(g.files)
		if len(g.files) == 1 && !isBelow(inputs, g.files[0]) {
			if _, p := rootOf(g.files[0]); len(p.names) == 0 {
				out[i] = given{path: g.files[0]}
			}
		}
	}
	return out
}

// isBelow tells whether a file stands in a folder below all that was named.
func isBelow(inputs []string, file string) bool {
	return !slices.ContainsFunc(inputs, func(in string) bool {
		named, err := filepath.Match(in, file)
		return filepath.Clean(in) == filepath.Dir(file) || in == file || named && err == nil
	})
}

// openLakes opens the parquet files of a folder as tables: those of about the same columns
// are one.
func openLakes(g given, c Config, before *checksum) ([]*input, error) {
	entries, _ := os.ReadDir(g.path) // its files were found
	if kind := tableFormat(g.path, entries); kind != "" {
		return nil, formatError(g.path, kind)
	}
	for _, path := range g.files {
		if info, err := os.Stat(path); err == nil && info.Size() == 0 {
			return nil, fmt.Errorf("read %s: the file is empty; fetch it again, or remove it", path)
		}
	}
	opened, err := sales.OpenParquets(context.Background(), g.files) // it reads no rows yet
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", g.files[min(len(opened), len(g.files)-1)], err)
	}
	folder := folderName(g.path)
	var kinds [][]*lakeFile
	for i, p := range opened {
		f := &lakeFile{Parquet: p, path: g.files[i], label: labelOf(g, folder, g.files[i])}
		at := slices.IndexFunc(kinds, func(k []*lakeFile) bool { return alike(k[0], f) })
		if at < 0 {
			at, kinds = len(kinds), append(kinds, nil)
		}
		kinds[at] = append(kinds[at], f)
	}
	var inputs []*input
	for _, files := range kinds {
		name := folder
		if len(kinds) > 1 {
			name += "/" + commonStart(files) + "*.parquet"
		}
		in, err := openLake(g.path, name, files, len(kinds) > 1, before, c)
		if err != nil {
			for _, in := range inputs {
				err = errors.Join(err, in.Close())
			}
			return nil, err
		}
		inputs, before = append(inputs, in), in.sum
	}
	return inputs, nil
}

// openLake opens some files as one table. One file among others of the folder is called by
// its own name.
func openLake(path, name string, files []*lakeFile, among bool, before *checksum, c Config) (*input, error) {
	keys := make([]partition, len(files))
	keyed := false
	for i, f := range files {
		_, keys[i] = rootOf(f.path)
		keyed = keyed || len(keys[i].names) > 0
	}
	if len(files) == 1 && among && !keyed {
		return open(files[0].path, c, before)
	}
	in := &input{path: path, File: File{Name: name, Form: "parquet, " + countOf(int64(len(files)), "file")}}
	for _, f := range files {
		info, err := os.Stat(f.path)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f.path, plainCause(err))
		}
		f.size = info.Size()
		in.Bytes += f.size
	}
	in.lake = newLake(files, keys)
	in.tables = []*table{in.lake.table(name)}
	in.sum = startLakeChecksum(in.lake, before)
	return in, nil
}

// folderName is what a folder is called.
func folderName(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	return filepath.Base(path)
}

// labelOf is how a file is called: from the folder of its table on.
func labelOf(g given, folder, path string) string {
	below, err := filepath.Rel(g.path, path)
	if err != nil {
		below = filepath.Base(path)
	}
	return folder + "/" + filepath.ToSlash(below)
}

// alike tells whether two files have more than half of the columns of either in common.
func alike(a, b *lakeFile) bool {
	shared := 0
	for _, c := range a.Columns {
		if slices.ContainsFunc(b.Columns, func(d sales.ParquetColumn) bool { return strings.EqualFold(c.Name, d.Name) }) {
			shared++
		}
	}
	return 2*shared > max(len(a.Columns), len(b.Columns))
}

// commonStart is what the names of the files begin with, up to a digit.
func commonStart(files []*lakeFile) string {
	start := filepath.Base(files[0].path)
	for _, f := range files {
		for !strings.HasPrefix(filepath.Base(f.path), start) {
			start = start[:len(start)-1]
		}
	}
	return strings.TrimRight(strings.TrimSuffix(start, ".parquet"), "0123456789")
}
