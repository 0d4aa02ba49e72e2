package metrics

import (
	"context"
	"math"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// spendersSQL counts the customers by the number of their repeat deals and the mean money of
// one, in hundredths of its logarithm, which a fit does not feel. The sums and the squares of
// the money are exact, so that they are the same in any order.
const spendersSQL = `
SELECT deals - 1 AS repeats, CAST(round(100 * ln(CAST(repeat_spent AS DOUBLE) / CAST(deals - 1 AS DOUBLE))) AS BIGINT) AS hundredths, count(*) AS customers,
       CAST(sum(repeat_spent) AS DOUBLE) AS spent, CAST(sum(CAST(repeat_spent AS DECIMAL(19, 0)) * CAST(repeat_spent AS DECIMAL(19, 0))) AS DOUBLE) AS squares
FROM at_risk_histories WHERE deals >= 2 AND repeat_spent > 0 GROUP BY 1, 2 ORDER BY 1, 2`

// spenders is a row of it.
type spenders struct {
	Repeats, Hundredths, Customers int64
	Spent, Squares                 float64
}

// value fits the model of the money of a deal, where the money has nothing to do with the
// number of deals.
func (m *leaving) value(ctx context.Context, k kept) error {
	rows, err := sales.Query[spenders](ctx, k.l, spendersSQL)
	if err != nil {
		return err
	}
	if m.related = relatedMoney(rows); math.Abs(m.related) > mostRelated {
		return nil
	}
	all := make([]stat.Spenders, len(rows))
	for i, r := range rows {
		all[i] = stat.Spenders{Purchases: r.Repeats, Mean: math.Exp(float64(r.Hundredths) / 100), Count: r.Customers}
	}
	var ok bool
	m.money, _, ok = stat.FitGammaGamma(all)
	_, finite := m.money.Mean()
	m.moneyUsed = ok && finite
	return nil
}

// relatedMoney is Pearson's correlation of the number of repeat deals and the mean money of one;
// 0 where one of both does not vary.
func relatedMoney(rows []spenders) float64 {
	var n, sumX, sumY float64
	for _, r := range rows {
		n += float64(r.Customers)
		sumX += float64(r.Repeats * r.Customers)
		sumY += r.Spent / float64(r.Repeats)
	}
	meanX, meanY := sumX/n, sumY/n
	var xx, yy, xy float64
	for _, r := range rows {
		x, y, each := float64(r.Repeats)-meanX, r.Spent/float64(r.Repeats), float64(r.Customers)
		xx += each * x * x
		xy += x * (y - each*meanY)
		yy += r.Squares/float64(r.Repeats*r.Repeats) - 2*meanY*y + each*meanY*meanY
	}
	if xx <= 0 || yy <= 0 {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}

// perDeal is the mean money of the repeat deals; false where there is none or nothing
// was earned.
func (r risk) perDeal() (float64, bool) {
	if r.Deals < 2 || !r.RepeatSpent.Valid || r.RepeatSpent.V <= 0 {
		return 0, false
	}
	return float64(r.RepeatSpent.V) / float64(r.Deals-1), true
}

// moneyOf is the money to expect of a deal of the customer; false where nothing tells.
func (m *leaving) moneyOf(r risk) (float64, bool) {
	each, ok := r.perDeal()
	if ok && m.moneyUsed {
		return m.money.Expected(r.Deals-1, each)
	}
	return each, ok
}
