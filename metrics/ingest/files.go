package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"xsell/metrics/ingest/sheet"
)

// spreadsheetExtensions are the files of a folder that are read; .gz may follow. A
// file named by itself is read whatever it is called.
var spreadsheetExtensions = []string{".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".txt", ".parquet"}

// unreadExtensions are spreadsheets that the program cannot read. In a folder they are
// passed over, and said to be.
var unreadExtensions = []string{".xls", ".xlsb", ".fods", ".numbers"}

// expand turns files, folders and globs into the list of files to read, in the order
// given; the files of a folder or glob are sorted by name. Of a folder its own spreadsheet
// files count, no hidden files and no lock files (~$), and of the folders below it the
// parquet files. "-" is standard input.
func expand(inputs []string) ([]string, error) {
	var files []string
	for _, in := range inputs {
		found, err := expandOne(in)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
	}
	if len(files) == 0 {
		return nil, errors.New("no input named; give a spreadsheet, a folder or a pattern such as sales/*.xlsx")
	}
	return files, nil
}

func expandOne(in string) ([]string, error) {
	if in == "-" {
		return []string{in}, nil
	}
	info, err := os.Stat(in)
	switch {
	case err == nil && info.IsDir():
		return inFolder(in)
	case err == nil:
		return []string{in}, nil
	case !errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("read %s: %w", in, plainCause(err))
	case strings.Contains(in, "://"):
		return nil, fmt.Errorf("read %s: only files of this machine are read; copy it here, or mount it as a folder", in)
	case strings.Contains(in, "**"):
		return nil, fmt.Errorf("read %s: a pattern has no **; name the folder, and the parquet files below it are read", in)
	case !strings.ContainsAny(in, "*?["):
		return nil, fmt.Errorf("read %s: there is no such file or folder; check the name and the folder it is looked for in", in)
	}
	found, err := filepath.Glob(in)
	if err != nil {
		return nil, fmt.Errorf("read %s: the pattern cannot be understood; write it like sales/*.xlsx", in)
	}
	var files []string
	for _, f := range found {
		lake, err := foldersFiles(f)
		switch {
		case err != nil:
			return nil, err
		case len(lake) > 0:
			files = append(files, lake...)
		case isSpreadsheet(filepath.Base(f)):
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("read %s: the pattern matches no spreadsheet", in)
	}
	slices.Sort(files)
	return files, nil
}

// foldersFiles are the parquet files of a folder that a pattern matches; none of a file.
func foldersFiles(path string) ([]string, error) {
	if !isFolder(path) || isHiddenFromHive(filepath.Base(path)) {
		return nil, nil
	}
	return parquetIn(path)
}

func inFolder(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, plainCause(err))
	}
	var files []string
	for _, e := range entries {
		if !e.IsDir() && isSpreadsheet(e.Name()) && !isParquetName(e.Name()) {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	lake, err := parquetIn(folder)
	if err != nil {
		return nil, err
	}
	isOwn := func(path string) bool { return filepath.Dir(path) == filepath.Clean(folder) }
	for _, f := range lake {
		if isOwn(f) {
			files = append(files, f)
		}
	}
	slices.Sort(files)
	files = append(files, slices.DeleteFunc(lake, isOwn)...)
	if unread := unreadIn(folder); len(files) == 0 && len(unread) > 0 {
		return nil, fmt.Errorf("read %s: the folder holds only spreadsheets that cannot be read (%s); %s", folder, strings.Join(unread, ", "), convert)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("read %s: the folder holds no spreadsheet (%s)", folder, strings.Join(spreadsheetExtensions, ", "))
	}
	return files, nil
}

const convert = "save them as xlsx or csv"

// unreadIn lists the spreadsheets of a folder that cannot be read; none for a file.
func unreadIn(folder string) []string {
	entries, _ := os.ReadDir(folder) // what cannot be listed was refused before
	var names []string
	for _, e := range entries {
		hidden := strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$")
		if !e.IsDir() && !hidden && slices.Contains(unreadExtensions, strings.ToLower(filepath.Ext(e.Name()))) {
			names = append(names, e.Name())
		}
	}
	return names
}

func isSpreadsheet(name string) bool {
	lower := strings.TrimSuffix(strings.ToLower(name), ".gz")
	return !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "~$") && slices.Contains(spreadsheetExtensions, filepath.Ext(lower))
}

func trimExtensions(name string) string {
	name = strings.TrimSuffix(name, ".gz")
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// plainCause leaves the path out of an error whose message names it already.
func plainCause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w; change who may read it", err)
	}
	return err
}

// temporaryFault says what to do where a temporary file cannot be written.
func temporaryFault(err error) error {
	var path *os.PathError
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return errors.New("the disk is full; free some space, or set TMPDIR to a folder on another disk")
	case errors.As(err, &path) && path.Op != "read":
		return fmt.Errorf("%w; set TMPDIR to a folder that can be written", path.Err)
	}
	return err
}

// input is an open file.
type input struct {
	File
	path   string
	source *os.File
	sum    *checksum
	spools []string // copies to be removed at the end: standard input, unpacked workbooks
	tables []*table
	books  []*sheet.Book
	lake   *lake // of an input that is many files; else nil
}

func (in *input) Close() error {
	var err error
	if in.sum != nil {
		in.sum.stop()
	}
	for _, b := range in.books {
		err = errors.Join(err, b.Close())
	}
	if in.source != nil {
		err = errors.Join(err, in.source.Close())
	}
	for _, s := range in.spools {
		err = errors.Join(err, os.Remove(s))
	}
	return err
}

// open opens a file, tells from its bytes what it is and lists its tables. Its checksum
// is begun after that of the file before.
func open(path string, c Config, before *checksum) (*input, error) {
	in := &input{path: path, File: File{Name: filepath.Base(path)}}
	if path == "-" {
		in.Name = "standard input"
		var err error
		if path, err = in.spoolFrom(os.Stdin); err != nil {
			return nil, err
		}
	}
	err := in.openSource(path, before)
	if err == nil {
		err = in.recognise(c)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", in.path, err), in.Close())
	}
	return in, nil
}

func (in *input) openSource(path string, before *checksum) error {
	f, err := os.Open(path)
	if err != nil {
		return plainCause(err)
	}
	in.source = f
	info, err := f.Stat()
	if err != nil {
		return plainCause(err)
	}
	in.Bytes = info.Size()
	in.sum = startChecksum(f, in.Bytes, before)
	return nil
}

// recognise decides by the first bytes: what is a zip archive is a workbook, what is
// text is a delimited file, whatever their names say.
func (in *input) recognise(c Config) error {
	head := make([]byte, 4096)
	n, err := in.source.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return plainCause(err)
	}
	head = head[:n]
	switch {
	case n == 0:
		return errors.New("the file is empty; fetch it again")
	case bytes.HasPrefix(head, []byte("PK")):
		return in.openArchive(c)
	case isParquet(head, in.path):
		return in.openParquet("", in.source.Name())
	case isGzip(head):
		return in.openGzip(c)
	case isOther(head), !looksLikeText(head) && namedWorkbook(in.path):
		return in.openWorkbook("", in.source.Name())
	case !looksLikeText(head):
		return errors.New("neither a workbook nor text; save it as xlsx or csv")
	}
	return in.openDelimited(c)
}

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte("\x1f\x8b")) }

func namedWorkbook(path string) bool {
	return strings.HasPrefix(strings.ToLower(filepath.Ext(path)), ".xls")
}

// isOther tells what the workbook reader can name better than anybody: OLE files and
// web pages called xls.
func isOther(head []byte) bool {
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	return bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")) || bytes.HasPrefix(text, []byte("<!doctype")) ||
		bytes.HasPrefix(text, []byte("<html")) || bytes.HasPrefix(text, []byte("<?xml")) || bytes.HasPrefix(text, []byte("<table"))
}

// looksLikeText tells text of any code page from other bytes: it has no zero bytes,
// except as UTF-16, and few control characters.
func looksLikeText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) || utf16Order(head) != nil {
		return true
	}
	controls := 0
	for _, c := range head {
		if c == 0 {
			return false
		}
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			controls++
		}
	}
	return controls*50 <= len(head)
}

// spoolFrom copies what can be read only once to a file and gives its path.
func (in *input) spoolFrom(r io.Reader) (string, error) {
	f, err := os.CreateTemp("", "xsell-input-")
	if err != nil {
		return "", fmt.Errorf("read %s: make a copy of it: %w", in.Name, temporaryFault(err))
	}
	in.spools = append(in.spools, f.Name())
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("read %s: make a copy of it: %w", in.Name, temporaryFault(err))
	}
	return f.Name(), nil
}

// look shows every block of the file.
func (in *input) look(at func(block []byte)) error {
	r := io.NewSectionReader(in.source, 0, in.Bytes)
	block := make([]byte, 1<<20)
	for {
		n, err := r.Read(block)
		at(block[:n])
		switch err {
		case nil:
		case io.EOF:
			return nil
		default:
			return plainCause(err)
		}
	}
}
