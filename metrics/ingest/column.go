package ingest

import (
	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// habits are what is known of how a column writes numbers and dates, and the counts
// of what was seen so far.
type habits struct {
	decimal byte      // '.' or ','; 0 until it is needed and decided
	order   dateOrder // unknown until it is needed and decided
	fixed   bool      // the order is configured: what reads only the other way is no date
	signs   [4]int64  // texts by signReading
	orders  [4]int64  // texts by orderReading
}

// columnHabits are the habits of the columns of a sheet.
type columnHabits []habits

func newColumnHabits(columns int, c Config) columnHabits {
	h := make(columnHabits, columns)
	for i := range h {
		h[i] = habits{decimal: c.decimal(), order: c.order(), fixed: c.DateOrder != ""}
	}
	return h
}

// learn takes over what is decided, and leaves the counts as they are.
func (h columnHabits) learn(from columnHabits) {
	for i := range h {
		h[i].decimal, h[i].order = from[i].decimal, from[i].order
	}
}

// count adds what was seen elsewhere.
func (h columnHabits) count(seen columnHabits) {
	for i := range h {
		for j := range h[i].signs {
			h[i].signs[j] += seen[i].signs[j]
			h[i].orders[j] += seen[i].orders[j]
		}
	}
}

// state is how reading a cell went.
type state uint8

const (
	missing state = iota
	readable
	unreadable
	undecided // reads both ways, and the column has not been surveyed
)

// numberColumn reads the numbers of a column.
type numberColumn struct {
	column int
	habits *habits
	whole  bool // percentages are written 12 for 0.12
	finer  int  // decimal places beyond four
}

func (c *numberColumn) read(cells []sheet.Cell) (int64, state) {
	if c == nil || c.column >= len(cells) {
		return 0, missing
	}
	cell := cells[c.column]
	switch cell.Kind {
	case sheet.Empty:
		return 0, missing
	case sheet.Number, sheet.Duration, sheet.Time:
		n, ok := c.parse(cell.Text, '.')
		return c.scaled(n, ok)
	case sheet.Text:
		return c.readText(cell.Text)
	}
	return 0, unreadable
}

// peek reads a cell without counting it and before the column is surveyed.
func (c *numberColumn) peek(cells []sheet.Cell) (int64, state) {
	h := *c.habits
	if h.decimal == 0 {
		h.decimal = '.'
	}
	return (&numberColumn{c.column, &h, c.whole, c.finer}).read(cells)
}

func (c *numberColumn) readText(text []byte) (int64, state) {
	n, ok := c.parse(text, c.habits.decimal)
	if !ok {
		if isMissing(string(trimmed(text))) {
			return 0, missing
		}
		return 0, unreadable
	}
	if n.reading == eitherDecimal && c.habits.decimal == 0 {
		return 0, undecided
	}
	c.habits.signs[n.reading]++
	return c.scaled(n, true)
}

func (c *numberColumn) parse(text []byte, decimal byte) (number, bool) {
	if c.finer > 0 {
		return parseFiner(text, decimal, c.finer)
	}
	return parseNumber(text, decimal)
}

func (c *numberColumn) scaled(n number, ok bool) (int64, state) {
	if !ok {
		return 0, unreadable
	}
	if c.whole && !n.percent {
		return roundDiv(n.value, 100), readable
	}
	return n.value, readable
}

// dateColumn reads the days of a column.
type dateColumn struct {
	column   int
	habits   *habits
	date1904 bool
	known    map[string]knownDate // texts that come again
}

type knownDate struct {
	day     sales.Day
	reading orderReading
	ok      bool
}

// maxKnownDates bounds the memory for date texts.
const maxKnownDates = 1 << 14

func (c *dateColumn) read(cells []sheet.Cell) (sales.Day, state) {
	if c == nil || c.column >= len(cells) {
		return 0, missing
	}
	cell := cells[c.column]
	switch cell.Kind {
	case sheet.Empty:
		return 0, missing
	case sheet.Date, sheet.Number:
		return c.readNumber(cell)
	case sheet.Text:
		return c.readText(cell.Text)
	}
	return 0, unreadable
}

func (c *dateColumn) readNumber(cell sheet.Cell) (sales.Day, state) {
	serial, ok := cell.Float()
	if !ok {
		return 0, unreadable
	}
	if n := int(serial); serial == float64(n) && n >= 19000101 && n <= 21001231 {
		day, ok := civil(n/10_000, n/100%100, n%100)
		return stateOf(day, ok)
	}
	day, ok := serialDay(serial, c.date1904)
	return stateOf(day, ok)
}

func stateOf(day sales.Day, ok bool) (sales.Day, state) {
	if !ok {
		return 0, unreadable
	}
	return day, readable
}

func (c *dateColumn) readText(text []byte) (sales.Day, state) {
	if day, ok := parseISODate(text); ok {
		return day, readable
	}
	k, seen := c.known[string(text)]
	if !seen {
		k.day, k.reading, k.ok = parseDate(text, c.habits.order)
		if k.reading == eitherOrder && c.habits.order == unknownOrder {
			return 0, undecided
		}
		if len(c.known) < maxKnownDates {
			c.known[string(text)] = k
		}
	}
	if !k.ok {
		if isMissing(string(trimmed(text))) {
			return 0, missing
		}
		return 0, unreadable
	}
	c.habits.orders[k.reading]++
	if c.habits.fixed && (k.reading == onlyDayFirst && c.habits.order == monthFirst || k.reading == onlyMonthFirst && c.habits.order == dayFirst) {
		return 0, unreadable
	}
	return k.day, readable
}

// roundDiv divides and rounds half away from zero.
func roundDiv(a, b int64) int64 {
	if (a < 0) != (b < 0) {
		return (a - b/2) / b
	}
	return (a + b/2) / b
}
