package stat

import (
	"math/big"
)

// A Period is what one product did in one period. The quantity is a whole
// number of any unit (thousandths of a piece, say), the same for all products;
// revenue and cost are whole numbers of any unit of money.
type Period struct {
	Quantity, Revenue, Cost int64
}

// A Change is one product in two periods.
type Change struct {
	Before, After Period
}

// A Bridge explains a change of contribution (revenue less cost) by its
// effects, in the unit of money of the input. The effects add up to the change
// exactly.
type Bridge struct {
	Price  int64 // other prices, at the quantities of after
	Cost   int64 // other unit costs, at the quantities of after; dearer is negative
	Volume int64 // more or less in all, at the mix and the contribution of before
	Mix    int64 // more or less of what earns more than the average
	New    int64 // sold only after
	Lost   int64 // sold only before
	Other  int64 // sold, net of returns, in neither period
}

// Total returns the change that the bridge explains.
func (b Bridge) Total() int64 {
	return b.Price + b.Cost + b.Volume + b.Mix + b.New + b.Lost + b.Other
}

// Add returns the two bridges as one.
func (b Bridge) Add(c Bridge) Bridge {
	return Bridge{b.Price + c.Price, b.Cost + c.Cost, b.Volume + c.Volume, b.Mix + c.Mix, b.New + c.New, b.Lost + c.Lost, b.Other + c.Other}
}

// PriceVolumeMix explains the change of contribution between two periods, a
// bridge for each product; their sum is the bridge of all. With unit revenue p,
// unit cost c and m = p-c of before (0) and after (1), Q the sum of the
// positive quantities q of the products that have one in both periods:
//
//	price   (p1-p0) q1
//	cost   -(c1-c0) q1
//	volume  q0 m0 (Q1-Q0) / Q0
//	mix     (q1 - q0 Q1/Q0) m0
//
// A product with a positive quantity in one period only is new or lost, with
// the whole of its change. For a bridge of revenue leave the costs 0. Each
// effect of a product is rounded to the unit of money, and what the rounding
// leaves is in its mix, so that each product's effects and all sums add up.
// Undefined where an effect does not fit an int64; their sums must.
func PriceVolumeMix(changes []Change) ([]Bridge, bool) {
	var quantity0, quantity1 big.Int
	for _, c := range changes {
		if c.soldInBoth() {
			quantity0.Add(&quantity0, big.NewInt(c.Before.Quantity))
			quantity1.Add(&quantity1, big.NewInt(c.After.Quantity))
		}
	}
	bridges := make([]Bridge, len(changes))
	for i, c := range changes {
		b := &bridges[i]
		change := c.After.contribution() - c.Before.contribution()
		switch {
		case c.soldInBoth():
			if !b.explain(c, &quantity0, &quantity1) {
				return nil, false
			}
		case c.After.Quantity > 0:
			b.New = change
		case c.Before.Quantity > 0:
			b.Lost = change
		default:
			b.Other = change
		}
	}
	return bridges, true
}

func (c Change) soldInBoth() bool { return c.Before.Quantity > 0 && c.After.Quantity > 0 }

func (p Period) contribution() int64 {
	return p.Revenue - p.Cost
}

// explain fills in the effects of a product sold in both periods, and reports
// whether all of them fit.
func (b *Bridge) explain(c Change, quantity0, quantity1 *big.Int) bool {
	before, after := big.NewInt(c.Before.Quantity), big.NewInt(c.After.Quantity)
	revenue, okRevenue := scaled(c.Before.Revenue, after, before)
	cost, okCost := scaled(c.Before.Cost, after, before)
	atVolume, okVolume := scaled(c.Before.contribution(), quantity1, quantity0)
	b.Price, b.Cost = c.After.Revenue-revenue, cost-c.After.Cost
	b.Volume, b.Mix = atVolume-c.Before.contribution(), revenue-cost-atVolume
	return okRevenue && okCost && okVolume
}

// scaled returns amount times a/b to the nearest whole number, halves up, for
// b > 0, and whether it is under a quarter of what an int64 holds, so that a
// sum of three such fits.
func scaled(amount int64, a, b *big.Int) (int64, bool) {
	const most = 1 << 61
	product := big.NewInt(amount)
	product.Lsh(product.Mul(product, a), 1)
	product.Add(product, b)
	product.Div(product, new(big.Int).Lsh(b, 1))
	if !product.IsInt64() {
		return 0, false
	}
	v := product.Int64()
	return v, -most < v && v < most && -most < amount && amount < most
}
