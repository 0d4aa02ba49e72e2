package sample

import (
	"slices"
	"strings"
)

// Flaw is one dirty row of the sample files: where it stands and what it is.
type Flaw struct {
	File  string
	Sheet string // empty in the csv file
	Row   int    // counted from 1, the header included
	Order string // what stands in the order column
	Says  string
	Cents int64 // the net amount it touches: the one in the row, or the one that should be there
}

// Flaws lists the dirty rows in the order of the files.
func Flaws() []Flaw { return flawsOf(newCompany()) }

func flawsOf(c *company) []Flaw {
	rows := salesSheet(c).rows
	var flaws []Flaw
	for i, row := range rows {
		order, _ := row[colOrder].(string)
		says := whatIsWrong[order]
		if says == "" && i > 0 && slices.Equal(row, rows[i-1]) {
			says = "exact duplicate of the row above"
		}
		if says == "" {
			continue
		}
		touched := asCents(row[colNet])
		if order == orderNoAmount {
			touched = asCents(row[colList])
		}
		if i == len(rows)-1 {
			touched = netOf(rows[:i])
		}
		flaws = append(flaws, Flaw{WorkbookName, "Sales", i + 2, order, says, int64(touched)})
	}
	return append(flaws, webShopFlaws(c)...)
}

// whatIsWrong explains the dirty rows that an order number gives away.
var whatIsWrong = map[string]string{
	orderBadDate:        "the date is " + impossibleDate + ", as text",
	orderNoAmount:       "the net amount is n/a; the list amount is there",
	orderUnknownProduct: "product " + unknownProduct + " is not in the Products sheet",
	orderNoCustomer:     "no customer",
	orderMissingAmount:  "no price and no amount",
	totalLabel:          "total row, formulas with their values",
	totalLabelGerman:    "total row",
}

func netOf(rows [][]any) cents {
	sum := cents(0)
	for _, row := range rows {
		sum += asCents(row[colNet])
	}
	return sum
}

func webShopFlaws(c *company) []Flaw {
	var flaws []Flaw
	for i, row := range webShopRows(c) {
		order, _, _ := strings.Cut(row, ";")
		if says := whatIsWrong[order]; says != "" {
			touched := productNo("KW-202").price
			if order == totalLabelGerman {
				touched = exported(c)
			}
			flaws = append(flaws, Flaw{WebShopName, "", i + 1, order, says, int64(touched)})
		}
	}
	return flaws
}

// exported is the net revenue in the web shop's export.
func exported(c *company) cents {
	sum := cents(0)
	for _, l := range c.deals {
		if l.inShopExport() {
			sum += l.net()
		}
	}
	return sum
}
