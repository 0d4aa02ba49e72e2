package report

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// Schema is the JSON Schema (draft 2020-12) of what JSON writes.
//
//go:embed schema.json
var Schema []byte

// FormatVersion is the value of "xsell" in the JSON: it changes when a reader of the
// version before could be misled, not when a key is added.
const FormatVersion = 1

// JSON writes the report for programs: the sections with their tables, one row a line
// so that two reports can be compared line by line. Money and ratios are plain
// decimal numbers without an exponent, days are "2026-06-28", what is undefined is
// null. "<", ">" and "&" are escaped, so that the text can stand inside a page. The
// same report gives the same bytes. See Schema.
func JSON(w io.Writer, r *metrics.Report) error {
	d := &jsonDraft{w: bufio.NewWriterSize(w, 1<<16)}
	d.report(r)
	if d.err != nil {
		return d.err
	}
	return d.w.Flush()
}

// jsonDraft lays out a document; the first error stays.
type jsonDraft struct {
	w   *bufio.Writer
	err error
	buf []byte
}

func (d *jsonDraft) report(r *metrics.Report) {
	c := r.Calendar
	d.print("{\n")
	d.field("  ", "xsell", FormatVersion)
	d.field("  ", "title", r.Title)
	d.field("  ", "scope", jsonScopeOf(r.Part))
	d.field("  ", "currency", r.Currency)
	d.field("  ", "unit", c.Unit)
	d.field("  ", "as_of", c.AsOf.String())
	d.field("  ", "data", jsonSpan{c.First.String(), c.Last.String()})
	d.field("  ", "period", jsonPeriodOf(c.Period))
	d.field("  ", "previous", jsonPeriodOf(c.Previous))
	d.field("  ", "year_ago", jsonPeriodOf(c.YearAgo))
	d.field("  ", "window", jsonPeriodOf(c.Window))
	jsonList(d, "  ", "inputs", r.Inputs, func(i sales.Input) { d.value(jsonInputOf(i)) })
	jsonList(d, "  ", "checks", r.Checks, func(c metrics.Check) {
		d.value(jsonCheck{c.Section, c.Column, string(c.Scope), json.Number(sales.Money(c.Total).Number())})
	})
	jsonList(d, "  ", "thresholds", r.Outcomes, func(o metrics.Outcome) {
		d.value(jsonThreshold{o.Name, o.When.String(), string(o.Level), o.Owner, string(o.State), o.Text, o.When.Section})
	})
	d.name("  ", "sections")
	d.print("[")
	for i := range r.Sections {
		d.separate(i, "")
		d.section(&r.Sections[i])
	}
	d.print("]\n}\n")
}

func (d *jsonDraft) section(s *metrics.Section) {
	const in = "    "
	d.print("{\n")
	d.field(in, "name", s.Name)
	d.field(in, "title", s.Title)
	d.field(in, "chapter", s.Chapter)
	d.field(in, "question", s.Question)
	d.field(in, "lead", s.Lead)
	d.field(in, "scope", s.Scope)
	jsonList(d, in, "notes", s.Notes, func(n string) { d.value(n) })
	jsonList(d, in, "findings", s.Findings, func(f metrics.Finding) {
		d.value(jsonFinding{string(f.Role), f.Text, json.Number(f.Weight.Number())})
	})
	d.name(in, "table")
	d.print("{\n")
	jsonList(d, in, "columns", s.Table.Columns, func(c metrics.Column) { d.value(jsonColumn{c.Key, c.Title, jsonUnit(c.Unit)}) })
	d.name(in, "rows")
	d.print("[")
	for i, row := range s.Table.Rows {
		d.separate(i, in)
		d.row(row)
	}
	d.print("]},\n")
	jsonList(d, in, "charts", s.Charts, func(c metrics.Chart) { d.value(jsonChartOf(c)) })
	d.field(in, "definition", s.Definition)
	d.name(in, "sql")
	d.value(s.SQL)
	d.print("}")
}

// jsonUnit is the unit of a column as the schema knows it: words are texts to a program.
func jsonUnit(u metrics.Unit) string {
	if u == metrics.Word {
		u = metrics.Text
	}
	return string(u)
}

// row writes the cells of one row on one line.
func (d *jsonDraft) row(cells []metrics.Cell) {
	b := append(d.buf[:0], '[')
	for i, c := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendJSON(b, c); err != nil {
			d.fail(err)
			return
		}
	}
	d.buf = append(b, ']')
	_, err := d.w.Write(d.buf)
	d.fail(err)
}

// appendJSON appends the cell as a JSON value.
func appendJSON(b []byte, cell metrics.Cell) ([]byte, error) {
	switch v := cell.(type) {
	case nil:
		return append(b, "null"...), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case sales.Money:
		return append(b, v.Number()...), nil
	case sales.Quantity:
		return append(b, v.String()...), nil
	case sales.Day:
		return append(append(append(b, '"'), v.String()...), '"'), nil
	case float64:
		if v == 0 {
			v = 0 // not -0
		}
		return strconv.AppendFloat(b, v, 'f', -1, 64), nil
	case string:
		text, err := json.Marshal(v)
		return append(b, text...), err
	default:
		return b, fmt.Errorf("a cell holds a %T, which no output can print; this is a defect of xsell, please report it", v)
	}
}

// jsonList writes a list under a name, an element a line, and a comma after it.
func jsonList[T any](d *jsonDraft, in, name string, list []T, element func(T)) {
	d.name(in, name)
	d.print("[")
	for i, v := range list {
		d.separate(i, in)
		element(v)
	}
	d.print("],\n")
}

func (d *jsonDraft) field(in, name string, v any) {
	d.name(in, name)
	d.value(v)
	d.print(",\n")
}

func (d *jsonDraft) separate(i int, in string) {
	if i > 0 {
		d.print(",")
	}
	d.print("\n")
	d.print(in)
	d.print("  ")
}

func (d *jsonDraft) name(in, name string) { d.print(in + strconv.Quote(name) + ": ") }

func (d *jsonDraft) value(v any) {
	text, err := json.Marshal(v)
	d.fail(err)
	_, err = d.w.Write(text)
	d.fail(err)
}

func (d *jsonDraft) print(s string) {
	_, err := d.w.WriteString(s)
	d.fail(err)
}

func (d *jsonDraft) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}
