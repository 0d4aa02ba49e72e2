package ingest

import (
	"context"
	"strconv"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// survey reads the whole table once to decide how its columns write numbers and
// dates. It is run at the first cell that reads two ways and no sooner: most files
// have none, and then the table is read just once.
func survey(ctx context.Context, t *table, header int, numbers []*numberColumn, dates []*dateColumn) error {
	all := newReadings(len(numbers), len(dates))
	worker := func(context.Context) func(*job[readings]) error {
		return func(j *job[readings]) error {
			j.out = newReadings(len(numbers), len(dates))
			return j.each(func(_ int, cells []sheet.Cell) error {
				j.out.count(cells, numbers, dates)
				return nil
			})
		}
	}
	err := inBlocks(ctx, t.blocks(), header, worker, func(j *job[readings]) error {
		all.add(j.out)
		j.release()
		return nil
	})
	if err != nil {
		return err
	}
	settleSigns(t, numbers, all.signs)
	settleOrders(dates, all.orders)
	return nil
}

// readings count how the texts of columns read, column by column.
type readings struct {
	signs  [][4]int64 // by signReading
	orders [][4]int64 // by orderReading
}

func newReadings(numbers, dates int) readings {
	return readings{make([][4]int64, numbers), make([][4]int64, dates)}
}

func (r readings) count(cells []sheet.Cell, numbers []*numberColumn, dates []*dateColumn) {
	for i, c := range numbers {
		if text := textAt(cells, c.column); text != nil {
			if n, ok := parseNumber(text, '.'); ok {
				r.signs[i][n.reading]++
			}
		}
	}
	for i, c := range dates {
		if text := textAt(cells, c.column); text != nil {
			if _, reading, ok := parseDate(text, dayFirst); ok {
				r.orders[i][reading]++
			}
		}
	}
}

func (r readings) add(other readings) {
	for i := range r.signs {
		for j, n := range other.signs[i] {
			r.signs[i][j] += n
		}
	}
	for i := range r.orders {
		for j, n := range other.orders[i] {
			r.orders[i][j] += n
		}
	}
}

func textAt(cells []sheet.Cell, column int) []byte {
	if column >= len(cells) || cells[column].Kind != sheet.Text {
		return nil
	}
	return cells[column].Text
}

// settleSigns gives each column the decimal sign most of its texts need. A column
// whose texts all read both ways follows the other columns; where no column tells, the
// sign is a comma in files parted by semicolons, as programs of countries with the
// decimal comma write them, and a point elsewhere.
func settleSigns(t *table, numbers []*numberColumn, signs [][4]int64) {
	var all [4]int64
	for _, s := range signs {
		for i, n := range s {
			all[i] += n
		}
	}
	fallback := byte('.')
	if !t.typed && !t.comma {
		fallback = ','
	}
	for i, c := range numbers {
		if c.habits.decimal == 0 {
			c.habits.decimal = majority(signs[i], majority(all, fallback))
		}
	}
}

func majority(s [4]int64, otherwise byte) byte {
	switch {
	case s[pointDecimal] > s[commaDecimal]:
		return '.'
	case s[pointDecimal] < s[commaDecimal]:
		return ','
	}
	return otherwise
}

// settleOrders gives each column the order most of its texts need, and day first where
// none tells: it is the order of most of the world.
func settleOrders(dates []*dateColumn, orders [][4]int64) {
	for i, c := range dates {
		if c.habits.order != unknownOrder {
			continue
		}
		c.habits.order = dayFirst
		if orders[i][onlyMonthFirst] > orders[i][onlyDayFirst] {
			c.habits.order = monthFirst
		}
	}
}

// reportHabits makes problems of columns written in two ways, and of those that can be
// read two ways where nothing in them tells which is meant.
func (r *lineReader) reportHabits() {
	h := r.date.habits
	letter := Letter(r.date.column)
	day, month, either := h.orders[onlyDayFirst], h.orders[onlyMonthFirst], h.orders[eitherOrder]
	switch {
	case h.fixed:
	case day > 0 && month > 0:
		r.problems.note(sales.Problem{Kind: kindDateOrder, Column: letter, Lines: min(day, month) + either,
			Message: phrases.Note("column %s has dates in two orders: %d can only be day first, %d only month first, and %d read both ways (taken as %s); --date-order settles it", letter, day, month, either, h.order.words())})
	case either > 0 && day+month == 0:
		r.problems.note(sales.Problem{Kind: kindDateOrder, Column: letter, Lines: either,
			Message: phrases.Note("nothing in column %s tells whether %d dates are day first or month first (taken as %s); --date-order settles it", letter, either, h.order.words())})
	}
	for _, c := range r.money.columns() {
		r.reportSigns(c)
	}
}

func (r *lineReader) reportSigns(c *numberColumn) {
	letter := Letter(c.column)
	point, comma, either := c.habits.signs[pointDecimal], c.habits.signs[commaDecimal], c.habits.signs[eitherDecimal]
	switch {
	case r.o.Config.Decimal != "":
	case point > 0 && comma > 0:
		r.problems.note(sales.Problem{Kind: kindDecimal, Column: letter, Lines: min(point, comma) + either,
			Message: phrases.Note("column %s has %d numbers with a decimal point, %d with a decimal comma, and %d that read both ways (taken with %s); set decimal to settle it", letter, point, comma, either, strconv.Quote(string(rune(c.habits.decimal))))})
	case either > 0 && point+comma == 0:
		r.problems.note(sales.Problem{Kind: kindDecimal, Column: letter, Lines: either,
			Message: phrases.Note("nothing in column %s tells whether numbers such as 1.200 have a decimal sign (%d were read with %s); set decimal to settle it", letter, either, strconv.Quote(string(rune(c.habits.decimal))))})
	}
}

// words name the order for a message.
func (o dateOrder) words() phrases.Key {
	if o == monthFirst {
		return "month first"
	}
	return "day first"
}
