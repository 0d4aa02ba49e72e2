package report

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"golang.org/x/sync/errgroup"
)

// archive packs the parts of a workbook in the order of their names and without a
// date; excelize packs sheets in the order of a map. Parts are compressed at
// once.
type archive struct {
	w     io.Writer
	parts map[string]*bytes.Buffer
	cells map[string][]byte // sheetData of the sheets
}

// Create begins a part.
func (a *archive) Create(name string) (io.Writer, error) {
	part := new(bytes.Buffer)
	a.parts[name] = part
	return part, nil
}

// AddFS adds the files of a file system as parts.
func (a *archive) AddFS(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		a.parts[name] = bytes.NewBuffer(content)
		return err
	})
}

// Close writes the archive.
func (a *archive) Close() error {
	names := slices.Sorted(maps.Keys(a.parts))
	packed := make([]bytes.Buffer, len(names))
	var group errgroup.Group
	group.SetLimit(4)
	for i, name := range names {
		content := a.mend(name, a.parts[name].Bytes())
		a.parts[name] = bytes.NewBuffer(content)
		group.Go(func() error { return deflate(&packed[i], content) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	z := zip.NewWriter(a.w)
	for i, name := range names {
		content := a.parts[name].Bytes()
		part, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate,
			CRC32: crc32.ChecksumIEEE(content), UncompressedSize64: uint64(len(content)), CompressedSize64: uint64(packed[i].Len())})
		if err != nil {
			return err
		}
		if _, err := packed[i].WriteTo(part); err != nil {
			return err
		}
	}
	return z.Close()
}

func deflate(w io.Writer, content []byte) error {
	c, err := flate.NewWriter(w, 5)
	if err != nil {
		return err
	}
	if _, err := c.Write(content); err != nil {
		return err
	}
	return c.Close()
}

// mend puts the cells into a sheet. Of the x values of a scatter chart it says that they
// are numbers: excelize calls them texts, for which Excel may take 1, 2, 3.
func (a *archive) mend(name string, content []byte) []byte {
	if cells, ok := a.cells[name]; ok {
		return sheetDataElement.ReplaceAllLiteral(content, cells)
	}
	if strings.HasPrefix(name, "xl/charts/") {
		return xValues.ReplaceAll(content, []byte("<xVal><numRef>$1</numRef></xVal>"))
	}
	return content
}

var (
	sheetDataElement = regexp.MustCompile(`(?s)<sheetData>.*</sheetData>|<sheetData/>`)
	xValues          = regexp.MustCompile(`<xVal><strRef>(<f>[^<]*</f>)(?:<strCache>.*?</strCache>)?</strRef></xVal>`)
)
