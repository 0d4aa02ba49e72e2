package ingest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// returnRule tells the lines that are returns. Lines with a negative quantity or amount
// are, by themselves; beside them a prefix of the deal and a status column can say so.
type returnRule struct {
	prefixes []string // configured: always returns
	letters  bool     // deals are numbers, but some have a letter before: C536379
	status   int      // column; -1 where there is none
	words    map[string]bool
}

func newReturnRule(s *Sheet, c Config) *returnRule {
	r := &returnRule{prefixes: c.ReturnPrefixes, status: s.column(statusField)}
	if i := s.column(sales.Deal); i >= 0 && len(r.prefixes) == 0 {
		digits := 0
		for text, n := range s.profiles[i].distinct {
			if strings.Trim(text, "0123456789") == "" {
				digits += n
			}
		}
		r.letters = 10*digits >= 9*s.profiles[i].filled
	}
	if r.status >= 0 {
		r.words = returnedStatus(s.Columns[r.status].Header)
		for _, w := range c.ReturnStatus {
			r.words[fold(w)] = true
		}
	}
	return r
}

// returnedStatus are the words of a status column that mean returned; "yes" does only
// in a column whose name asks the question.
func returnedStatus(header string) map[string]bool {
	words := map[string]bool{}
	for w := range returnedWords() {
		words[w] = true
	}
	if !slices.ContainsFunc(headerWords(header), func(w string) bool { return returnedWords()[w] || w == "is" }) {
		for w := range yesWords() {
			delete(words, w)
		}
	}
	return words
}

// needed tells whether lines need a flag of their own.
func (r *returnRule) needed() bool { return r.letters || len(r.prefixes) > 0 || r.status >= 0 }

// judge is the flag of the line: 1 where it is a return.
func (c *lineConverter) judge(cells []sheet.Cell, a amounts) int64 {
	flag := int64(0)
	deal := c.text(c.place.deal)
	switch {
	case len(c.returns.prefixes) > 0:
		if slices.ContainsFunc(c.returns.prefixes, func(p string) bool { return strings.HasPrefix(deal, p) }) {
			flag = 1
		}
	case c.returns.letters && a.quantity < 0 && len(deal) > 1 && deal[0] > '9':
		flag = 1
		letter := deal[:1]
		c.out.remarkOf(func(r *lineReader) { r.returned.lettered[letter]++ })
	}
	if c.status == nil || !c.returns.words[fold(c.status.text(cells))] {
		return flag
	}
	if deal == "" || a.quantity < 0 || a.revenue < 0 {
		return 1
	}
	line := returnedLine{deal, cmp.Or(c.text(c.place.product), c.text(c.place.productName))}
	c.out.remarkOf(func(r *lineReader) { r.returned.lines[line] = true })
	return flag
}

// returnCount is what the lines of a sheet say of returns.
type returnCount struct {
	lettered map[string]int64      // negative lines by the letter before their deal
	lines    map[returnedLine]bool // lines a status names that carry positive amounts
}

// returnedLine is a product of a deal.
type returnedLine struct{ deal, product string }

// derived says which prefixes were taken for returns.
func (r *returnCount) derived(name string) []string {
	var list []string
	for _, letter := range sortedKeys(r.lettered) {
		list = append(list, fmt.Sprintf("return = deal that begins with %s and a negative quantity (%d lines) in %s", letter, r.lettered[letter], name))
	}
	if len(r.lines) > 0 {
		list = append(list, fmt.Sprintf("return = line whose status says so (%d products of deals) in %s", len(r.lines), name))
	}
	return list
}

// load gives what the status named to the relation of returns, whose deals the ledger
// counts, shows and leaves out of baskets.
func (r *returnCount) load(ctx context.Context, l *sales.Ledger) error {
	if len(r.lines) == 0 {
		return nil
	}
	list := make([]returnedLine, 0, len(r.lines))
	for x := range r.lines {
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b returnedLine) int {
		return cmp.Or(cmp.Compare(a.deal, b.deal), cmp.Compare(a.product, b.product))
	})
	s := newStream(sales.Returns, []sales.Field{sales.Deal, sales.Product})
	return s.run(ctx, l, sales.Returns, func(ctx context.Context) error {
		for _, x := range list {
			b, i, err := s.row(ctx)
			if err != nil {
				return err
			}
			b.Columns[0].Text.Set(i, []byte(x.deal))
			b.Columns[1].Text.Set(i, []byte(x.product))
		}
		return nil
	})
}
