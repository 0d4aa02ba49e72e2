package report

import (
	"bytes"
	"compress/flate"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// listed is a listing of n lines, whose names go through hostileNames.
func listed(n int) sales.Listing {
	columns := []sales.Column{{Field: sales.SourceField, Kind: sales.Text}, {Field: sales.RowField, Kind: sales.Whole}, {Field: sales.Deal, Kind: sales.Text},
		{Field: sales.DayField, Kind: sales.Date}, {Field: sales.Customer, Kind: sales.Text}, {Field: sales.Product, Kind: sales.Text},
		{Field: sales.MonthOf, Kind: sales.Text}, {Field: sales.Area, Kind: sales.Text}, {Field: sales.Type, Kind: sales.Text},
		{Field: sales.QuantityOf, Kind: sales.Number}, {Field: sales.Revenue, Kind: sales.Amount}, {Field: sales.Cost, Kind: sales.Amount},
		{Field: sales.CM1, Kind: sales.Amount}, {Field: sales.Costed, Kind: sales.Amount}, {Field: sales.IsReturn, Kind: sales.Flag}}
	list := sales.Listing{Columns: columns, Count: int64(n), Lines: func(yield func([]any, error) bool) {
		r := rand.New(rand.NewPCG(5, 6))
		values := make([]any, len(columns))
		for i := range n {
			day, revenue := sales.DayOf(2025, 1, 1)+sales.Day(r.IntN(600)), sales.Money(r.Int64N(9_000_000)-900_000)
			copy(values, []any{"lines.csv", int64(i + 2), fmt.Sprintf("D%05d", i/3), day, hostileNames[i%len(hostileNames)], fmt.Sprint("P", r.IntN(900)),
				day.String()[:7], fmt.Sprint("Area ", i%3), fmt.Sprint("Type ", i%7), sales.Quantity(12_500), revenue, nil, nil, nil, revenue < 0})
			if i%4 > 0 {
				values[11], values[12], values[13] = revenue/2, revenue-revenue/2, revenue
			}
			if !yield(values, nil) {
				return
			}
		}
	}}
	const rows = 4 // of a part
	for from := 0; from < n; from += rows {
		list.Parts = append(list.Parts, func(yield func([]any, error) bool) {
			i := 0
			for values := range list.Lines {
				if i >= from && (i >= from+rows || !yield(values, nil)) {
					return
				}
				i++
			}
		})
	}
	return list
}

func drawLines(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Workbook(&b, tabledReport(6), WorkbookOptions{Lines: listed(n)}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDataSheetHoldsTheLines(t *testing.T) {
	n := 3 * len(hostileNames)
	data := drawLines(t, n)
	f := openWorkbook(t, data)
	part := ""
	for id, name := range f.GetSheetMap() {
		if name == "Data" {
			part = fmt.Sprintf("xl/worksheets/sheet%d.xml", id)
		}
	}
	cells, row := storedCells(t, parts(t, data)[part]), 1
	for values, err := range listed(n).Lines {
		if err != nil {
			t.Fatal(err)
		}
		row++
		for i, v := range values {
			at := cellName(i+1, row)
			want := wantStored(v)
			switch b := v.(type) {
			case bool:
				want = storedCell{Type: "b", Value: map[bool]string{true: "1", false: "0"}[b]}
			case string:
				if b == "" {
					want = storedCell{}
				}
			}
			got := cells[at]
			if got.Ref = ""; got != want {
				t.Errorf("%s: %+v, want %+v", at, got, want)
			}
		}
	}
	tables, err := f.GetTables("Data")
	if err != nil || len(tables) != 1 || tables[0].Name != "lines" || tables[0].Range != fmt.Sprintf("A1:O%d", row) {
		t.Errorf("tables %v %v", tables, err)
	}
	if value, _ := f.GetCellValue("Data", "D2"); len(value) != 10 || value[4] != '-' {
		t.Errorf("a day is shown as %q", value)
	}
	if text := strings.Join(f.GetSheetList(), ","); !strings.Contains(text, ",Data,Refused") {
		t.Errorf("sheets %s", text)
	}
}

// TestStreamIsTheSameOnAnyProcessors has a sheet of several pieces.
func TestStreamIsTheSameOnAnyProcessors(t *testing.T) {
	var first []byte
	for _, n := range []int{1, 2, 5} {
		before := runtime.GOMAXPROCS(n)
		data := drawLines(t, 9_000)
		runtime.GOMAXPROCS(before)
		if first == nil {
			first = data
		}
		if !bytes.Equal(first, data) {
			t.Fatalf("%d processors give other bytes", n)
		}
	}
	if got, err := openWorkbook(t, first).GetRows("Data"); err != nil || len(got) != 9_001 {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

func TestDeflaterGivesBackWhatItTook(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, pieceSize - 1, pieceSize, 3*pieceSize + 7} {
		text := make([]byte, size)
		for i := range text {
			text[i] = "0123456789abcdef<>/"[r.IntN(19)]
		}
		var packed bytes.Buffer
		d, err := newDeflater(&packed)
		if err != nil {
			t.Fatal(err)
		}
		for rest := text; len(rest) > 0; {
			n := min(1+r.IntN(70_000), len(rest))
			if _, err := d.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(flate.NewReader(&packed)) // the standard library's
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("%d bytes became %d, %v", size, len(got), err)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestDeflaterTellsThatTheDiskIsFull(t *testing.T) {
	d, err := newDeflater(full{})
	if err != nil {
		t.Fatal(err)
	}
	d.Write(make([]byte, 5*pieceSize))
	if err := d.Close(); err != io.ErrShortWrite {
		t.Errorf("%v", err)
	}
}

func TestScaledNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	values := []int64{0, 1, -1, 9_999, 10_000, -10_001, 12_345_600, 1<<63 - 1, -(1<<63 - 1)}
	for range 2_000 {
		values = append(values, r.Int64()-r.Int64(), r.Int64N(100_000)-50_000)
	}
	for _, v := range values {
		if got, want := string(appendScaled(nil, v)), sales.Money(v).Number(); got != want {
			t.Fatalf("%d: %s, want %s", v, got, want)
		}
	}
}

func TestTooManyLinesStandInAFile(t *testing.T) {
	var b bytes.Buffer
	lines := listed(5)
	lines.Count = MaxDataRows + 1
	if err := Workbook(&b, tabledReport(6), WorkbookOptions{Lines: lines}); err != nil {
		t.Fatal(err)
	}
	if note, _ := openWorkbook(t, b.Bytes()).GetCellValue("Data", "A2"); !strings.Contains(note, "1,000,001") || !strings.Contains(note, DataFile) {
		t.Errorf("note %q", note)
	}
}

// A stream that breaks off makes no workbook.
func TestLinesThatFail(t *testing.T) {
	broken, short := listed(5), listed(5)
	broken.Lines = func(yield func([]any, error) bool) { yield(nil, io.ErrUnexpectedEOF) }
	broken.Parts[1] = broken.Lines
	if err := DataCSV(io.Discard, broken); err != io.ErrUnexpectedEOF {
		t.Errorf("broken lines gave a csv: %v", err)
	}
	short.Count = 6
	for name, lines := range map[string]sales.Listing{"broken": broken, "short": short} {
		if err := Workbook(io.Discard, &metrics.Report{}, WorkbookOptions{Lines: lines}); err == nil {
			t.Errorf("%s lines gave a workbook", name)
		}
	}
}

func TestDataCSV(t *testing.T) {
	var b bytes.Buffer
	lines := listed(len(hostileNames))
	if err := DataCSV(&b, lines); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != len(hostileNames)+1 || !strings.HasPrefix(text, "\uFEFFSource,Row,") {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	n := 0
	for values := range lines.Lines {
		n++
		for i, v := range values {
			got := rows[n][i]
			if s, ok := v.(string); ok && s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") {
				v = "'" + s
			}
			if want := strings.ReplaceAll(plain(v), "\r\n", "\n"); got != want {
				t.Errorf("row %d: %q, want %q", n, got, want)
			}
		}
	}
}

// plain is a value as csv holds it.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case sales.Money:
		return v.Number()
	}
	return fmt.Sprint(v)
}

// BenchmarkData writes a million lines of 15 columns, beside the stream writer of excelize in the same run:
//
//	go test -run '^$' -bench Data -benchtime 1x ./report
func BenchmarkData(b *testing.B) {
	const lines = 1_000_000
	b.Run("xsell", func(b *testing.B) {
		for b.Loop() {
			if err := Workbook(io.Discard, &metrics.Report{}, WorkbookOptions{Lines: listed(lines)}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		for b.Loop() {
			f := excelize.NewFile()
			w, err := f.NewStreamWriter("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			row := 0
			for values := range listed(lines).Lines {
				row++
				cells := make([]any, len(values))
				for i, v := range values {
					switch v := v.(type) {
					case sales.Money:
						cells[i] = v.Float()
					case sales.Quantity:
						cells[i] = v.Float()
					case sales.Day:
						cells[i] = int(v) + excelEpoch
					default:
						cells[i] = v
					}
				}
				if err := w.SetRow(cellName(1, row), cells); err != nil {
					b.Fatal(err)
				}
			}
			if err := w.Flush(); err != nil {
				b.Fatal(err)
			}
			if err := f.Write(io.Discard); err != nil {
				b.Fatal(err)
			}
			f.Close()
		}
	})
}
