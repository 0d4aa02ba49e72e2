package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// BenchmarkRows reads one sheet of 14 columns in four ways, at the sizes in the
// names. 200000x14 is 134 MB of XML:
//
//	go test -run '^$' -bench 'Rows/200000x14' -benchtime 1x -count 5 ./metrics/ingest/sheet
//
// With XSELL_KEEP=FILE the workbook is kept in the file, for readers in other languages.
func BenchmarkRows(b *testing.B) {
	for _, rows := range []int{10_000, 100_000, 200_000, 1_000_000} {
		b.Run(fmt.Sprintf("%dx14", rows), func(b *testing.B) {
			data := salesWorkbook(b, rows)
			if keep := os.Getenv("XSELL_KEEP"); keep != "" {
				if err := os.WriteFile(keep, data, 0o644); err != nil {
					b.Fatal(err)
				}
			}
			b.Run("sheet", func(b *testing.B) { benchSheet(b, data, rows) })
			b.Run("inflate", func(b *testing.B) { benchInflate(b, data, rows) })
			b.Run("zip", func(b *testing.B) { benchZip(b, data, rows) })
			b.Run("excelize", func(b *testing.B) { benchExcelize(b, data, rows) })
		})
	}
}

// perRow reports the speed over the XML of the sheet, and the time of a row.
func perRow(b *testing.B, size int64, rows int, read func()) {
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		read()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
}

// benchSheet reads every cell, and every number as a number.
func benchSheet(b *testing.B, data []byte, rows int) {
	w, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{})
	if err != nil {
		b.Fatal(err)
	}
	perRow(b, w.Sheets()[0].Size, rows, func() {
		seen := 0
		err := w.Rows(context.Background(), 0, func(row int, cells []Cell) error {
			seen++
			for i := range cells {
				cells[i].Float()
			}
			return nil
		})
		if err != nil || seen != rows {
			b.Fatal(seen, err)
		}
	})
}

// benchInflate only inflates the sheet, as benchSheet does.
func benchInflate(b *testing.B, data []byte, rows int) {
	w, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{})
	if err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, history+chunkSize)
	perRow(b, w.Sheets()[0].Size, rows, func() {
		src, err := w.openPart(w.sheets[0].part)
		for n := 0; err == nil; {
			n, err = src(buf, history)
			copy(buf[:history], buf[n:])
		}
		if err != io.EOF {
			b.Fatal(err)
		}
	})
}

// benchZip only inflates the sheet, with archive/zip and the inflater of
// klauspost/compress.
func benchZip(b *testing.B, data []byte, rows int) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		b.Fatal(err)
	}
	z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
	for _, f := range z.File {
		if f.Name != "xl/worksheets/sheet1.xml" {
			continue
		}
		buf := make([]byte, chunkSize)
		perRow(b, int64(f.UncompressedSize64), rows, func() {
			r, err := f.Open()
			for err == nil {
				_, err = r.Read(buf)
			}
			if err != io.EOF {
				b.Fatal(err)
			}
		})
	}
}

// benchExcelize reads every cell as a string with excelize.
func benchExcelize(b *testing.B, data []byte, rows int) {
	size := int64(0)
	if w, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{}); err == nil {
		size = w.Sheets()[0].Size
	}
	perRow(b, size, rows, func() {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		r, err := f.Rows("Sales")
		if err != nil {
			b.Fatal(err)
		}
		seen := 0
		for r.Next() {
			if _, err := r.Columns(excelize.Options{RawCellValue: true}); err != nil {
				b.Fatal(err)
			}
			seen++
		}
		if seen != rows {
			b.Fatal(seen)
		}
	})
}

// salesWorkbook is a workbook of sales lines as Excel writes them: 14 columns with
// dates, codes, shared and inline strings, whole numbers and decimals.
func salesWorkbook(b *testing.B, rows int) []byte {
	b.Helper()
	p := book("").formats("General", "yyyy-mm-dd", "#,##0.00", "0.0%")
	var names bytes.Buffer
	for i := range 2000 {
		fmt.Fprintf(&names, "<si><t>Product number %d of the range</t></si>", i*7919)
	}
	p.strings(names.String())
	delete(p, "xl/worksheets/sheet1.xml")
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range sortedKeys(p) {
		w, err := z.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		io.WriteString(w, p[name])
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, Modified: time.Time{}})
	if err != nil {
		b.Fatal(err)
	}
	writeSales(bufio.NewWriterSize(w, 1<<20), rows)
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

func writeSales(w *bufio.Writer, rows int) {
	r := rand.New(rand.NewPCG(6, 7))
	fmt.Fprintf(w, `%s<worksheet %s xmlns:x14ac="x"><dimension ref="A1:N%d"/><sheetData>`, declare, mainNS, rows)
	for row := 1; row <= rows; row++ {
		fmt.Fprintf(w, `<row r="%d" spans="1:14" ht="15" x14ac:dyDescent="0.25">`, row)
		number := func(column byte, style int, value any) {
			fmt.Fprintf(w, `<c r="%c%d" s="%d"><v>%v</v></c>`, column, row, style, value)
		}
		shared := func(column byte, n int) {
			fmt.Fprintf(w, `<c r="%c%d" s="0" t="s"><v>%d</v></c>`, column, row, r.IntN(n))
		}
		number('A', 0, 536365+row/4)
		number('B', 1, 43831+row*730/rows)
		fmt.Fprintf(w, `<c r="C%d" s="0" t="inlineStr"><is><t>CUSTOMER-%05d</t></is></c>`, row, r.IntN(20000))
		shared('D', 2000)
		shared('E', 40)
		shared('F', 8)
		shared('G', 30)
		shared('H', 12)
		number('I', 0, 1+r.IntN(24))
		number('J', 2, float64(r.IntN(100000))/100)
		number('K', 3, float64(r.IntN(30))/100)
		number('L', 2, float64(r.IntN(1000000))/100)
		number('M', 2, r.Float64()*500)
		fmt.Fprintf(w, `<c r="N%d" s="0" t="str"><f>IF(L%d&gt;0,"yes","no")</f><v>yes</v></c></row>`, row, row)
	}
	w.WriteString(`</sheetData></worksheet>`)
	w.Flush()
}
