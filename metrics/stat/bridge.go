package stat

import (
	"math"
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
	New    int64 // products sold only after
	Lost   int64 // products sold only before
	Other  int64 // products sold, net of returns, in neither period
}

// Total returns the change that the bridge explains.
func (b Bridge) Total() int64 {
	return b.Price + b.Cost + b.Volume + b.Mix + b.New + b.Lost + b.Other
}

// PriceVolumeMix explains the change of contribution between two periods. With
// unit revenue p, unit cost c and m = p-c of before (0) and after (1), over the
// products with positive quantities q in both:
//
//	price   sum (p1-p0) q1
//	cost   -sum (c1-c0) q1
//	volume (Q1-Q0) sum(q0 m0) / Q0
//	mix     sum (q1 - q0 Q1/Q0) m0
//
// Products with a positive quantity in one period only are new or lost, with
// the whole of their change. For a bridge of revenue leave the costs 0. Each
// effect is right to one unit of money (half a unit each for the two roundings
// of a sum). Undefined where one of the first four effects does not fit an
// int64; the sum of all revenues, and of all costs, must.
func PriceVolumeMix(changes []Change) (Bridge, bool) {
	var revenue, cost effects
	var quantity0, quantity1 big.Int
	var b Bridge
	for _, c := range changes {
		before, after := c.Before, c.After
		switch sold0, sold1 := before.Quantity > 0, after.Quantity > 0; {
		case sold0 && sold1:
			quantity0.Add(&quantity0, big.NewInt(before.Quantity))
			quantity1.Add(&quantity1, big.NewInt(after.Quantity))
			revenue.add(before.Revenue, after.Revenue, before.Quantity, after.Quantity)
			cost.add(before.Cost, after.Cost, before.Quantity, after.Quantity)
		case sold1:
			b.New += after.contribution() - before.contribution()
		case sold0:
			b.Lost += after.contribution() - before.contribution()
		default:
			b.Other += after.contribution() - before.contribution()
		}
	}
	if quantity0.Sign() == 0 {
		return b, true
	}
	return b, b.explainCommon(&revenue, &cost, &quantity0, &quantity1)
}

func (p Period) contribution() int64 {
	return p.Revenue - p.Cost
}

// explainCommon fills in the effects of the products sold in both periods and
// reports whether all of them fit.
func (b *Bridge) explainCommon(revenue, cost *effects, quantity0, quantity1 *big.Int) bool {
	atOldPrice, atOldCost := revenue.expected(), cost.expected()
	contribution0 := new(big.Int).Sub(&revenue.before, &cost.before)
	expected := new(big.Int).Sub(atOldPrice, atOldCost)

	price := new(big.Int).Sub(&revenue.after, atOldPrice)
	dearer := new(big.Int).Sub(&cost.after, atOldCost)
	volume := new(big.Int).Sub(quantity1, quantity0)
	volume = divRound(volume.Mul(volume, contribution0), quantity0)
	mix := expected.Sub(expected, contribution0)
	mix.Sub(mix, volume)

	for _, v := range []*big.Int{price, dearer, volume, mix} {
		if !v.IsInt64() || v.Int64() == math.MinInt64 {
			return false
		}
	}
	b.Price, b.Cost, b.Volume, b.Mix = price.Int64(), -dearer.Int64(), volume.Int64(), mix.Int64()
	return true
}

// effects accumulates an amount (revenue or cost) over products: of before, of
// after, and what after would have been at the unit amounts of before.
type effects struct {
	before, after big.Int
	whole         big.Int // whole units of the last
	fraction      float64 // and the sum of their fractions
}

func (e *effects) add(amount0, amount1, quantity0, quantity1 int64) {
	e.before.Add(&e.before, big.NewInt(amount0))
	e.after.Add(&e.after, big.NewInt(amount1))
	product := new(big.Int).Mul(big.NewInt(amount0), big.NewInt(quantity1))
	remainder := new(big.Int)
	product.DivMod(product, big.NewInt(quantity0), remainder)
	e.whole.Add(&e.whole, product)
	e.fraction += float64(remainder.Int64()) / float64(quantity0)
}

// expected returns the sum at the unit amounts of before, rounded once.
func (e *effects) expected() *big.Int {
	return new(big.Int).Add(&e.whole, big.NewInt(int64(math.Round(e.fraction))))
}

// divRound returns a/b to the nearest whole number, halves up, for b > 0.
func divRound(a, b *big.Int) *big.Int {
	twice := new(big.Int).Lsh(a, 1)
	twice.Add(twice, b)
	return twice.Div(twice, new(big.Int).Lsh(b, 1))
}
