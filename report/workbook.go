package report

import (
	"bytes"
	"fmt"
	"io"
	"sort"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// Workbook writes the report as an Excel workbook: a cover with links, the control
// totals as live formulas, a sheet for each section with its finding, table, native
// charts, notes and definition, and the lines that were refused.
//
// Every number is a number, every text a text, whatever it begins with, and every
// formula has its value stored beside it, so that viewers that do not calculate show
// it too. The same report gives the same bytes.
func Workbook(w io.Writer, r *metrics.Report) error {
	b, err := newBook(r)
	if err != nil {
		return err
	}
	defer b.file.Close()
	if err := b.cover(); err != nil {
		return err
	}
	if err := b.checks(); err != nil {
		return err
	}
	for i := range r.Sections {
		if err := b.section(&r.Sections[i], b.names[r.Sections[i].Name]); err != nil {
			return fmt.Errorf("sheet %s: %w", b.names[r.Sections[i].Name], err)
		}
	}
	if refused := refusedSection(r.Problems); refused != nil {
		if err := b.section(refused, refusedSheet); err != nil {
			return err
		}
	}
	if err := b.chartSheet(); err != nil {
		return err
	}
	return b.save(w)
}

// The sheets that are not sections.
const (
	coverSheet   = "Cover"
	checksSheet  = "Checks"
	refusedSheet = "Refused"
	chartSheet   = "Chart data"
)

// book is a workbook being written.
type book struct {
	file   *excelize.File
	report *metrics.Report
	names  map[string]string // sheet of each section
	tables map[string]bool   // names of tables in use
	styles map[look]int
	cells  map[string]*grid // what stands in the cells, by the part of the package
	blocks chartBlocks      // what charts need that no table holds
	err    error            // the first style that could not be made
}

// newBook makes the sheets in their order, all empty, so that links can point ahead.
func newBook(r *metrics.Report) (*book, error) {
	b := &book{file: excelize.NewFile(), report: r, names: sheetNames(r.Sections), tables: map[string]bool{}, styles: map[look]int{}, cells: map[string]*grid{}}
	if err := b.file.SetSheetName("Sheet1", coverSheet); err != nil {
		return nil, err
	}
	order := []string{checksSheet}
	for _, s := range r.Sections {
		order = append(order, b.names[s.Name])
	}
	if refusedSection(r.Problems) != nil {
		order = append(order, refusedSheet)
	}
	for _, name := range order {
		if _, err := b.file.NewSheet(name); err != nil {
			return nil, fmt.Errorf("sheet %q: %w", name, err)
		}
	}
	return b, b.properties()
}

// properties stamps the report's own day on the file instead of the clock's.
func (b *book) properties() error {
	day := b.report.Calendar.AsOf.String() + "T00:00:00Z"
	err := b.file.SetDocProps(&excelize.DocProperties{
		Title: b.report.Title, Subject: "Cross-selling report, " + b.report.Calendar.Period.Label, Creator: "xsell",
		LastModifiedBy: "xsell", Created: day, Modified: day, Language: "en",
		Description: "The tables of report.html and report.json, with filters and formulas.",
	})
	if err != nil {
		return err
	}
	return b.file.SetAppProps(&excelize.AppProperties{Application: "xsell", AppVersion: "1.0000"})
}

// save packs the workbook. The list of content types comes out of a map and is sorted.
func (b *book) save(w io.Writer) error {
	types := b.file.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	b.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter {
		return &archive{w: w, parts: map[string]*bytes.Buffer{}, cells: b.cells}
	})
	_, err := b.file.WriteTo(w)
	return err
}

// refusedLimit is the number of refused lines the workbook lists; rejects.csv has all.
const refusedLimit = 10_000

// refusedSection lists the refused lines as a section; nil when there are none.
func refusedSection(problems []sales.Problem) *metrics.Section {
	s := &metrics.Section{Name: "refused", Title: refusedSheet, Chapter: string(metrics.CanITrustThis),
		Question: "Which lines were refused, and why?", Scope: "Lines that are not in the report",
		Definition: "A refused line has a cell that could not be taken as it stands. Its amount is in the control totals as refused, as far as it could be read. The file rejects.csv holds the same lines with all their cells.",
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "file", Title: "File", Unit: metrics.Text}, {Key: "sheet", Title: "Sheet", Unit: metrics.Text},
			{Key: "row", Title: "Row", Unit: metrics.Count}, {Key: "column", Title: "Column", Unit: metrics.Text},
			{Key: "value", Title: "Value", Unit: metrics.Text}, {Key: "message", Title: "Problem", Unit: metrics.Text},
			{Key: "revenue", Title: "Revenue", Unit: metrics.Money},
		}}}
	refused := 0
	for _, p := range problems {
		if !p.Refused {
			continue
		}
		if refused++; refused <= refusedLimit {
			s.Table.Rows = append(s.Table.Rows, []metrics.Cell{p.File, p.Sheet, int64(p.Row), p.Column, p.Value, p.Message, p.Revenue})
		}
	}
	if refused == 0 {
		return nil
	}
	s.Lead = fmt.Sprintf("Lines refused: %s.", grouped(float64(refused), 0))
	if refused > refusedLimit {
		s.Notes = []string{fmt.Sprintf("The first %s of %s stand here; rejects.csv holds all.", grouped(refusedLimit, 0), grouped(float64(refused), 0))}
	}
	return s
}
