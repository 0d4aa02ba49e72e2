package sample

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"text/template"
)

//go:embed readme.md.tmpl
var readmeText string

// readme writes the README of the sample data, with every number in it counted.
func readme(c *company) ([]byte, error) {
	t, err := template.New(ReadmeName).Parse(readmeText)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	err = t.Execute(&page, map[string]any{
		"Totals": totalsOf(c), "Sheets": sheetFacts(c), "Flaws": flawFacts(c), "Truths": truthFacts(c),
		"Window": window.String(), "HoldOut": holdOut.String(),
	})
	return page.Bytes(), err
}

func (p period) String() string { return fmt.Sprintf("%s to %s", p.from, p.to) }

// totals are the sums over both files.
type totals struct {
	Files                                         []fileTotal
	Deals, Customers, Lines, CreditNotes, Returns int
	Net, Cost, Profit, Credits, Returned          cents
}

type fileTotal struct {
	Name         string
	Lines, Dirty int
	Net          cents
}

func totalsOf(c *company) totals {
	t := totals{Deals: len(c.deals), CreditNotes: len(c.credits), Returns: len(c.returns), Files: fileTotals(c)}
	buyers := map[int]bool{}
	for _, l := range slices.Concat(c.deals, c.credits) {
		t.Net += l.net()
		t.Profit += l.profit()
		if l.lines[0].quantity < 0 {
			t.Credits += l.net()
			continue
		}
		buyers[l.customer.no] = true
		t.Lines += len(l.lines)
	}
	t.Cost = t.Net - t.Profit
	t.Customers = len(buyers)
	for _, r := range c.returns {
		t.Returned += r.deal.net()
	}
	return t
}

// fileTotals counts the rows of each file between its header and its total.
func fileTotals(c *company) []fileTotal {
	rows := salesSheet(c).rows
	book := fileTotal{Name: WorkbookName, Lines: len(rows) - 1, Net: netOf(rows[:len(rows)-1])}
	shop := fileTotal{Name: WebShopName, Lines: len(webShopRows(c)) - 2, Net: exported(c)}
	for _, f := range flawsOf(c) {
		switch {
		case f.Order == totalLabel || f.Order == totalLabelGerman:
		case f.File == WorkbookName:
			book.Dirty++
		default:
			shop.Dirty++
		}
	}
	return []fileTotal{book, shop}
}

type sheetFact struct {
	Name, Columns string
	Rows          int
}

func sheetFacts(c *company) []sheetFact {
	var facts []sheetFact
	for _, s := range sheets(c) {
		var titles []string
		for _, column := range s.columns {
			titles = append(titles, column.title)
		}
		facts = append(facts, sheetFact{s.name, strings.Join(titles, ", "), len(s.rows)})
	}
	return facts
}

type flawFact struct {
	Flaw
	Amount cents
}

func flawFacts(c *company) []flawFact {
	var facts []flawFact
	for _, f := range flawsOf(c) {
		facts = append(facts, flawFact{f, cents(f.Cents)})
	}
	return facts
}

type truthFact struct {
	Truth
	Customers string
}

func truthFacts(c *company) []truthFact {
	var facts []truthFact
	for _, t := range truthsOf(c) {
		facts = append(facts, truthFact{t, strings.Trim(strings.Join(strings.Fields(fmt.Sprint(t.Customers)), ", "), "[]")})
	}
	return facts
}
