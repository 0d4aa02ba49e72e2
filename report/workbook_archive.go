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
	"github.com/xuri/excelize/v2"
	"golang.org/x/sync/errgroup"
)

// archive packs the parts of a workbook in the order of their names and with one
// fixed date; excelize packs sheets in the order of a map. Parts are compressed at
// once.
type archive struct {
	w     io.Writer
	parts map[string]*bytes.Buffer
}

func newArchive(w io.Writer) excelize.ZipWriter {
	return &archive{w: w, parts: map[string]*bytes.Buffer{}}
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
		content := mend(name, a.parts[name].Bytes())
		a.parts[name] = bytes.NewBuffer(content)
		group.Go(func() error { return deflate(&packed[i], content) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	z := zip.NewWriter(a.w)
	for i, name := range names {
		content := a.parts[name].Bytes()
		part, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: firstZipDay,
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

// firstZipDay is 1 January 1980, the first day a zip archive can name.
const firstZipDay = 1<<5 | 1

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

// mend says of the x values of a scatter chart that they are numbers: excelize calls
// them texts, for which Excel may take 1, 2, 3.
func mend(name string, content []byte) []byte {
	if !strings.HasPrefix(name, "xl/charts/") {
		return content
	}
	return xValues.ReplaceAll(content, []byte("<xVal><numRef>$1</numRef></xVal>"))
}

var xValues = regexp.MustCompile(`<xVal><strRef>(<f>[^<]*</f>)(?:<strCache>.*?</strCache>)?</strRef></xVal>`)
