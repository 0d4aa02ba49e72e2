package report

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"golang.org/x/sync/errgroup"

	"xsell/metrics/lazy"
)

// archive packs the parts of a workbook in the order of their names and without a
// date; excelize packs sheets in the order of a map.
type archive struct {
	w     io.Writer
	parts map[string]*bytes.Buffer
	fill  map[string]filling
}

// filling is what stands in a part beside what excelize puts there.
type filling struct {
	write func(w io.Writer, content []byte) error // writes the part, given what excelize made of it
	when  turn

	packed *packedPart // what was compressed before; complete when the stream is over
}

// turn is when a part is written.
type turn int

const (
	anyTime  turn = iota
	streamed      // long: straight into the file, before others
	late          // what it holds is known when the stream is over
)

// contentTypes is the part that says what the others are; it comes first.
const contentTypes = "[Content_Types].xml"

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
	for name := range a.fill { // excelize has not made all
		if a.parts[name] == nil {
			a.parts[name] = new(bytes.Buffer)
		}
	}
	z := zip.NewWriter(a.w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return newDeflater(w) })
	var group errgroup.Group
	early := a.pack(&group, func(name string) bool { return a.fill[name].when == anyTime && name != contentTypes })
	err := errors.Join(a.stream(z), group.Wait())
	if err != nil {
		return err
	}
	last := a.pack(&group, func(name string) bool { return a.fill[name].when == late })
	if err := group.Wait(); err != nil {
		return err
	}
	for _, p := range append(early, last...) {
		if ready := a.fill[p.name].packed; ready != nil {
			ready.name = p.name
			p = *ready
		}
		if err := p.put(z); err != nil {
			return err
		}
	}
	return z.Close()
}

// stream writes the first part and those that do not wait in memory.
func (a *archive) stream(z *zip.Writer) error {
	for _, name := range slices.Sorted(maps.Keys(a.parts)) {
		if name != contentTypes && a.fill[name].when != streamed {
			continue
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if err := a.writePart(w, name); err != nil {
			return err
		}
	}
	return nil
}

// pack compresses the parts that are wanted, in the order of their names. They are there when
// the group is done.
func (a *archive) pack(group *errgroup.Group, wanted func(name string) bool) []packedPart {
	var packed []packedPart
	for _, name := range slices.Sorted(maps.Keys(a.parts)) {
		if wanted(name) {
			packed = append(packed, packedPart{name: name})
		}
	}
	next := make(chan *packedPart, len(packed))
	for i := range packed {
		next <- &packed[i]
	}
	close(next)
	for range min(runtime.GOMAXPROCS(0), len(packed)) {
		group.Go(func() error {
			deflate, err := flate.NewWriter(nil, deflateLevel)
			for p := range next {
				if err == nil && a.fill[p.name].packed == nil {
					err = p.pack(deflate, func(w io.Writer) error { return a.writePart(w, p.name) })
				}
			}
			return err
		})
	}
	return packed
}

// writePart writes a part as it is to be: a sheet with its cells in it, a chart mended.
func (a *archive) writePart(w io.Writer, name string) error {
	content := a.parts[name].Bytes()
	if f, ok := a.fill[name]; ok {
		return f.write(w, content)
	}
	if strings.HasPrefix(name, "xl/charts/") {
		content = mendChart(content)
	}
	_, err := w.Write(content)
	return err
}

// withCells is how a sheet is written with cells that excelize does not hold.
func withCells(cells func(io.Writer) error) func(io.Writer, []byte) error {
	return func(w io.Writer, content []byte) error {
		at := sheetDataElement().FindIndex(content)
		if at == nil {
			return errors.New("a sheet has no place for its cells; this is a defect of xsell, please report it")
		}
		_, before := w.Write(content[:at[0]])
		within := cells(w)
		_, after := w.Write(palette(content[at[1]:]))
		return errors.Join(before, within, after)
	}
}

// mendChart says of the x values of a scatter chart that they are numbers: excelize
// calls them texts, for which Excel may take 1, 2, 3. It also says that the numbers
// beside bars stay on one line, or LibreOffice breaks them behind the minus.
func mendChart(content []byte) []byte {
	content = xValues().ReplaceAll(content, []byte("<xVal><numRef>$1</numRef></xVal>"))
	return labelBody().ReplaceAll(content, []byte(`$1 wrap="none"`))
}

var (
	sheetDataElement = lazy.Regexp(`(?s)<sheetData>.*</sheetData>|<sheetData/>`)
	xValues          = lazy.Regexp(`<xVal><strRef>(<f>[^<]*</f>)(?:<strCache>.*?</strCache>)?</strRef></xVal>`)
	labelBody        = lazy.Regexp(`(<dLbls>(?:<numFmt [^>]*></numFmt>)?<spPr></spPr><txPr><a:bodyPr)`)
)

// palette gives our colours to what excelize has colours of its own for: bars below zero, their
// axis, and the end of a small line.
func palette(content []byte) []byte {
	for _, c := range []struct{ element, from, to string }{
		{"x14:negativeFillColor", `rgb="FFFF0000"`, belowColour}, {"x14:axisColor", `rgb="FFFF0000"`, pastColour},
		{"x14:colorLast", `theme="4" tint="0.3999755851924192"`, upColour},
	} {
		content = bytes.ReplaceAll(content, []byte("<"+c.element+" "+c.from+">"), []byte("<"+c.element+` rgb="FF`+c.to+`">`))
	}
	return content
}

// packedPart is a compressed part, with the size and the check sum of what it was.
type packedPart struct {
	name    string
	content store
	size    uint64
	sum     uint32
}

// pack compresses what write writes.
func (p *packedPart) pack(deflate *flate.Writer, write func(io.Writer) error) error {
	deflate.Reset(&p.content)
	if err := write(counter{p, deflate}); err != nil {
		return err
	}
	return deflate.Close()
}

// put writes the part into the archive.
func (p *packedPart) put(z *zip.Writer) error {
	w, err := z.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Deflate,
		CRC32: p.sum, UncompressedSize64: p.size, CompressedSize64: uint64(p.content.size)})
	if err != nil {
		return err
	}
	return p.content.writeTo(w)
}

// store keeps bytes in pieces: one buffer that grows would be copied, and take twice the room.
type store struct {
	pieces [][]byte
	size   int
}

const storePiece = 256 << 10

// Write takes the next bytes.
func (s *store) Write(b []byte) (int, error) {
	s.size += len(b)
	for rest := b; len(rest) > 0; {
		last := len(s.pieces) - 1
		if last < 0 || len(s.pieces[last]) == cap(s.pieces[last]) {
			s.pieces = append(s.pieces, make([]byte, 0, min(storePiece, max(4<<10, s.size))))
			last++
		}
		n := min(len(rest), cap(s.pieces[last])-len(s.pieces[last]))
		s.pieces[last], rest = append(s.pieces[last], rest[:n]...), rest[n:]
	}
	return len(b), nil
}

func (s *store) writeTo(w io.Writer) error {
	for _, p := range s.pieces {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// counter notes what a part was before it is compressed.
type counter struct {
	part    *packedPart
	deflate *flate.Writer
}

// Write takes the next piece of the part.
func (c counter) Write(b []byte) (int, error) {
	c.part.size += uint64(len(b))
	c.part.sum = crc32.Update(c.part.sum, crc32.IEEETable, b)
	return c.deflate.Write(b)
}
