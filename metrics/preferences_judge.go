package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/stat"
)

// judgePreferences compares every audience with the others for every thing.
func judgePreferences(rows []preferenceRow) []preference {
	type cell struct {
		audience string
		size     int64
	}
	buyers, owners := map[cell]int64{}, map[string]map[cell]preferenceRow{}
	var audiences, things []string
	for _, r := range rows {
		at := cell{r.Audience, r.Size}
		if r.Thing == "" {
			buyers[at] += r.Customers
			if !slices.Contains(audiences, r.Audience) {
				audiences = append(audiences, r.Audience)
			}
			continue
		}
		if owners[r.Thing] == nil {
			owners[r.Thing] = map[cell]preferenceRow{}
			things = append(things, r.Thing)
		}
		owners[r.Thing][at] = r
	}
	var all []preference
	for _, thing := range things {
		for _, audience := range audiences {
			p := preference{audience: audience, thing: thing}
			for size := range int64(preferenceSizes) {
				var t stat.FourFold
				for _, a := range audiences {
					n, k := buyers[cell{a, size}], owners[thing][cell{a, size}]
					if a == audience {
						t.Both, t.OnlyA = k.Customers, n-k.Customers
						p.revenue += k.Revenue
					} else {
						t.OnlyB, t.Neither = t.OnlyB+k.Customers, t.Neither+n-k.Customers
					}
				}
				p.add(t)
			}
			all = append(all, p)
		}
	}
	correctPreferences(all)
	return all
}

// preferenceSizes is the number of size classes of preferencesSQL.
const preferenceSizes = 7

func (p *preference) add(t stat.FourFold) {
	p.strata = append(p.strata, t)
	p.owners, p.customers = p.owners+t.Both, p.customers+t.Both+t.OnlyA
	p.ownersAmongOthers, p.others = p.ownersAmongOthers+t.OnlyB, p.others+t.OnlyB+t.Neither
}

// cohorts are the strata as customers of the audience and of the others, with the owners
// among them.
func (p preference) cohorts() []stat.CohortStratum {
	out := make([]stat.CohortStratum, len(p.strata))
	for i, t := range p.strata {
		out[i] = stat.CohortStratum{ExposedCases: t.Both, Exposed: t.Both + t.OnlyA, UnexposedCases: t.OnlyB, Unexposed: t.OnlyB + t.Neither}
	}
	return out
}

// enough reports whether the share of all lets five owners be expected on both sides.
func (p preference) enough() bool {
	n := p.customers + p.others
	share := float64(p.owners+p.ownersAmongOthers) / float64(n)
	return min(share*float64(p.customers), share*float64(p.others)) >= 5
}

// correctPreferences tests what can be judged, corrects for all of it and puts the surest
// first.
func correctPreferences(all []preference) {
	var judged []*preference
	var logP []float64
	for i := range all {
		p := &all[i]
		p.status = tooFewSeen
		if !p.enough() {
			continue
		}
		p.ratio.Estimate, p.ratio.ok = stat.RiskRatio(p.cohorts(), confidence)
		if _, p.logP, _ = stat.CochranMantelHaenszel(p.strata); p.ratio.ok {
			judged, logP = append(judged, p), append(logP, p.logP)
		}
	}
	logQ, _ := stat.BenjaminiHochberg(logP, int64(len(logP)))
	for i, p := range judged {
		p.logQ = logQ[i]
		switch {
		case !stands(p.logQ):
			p.status = asOthers
		case p.ratio.Value > 1:
			p.status = buysMore
		default:
			p.status = buysLess
		}
	}
	places := map[string]int{buysMore: 0, buysLess: 1, asOthers: 2, tooFewSeen: 3}
	slices.SortStableFunc(all, func(a, b preference) int {
		return cmp.Or(cmp.Compare(places[a.status], places[b.status]), cmp.Compare(b.surest(), a.surest()), cmp.Compare(a.audience, b.audience), cmp.Compare(a.thing, b.thing))
	})
}

// surest is how far from 1 the ratio is for certain.
func (p preference) surest() float64 {
	switch {
	case !p.ratio.ok:
		return 0
	case p.status == buysLess:
		return 1 / p.ratio.Limits.High
	}
	return p.ratio.Limits.Low
}
