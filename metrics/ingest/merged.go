package ingest

import (
	"cmp"
	"context"
	"slices"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// labelGaps is the share of the sampled rows in which the first column of texts or
// dates must be empty for merged row labels to be looked for.
const labelGaps = 0.1

// fillLabels makes the cells below the first of merged cells carry its value, where
// they label rows: a finished report merges the month or the shop over its rows.
// Amounts are left as they are, since repeated they would count twice. What is merged
// stands behind the rows of a sheet, so that finding it out costs reading the sheet
// once more; that is done only where the first column has gaps.
func (s *Sheet) fillLabels(ctx context.Context) error {
	t := s.table
	if t.merges == nil || s.Relation == "" || !s.hasLabelGaps() {
		return nil
	}
	merged, err := t.merges(ctx)
	if err != nil {
		return err
	}
	var labels []sheet.Range
	for _, m := range merged {
		if m.LastRow > max(m.FirstRow, s.Header) && m.FirstColumn == m.LastColumn && s.isLabel(m.FirstColumn) {
			labels = append(labels, m)
		}
	}
	if len(labels) == 0 {
		return nil
	}
	slices.SortStableFunc(labels, func(a, b sheet.Range) int { return cmp.Compare(a.FirstRow, b.FirstRow) })
	s.Note = "labels of merged cells are taken for all their rows"
	plain := t.rows
	t.rows = func(ctx context.Context, each func(int, []sheet.Cell) error) error {
		f := &labelFiller{labels: labels, each: each}
		return plain(ctx, f.row)
	}
	return nil
}

// isLabel tells whether a column is used as a text or a date.
func (s *Sheet) isLabel(column int) bool {
	if column >= len(s.Columns) || len(s.Columns[column].Fields) == 0 {
		return false
	}
	k := kindOf(s.Relation, s.Columns[column].Fields[0])
	return k == sales.Text || k == sales.Date
}

func (s *Sheet) hasLabelGaps() bool {
	for i, p := range s.profiles {
		if s.isLabel(i) {
			return float64(p.gaps) > labelGaps*float64(p.gaps+p.filled)
		}
	}
	return false
}

// labelFiller writes the labels into the rows as they pass.
type labelFiller struct {
	labels []sheet.Range // by their first rows; those to come
	open   []label
	cells  []sheet.Cell
	each   func(int, []sheet.Cell) error
}

// label is the value of merged cells.
type label struct {
	sheet.Range
	value sheet.Cell
}

func (f *labelFiller) row(row int, cells []sheet.Cell) error {
	for len(f.labels) > 0 && f.labels[0].FirstRow <= row {
		m := f.labels[0]
		f.labels = f.labels[1:]
		if m.FirstRow == row && m.FirstColumn < len(cells) && cells[m.FirstColumn].Kind != sheet.Empty {
			f.open = append(f.open, label{m, cloneCells(cells[m.FirstColumn : m.FirstColumn+1])[0]})
		}
	}
	f.open = slices.DeleteFunc(f.open, func(m label) bool { return m.LastRow < row })
	f.cells = append(f.cells[:0], cells...)
	for _, m := range f.open {
		for len(f.cells) <= m.FirstColumn {
			f.cells = append(f.cells, sheet.Cell{})
		}
		if f.cells[m.FirstColumn].Kind == sheet.Empty {
			f.cells[m.FirstColumn] = m.value
		}
	}
	return f.each(row, f.cells)
}
