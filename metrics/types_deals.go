package metrics

import "context"

// fewPairs is up to how many pairs are tested in deals too.
const fewPairs = 10_000

// apartInDeals reports whether no two goods are in one deal more often than by chance, by
// Fisher's test, one-sided, after Benjamini-Hochberg over all pairs. Deals of one customer
// are not independent: that lets too many pairs stand, never too few. False where there are
// too many pairs to be tested.
func (m *market) apartInDeals(ctx context.Context) (bool, error) {
	var pairs []pairTest
	if m.pairs() > fewPairs {
		return false, nil
	}
	for i := range m.goods {
		for j := range i {
			pairs = append(pairs, pairTest{a: int32(j), b: int32(i)})
		}
	}
	logP := make([]float64, len(pairs))
	err := m.forPairs(ctx, pairs, func(i int) {
		deals, _ := m.dealsOf(&m.goods[pairs[i].a], &m.goods[pairs[i].b])
		logP[i], _ = deals.LogFisherGreater()
	})
	if err != nil {
		return false, err
	}
	logQ, err := corrected(logP, m.pairs())
	for _, q := range logQ {
		if stands(q) {
			return false, err
		}
	}
	return true, err
}
