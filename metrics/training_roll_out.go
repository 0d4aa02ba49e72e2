package metrics

import (
	"cmp"
	"maps"
	"slices"
)

// untrained is a person who has not had a training, with the deals of the last 52 weeks.
type untrained struct {
	seller string
	deals  int64
}

// latelyWeeks is how long ago the last deal of a person who can be trained may be.
const latelyWeeks = 13

// untrained are the people who sell and were never trained in a topic, the one with most
// deals first.
func (p panel) untrained(topic string, held []trainedRow) []untrained {
	var out []untrained
	for _, name := range slices.Sorted(maps.Keys(p.sellers)) {
		if slices.ContainsFunc(held, func(h trainedRow) bool { return h.Topic == topic && h.Seller == name }) {
			continue
		}
		s := p.sellers[name]
		if lately := p.rate(s, max(0, p.weeks-latelyWeeks), p.weeks); lately.N > 0 {
			out = append(out, untrained{name, p.rate(s, max(0, p.weeks-longestSpan), p.weeks).N})
		}
	}
	slices.SortStableFunc(out, func(a, b untrained) int { return cmp.Compare(b.deals, a.deals) })
	return out
}
