package ingest

import (
	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// profile is what the cells of a column hold, counted over the sample.
type profile struct {
	filled   int
	gaps     int // rows without a value
	dates    int // date cells, and texts that are dates by their look
	serials  int // numbers that can be a date: 45234, 20260403
	numbers  int
	integers int
	rates    int // numbers from 0 to 1
	percents int // texts with a per cent sign and cells so formatted
	distinct map[string]int
	least    int64
	most     int64
	first    []string // the first three different values
	date1904 bool
}

func profileColumn(rows []rawRow, column int, date1904 bool) *profile {
	p := &profile{distinct: map[string]int{}, date1904: date1904}
	for _, r := range rows {
		if column < len(r.cells) && r.cells[column].Kind != sheet.Empty {
			p.count(r.cells[column])
		} else {
			p.gaps++
		}
	}
	return p
}

func (p *profile) count(c sheet.Cell) {
	text := canonicalKey(clean(c.Text))
	if isMissing(text) || c.Kind == sheet.Error {
		return
	}
	p.filled++
	if p.distinct[text]++; p.distinct[text] == 1 && len(p.first) < 3 {
		p.first = append(p.first, shown(c, p.date1904))
	}
	if c.Kind == sheet.Date {
		p.dates++
		return
	}
	n, isNumber := parseNumber(c.Text, '.')
	if isNumber {
		p.countNumber(n, c)
	}
	if isNumber && looksLikeDay(n.value) {
		p.serials++
	} else if _, _, ok := parseDate(c.Text, dayFirst); ok && (!isNumber || n.reading == plainNumber) && len(c.Text) > 5 {
		p.dates++
	}
}

func (p *profile) countNumber(n number, c sheet.Cell) {
	if p.numbers == 0 || n.value < p.least {
		p.least = n.value
	}
	if p.numbers == 0 || n.value > p.most {
		p.most = n.value
	}
	p.numbers++
	if n.value%sales.Scale == 0 {
		p.integers++
	}
	if n.value >= 0 && n.value <= sales.Scale {
		p.rates++
	}
	if n.percent || c.Hint == sheet.Percent {
		p.percents++
	}
}

// looksLikeDay tells whether a number can be a day of this or the last generation: a
// serial from 1982 to 2064 or digits such as 20260403.
func looksLikeDay(n int64) bool {
	v := n / sales.Scale
	return v >= 30_000 && v < 60_000 || v >= 19_800_101 && v <= 20_991_231 && n%sales.Scale == 0
}

// isDate, isNumber and isText tell what most of the column holds.
func (p *profile) isDate() bool { return p.filled > 0 && 10*p.dates >= 9*p.filled }

func (p *profile) isNumber() bool { return p.filled > 0 && 10*p.numbers >= 9*p.filled && !p.isDate() }

func (p *profile) isText() bool { return p.filled > 0 && 2*(p.numbers+p.dates) < p.filled }

// isUnique tells whether the column can be a key.
func (p *profile) isUnique() bool { return p.filled > 0 && 100*len(p.distinct) >= 98*p.filled }

// fits tells whether the content of the column can be what its name says; a column
// may be dirty, and its bad cells are reported one by one.
func (p *profile) fits(k sales.Kind) bool {
	switch {
	case p.filled == 0:
		return true
	case k == sales.Date:
		return 10*(p.dates+p.serials) >= p.filled
	case k != sales.Text:
		return 3*p.numbers >= p.filled
	}
	return true
}

// isRate tells whether a discount or margin is given as a part of one, not as money.
func (p *profile) isRate() bool {
	return p.percents*2 > p.filled || p.rates == p.numbers && p.most > 0 && p.integers < p.numbers
}

// isWholePercent tells whether rates are written as 12 for 12 %.
func (p *profile) isWholePercent(k sales.Kind) bool {
	return k == sales.Rate && p.percents*2 <= p.filled && p.most > sales.Scale
}

// form says in a word how the column is written.
func (p *profile) form() string {
	switch {
	case p.filled == 0:
		return "empty"
	case p.isDate():
		return "date"
	case p.isNumber() && p.percents*2 > p.filled:
		return "percent"
	case p.isNumber():
		return "number"
	case p.numbers*20 > p.filled:
		return "text and numbers"
	}
	return "text"
}

// kindOf is the kind of a field of a relation, or of what one is worked out from.
func kindOf(r sales.Relation, f sales.Field) sales.Kind {
	for _, c := range r.Columns() {
		if c.Field == f {
			return c.Kind
		}
	}
	switch f {
	case priceField, unitCost, profitField:
		return sales.Amount
	case marginField, discountRate:
		return sales.Rate
	case yearField, quarterField, monthField:
		return sales.Whole
	}
	return sales.Text
}
