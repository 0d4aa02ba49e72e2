package sales

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Conversion is what lines of one currency became in the currency of the report.
type Conversion struct {
	Currency    string
	Lines       int64
	Revenue     Money // as it was read
	Converted   Money // in the currency of the report
	Low, High   Null[int64]
	First, Last Null[Day] // days of the rates that were used; not valid where rates have no day
	Early       int64     // lines before the first rate, which were converted at it
}

// Rates writes the rates that were used: "0.92" or "0.9 to 0.95".
func (c Conversion) Rates() string {
	low, high := factorText(c.Low.V), factorText(c.High.V)
	if low == high {
		return low
	}
	return low + " to " + high
}

// FactorScale is the number of parts of a rate of exchange.
const FactorScale = 10_000_000_000

func factorText(v int64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%010d", v/FactorScale, v%FactorScale), "0"), ".")
}

// CurrencyError says that the lines are in several currencies and cannot be added.
type CurrencyError struct {
	Names  []string // of the currencies
	reason string
}

func (e *CurrencyError) Error() string {
	return fmt.Sprintf("the lines are in %d currencies (%s), which cannot be added%s", len(e.Names), strings.Join(e.Names, ", "), e.reason)
}

func (e *embedded) settle(ctx context.Context, l *Ledger, o FinishOptions) error {
	return l.settleCurrency(ctx, o.Currency, o.OnlyCurrency)
}

// settleCurrency brings all amounts of the lines into one currency: the one that is asked
// for, else the one without a rate. only leaves the lines of one currency.
func (l *Ledger) settleCurrency(ctx context.Context, wanted, only string) error {
	type row struct{ Currency string }
	rows, err := Query[row](ctx, l, `SELECT DISTINCT currency FROM read_lines WHERE currency IS NOT NULL ORDER BY currency`)
	if err != nil {
		return err
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Currency
	}
	if only != "" && slices.Contains(names, only) {
		l.Currency = only
		return l.leaveOnly(ctx, only)
	}
	switch l.Currency = wanted; {
	case len(names) == 0:
		return nil
	case len(names) == 1 && (wanted == "" || wanted == names[0] || !l.HasRelation(Rates)):
		l.Currency = names[0]
		return nil
	case !l.HasRelation(Rates):
		return &CurrencyError{names, "; add a sheet of rates (currency, rate, day), say \"currencies: split\" for a report of each, or split the file by currency"}
	}
	return l.convert(ctx, names)
}

// leaveOnly sets the lines of the other currencies aside.
func (l *Ledger) leaveOnly(ctx context.Context, only string) error {
	aside, err := l.bySource(ctx, "WHERE currency IS DISTINCT FROM "+quote(only))
	if err != nil {
		return err
	}
	for i, t := range aside {
		l.Sources[i].SetAside = l.Sources[i].SetAside.Add(t)
	}
	// Not deleted: the engine keeps deleted rows, and would fail to code their texts.
	for _, statement := range []string{
		"CREATE TABLE left_lines AS SELECT * FROM read_lines WHERE currency = " + quote(only),
		"DROP TABLE read_lines", "ALTER TABLE left_lines RENAME TO read_lines",
	} {
		if err := l.engine.exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// bySource adds up the lines of each source.
func (l *Ledger) bySource(ctx context.Context, where string) (map[int64]Totals, error) {
	type row struct {
		Source, Lines     int64
		Quantity          Quantity
		Revenue, CostRead Money
	}
	rows, err := Query[row](ctx, l, `
SELECT source, count(*) AS lines, CAST(coalesce(sum(quantity), 0) AS BIGINT) AS quantity,
       CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue, CAST(coalesce(sum(cost), 0) AS BIGINT) AS cost_read
FROM read_lines `+where+` GROUP BY source ORDER BY source`)
	out := map[int64]Totals{}
	for _, r := range rows {
		out[r.Source] = Totals{r.Lines, r.Quantity, r.Revenue, r.CostRead}
	}
	return out, err
}

// createRateSpans says from which day (included) to which (not included) a rate holds: a
// rate holds until the next one, the first also before its day.
const createRateSpans = `
CREATE TABLE rate_spans AS
WITH rates AS (SELECT currency, day, min(rate) AS rate FROM read_rates WHERE rate > 0 AND currency IS NOT NULL GROUP BY currency, day)
SELECT currency, rate, day, CASE WHEN row_number() OVER w = 1 THEN -1000000000 ELSE day END AS since,
       coalesce(lead(day) OVER w, 1000000000) AS until
FROM rates WINDOW w AS (PARTITION BY currency ORDER BY day NULLS FIRST)`

// convert multiplies the amounts of every line that is not in the currency of the report
// with the rate of its day, rounded half away from zero.
func (l *Ledger) convert(ctx context.Context, names []string) error {
	if err := l.checkRates(ctx); err != nil {
		return err
	}
	if err := l.engine.exec(ctx, createRateSpans); err != nil {
		return err
	}
	if err := l.chooseCurrency(ctx, names); err != nil {
		return err
	}
	before, err := l.bySource(ctx, "")
	if err != nil {
		return err
	}
	if err := l.describeConversion(ctx); err != nil {
		return err
	}
	if err := l.countUnnamed(ctx); err != nil {
		return err
	}
	var set []string
	for _, f := range []Field{Revenue, List, Discount, Cost, Bonus, Commission} {
		if f == Revenue || l.given[Lines][f] {
			set = append(set, fmt.Sprintf("%[1]s = %[2]s", f, converted("r."+string(f))))
		}
	}
	if err := l.engine.exec(ctx, "UPDATE read_lines AS r SET "+strings.Join(set, ", ")+" FROM rate_spans AS x WHERE "+l.meets()); err != nil {
		return err
	}
	after, err := l.bySource(ctx, "")
	for i, t := range before {
		l.Sources[i].Converted = Totals{0, 0, t.Revenue - after[i].Revenue, t.Cost - after[i].Cost}
	}
	return err
}

// converted is an amount at the rate of a span x.
func converted(amount string) string {
	return fmt.Sprintf("CAST((CAST(%[1]s AS HUGEINT) * x.rate + %[2]d * sign(%[1]s)) // %[3]d AS BIGINT)", amount, FactorScale/2, FactorScale)
}

// meets joins a line r to the span x of its rate.
func (l *Ledger) meets() string {
	return fmt.Sprintf("x.currency = r.currency AND r.day >= x.since AND r.day < x.until AND r.currency <> %s", quote(l.Currency))
}

// checkRates refuses two rates of one currency and day: which of them holds is not ours to say.
func (l *Ledger) checkRates(ctx context.Context) error {
	type row struct {
		Currency string
		Day      Null[int64]
	}
	rows, err := Query[row](ctx, l, `
SELECT currency, day FROM read_rates WHERE rate > 0 AND currency IS NOT NULL
GROUP BY currency, day HAVING count(DISTINCT rate) > 1 ORDER BY currency, day LIMIT 1`)
	if err != nil || len(rows) == 0 {
		return err
	}
	when := ""
	if rows[0].Day.Valid {
		when = " on " + Day(rows[0].Day.V).String()
	}
	return fmt.Errorf("the sheet of rates has two rates for %s%s; leave the one that holds", rows[0].Currency, when)
}

// chooseCurrency finds the currency of the report, where the configuration says none: the
// only one without a rate, or else with the rate 1. All others need a rate.
func (l *Ledger) chooseCurrency(ctx context.Context, names []string) error {
	type row struct {
		Currency string
		One      bool
	}
	rows, err := Query[row](ctx, l, fmt.Sprintf(`SELECT currency, min(rate) = %[1]d AND max(rate) = %[1]d AS one FROM rate_spans GROUP BY currency ORDER BY currency`, FactorScale))
	if err != nil {
		return err
	}
	rated := map[string]bool{}
	var ones []string
	for _, r := range rows {
		rated[r.Currency] = true
		if r.One {
			ones = append(ones, r.Currency)
		}
	}
	without := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return rated[n] })
	switch {
	case l.Currency != "":
	case len(without) == 1:
		l.Currency = without[0]
	case len(without) == 0 && len(ones) == 1:
		l.Currency = ones[0]
	default:
		return &CurrencyError{names, "; say in which they are to be reported with \"currency:\" in the configuration, and give a rate for each other"}
	}
	without = slices.DeleteFunc(without, func(n string) bool { return n == l.Currency })
	if len(without) > 0 {
		return &CurrencyError{names, "; the sheet of rates has none for " + strings.Join(without, ", ")}
	}
	return nil
}

// countUnnamed says how many lines name no currency: they are taken as that of the report.
func (l *Ledger) countUnnamed(ctx context.Context) error {
	type row struct{ N int64 }
	rows, err := Query[row](ctx, l, `SELECT count(*) AS n FROM read_lines WHERE currency IS NULL`)
	if err == nil && rows[0].N > 0 {
		l.Derived = append(l.Derived, fmt.Sprintf("currency = %s in %d lines that name none", l.Currency, rows[0].N))
	}
	return err
}

// describeConversion keeps what is converted at which rates.
func (l *Ledger) describeConversion(ctx context.Context) error {
	conversions, err := Query[Conversion](ctx, l, `
SELECT r.currency, count(*) AS lines, CAST(sum(r.revenue) AS BIGINT) AS revenue, CAST(sum(`+converted("r.revenue")+`) AS BIGINT) AS converted,
       min(x.rate) AS low, max(x.rate) AS high, min(x.day) AS first, max(x.day) AS last, count(*) FILTER (WHERE r.day < x.day) AS early
FROM read_lines AS r JOIN rate_spans AS x ON `+l.meets()+`
GROUP BY r.currency ORDER BY r.currency`)
	l.Conversions = conversions
	return err
}
