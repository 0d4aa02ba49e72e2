package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// checksPage is the sheet of the control totals while it is laid out.
type checksPage struct {
	*grid
	book   *book
	row    int
	totals map[whole]int // row of what the lines add up to
}

// whole is a sum over some of the lines.
type whole struct {
	of    metrics.Measure
	scope metrics.Scope
}

// okFormat prints a difference, or OK where there is none.
const okFormat = `+#,##0.00##;-#,##0.00##;"OK"`

// checks writes three tables: that every line read is accounted for, what the lines add up
// to, and that the sections add up to the same. Differences and sums are formulas over the cells
// beside them, over the sheet of the lines and over those of the sections.
func (b *book) checks() error {
	p := &checksPage{grid: newGrid(), book: b, row: 1, totals: map[whole]int{}}
	for i, w := range []float64{34, 24, 22, 24, 20, 20, 20, 20, 14, formulaWidth} {
		p.width(i+1, w)
	}
	p.set(1, 1, gridCell{style: b.style(titleLook), value: b.sheets.checks})
	p.heights[1] = 26
	lead := b.say("Every line that was read is used, refused, set aside, deducted or converted, and the sections add up to the lines. A difference of one unit would have stopped the report.")
	p.set(1, 2, gridCell{style: b.style(leadLook), value: lead})
	p.merge(2, 9, lead, 16.5)
	p.set(1, 3, gridCell{style: b.style(linkLook), value: b.say("← Contents")})
	p.links = append(p.links, cellLink{"A3", quoteSheet(b.sheets.cover) + "!A1", b.say("Back to the contents")})
	p.row = 5
	p.sources(b.report.Sources)
	p.wholes(b.report)
	p.sections(b.report)
	p.print = []string{"$A$1:" + absolute(checkColumns, p.row, p.row)}
	return b.put(b.sheets.checks, p.grid)
}

// The columns of the tables: differences stand below each other, and their formulas as text behind them.
const (
	differenceColumn = 9
	checkColumns     = 10
	formulaWidth     = 80
)

// measures are what is counted of each source.
var measures = []struct {
	name   phrases.Key
	format string
	column sales.Field // of the lines
	of     func(sales.Totals) float64
}{
	{"Lines", "#,##0", "", func(t sales.Totals) float64 { return float64(t.Lines) }},
	{"Quantity", "#,##0.00##", sales.QuantityOf, func(t sales.Totals) float64 { return t.Quantity.Float() }},
	{"Revenue", "#,##0.00##", sales.Revenue, func(t sales.Totals) float64 { return t.Revenue.Float() }},
	{"Cost", "#,##0.00##", sales.Cost, func(t sales.Totals) float64 { return t.Cost.Float() }},
}

func (p *checksPage) sources(sources []sales.Source) {
	if len(sources) == 0 {
		return
	}
	p.heads(2, p.book.say("Source"), p.book.say("Measure"), p.book.say("Read"), p.book.say("Used"), p.book.say("Refused"), p.book.say("Set aside"), p.book.say("Deducted"), p.book.say("Converted"), p.book.say("Difference"), p.book.say("Formula of the difference"))
	first := p.row
	var total sales.Source
	for _, s := range sources {
		p.source(s, func(part int, column sales.Field, value float64) gridCell {
			if part == usedPart {
				return gridCell{value: value, formula: p.usedFormula(s, column)}
			}
			return gridCell{value: value}
		})
		total.Read, total.Used = total.Read.Add(s.Read), total.Used.Add(s.Used)
		total.Refused, total.SetAside = total.Refused.Add(s.Refused), total.SetAside.Add(s.SetAside)
		total.Deducted, total.Converted = total.Deducted.Add(s.Deducted), total.Converted.Add(s.Converted)
	}
	last := p.row - 1
	total.Name = p.book.say("Total")
	p.source(total, func(part int, _ sales.Field, value float64) gridCell {
		measure, column := absolute(2, first, last), absolute(3+part, first, last)
		return gridCell{value: value, formula: fmt.Sprintf("SUMIF(%s,%s,%s)", measure, cellName(2, p.row), column)}
	})
	p.row++
}

// usedPart is the place of what was used among the parts of a source.
const usedPart = 1

// usedFormula adds up what was used of a source; empty where the lines are not listed or do not tell:
// a cost may be of another sheet than theirs.
func (p *checksPage) usedFormula(s sales.Source, column sales.Field) string {
	names := p.book.dataColumn(sales.SourceField)
	switch values := p.book.dataColumn(column); {
	case names == "", column == sales.Cost && s.JoinedCost != 0:
		return ""
	case column == "":
		formula := fmt.Sprintf("COUNTIFS(%s,%s", names, quoteText(s.Name))
		if back := p.book.dataColumn(sales.Deducted); back != "" {
			formula += "," + back + ",FALSE"
		}
		return formula + ")"
	case values == "":
		return ""
	default:
		return fmt.Sprintf("SUMIFS(%s,%s,%s)", values, names, quoteText(s.Name))
	}
}

// source writes the rows of a source; cell makes one of its six parts.
func (p *checksPage) source(s sales.Source, cell func(part int, column sales.Field, value float64) gridCell) {
	for _, m := range measures {
		p.set(1, p.row, gridCell{style: p.book.style(look{rule: true}), value: s.Name})
		p.set(2, p.row, gridCell{style: p.book.style(look{rule: true}), value: p.book.say(m.name)})
		format := p.book.style(look{format: m.format, rule: true, right: true})
		for part, t := range []sales.Totals{s.Read, s.Used, s.Refused, s.SetAside, s.Deducted, s.Converted} {
			c := cell(part, m.column, m.of(t))
			c.style = format
			p.set(3+part, p.row, c)
		}
		p.difference(fmt.Sprintf("ROUND(C%[1]d-D%[1]d-E%[1]d-F%[1]d-G%[1]d-H%[1]d,4)", p.row))
		p.row++
	}
}

// difference writes a formula that is nothing: Compute has proved it.
func (p *checksPage) difference(formula string) {
	style := p.book.style(look{format: okFormat, rule: true, right: true, bold: true, colour: upColour})
	p.set(differenceColumn, p.row, gridCell{style: style, formula: formula, value: 0.0})
	p.how(formula)
	cell := cellName(differenceColumn, p.row)
	id, err := p.book.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: downColour}})
	if err != nil && p.book.err == nil {
		p.book.err = err
	}
	p.shades = append(p.shades, shade{cell, []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: "!=", Value: "0", Format: &id}}})
}

// how shows a formula as text, for paper and for viewers that show values only.
func (p *checksPage) how(formula string) {
	p.set(checkColumns, p.row, gridCell{style: p.book.style(look{rule: true, colour: quietColour, left: true, wrap: true}), value: "=" + formula})
	p.heights[p.row] = 15 * float64(len(wrapText(formula, formulaWidth*9/10)))
}

// heads writes the heads of a table, of which the first so many are over texts.
func (p *checksPage) heads(texts int, names ...string) {
	for i, name := range names {
		p.set(i+1, p.row, gridCell{style: p.book.style(look{bold: true, fill: headColour, strong: true, right: i >= texts}), value: name})
	}
	p.heights[p.row] = 20
	p.row++
}

// sections writes a row for each claim of a section that was proved.
func (p *checksPage) sections(r *metrics.Report) {
	if len(r.Checks) == 0 {
		return
	}
	p.row++
	p.heads(4, p.book.say("Section"), p.book.say("Column"), p.book.say("Lines"), p.book.say("Rows"), p.book.say("Total of the lines"), p.book.say("Sum on the sheet"), "", "", p.book.say("Difference"), p.book.say("Formula of the sum"))
	eachClaim(r, func(s *metrics.Section, claim metrics.Claim, c metrics.Check) { p.claim(s, claim, c) })
}

// eachClaim visits the claims that were proved: checks stand in the order of their section's claims.
func eachClaim(r *metrics.Report, visit func(*metrics.Section, metrics.Claim, metrics.Check)) {
	next := map[string]int{}
	for _, c := range r.Checks {
		s := r.Find(c.Section)
		if s == nil {
			continue
		}
		i := next[c.Section]
		next[c.Section]++
		if i < len(s.Claims) && s.Claims[i].Column == c.Column {
			visit(s, s.Claims[i], c)
		}
	}
}

func (p *checksPage) claim(s *metrics.Section, claim metrics.Claim, c metrics.Check) {
	sheet, col := p.book.names[s.Name], s.Table.Index(claim.Column)
	formula, which := p.book.claimFormula(s, claim)
	texts := p.book.style(look{rule: true})
	amounts := p.book.style(look{format: "#,##0.00##", rule: true, right: true})
	p.set(1, p.row, gridCell{style: p.book.style(look{rule: true, link: true, colour: upColour}), value: sheet})
	p.links = append(p.links, cellLink{cellName(1, p.row), quoteSheet(sheet) + "!" + cellName(col+1, headerRow), p.book.say("To the column")})
	p.set(2, p.row, gridCell{style: texts, value: headings(s.Table.Columns)[col]})
	p.set(3, p.row, gridCell{style: texts, value: p.book.scopeText(c.Scope)})
	p.set(4, p.row, gridCell{style: texts, value: which})
	total := gridCell{style: amounts, value: sales.Money(c.Total).Float()}
	if row := p.totals[whole{claim.Of, claim.Scope}]; row > 0 {
		total.formula = absolute(wholeColumn, row, row)
	}
	p.set(5, p.row, total)
	p.set(6, p.row, gridCell{style: amounts, formula: formula, value: sumColumn(s.Table, claim).Float()})
	p.set(7, p.row, gridCell{style: texts, value: ""})
	p.set(8, p.row, gridCell{style: texts, value: ""})
	p.difference(fmt.Sprintf("ROUND(F%[1]d-E%[1]d,%[2]d)", p.row, exactTo(sales.Money(c.Total).Float())))
	p.how(formula)
	p.row++
}

// exactTo is the number of decimals to which a sum of many amounts can be compared: a
// spreadsheet has 15 digits and adds up in another order than this program.
func exactTo(total float64) int {
	if total > 1e7 || total < -1e7 {
		return 2
	}
	return 4
}

// claimFormula adds up the cells of a claim, and says which rows they are in.
func (b *book) claimFormula(s *metrics.Section, claim metrics.Claim) (formula, which string) {
	sheet, last := b.names[s.Name], headerRow+max(len(s.Table.Rows), 1)
	of := func(key string) string {
		return quoteSheet(sheet) + "!" + absolute(s.Table.Index(key)+1, firstRow, last)
	}
	var criteria, words []string
	for _, pick := range []metrics.Pick{{Column: claim.Where, Is: claim.Is}, claim.And} {
		if pick.Column == "" || s.Table.Index(pick.Column) < 0 {
			continue
		}
		word, _ := b.shown(s.Table.Columns[s.Table.Index(pick.Column)], pick.Is).(string)
		text := quoteText(word)
		if pick.Not {
			text, word = `"<>`+text[len(`"=`):], b.say("not %s", word)
		}
		criteria, words = append(criteria, of(pick.Column), text), append(words, word)
	}
	if len(criteria) == 0 {
		return "SUM(" + of(claim.Column) + ")", b.say("all")
	}
	return fmt.Sprintf("SUMIFS(%s,%s)", of(claim.Column), strings.Join(criteria, ",")), strings.Join(words, ", ")
}

// quoteText is a text in a formula, as a criterion that means the text and no pattern.
func quoteText(s string) string {
	s = strings.NewReplacer("~", "~~", "*", "~*", "?", "~?").Replace(s)
	return `"=` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// scopeText names the lines a claim is about.
func (b *book) scopeText(s metrics.Scope) string {
	scopes := map[metrics.Scope]phrases.Key{metrics.AllLines: "all lines", metrics.InWindow: "in the window", metrics.InPeriod: "in the period", metrics.InPrevious: "in the period before",
		metrics.InYearAgo: "a year ago", metrics.KnownBuyers: "of known customers", metrics.Listed: "with a list price"}
	if key, ok := scopes[s]; ok {
		return b.say(key)
	}
	if last, ok := strings.CutPrefix(string(s), "day <= DATE "); ok {
		if day, err := sales.ParseDay(strings.Trim(last, "'")); err == nil {
			return b.say("up to %s", b.report.Phrases.Date(day.Time()))
		}
	}
	return string(s)
}
