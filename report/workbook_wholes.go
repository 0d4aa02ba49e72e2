package report

import (
	"fmt"
	"strings"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// wholeColumn is the column of the sums of the lines.
const wholeColumn = 5

// wholes writes what the lines add up to, a row for each sum that sections are compared with:
// formulas over the sheet of the lines, where there is one.
func (p *checksPage) wholes(r *metrics.Report) {
	first := true
	eachClaim(r, func(_ *metrics.Section, claim metrics.Claim, c metrics.Check) {
		w := whole{claim.Of, claim.Scope}
		if p.totals[w] > 0 {
			return
		}
		if first {
			first = false
			p.row++
			p.heads(4, p.book.say("Total of the lines"), p.book.say("Measure"), p.book.say("Lines"), "", p.book.say("Total"), "", "", "", "", p.book.say("Formula"))
		}
		p.totals[w] = p.row
		texts := p.book.style(look{rule: true})
		for i, text := range []string{p.book.say("Lines"), p.book.say(dataLooks[sales.Field(claim.Of)].title), p.book.scopeText(claim.Scope), ""} {
			p.set(i+1, p.row, gridCell{style: texts, value: text})
		}
		formula := p.book.lineSum(claim.Of, claim.Scope)
		p.set(wholeColumn, p.row, gridCell{style: p.book.style(look{format: "#,##0.00##", rule: true, right: true}),
			value: sales.Money(c.Total).Float(), formula: formula})
		for col := wholeColumn + 1; col < checkColumns; col++ {
			p.set(col, p.row, gridCell{style: texts, value: ""})
		}
		if formula != "" {
			p.how(formula)
		}
		p.row++
	})
}

// lineSum is the formula that adds up a measure over the lines of a scope; empty where they are not
// listed, or where their sheet does not tell the scope.
func (b *book) lineSum(of metrics.Measure, scope metrics.Scope) string {
	values := b.dataColumn(sales.Field(of))
	criteria, ok := b.scopeCriteria(scope)
	switch {
	case values == "" || !ok:
		return ""
	case len(criteria) == 0:
		return "SUM(" + values + ")"
	}
	return "SUMIFS(" + values + "," + strings.Join(criteria, ",") + ")"
}

// scopeCriteria are ranges and conditions of a formula that pick the lines of a scope.
func (b *book) scopeCriteria(scope metrics.Scope) (criteria []string, ok bool) {
	days := b.dataColumn(sales.DayField)
	within := func(p sales.Period) []string {
		return []string{days, `">="&` + dateFormula(p.Start), days, `"<="&` + dateFormula(p.End)}
	}
	c := b.report.Calendar
	switch scope {
	case metrics.AllLines:
		return nil, true
	case metrics.InWindow:
		return within(c.Window), true
	case metrics.InPeriod:
		return within(c.Period), true
	case metrics.InPrevious:
		return within(c.Previous), true
	case metrics.InYearAgo:
		return within(c.YearAgo), true
	case metrics.KnownBuyers:
		return append(within(c.Window), b.dataColumn(sales.Customer), `"<>`+strings.ReplaceAll(b.say(phrases.Key(sales.Unknown)), `"`, `""`)+`"`), true
	case metrics.Listed:
		list, discount := b.dataColumn(sales.List), b.dataColumn(sales.Discount)
		return append(within(c.Window), list, `"<>"`, discount, `"<>"`), list != "" && discount != ""
	}
	if last, found := strings.CutPrefix(string(scope), "day <= DATE "); found {
		day, err := sales.ParseDay(strings.Trim(last, "'"))
		return []string{days, `"<="&` + dateFormula(day)}, err == nil
	}
	return nil, false
}

// dateFormula is a day in a formula.
func dateFormula(d sales.Day) string {
	t := d.Time()
	return fmt.Sprintf("DATE(%d,%d,%d)", t.Year(), t.Month(), t.Day())
}
