package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// moneyKind is what the money of an action is, as the reader is told.
type moneyKind = phrases.Key

const (
	moneyExpected moneyKind = "%s expected at least"
	moneyLost     moneyKind = "%s lost" // in the window
	moneyAtRisk   moneyKind = "%s of a year, at risk"
	moneyWasted   moneyKind = "%s lost at least" // by a programme, up to now
	moneyJoined   moneyKind = "%s for deals that it only joined"
	moneyUnproven moneyKind = "%s so far, unproven"
	moneyBeyond   moneyKind = "%s beyond what is expected, at least"
	moneyUntold   moneyKind = "%s sold under them, with nothing to tell what they brought"
	moneyLikely   moneyKind = "%s if they buy as their audience does, at least"
)

// isLoss reports whether the money went out.
func isLoss(k moneyKind) bool { return k == moneyLost || k == moneyWasted || k == moneyJoined }

// recipe makes an action of the rows of a section.
type recipe struct {
	section  string
	column   string // of the money
	kind     moneyKind
	thing    string // column that names what is offered
	sellers  bool   // its rows are about sellers, and not about customers
	most     int    // rows of one action
	named    bool   // the answer of the report names its people
	general  bool   // it fills the list up: it is over, or says how much and not why
	filler   bool   // it is taken only where there are fewer than three others: a test, not a gain
	rows     func(*actionFindings, *Section) [][]int
	who      func(*actionFindings, action) string // whom to ask; nil for the customers of its rows, or those to offer the thing to
	do       func(*actionFindings, action) string
	evidence func(*actionFindings, action) string
}

// wants reports whether the section found something to do.
func (s *Section) wants() bool {
	return slices.ContainsFunc(s.Findings, func(x Finding) bool { return x.Role == Do })
}

// asOffered is the row of each finding: the one that can be relied on and is worth as much.
func asOffered(column string) func(*actionFindings, *Section) [][]int {
	return func(_ *actionFindings, s *Section) (all [][]int) {
		for _, f := range s.Findings {
			row := slices.IndexFunc(s.Table.Rows, func(row []Cell) bool {
				return f.Role == Do && row[s.Table.Index(column)] == f.Weight && row[s.Table.Index("status")] == string(confirmed)
			})
			if row >= 0 {
				all = append(all, []int{row})
			}
		}
		return all
	}
}

// where are the rows with the texts below the columns and money of the sign, the largest
// first; none where the section found nothing to do.
func where(column string, sign sales.Money, texts map[string]string) func(*actionFindings, *Section) [][]int {
	return func(_ *actionFindings, s *Section) [][]int {
		if !s.wants() {
			return nil
		}
		var rows []int
		money := func(row int) sales.Money {
			m, _ := s.Table.Cell(row, column).(sales.Money)
			return sign * m
		}
		for row := range s.Table.Rows {
			fits := money(row) > 0 && s.Table.Cell(row, "customer") != other && s.Table.Cell(row, "product") != other
			for key, text := range texts {
				fits = fits && s.Table.Cell(row, key) == text
			}
			if fits {
				rows = append(rows, row)
			}
		}
		slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(money(b), money(a)) })
		return [][]int{rows}
	}
}

// eachOf makes an action of every row that fits.
func eachOf(fits func(f *actionFindings, a action, row int) bool) func(*actionFindings, *Section) [][]int {
	return func(f *actionFindings, s *Section) (all [][]int) {
		for row := range s.Table.Rows {
			if fits(f, action{of: s}, row) {
				all = append(all, []int{row})
			}
		}
		return all
	}
}

// saying is a message without arguments.
func saying(key phrases.Key) func(*actionFindings, action) string {
	return func(f *actionFindings, _ action) string { return f.o.say(key) }
}
