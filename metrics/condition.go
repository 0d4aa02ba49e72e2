package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics/lazy"
	"xsell/metrics/sales"
)

// Condition asks about the table of a section: whether a value crosses a limit, in any of
// the rows, or in how many rows a column says a word.
//
//	overview.margin < 18 %                         a measure of the overview, this period
//	data-quality.revenue_share > 1 %               any row
//	data-quality.lines[kind=refused] > 0           any row of those picked
//	pairs.status faded > 3                         the number of rows that say it
type Condition struct {
	Section, Column string
	Picks           []Pick // rows must fit all
	Counted         string // the word whose rows are counted; empty for a comparison of values
	Op              string // <, <=, > or >=
	Limit           Limit

	text  string
	known map[string]scale // the columns of the section
}

// String is the condition as it was written.
func (c Condition) String() string { return c.text }

// Limit is what a value is held against. A share is a ratio: 18 % is 0.18.
type Limit struct {
	Value float64
	scale scale
}

// ConditionError says what is wrong with a condition, and where in its text.
type ConditionError struct {
	At    int // bytes from the beginning
	Err   error
	Word  string   // what is not known, with the words that are; may be empty
	Known []string // what it can be
}

func (e *ConditionError) Error() string { return e.Err.Error() }

var (
	conditionForm = lazy.Regexp(`^\s*([\w-]+)\.(\w+)((?:\[[^\[\]]*\])*)\s*("[^"]*"|[^<>"\[\]]*?)\s*(<=|>=|<|>)\s*(\S.*?)\s*$`)
	pickForm      = lazy.Regexp(`\[\s*(\w+)\s*=\s*([^\[\]]*?)\s*\]`)
	numberForm    = lazy.Regexp(`^(-?[0-9]+(?:\.[0-9]+)?)\s*(%?)$`)
)

// ParseCondition reads a condition and holds it against the sections, indicators and columns
// there are; its errors are of the type ConditionError.
func ParseCondition(text string, own []Metric) (Condition, error) {
	m := conditionForm().FindStringSubmatchIndex(text)
	if m == nil {
		return Condition{}, &ConditionError{Err: fmt.Errorf("want a section, its column and a limit, as overview.margin < 18 %%")}
	}
	part := func(i int) string { return text[m[2*i]:m[2*i+1]] }
	c := Condition{Section: part(1), Column: part(2), Counted: strings.Trim(part(4), `"`), Op: part(5), text: strings.TrimSpace(text)}
	var names []string
	for _, m := range With(own) {
		names = append(names, m.Name)
	}
	if !slices.Contains(names, c.Section) {
		return c, &ConditionError{m[2], fmt.Errorf("unknown section %q", c.Section), c.Section, names}
	}
	c.known = columnsOf(c.Section, own)
	if err := c.knows(c.Column, m[4]); err != nil {
		return c, err
	}
	for _, p := range pickForm().FindAllStringSubmatchIndex(part(3), -1) {
		pick := Pick{Column: part(3)[p[2]:p[3]], Is: strings.Trim(part(3)[p[4]:p[5]], `"`)}
		if err := c.knows(pick.Column, m[6]+p[2]); err != nil {
			return c, err
		}
		c.Picks = append(c.Picks, pick)
	}
	if strings.Count(part(3), "[") != len(c.Picks) {
		return c, &ConditionError{At: m[6], Err: fmt.Errorf("want rows picked as [kind=refused]")}
	}
	limit, err := parseLimit(part(6), c.wanted())
	if err != nil {
		return c, &ConditionError{At: m[12], Err: err}
	}
	c.Limit = limit
	return c, nil
}

func (c Condition) knows(column string, at int) error {
	if _, known := c.known[columnName(column)]; known {
		return nil
	}
	return &ConditionError{at, fmt.Errorf("unknown column %q of the section %s", column, c.Section), column, slices.Sorted(maps.Keys(c.known))}
}

// wanted is what the limit of the condition has to be.
func (c Condition) wanted() scale {
	if c.Counted != "" {
		return scaleNumber
	}
	scale := c.known[columnName(c.Column)]
	for _, p := range c.Picks {
		if measure, ok := c.known[p.Is]; ok && p.Column == "kpi" && scale == scaleMixed {
			scale = measure
		}
	}
	return scale
}

// parseLimit reads "18 %", "3" or "2026-06-30", whichever the scale wants.
func parseLimit(text string, want scale) (Limit, error) {
	if want == scaleText {
		return Limit{}, fmt.Errorf("the column holds words; name the one to count before the sign, as pairs.status faded > 3")
	}
	if want == scaleDate {
		day, err := sales.ParseDay(text)
		if err != nil {
			return Limit{}, fmt.Errorf("%q is no limit of dates; want one as 2026-06-30", text)
		}
		return Limit{float64(day), scaleDate}, nil
	}
	m := numberForm().FindStringSubmatch(text)
	switch {
	case m == nil:
		return Limit{}, fmt.Errorf("%q is no limit; want a number as 3, 0.5 or 18 %%", text)
	case want == scaleShare && m[2] == "":
		return Limit{}, fmt.Errorf("the column holds shares; write the limit as %s %%", m[1])
	case want == scaleNumber && m[2] != "":
		return Limit{}, fmt.Errorf("the column holds no shares; write the limit without %%")
	}
	exponent, scale := "", scaleNumber
	if m[2] != "" {
		exponent, scale = "e-2", scaleShare // so that 0.1 % is the number nearest to 0.001
	}
	v, err := strconv.ParseFloat(m[1]+exponent, 64)
	return Limit{v, scale}, err
}

// crosses tells whether the value is on the side of the limit that is asked about.
func (c Condition) crosses(v float64) bool {
	switch c.Op {
	case "<":
		return v < c.Limit.Value
	case "<=":
		return v <= c.Limit.Value
	case ">":
		return v > c.Limit.Value
	}
	return v >= c.Limit.Value
}

// further tells whether a lies further on that side than b.
func (c Condition) further(a, b float64) bool {
	if c.Op == "<" || c.Op == "<=" {
		return a < b
	}
	return a > b
}
