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
	prefixes []string         // configured: always returns
	letters  bool             // deals are numbers, but some have a letter before: C536379
	lettered map[string]int64 // negative lines by that letter
	status   *textColumn
	words    map[string]bool
	returned map[returnedLine]bool // lines a status names that carry positive amounts
	flag     int64                 // of the line last judged
}

// returnedLine is a product of a deal.
type returnedLine struct{ deal, product string }

func newReturnRule(s *Sheet, c Config) *returnRule {
	r := &returnRule{prefixes: c.ReturnPrefixes, lettered: map[string]int64{}, returned: map[returnedLine]bool{}}
	if i := s.column(sales.Deal); i >= 0 && len(r.prefixes) == 0 {
		digits := 0
		for text, n := range s.profiles[i].distinct {
			if strings.Trim(text, "0123456789") == "" {
				digits += n
			}
		}
		r.letters = 10*digits >= 9*s.profiles[i].filled
	}
	if i := s.column(statusField); i >= 0 {
		r.status = newTextColumn(i, false, nil)
		r.words = returnedStatus(s.Columns[i].Header)
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
func (r *returnRule) needed() bool { return r.letters || len(r.prefixes) > 0 || r.status != nil }

// judge sets flag for the line at i of the batch.
func (r *returnRule) judge(b *sales.Batch, i int, fields []sales.Field, cells []sheet.Cell, a amounts) {
	r.flag = 0
	negative := a.quantity < 0 || a.revenue < 0
	deal := textOf(b, i, fields, sales.Deal)
	switch {
	case len(r.prefixes) > 0:
		for _, p := range r.prefixes {
			if strings.HasPrefix(deal, p) {
				r.flag = 1
			}
		}
	case r.letters && a.quantity < 0 && len(deal) > 1 && deal[0] > '9':
		r.flag = 1
		r.lettered[deal[:1]]++
	}
	if r.status == nil || r.status.column >= len(cells) || !r.words[fold(r.status.text(cells[r.status.column].Text))] {
		return
	}
	if deal == "" || negative {
		r.flag = 1
		return
	}
	r.returned[returnedLine{deal, cmp.Or(textOf(b, i, fields, sales.Product), textOf(b, i, fields, sales.ProductName))}] = true
}

func textOf(b *sales.Batch, i int, fields []sales.Field, f sales.Field) string {
	if c := slices.Index(fields, f); c >= 0 && b.Columns[c].Text != nil {
		return b.Columns[c].Text[i]
	}
	return ""
}

// derived says which prefixes were taken for returns.
func (r *returnRule) derived(name string) []string {
	var list []string
	for _, letter := range sortedKeys(r.lettered) {
		list = append(list, fmt.Sprintf("return = deal that begins with %s and a negative quantity (%d lines) in %s", letter, r.lettered[letter], name))
	}
	if len(r.returned) > 0 {
		list = append(list, fmt.Sprintf("return = line whose status says so (%d products of deals) in %s", len(r.returned), name))
	}
	return list
}

// load gives what the status named to the relation of returns, whose deals the ledger
// counts, shows and leaves out of baskets.
func (r *returnRule) load(ctx context.Context, l *sales.Ledger) error {
	if len(r.returned) == 0 {
		return nil
	}
	list := make([]returnedLine, 0, len(r.returned))
	for x := range r.returned {
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
			b.Columns[0].Text[i], b.Columns[1].Text[i] = x.deal, x.product
		}
		return nil
	})
}
