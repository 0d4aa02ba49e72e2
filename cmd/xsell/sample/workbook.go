package sample

import (
	"bytes"
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"
)

// column is one column of a sheet: its header, its width in characters and the
// number format of its cells ("" for text).
type column struct {
	title  string
	width  float64
	format string
}

// Number formats of the cells.
const (
	formatDate    = "yyyy-mm-dd"
	formatMonth   = "mmm yyyy"
	formatCount   = "#,##0"
	formatPlain   = "0"
	formatMoney   = "#,##0.00"
	formatPercent = "0.0%"
)

// sheet is one sheet of the workbook. A sheet with a title has it in its first
// row, above an empty one.
type sheet struct {
	name    string
	title   string
	columns []column
	rows    [][]any
}

// header is the row, counted from 1, in which the column titles stand.
func (s sheet) header() int {
	if s.title != "" {
		return 3
	}
	return 1
}

// workbook draws the xlsx file.
func workbook(c *company) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets(c) {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", s.name); err != nil {
				return nil, err
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			return nil, err
		}
		if err := s.write(f); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	if err := f.SetDocProps(properties()); err != nil {
		return nil, err
	}
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		return nil, err
	}
	return repack(raw.Bytes())
}

func properties() *excelize.DocProperties {
	made := lastDay.time().Add(18 * time.Hour).Format(time.RFC3339)
	return &excelize.DocProperties{
		Title: "Sales 2025-2026", Creator: "Hollis & Brandt", LastModifiedBy: "Hollis & Brandt",
		Created: made, Modified: made, Language: "en-GB",
	}
}

// write streams the sheet into the workbook.
func (s sheet) write(f *excelize.File) error {
	w, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	styles, bold, err := s.styles(f)
	if err != nil {
		return err
	}
	if err := s.layOut(w); err != nil {
		return err
	}
	if err := s.writeHead(w, bold); err != nil {
		return err
	}
	for i, values := range s.rows {
		cells := make([]any, len(values))
		for k, v := range values {
			cells[k] = styled(v, styles[k])
		}
		if err := w.SetRow(fmt.Sprintf("A%d", s.header()+1+i), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// styled puts the style of the column on a value; what is missing stays an
// absent cell, and text keeps the format of text.
func styled(v any, style int) any {
	switch v := v.(type) {
	case nil, string:
		return v
	case excelize.Cell:
		v.StyleID = style
		return v
	}
	return excelize.Cell{StyleID: style, Value: v}
}

// layOut sets widths and freezes the header.
func (s sheet) layOut(w *excelize.StreamWriter) error {
	for i, c := range s.columns {
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	below := fmt.Sprintf("A%d", s.header()+1)
	return w.SetPanes(&excelize.Panes{Freeze: true, YSplit: s.header(), TopLeftCell: below, ActivePane: "bottomLeft"})
}

func (s sheet) writeHead(w *excelize.StreamWriter, bold int) error {
	if s.title != "" {
		if err := w.SetRow("A1", []any{excelize.Cell{StyleID: bold, Value: s.title}}); err != nil {
			return err
		}
	}
	titles := make([]any, len(s.columns))
	for i, c := range s.columns {
		titles[i] = excelize.Cell{StyleID: bold, Value: c.title}
	}
	return w.SetRow(fmt.Sprintf("A%d", s.header()), titles)
}

// styles registers the style of every column and of the header.
func (s sheet) styles(f *excelize.File) (columns []int, bold int, err error) {
	columns = make([]int, len(s.columns))
	for i, c := range s.columns {
		if c.format == "" {
			continue
		}
		if columns[i], err = f.NewStyle(&excelize.Style{CustomNumFmt: &c.format}); err != nil {
			return nil, 0, err
		}
	}
	bold, err = f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8E4DC"}},
	})
	return columns, bold, err
}
