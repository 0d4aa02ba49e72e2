package report

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// table is a table as the page shows it. Its rows are written here and not by the
// template: a page has some hundred thousand cells.
type table struct {
	Caption string
	Heads   []head
	Rows    template.HTML
	Narrow  bool   // few columns of short texts, which would stand too far apart
	Stacked bool   // of sentences: a phone shows each row as a card
	Short   bool   // no longer than what is shown at first: it needs no scrolling of its own
	First   int    // rows shown until the reader unfolds it
	Note    string // how many rows were left out, and where they are
	Paper   paper
}

// head is the title of a column; Key tells script what its names are of.
type head struct{ Title, Class, Key string }

// named are the columns whose names the reader can look for, by what they are of.
var named = map[string]string{
	"area": "area", "area_a": "area", "area_b": "area", "audience": "audience", "product": "product", "product_name": "product",
	"a_name": "product", "b_name": "product", "type": "type", "customer": "customer", "customer_name": "customer", "seller": "seller",
	"partner": "partner", "programme": "programme", "item": "item",
}

// A table with many columns shows fewer rows than the options allow: a page is to stay
// small enough for a mail.
const (
	mostCells = 2000
	leastRows = 40
)

// sentenceLength is the length from which the texts of a column are sentences.
const sentenceLength = 72

// newTable prints the first rows of the table of a section, which the workbook holds on
// a sheet of its own.
func newTable(s *metrics.Section, sheet string, o HTMLOptions, link func(string) template.HTML) table {
	t := table{Caption: visible(s.Title), First: o.Folded}
	rows := shownRows(s)
	all := len(rows)
	if most := min(o.Rows, max(leastRows, mostCells/max(1, len(s.Table.Columns)))); len(rows) > most {
		t.Note = moreRows(s.Phrases, len(rows)-most, sheet)
		rows = rows[:most]
	}
	t.Short = len(rows) <= o.Folded
	columns := make([]printer, len(s.Table.Columns))
	barred := barColumn(s)
	sentences := 0
	for i, c := range s.Table.Columns {
		columns[i] = newPrinter(s, i, rows, i == barred)
		if c.Key == "section" {
			columns[i].link = link
		}
		if columns[i].long {
			sentences++
		}
		// The name of a week stays on one line.
		t.Heads = append(t.Heads, head{strings.ReplaceAll(prose(c.Title), "-W", "\u2011W"), columns[i].headClass(), named[c.Key]})
		columns[i].measureHead(t.Heads[i].Title)
	}
	t.Narrow, t.Stacked = len(columns) <= 4 && sentences == 0, (sentences >= 2 || sentences == 1 && len(columns) <= 3) && t.Note == ""
	for i := range columns {
		columns[i].line = textOnPaper(columns[i].long, sentences)
		if t.Stacked {
			columns[i].title = t.Heads[i].Title
		}
	}
	lines := make([]strings.Builder, len(rows))
	for n, row := range rows {
		for i, cell := range row {
			columns[i].write(&lines[n], n, cell)
		}
	}
	t.Paper = onPaper(columns, sheet, s.Phrases)
	t.Paper.Cut = cutOnPaper(s, sheet, min(o.Folded, len(rows)), all)
	var b strings.Builder
	for n := range lines {
		switch {
		case t.Paper.leavesBare(rows[n], columns):
			b.WriteString("<tr class=bare>")
		case t.Paper.Cut != "" && n >= o.Folded:
			b.WriteString("<tr class=rest>")
		default:
			b.WriteString("<tr>")
		}
		b.WriteString(lines[n].String())
	}
	t.Rows = template.HTML(b.String())
	return t
}

// moreRows says where the rows are that the page does not show.
func moreRows(words *phrases.Phrases, n int, sheet string) string {
	return words.Say("%d more {1|row is|rows are} in the workbook, sheet %s.", n, sheet)
}

// barColumn is the column that carries bars in its cells: the first amount of the
// first chart that is no curve, else the first amount of the table. A table that begins
// with a bridge has none: its rows are parts of changes, not sizes to compare.
func barColumn(s *metrics.Section) int {
	for _, c := range s.Charts {
		if c.Kind == metrics.Bridge {
			return -1
		}
		for _, y := range c.Y {
			if i := s.Table.Index(y); i >= 0 && s.Table.Columns[i].Unit == metrics.Money && c.Kind != metrics.Whale {
				return i
			}
		}
	}
	for i, c := range s.Table.Columns {
		if c.Unit == metrics.Money {
			return i
		}
	}
	return -1
}

// printer writes the cells of one column.
type printer struct {
	column metrics.Column
	style  style
	units  []metrics.Cell // the unit of each row, in a column of mixed units
	most   float64        // the value of a full bar; 0 for a column without bars

	link  func(section string) template.HTML // for a column that names sections
	title string                             // that each cell says, since a card has no head

	line           int  // characters of a text that stand on one line of paper at least
	least, longest int  // characters of its widest cell on paper: with texts broken, and as it is
	long           bool // texts of several lines, which a line would cut
	hidden         bool // blank throughout, or of use to a program only: there, but not shown
}

func newPrinter(s *metrics.Section, i int, rows [][]metrics.Cell, bars bool) printer {
	t := s.Table
	p := printer{column: t.Columns[i], hidden: isTechnical(t.Columns[i]) || isNamed(t, i)}
	cells := make([]metrics.Cell, len(rows))
	unit := t.Index("unit")
	for n, row := range rows {
		cells[n] = row[i]
		if p.column.Unit == metrics.Mixed && unit >= 0 {
			p.units = append(p.units, row[unit])
		}
	}
	p.long = p.column.Unit == metrics.Text && slices.ContainsFunc(cells, func(c metrics.Cell) bool {
		s, _ := c.(string)
		return len(s) > sentenceLength && strings.Contains(s, " ")
	})
	blank := !slices.ContainsFunc(cells, func(c metrics.Cell) bool { return c != nil })
	p.hidden = p.hidden || blank && len(rows) > 0
	p.style = styleOf(p.column, cells).in(s.Phrases)
	if bars && len(rows) > 1 {
		p.most = largest(cells)
	}
	return p
}

// headClass is the class of the head. Numbers are narrow: a long title makes their column wider,
// or it would stand on many lines.
func (p printer) headClass() string {
	class := p.class(nil, "")
	switch n := utf8.RuneCountInString(p.column.Title); {
	case class != "" || n < longTitle:
		return class
	case n < longestTitle:
		return "l"
	}
	return "ll"
}

// The lengths from which the title of a column of numbers is long and very long: so wide
// are their columns that few stand on more than three lines.
const (
	longTitle    = 14
	longestTitle = 25
)

// shownRows are the rows without the steps of curves, which a chart shows and the workbook
// holds: those of the kind that is drawn, as "curve", and of others of it, as "curve of all".
func shownRows(s *metrics.Section) [][]metrics.Cell {
	rows := s.Table.Rows
	for _, c := range s.Charts {
		if at := s.Table.Index(c.Where); c.Kind == metrics.Steps && at >= 0 {
			rows = slices.DeleteFunc(slices.Clone(rows), func(row []metrics.Cell) bool {
				kind, _ := row[at].(string)
				return strings.HasPrefix(kind, c.Is)
			})
		}
	}
	return rows
}

// isTechnical reports whether a column only steers how others are read or drawn.
func isTechnical(c metrics.Column) bool {
	return c.Key == "unit" || c.Key == "kpi" || c.Key == "in_chart" || strings.HasPrefix(c.Key, "curve_")
}

// isNamed reports whether a column holds keys whose names stand in a column of their own.
func isNamed(t metrics.Table, i int) bool {
	switch t.Columns[i].Key {
	case "item":
		return t.Index("item_name") >= 0
	case "step":
		return t.Index("name") >= 0
	}
	return false
}

func (p *printer) write(b *strings.Builder, n int, cell metrics.Cell) {
	text := p.print(n, cell)
	if p.long {
		text = prose(text)
	}
	p.measure(text)
	b.WriteString("<td")
	if class := p.class(cell, text); class != "" {
		b.WriteString(" class=" + class)
	}
	if p.title != "" && !p.hidden {
		b.WriteString(` data-title="` + html.EscapeString(p.title) + `"`)
	}
	b.WriteString(">")
	if p.link != nil {
		if link := p.link(text); link != "" {
			b.WriteString(string(link))
			return
		}
	}
	b.WriteString(html.EscapeString(text))
}

func (p printer) print(n int, cell metrics.Cell) string {
	if p.units == nil {
		return p.style.print(cell)
	}
	unit, _ := p.units[n].(string)
	column := p.column
	column.Unit = mixedUnit(metrics.Unit(unit), p.column)
	s := styleOf(column, []metrics.Cell{cell}).in(p.style.words)
	s.signed = isChange(p.column)
	return s.print(cell)
}

// class says how a cell looks: text flush left, changes in the colours of up and down,
// bars in twenty steps. A plain number has no class, since a page has so many.
func (p printer) class(cell metrics.Cell, text string) string {
	v, ok := number(cell)
	switch {
	case p.hidden:
		return "tech"
	case p.long:
		return "w"
	case !isNumeric(p.column):
		return "t"
	case !ok:
		return ""
	case strings.HasPrefix(text, "+"):
		return "up"
	case isChange(p.column) && strings.HasPrefix(text, "−"):
		return "down"
	case p.most > 0 && v < 0:
		return fmt.Sprintf("m%d", steps20(-v/p.most))
	case p.most > 0:
		return fmt.Sprintf("b%d", steps20(v/p.most))
	}
	return ""
}

func steps20(part float64) int { return int(math.Round(20 * min(part, 1))) }
