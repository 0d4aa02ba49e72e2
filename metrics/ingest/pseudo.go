package ingest

import (
	"fmt"
	"strings"

	"xsell/metrics/sales"
)

// pseudoCount counts the lines of postage, fees and corrections that stand among the
// products of a sheet. They stay in the ledger, since they are money the customer paid.
type pseudoCount struct {
	words map[string]bool // folded keys and names
	found map[string]bool // as the sheet writes them
	sum   sales.Totals
}

func newPseudoCount(c Config) *pseudoCount {
	p := &pseudoCount{words: map[string]bool{}, found: map[string]bool{}}
	list := c.PseudoProducts
	if len(list) == 0 {
		list = DefaultPseudoProducts()
	}
	for _, w := range list {
		p.words[fold(w)] = true
	}
	return p
}

func (p *pseudoCount) count(product string, a amounts) {
	p.found[product] = true
	p.sum = p.sum.Add(a.totals())
}

func (p *pseudoCount) report(problems *problems) {
	if p.sum.Lines == 0 {
		return
	}
	names := sortedKeys(p.found)
	const most = 8
	if len(names) > most {
		names = append(names[:most], "...")
	}
	problems.note(sales.Problem{Kind: kindPseudo, Lines: p.sum.Lines, Revenue: p.sum.Revenue,
		Message: fmt.Sprintf("%d lines are postage, fees or corrections and no products (%s): they are counted; pseudo_products names them", p.sum.Lines, strings.Join(names, ", "))})
}
