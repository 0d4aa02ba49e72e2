package ingest

import (
	"strings"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// isTotal tells whether a row without a date adds up others: its first text that is
// no number is "Total", "Summe", "Итого" or begins with such a word.
func isTotal(cells []sheet.Cell) bool {
	for _, c := range cells {
		if isName(c) {
			return saysTotal(clean(c.Text))
		}
	}
	return false
}

func saysTotal(s string) bool {
	s = strings.Trim(fold(s), " :=-.")
	if totalWords()[s] {
		return true
	}
	first, _, more := strings.Cut(s, " ")
	return more && totalWords()[strings.Trim(first, ":")] && len(s) < 40
}

// isNote tells whether a row is no line at all: a repeated header, or a remark with
// nothing in the columns of date and money.
func (c *lineConverter) isNote(cells []sheet.Cell, a amounts) bool {
	if a.hasRevenue || a.hasQuantity || a.bad != nil && !c.s.isHeaderAgain(cells) {
		return false
	}
	return c.s.isHeaderAgain(cells) || filled(rawRow{cells: cells}) <= 1 && (c.date.column >= len(cells) || cells[c.date.column].Kind == sheet.Empty)
}

func (s *Sheet) isHeaderAgain(cells []sheet.Cell) bool {
	same := 0
	for i, c := range cells {
		if c.Kind == sheet.Empty {
			continue
		}
		if i >= len(s.Columns) || clean(c.Text) != s.Columns[i].Header {
			return false
		}
		same++
	}
	return same > 1
}

// setTotalAside leaves a total row out and holds what it claims against the lines
// above it: all of them, or those since the total row before.
func (r *lineReader) setTotalAside(row int, claim sales.Totals) error {
	all := r.totals.Read
	all.Revenue -= r.totals.SetAside.Revenue
	since := r.since
	r.since = sales.Totals{}
	if err := r.drop(claim); err != nil {
		return err
	}
	if claim.Revenue == 0 || agrees(claim.Revenue, all) || agrees(claim.Revenue, since) {
		return nil
	}
	return r.problems.add(sales.Problem{Row: row, Kind: kindTotal, Revenue: claim.Revenue - all.Revenue,
		Message: phrases.Note("the total row says %s, the lines above add up to %s", claim.Revenue, all.Revenue)})
}

// agrees allows the claim to be rounded to the cent, and the lines to have been
// rounded to 1/10 000 each.
func agrees(claim sales.Money, t sales.Totals) bool {
	off := claim - t.Revenue
	if off < 0 {
		off = -off
	}
	return off <= 50+sales.Money(t.Lines/2)
}
