package ingest

import (
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// pseudoCount counts the lines of postage, fees and corrections that stand among the
// products of a sheet. They stay in the ledger, since they are money the customer paid.
type pseudoCount struct {
	found map[string]bool // as the sheet writes them
	sum   sales.Totals
}

// pseudoProducts are the folded keys and names of what is no product.
func pseudoProducts(c Config) map[string]bool {
	list := c.PseudoProducts
	if len(list) == 0 {
		list = DefaultPseudoProducts()
	}
	words := map[string]bool{}
	for _, w := range list {
		words[fold(w)] = true
	}
	return words
}

func (p *pseudoCount) count(product string, line sales.Totals) {
	p.found[product] = true
	p.sum = p.sum.Add(line)
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
		Message: phrases.Note("%d {1|line is|lines are} postage, fees or corrections and no products (%s): they are counted; pseudo_products names them", p.sum.Lines, strings.Join(names, ", "))})
}
