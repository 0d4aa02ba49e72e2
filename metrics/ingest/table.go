package ingest

import (
	"context"
	"errors"
	"strconv"

	"xsell/metrics/ingest/sheet"

	"xsell/metrics/phrases"
)

// sampleRows is how many rows from the top a sheet is recognised by.
const sampleRows = 3000

// table is a sheet of a workbook or a delimited file: rows of cells that can be read
// from the start any number of times.
type table struct {
	file     string // as problems name it
	sheet    string // empty for a delimited file
	hidden   bool
	date1904 bool
	typed    bool   // cells know whether they are numbers or dates; in a delimited file all are texts
	form     string // "xlsx", "csv, utf-8, semicolons"
	comma    bool   // fields are parted by commas, so that a decimal comma is unlikely
	bytes    int64  // what consumed ends at
	header   int    // row of the header where the file itself says it, else 0
	note     string // what else to know of it

	rows     func(ctx context.Context, each func(row int, cells []sheet.Cell) error) error
	cut      cut          // gives the rows in blocks; nil where they are given one by one
	consumed func() int64 // bytes read in the current call of rows
	lake     *lake        // the files behind a table of parquet; else nil
	merges   func(ctx context.Context) ([]sheet.Range, error)
}

// name is how sources and notes call the table: "sales.xlsx:Orders".
func (t *table) name() string {
	if t.sheet == "" {
		return t.file
	}
	return t.file + ":" + t.sheet
}

// place is where a row stands, as a person would look for it: in which file, and in which
// row of it.
func (t *table) place(row int) (file string, inFile int) {
	if row < headerRow || t.lake == nil || len(t.lake.files) == 1 {
		return t.file, row
	}
	f, inFile := t.lake.place(row)
	return f.label, inFile
}

// at says in words where a row stands.
func (t *table) at(row int) phrases.Remark {
	if file, inFile := t.place(row); file != t.file {
		return phrases.Note("row %s of %s", strconv.Itoa(inFile), file)
	}
	return phrases.Note("row %s", strconv.Itoa(row))
}

// blocks gives the rows in blocks.
func (t *table) blocks() cut {
	if t.cut != nil {
		return t.cut
	}
	return t.gather
}

// rawRow is a row kept beyond the call that gave it.
type rawRow struct {
	row   int
	cells []sheet.Cell
}

var errEnough = errors.New("enough rows")

// sample keeps the first rows of the table that hold a value.
func (t *table) sample(ctx context.Context) ([]rawRow, error) {
	var rows []rawRow
	err := t.rows(ctx, func(row int, cells []sheet.Cell) error {
		if r := (rawRow{row, cloneCells(cells)}); filled(r) > 0 {
			rows = append(rows, r)
		}
		if len(rows) == sampleRows {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return rows, nil
}

func cloneCells(cells []sheet.Cell) []sheet.Cell {
	kept := make([]sheet.Cell, len(cells))
	size := 0
	for _, c := range cells {
		size += len(c.Text)
	}
	texts := make([]byte, 0, size)
	for i, c := range cells {
		from := len(texts)
		texts = append(texts, c.Text...)
		c.Text = texts[from:len(texts):len(texts)]
		kept[i] = c
	}
	return kept
}
