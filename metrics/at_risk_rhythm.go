package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// buying is what one customer did; deals of one day are one.
type buying struct {
	deals       int64
	first, last sales.Day
	before      int64 // day of the deal before the last; Absent where there is none
	oldDeals    int64 // before the test
	oldLast     int64 // day of the last of them; Absent where there is none
	spent       int64 // money of all deals but the first; Absent where unknown
	year        int64 // money of the last year; Absent where unknown
}

// fewestDeals is how many deals a rhythm needs: two make one gap only.
const fewestDeals = 3

// gaps are the times between deals: their number, and their sum in days.
type gaps struct {
	n    int64
	days float64
}

func (b buying) gaps() gaps { return gaps{b.deals - 1, float64(b.last - b.first)} }

// earlier are the gaps but the last.
func (b buying) earlier() gaps { return gaps{b.deals - 2, float64(b.before - int64(b.first))} }

// rhythm tells how long a customer stays away.
type rhythm struct {
	of    stat.GammaExponential
	alike sales.Null[float64] // the mean gap of all in days, where customers do not differ
	limit float64             // of days since over expected days
	ended int                 // customers the limit is taken from; 0 where it is the usual one
}

// The limit of silence: the share of customers who came back within it, the number of
// them it takes to tell, and the limit where there are fewer.
const (
	cameBack    = 0.9
	fewestEnded = 30
	usualLimit  = 2
)

// rhythmOf fits the gaps of all customers with deals enough.
func rhythmOf(all []buying) rhythm {
	number := map[gaps]int64{}
	var n, sum float64
	for _, b := range all {
		if b.deals >= fewestDeals {
			number[b.gaps()]++
			n += float64(b.gaps().n)
			sum += b.gaps().days
		}
	}
	r := rhythm{limit: usualLimit}
	if n == 0 {
		return r
	}
	var waits []stat.Waits
	for g, customers := range number {
		waits = append(waits, stat.Waits{Number: g.n, Sum: g.days, Count: customers})
	}
	slices.SortFunc(waits, func(a, b stat.Waits) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Sum, b.Sum)) })
	var ok bool
	if r.of, ok = stat.FitGammaExponential(waits); !ok {
		r.alike = sales.Null[float64]{V: sum / n, Valid: true}
	}
	r.setLimit(all)
	return r
}

// expected is the time to the next deal in days after such gaps.
func (r rhythm) expected(g gaps) float64 {
	if r.alike.Valid {
		return r.alike.V
	}
	return r.of.Expected(g.n, g.days)
}

// setLimit looks at how long the last gap that ended was against what the gaps before it
// had let expect.
func (r *rhythm) setLimit(all []buying) {
	var late []float64
	for _, b := range all {
		if b.deals > fewestDeals {
			late = append(late, float64(int64(b.last)-b.before)/r.expected(b.earlier()))
		}
	}
	if len(late) < fewestEnded {
		return
	}
	limit, _ := stat.Quantile(late, cameBack)
	r.limit, r.ended = max(1, limit), len(late)
}
