package report

import (
	"bytes"
	"fmt"
	"io"
	"sort"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// WorkbookOptions are what a workbook shows beside the report.
type WorkbookOptions struct {
	Version  string        // of the program
	Settings []Setting     // what was chosen, on the cover
	Lines    sales.Listing // the used lines; none: no sheet of them
}

// Setting is a choice that numbers of the report depend on.
type Setting struct{ Name, Value string }

// Workbook writes the report as an Excel workbook: a cover with links, the control
// totals as live formulas, a sheet for each section with its finding, table, native
// charts, notes and definition, the lines that were used and those that were refused.
//
// Every number is a number, every text a text, whatever it begins with, and every
// formula has its value stored beside it, so that viewers that do not calculate show
// it too. The same report gives the same bytes. Lines are written as they come.
func Workbook(w io.Writer, r *metrics.Report, o WorkbookOptions) error {
	b, err := newBook(r, o)
	if err != nil {
		return err
	}
	defer b.file.Close()
	steps := []func() error{b.cover, b.checks, b.sections, b.dataLines, b.pivot, b.chartSheet}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return b.save(w)
}

// sections writes a sheet for each section, and for the refused lines.
func (b *book) sections() error {
	for i := range b.report.Sections {
		s := &b.report.Sections[i]
		if err := b.section(s, b.names[s.Name]); err != nil {
			return fmt.Errorf("sheet %s: %w", b.names[s.Name], err)
		}
	}
	if refused := refusedSection(b.report); refused != nil {
		return b.section(refused, b.sheets.refused)
	}
	return nil
}

// book is a workbook being written.
type book struct {
	file    *excelize.File
	report  *metrics.Report
	options WorkbookOptions
	names   map[string]string // sheet of each section
	sheets  sheets
	tables  map[string]bool // names of tables in use
	styles  map[look]int
	fill    map[string]filling // what stands in the cells, by the part of the package
	blocks  chartBlocks        // what charts need that no table holds
	data    *data              // nil where the lines are not listed
	cross   crossStyles
	err     error // the first style that could not be made
}

// say writes a message in the language of the report.
func (b *book) say(key phrases.Key, args ...any) string { return b.report.Phrases.Say(key, args...) }

// newBook makes the sheets in their order, all empty, so that links can point ahead.
func newBook(r *metrics.Report, o WorkbookOptions) (*book, error) {
	b := &book{file: excelize.NewFile(), report: r, options: o, names: sheetNames(r), sheets: sheetsIn(r.Phrases),
		tables: map[string]bool{}, styles: map[look]int{}, fill: map[string]filling{}}
	if o.Lines.Lines != nil && o.Lines.Count <= MaxDataRows {
		cross, err := newCrossTable(o.Lines, r.Phrases)
		if err != nil {
			return nil, err
		}
		b.data = &data{list: o.Lines, words: b.lineWords(), cross: cross}
	}
	if err := b.file.SetSheetName("Sheet1", b.sheets.cover); err != nil {
		return nil, err
	}
	for _, name := range b.sheetOrder() {
		if _, err := b.file.NewSheet(name); err != nil {
			return nil, fmt.Errorf("sheet %q: %w", name, err)
		}
	}
	return b, b.properties()
}

// sheetOrder are the sheets behind the cover: the definitions stand behind the lines.
func (b *book) sheetOrder() []string {
	order, last := []string{b.sheets.checks}, []string(nil)
	for _, s := range b.report.Sections {
		if s.Name == metrics.Definitions.Name {
			last = append(last, b.names[s.Name])
			continue
		}
		order = append(order, b.names[s.Name])
	}
	if b.data != nil && b.data.cross != nil {
		order = append(order, b.sheets.pivot)
	}
	if b.options.Lines.Lines != nil {
		order = append(order, b.sheets.data)
	}
	if refusedSection(b.report) != nil {
		order = append(order, b.sheets.refused)
	}
	return append(order, last...)
}

// properties stamps the report's own day on the file instead of the clock's.
func (b *book) properties() error {
	day := b.report.Calendar.AsOf.String() + "T00:00:00Z"
	err := b.file.SetDocProps(&excelize.DocProperties{
		Title: b.report.Title, Subject: b.say("Cross-selling report, %s", b.report.Calendar.Period.Label), Creator: "xsell",
		LastModifiedBy: "xsell", Created: day, Modified: day, Language: b.report.Phrases.Language(),
		Description: b.say("The tables of report.html and report.json, with filters and formulas."),
	})
	if err != nil {
		return err
	}
	return b.file.SetAppProps(&excelize.AppProperties{Application: "xsell", AppVersion: "1.0000"})
}

// save packs the workbook, past the memory that excelize would collect it in. The list of
// content types comes out of a map and is sorted.
func (b *book) save(w io.Writer) error {
	types := b.file.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		return &archive{w: w, parts: map[string]*bytes.Buffer{}, fill: b.fill}
	})
	_, err := b.file.WriteTo(w)
	return err
}

// refusedLimit is the number of refused lines the workbook lists; rejects.csv has all.
const refusedLimit = 10_000

// refusedSection lists the refused lines as a section; nil when there are none.
func refusedSection(r *metrics.Report) *metrics.Section {
	say := r.Phrases.Say
	s := &metrics.Section{Name: "refused", Title: say("Refused"), Chapter: say(metrics.CanITrustThis), Phrases: r.Phrases,
		Question: say("Which lines were refused, and why?"), Scope: say("Lines that are not in the report"),
		Definition: say("A refused line has a cell that could not be taken as it stands. Its amount is in the control totals as refused, as far as it could be read. The file rejects.csv holds the same lines with all their cells."),
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "file", Title: say("File"), Unit: metrics.Text}, {Key: "sheet", Title: say("Sheet"), Unit: metrics.Text},
			{Key: "row", Title: say("Row"), Unit: metrics.Count}, {Key: "column", Title: say("Column"), Unit: metrics.Text},
			{Key: "value", Title: say("Value"), Unit: metrics.Text}, {Key: "message", Title: say("Problem"), Unit: metrics.Text},
			{Key: "revenue", Title: say("Revenue"), Unit: metrics.Money},
		}}}
	refused := 0
	for _, p := range r.Problems {
		if !p.Refused {
			continue
		}
		if refused++; refused <= refusedLimit {
			s.Table.Rows = append(s.Table.Rows, []metrics.Cell{p.File, p.Sheet, int64(p.Row), p.Column, p.Value, p.Message.In(r.Phrases), p.Revenue})
		}
	}
	if refused == 0 {
		return nil
	}
	s.Lead = say("Lines refused: %d.", refused)
	if refused > refusedLimit {
		s.Notes = []string{say("The first %d of %d stand here; rejects.csv holds all.", refusedLimit, refused)}
	}
	return s
}
