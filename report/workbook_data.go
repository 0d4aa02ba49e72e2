package report

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// MaxDataRows is the number of lines a workbook lists: a sheet has room for 1,048,576 rows.
const MaxDataRows = 1_000_000

// dataLook is how a column of the lines is called and how wide it is.
type dataLook struct {
	title phrases.Key
	width float64
}

// dataLooks are the columns of the lines.
var dataLooks = map[sales.Field]dataLook{
	sales.SourceField: {"Source", 24}, sales.RowField: {"Row", 9}, sales.Deal: {"Deal", 16}, sales.DayField: {"Date", 12},
	sales.Customer: {"Customer", 14}, sales.CustomerName: {"Customer name", 26}, sales.Product: {"Product", 18}, sales.ProductName: {"Product name", 34},
	sales.MonthOf: {"Month", 10}, sales.Area: {"Business area", 18}, sales.Type: {"Product type", 18}, sales.Audience: {"Audience", 16},
	sales.Seller: {"Seller", 20}, sales.Partner: {"Partner", 18}, sales.Programme: {"Programme", 18}, sales.Region: {"Region", 16},
	sales.Channel: {"Channel", 14}, sales.MeasureOf: {"Unit of measure", 12},
	sales.QuantityOf: {"Quantity", 11}, sales.List: {"List amount", 14}, sales.Discount: {"Discount", 13}, sales.Revenue: {"Net revenue", 14},
	sales.Cost: {"Cost", 14}, sales.CM1: {"CM1", 14}, sales.Costed: {"Revenue with cost", 18}, sales.Bonus: {"Bonus", 12}, sales.Commission: {"Commission", 12},
	sales.IsReturn: {"Return", 10}, sales.Returned: {"Returned deal", 14}, sales.Deducted: {"Deduction", 12}, sales.IsFee: {"Fee", 9},
}

// data is the sheet of the used lines while the workbook is made.
type data struct {
	list   sales.Listing
	names  []string // of the columns of the sheet
	styles []int
	words  map[string]string // of texts that stand for something missing
	cross  *crossTable       // nil without one
}

// lastRow is the row of the last line.
func (d *data) lastRow() int { return int(d.list.Count) + 1 }

// dataColumn is the range of a column of the lines in a formula; empty where there is none.
func (b *book) dataColumn(f sales.Field) string {
	if b.data == nil {
		return ""
	}
	i := b.data.list.Column(f)
	if i < 0 {
		return ""
	}
	return quoteSheet(b.sheets.data) + "!" + absolute(i+1, 2, b.data.lastRow())
}

// dataLines lays the sheet of the lines out; their cells are written when the workbook is
// packed, straight from the ledger.
func (b *book) dataLines() error {
	switch {
	case b.options.Lines.Lines == nil:
		return nil
	case b.data == nil:
		return b.dataNote()
	}
	g := newGrid()
	head := make([]gridCell, len(b.data.list.Columns))
	for i, c := range b.data.list.Columns {
		column := b.columnOf(c)
		head[i] = gridCell{style: b.style(headLook(column)), value: column.Title}
		b.data.styles = append(b.data.styles, b.style(look{format: b.dataFormat(c), right: isNumeric(column), left: column.Unit == metrics.Date}))
		g.set(i+1, 1, head[i])
		g.width(i+1, dataLooks[c.Field].width)
		if err := b.file.SetCellStr(b.sheets.data, cellName(i+1, 1), column.Title); err != nil {
			return err
		}
	}
	g.heights[1] = 30
	g.frozen, g.titles = [2]int{0, 1}, "$1:$1"
	if err := b.put(b.sheets.data, g); err != nil {
		return err
	}
	part, err := b.partOf(b.sheets.data)
	if err != nil {
		return err
	}
	b.fill[part] = filling{when: streamed, write: withCells(func(w io.Writer) error { return b.data.write(w, head) })}
	area := "A1:" + cellName(len(head), b.data.lastRow())
	stripes := false
	return errors.Join(b.file.SetSheetDimension(b.sheets.data, area),
		b.file.AddTable(b.sheets.data, &excelize.Table{Range: area, Name: b.tableName("lines"), ShowRowStripes: &stripes}))
}

// dataNote says where the lines are that no sheet has room for.
func (b *book) dataNote() error {
	g := newGrid()
	g.width(1, textWidth)
	g.set(1, 1, gridCell{style: b.style(titleLook), value: b.sheets.data})
	g.heights[1] = 26
	g.set(1, 2, gridCell{style: b.style(quietLook), value: b.say("The %d lines used are more than the %d a sheet is given here; all of them are in the file %s beside this workbook.", b.options.Lines.Count, MaxDataRows, DataFile)})
	return b.put(b.sheets.data, g)
}

// columnOf is a column of the lines as that of a section.
func (b *book) columnOf(c sales.Column) metrics.Column {
	unit := metrics.Text
	switch c.Kind {
	case sales.Amount:
		unit = metrics.Money
	case sales.Number:
		unit = metrics.Quantity
	case sales.Whole:
		unit = metrics.Count
	case sales.Date:
		unit = metrics.Date
	}
	return metrics.Column{Key: string(c.Field), Title: b.say(dataLooks[c.Field].title), Unit: unit}
}

// dataFormat is the number format of a column of the lines.
func (b *book) dataFormat(c sales.Column) string {
	switch {
	case c.Field == sales.RowField:
		return "0"
	case c.Kind == sales.Number:
		return "General" // pieces have no decimals, kilograms some
	case c.Kind == sales.Flag:
		return ""
	}
	column := b.columnOf(c)
	return b.numberFormat(column, column.Unit, nil)
}

// name puts words of the language of the report into a line for what is missing in it.
func (d *data) name(values []any) {
	for i, v := range values {
		if text, ok := v.(string); ok && strings.HasPrefix(text, "(") {
			if word, ok := d.words[text]; ok {
				values[i] = word
			}
		}
	}
}

// write writes the cells, line by line.
func (d *data) write(w io.Writer, head []gridCell) error {
	d.names = columnNames(len(head))
	out, err := appendRow([]byte("<sheetData>"), "1", 30, d.names, head)
	if err != nil {
		return err
	}
	row := 1
	for values, err := range d.list.Lines {
		if err != nil {
			return err
		}
		row++
		d.name(values)
		if out, err = d.appendLine(out, row, values); err != nil {
			return err
		}
		if len(out) > 1<<16 {
			if _, err := w.Write(out); err != nil {
				return err
			}
			out = out[:0]
		}
		if d.cross != nil {
			if err := d.cross.add(values); err != nil {
				return err
			}
		}
	}
	if row != d.lastRow() {
		return fmt.Errorf("%d lines were announced and %d came; this is a defect of xsell, please report it", d.list.Count, row-1)
	}
	if d.cross != nil {
		if err := d.cross.finish(); err != nil {
			return err
		}
	}
	_, err = w.Write(append(out, "</sheetData>"...))
	return err
}
