package report

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"golang.org/x/sync/errgroup"
)

// archive packs the parts of a workbook in the order of their names and without a
// date; excelize packs sheets in the order of a map.
type archive struct {
	w     io.Writer
	parts map[string]*bytes.Buffer
	cells map[string]*grid // what stands in the cells of the sheets
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

// Close writes the archive. Parts are compressed side by side, each as it is written,
// since the text of a long sheet is many times what is left of it.
func (a *archive) Close() error {
	names := slices.Sorted(maps.Keys(a.parts))
	packed, next := make([]packedPart, len(names)), make(chan int, len(names))
	for i := range names {
		next <- i
	}
	close(next)
	var group errgroup.Group
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		group.Go(func() error {
			p, err := newPacker()
			for i := range next {
				if err == nil {
					packed[i], err = p.pack(func(w io.Writer) error { return a.writePart(w, names[i]) })
				}
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	z := zip.NewWriter(a.w)
	for i, p := range packed {
		w, err := z.CreateRaw(&zip.FileHeader{Name: names[i], Method: zip.Deflate,
			CRC32: p.sum, UncompressedSize64: p.size, CompressedSize64: uint64(len(p.content))})
		if err != nil {
			return err
		}
		if _, err := w.Write(p.content); err != nil {
			return err
		}
	}
	return z.Close()
}

// writePart writes a part as it is to be: a sheet with its cells in it, a chart mended.
func (a *archive) writePart(w io.Writer, name string) error {
	content := a.parts[name].Bytes()
	if cells, ok := a.cells[name]; ok {
		if at := sheetDataElement.FindIndex(content); at != nil {
			_, before := w.Write(content[:at[0]])
			within := cells.writeSheetData(w)
			_, after := w.Write(content[at[1]:])
			return errors.Join(before, within, after)
		}
	}
	if strings.HasPrefix(name, "xl/charts/") {
		content = mendChart(content)
	}
	_, err := w.Write(content)
	return err
}

// mendChart says of the x values of a scatter chart that they are numbers: excelize
// calls them texts, for which Excel may take 1, 2, 3. It also says that the numbers
// beside bars stay on one line, or LibreOffice breaks them behind the minus.
func mendChart(content []byte) []byte {
	content = xValues.ReplaceAll(content, []byte("<xVal><numRef>$1</numRef></xVal>"))
	return labelBody.ReplaceAll(content, []byte(`$1 wrap="none"`))
}

var (
	sheetDataElement = regexp.MustCompile(`(?s)<sheetData>.*</sheetData>|<sheetData/>`)
	xValues          = regexp.MustCompile(`<xVal><strRef>(<f>[^<]*</f>)(?:<strCache>.*?</strCache>)?</strRef></xVal>`)
	labelBody        = regexp.MustCompile(`(<dLbls>(?:<numFmt [^>]*></numFmt>)?<spPr></spPr><txPr><a:bodyPr)`)
)

// packedPart is a compressed part, with the size and the check sum of what it was.
type packedPart struct {
	content []byte
	size    uint64
	sum     uint32
}

// packer compresses one part after another.
type packer struct {
	deflate *flate.Writer
	part    packedPart
}

func newPacker() (*packer, error) {
	w, err := flate.NewWriter(nil, 3)
	return &packer{deflate: w}, err
}

// pack compresses what write writes.
func (p *packer) pack(write func(io.Writer) error) (packedPart, error) {
	var out bytes.Buffer
	p.part = packedPart{}
	p.deflate.Reset(&out)
	if err := write(p); err != nil {
		return p.part, err
	}
	err := p.deflate.Close()
	p.part.content = out.Bytes()
	return p.part, err
}

// Write takes the next piece of the part.
func (p *packer) Write(b []byte) (int, error) {
	p.part.size += uint64(len(b))
	p.part.sum = crc32.Update(p.part.sum, crc32.IEEETable, b)
	return p.deflate.Write(b)
}
