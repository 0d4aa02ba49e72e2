package metrics

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// judgedSQL says of every customer with deals enough, and not gone for a year, whether it is at
// risk.
const judgedSQL = `
WITH measured AS (
	SELECT customer, deals, first_day, last_day, repeat_spent, money_year, CAST({until} - last_day AS DOUBLE) / greatest(1e0, {expected}) AS late, {gone} AS gone
	FROM at_risk_histories WHERE deals >= 3 AND {until} - last_day < 365),
judged AS (
	SELECT customer, deals, first_day, last_day, repeat_spent, money_year, CASE WHEN late > {limit} OR gone > 0 THEN 1 ELSE 0 END AS at_risk FROM measured)`

// riskTotalsSQL adds them up.
const riskTotalsSQL = judgedSQL + `
SELECT count(*) AS judged, CAST(coalesce(sum(at_risk), 0) AS BIGINT) AS at_risk, CAST(coalesce(sum(CASE WHEN money_year > 0 THEN money_year END) FILTER (WHERE at_risk = 1), 0) AS BIGINT) AS stake
FROM judged`

// atRiskSQL lists the first of them, those at risk at the top.
const atRiskSQL = judgedSQL + `,
listed AS (
	SELECT * FROM judged ORDER BY at_risk DESC, coalesce(money_year, 0) DESC, customer LIMIT {max_rows}),
sold AS (
	SELECT s.customer, seller, row_number() OVER (PARTITION BY s.customer ORDER BY sum(revenue) DESC, seller) AS place
	FROM lines AS s JOIN listed AS x ON x.customer = s.customer
	WHERE day > {year_ago} AND day <= {last} AND seller <> '(unassigned)' GROUP BY s.customer, seller)
SELECT x.customer, coalesce(c.customer_name, x.customer) AS customer_name, coalesce(c.audience, '(unassigned)') AS audience, coalesce(w.seller, '(unassigned)') AS seller, coalesce(c.is_blocked, FALSE) AS is_blocked,
       deals, first_day, last_day, repeat_spent, money_year, at_risk
FROM listed AS x LEFT JOIN customers AS c ON c.customer = x.customer LEFT JOIN (SELECT customer, seller FROM sold WHERE place = 1) AS w ON w.customer = x.customer
ORDER BY at_risk DESC, coalesce(money_year, 0) DESC, x.customer`

// riskRow is a row of it.
type riskRow struct {
	Customer, CustomerName, Audience, Seller string
	IsBlocked                                bool
	Deals                                    int64
	FirstDay, LastDay                        sales.Day
	RepeatSpent, MoneyYear                   sales.Null[sales.Money]
	AtRisk                                   int64 // 1 or 0
}

// judge lets the engine look at every customer with deals enough, and takes the first.
func (f *riskFindings) judge(ctx context.Context, k kept) error {
	totals, err := sales.Query[struct {
		Judged, AtRisk int64
		Stake          sales.Money
	}](ctx, f.l, f.judgedSQL(k, riskTotalsSQL))
	if err != nil {
		return err
	}
	f.judged, f.atRisk, f.stake = totals[0].Judged, totals[0].AtRisk, totals[0].Stake
	rows, err := sales.Query[riskRow](ctx, f.l, f.listedSQL(k))
	if err != nil {
		return err
	}
	f.rows, f.left = make([]risk, len(rows)), f.judged-int64(len(rows))
	for i, row := range rows {
		r := risk{riskRow: row, silent: int(f.until - row.LastDay)}
		if r.usual = max(1, f.rhythm.expected(r.gaps())); f.model.used {
			r.outlook = f.model.coming[k.historyOf(row)]
		}
		f.rows[i] = r
	}
	if f.l.Has(sales.Seller) {
		f.sellers = f.bySeller()
	}
	return nil
}

func (f *riskFindings) listedSQL(k kept) string {
	return f.o.fill(f.fill(strings.ReplaceAll(f.judgedSQL(k, atRiskSQL), "{last}", day(f.until)), f.l))
}

func (f *riskFindings) judgedSQL(k kept, sql string) string {
	until := strconv.Itoa(int(f.until))
	gone := "0"
	if f.model.used {
		gone = f.model.goneSQL(k.timeSQL("last_day - first_day"), k.timeSQL(until+" - first_day"))
	}
	return strings.NewReplacer("{until}", until, "{expected}", f.rhythm.expectedSQL("deals - 1", "last_day - first_day"), "{limit}", double(f.rhythm.limit), "{gone}", gone).Replace(sql)
}

// goneSQL is the logarithm of the odds that a customer has left (see [stat.BGNBD.Alive]): above
// 0 for one who is more likely gone than not.
func (m *leaving) goneSQL(last, age string) string {
	g := m.now
	return fmt.Sprintf("ln(%s / (%s + deals - 2)) + (%s + deals - 1) * ln((%s + %s) / (%s + %s))", double(g.A), double(g.B), double(g.R), double(g.Alpha), age, double(g.Alpha), last)
}

// timeSQL is a number of days as the time of the model, in weeks.
func (k kept) timeSQL(days string) string {
	if k.weeks {
		return "CAST(round(CAST(" + days + " AS DOUBLE) / 7) AS DOUBLE)"
	}
	return "CAST(" + days + " AS DOUBLE) / 7"
}

// historyOf is what the model looks at of a customer.
func (k kept) historyOf(r riskRow) stat.Buyers {
	return stat.Buyers{Repeat: r.Deals - 1, Last: k.weeksOf(r.LastDay - r.FirstDay), Age: k.weeksOf(k.until - r.FirstDay), Count: 1}
}

func (k kept) weeksOf(days sales.Day) float64 {
	if k.weeks {
		return math.Round(float64(days) / 7)
	}
	return float64(days) / 7
}
