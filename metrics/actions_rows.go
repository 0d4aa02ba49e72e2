package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// kind is what the money of an action is.
type moneyKind string

const (
	moneyExpected moneyKind = "expected"
	moneyLost     moneyKind = "lost"
	moneyAtRisk   moneyKind = "at risk"
)

// recipe makes an action of the rows of a section.
type recipe struct {
	section  string
	column   string // of the money
	kind     moneyKind
	thing    string // column that names what is offered
	most     int    // rows of one action
	named    bool   // the answer of the report names its people
	general  bool   // it says how much, and not why
	rows     func(*Section, Finding) []int
	do       func(Options, action) string
	evidence func(Options, action) string
}

// asOffered is the row of the finding: the one that can be relied on and is worth as much.
func asOffered(column string) func(*Section, Finding) []int {
	return func(s *Section, f Finding) []int {
		for row := range s.Table.Rows {
			if s.Table.Cell(row, column) == f.Weight && s.Table.Cell(row, "status") == string(confirmed) {
				return []int{row}
			}
		}
		return nil
	}
}

// where are the rows with the texts below the columns and money of the sign, the largest first.
func where(column string, sign sales.Money, texts map[string]string) func(*Section, Finding) []int {
	return func(s *Section, _ Finding) []int {
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
		return rows
	}
}

// saying is a message without arguments.
func saying(key phrases.Key) func(Options, action) string {
	return func(o Options, _ action) string { return o.say(key) }
}
