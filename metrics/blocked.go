package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// blockedNote says how many judged things are never to be offered.
func (m *market) blockedNote() []string {
	n := int64(0)
	for i := range m.goods {
		if m.goods[i].blocked {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []string{m.o.say("Never offered, as the products sheet or the configuration has it: %d of those judged.", n)}
}

// blockedSQL lists the customers that are never to be called, numbered as in walksSQL.
const blockedSQL = `
WITH walked AS (
	SELECT customer, row_number() OVER (ORDER BY number) AS number FROM known_buyers WHERE first_day <= {until})
SELECT w.number AS customer FROM walked AS w JOIN customers AS c ON c.customer = w.customer WHERE c.is_blocked ORDER BY w.number`

// takeBlocked marks the customers that are never to be called.
func (f *offerFindings) takeBlocked(ctx context.Context) error {
	f.blocked = make([]bool, len(f.walkers))
	return sales.Integers(ctx, f.l, strings.ReplaceAll(blockedSQL, "{until}", day(f.school.until)), func(row []int64) error {
		f.blocked[row[0]-1] = true
		return nil
	})
}

// unmatchedSQL counts the names of the configuration that nothing in the input has.
const unmatchedSQL = "SELECT count(*) AS names FROM never_offered AS n WHERE NOT " + sales.InInput

// unmatchedNote says how many names of the configuration nothing in the input has: they
// may be misspelt. It does not say which, since customers may be under pseudonyms.
func unmatchedNote(ctx context.Context, l *sales.Ledger, o Options) ([]string, error) {
	type unmatched struct{ Names int64 }
	u, err := one[unmatched](ctx, l, o, unmatchedSQL)
	if err != nil || u.Names == 0 {
		return nil, err
	}
	return []string{o.say("%d {1|name stands|names stand} under never_offer in the configuration that nothing in the input has: correct what is misspelt.", u.Names)}, nil
}
