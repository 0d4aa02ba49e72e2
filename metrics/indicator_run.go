package metrics

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// errTooLong ends an indicator that took all of its time.
var errTooLong = errors.New("too long")

// run asks the ledger and makes a section of what it answers.
func (i *Indicator) run(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	limit := cmp.Or(i.Timeout, DefaultTimeout)
	ctx, stop := context.WithTimeoutCause(ctx, limit, errTooLong)
	defer stop()
	result, err := sales.Rows(ctx, l, sales.Ordered(o.fill(i.text), len(i.Columns)), o.MaxRows)
	if errors.Is(err, errTooLong) {
		return Section{}, &IndicatorError{File: i.File, Text: fmt.Sprintf("ran longer than %s and was stopped; let it look at less, or raise indicator_timeout in the configuration", brief(limit))}
	}
	if err != nil {
		return Section{}, i.placed(err, false)
	}
	s := Section{Scope: o.say("An indicator of your own, from %s", stem(i.File)+".sql"), Charts: i.charts}
	if s.Table, err = i.table(result); err != nil {
		return Section{}, err
	}
	s.Lead = i.headline.lead(s.Table, o)
	if result.Beyond > 0 {
		s.Notes = append(s.Notes, o.say("Of %d rows the first %d are here.", int64(len(result.Rows))+result.Beyond, len(result.Rows)))
	}
	return s, nil
}

// brief writes a time as the configuration has it: 2m and not 2m0s.
func brief(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// table brings the columns of the result into the order and the units of the header.
func (i *Indicator) table(r sales.Result) (Table, error) {
	t := Table{Columns: slices.Clone(i.Columns)}
	from := make([]int, len(t.Columns))
	for n, c := range t.Columns {
		from[n] = slices.IndexFunc(r.Columns, func(name string) bool { return strings.EqualFold(name, c.Key) })
		if from[n] < 0 || len(r.Columns) != len(t.Columns) {
			return t, i.fault(i.lines["columns"], "the result has the columns %s", strings.Join(r.Columns, ", "))
		}
	}
	for n, values := range r.Rows {
		row := make([]Cell, len(t.Columns))
		for c, column := range t.Columns {
			var err error
			if row[c], err = valueIn(values[from[c]], column.Unit); err != nil {
				return t, &IndicatorError{File: i.File, Line: i.lines["column."+column.Key], Text: fmt.Sprintf("row %d: %s %v", n+1, column.Key, err)}
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// valueIn is a value of the engine in a unit. Money and quantities are in 1/10 000; what is
// between two of them is rounded, halves away from zero. Other decimals have ten digits:
// where the engine adds up decimals side by side, those behind them are not the same in
// every run. An empty text is blank.
func valueIn(value any, u Unit) (Cell, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case string:
		if u != Text {
			break
		}
		if v == "" {
			return nil, nil
		}
		return v, nil
	case sales.Day:
		if u == Date {
			return v, nil
		}
	case int64:
		switch u {
		case Count:
			return v, nil
		case Money:
			return sales.Money(v), nil
		case Quantity:
			return sales.Quantity(v), nil
		case Ratio, Points, Number:
			return digits(float64(v)), nil
		}
	case float64:
		return decimalCell(v, u)
	}
	return nil, fmt.Errorf("holds %v, which the unit %s does not take", value, unitWord(u))
}

func decimalCell(v float64, u Unit) (Cell, error) {
	whole := math.Round(v)
	switch {
	case u == Ratio, u == Points, u == Number:
		return digits(v), nil
	case math.Abs(whole) >= 1<<62:
		return nil, fmt.Errorf("holds %g, which is too large", v)
	case u == Money:
		return sales.Money(whole), nil
	case u == Quantity:
		return sales.Quantity(whole), nil
	case u == Count && whole == v:
		return int64(whole), nil
	}
	return nil, fmt.Errorf("holds %g, which the unit %s does not take", v, unitWord(u))
}

// digits is the number with ten digits.
func digits(v float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 9, 64), 64)
	if err != nil {
		return v
	}
	return short
}

// define is what stands below the table where the user defines nothing.
func (i *Indicator) define(definition phrases.Key, o Options) string {
	if definition != "" {
		return string(definition)
	}
	return o.say("What the numbers mean is said by the SQL in %s.", stem(i.File)+".sql")
}
