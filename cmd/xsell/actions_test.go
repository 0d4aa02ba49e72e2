package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// TestActionsAreProved holds each number of an action to the table it links to: its money
// is a cell there or the sum of the cells of those it names, and what it says in words is
// printed from cells of the table or counts its rows.
func TestActionsAreProved(t *testing.T) {
	files := map[string]string{"sample data": filepath.Join("..", "..", "sample-data")}
	for _, name := range []string{"Sample - Superstore.xlsx", "FoodMart 1997.xlsx", "Online Retail.xlsx", "adventureworks-sales.csv"} {
		files[name] = ""
	}
	for name, path := range files {
		t.Run(name, func(t *testing.T) {
			if slow := strings.HasPrefix(name, "Online") || strings.HasPrefix(name, "adv"); slow && os.Getenv("XSELL_SLOW") == "" {
				t.Skip("all sections of a large file: XSELL_SLOW=1")
			}
			if path == "" {
				path = realFile(t, name)
			}
			r := computed(t, path)
			actions := r.Find("actions")
			if n := len(actions.Table.Rows); n == 0 || n > 7 {
				t.Fatalf("%d actions", n)
			}
			for row := range actions.Table.Rows {
				checkAction(t, r, actions.Table, row)
			}
		})
	}
}

func checkAction(t *testing.T, r *metrics.Report, actions metrics.Table, row int) {
	text := func(key string) string { s, _ := actions.Cell(row, key).(string); return s }
	proof := r.Find(text("section"))
	if proof == nil {
		t.Errorf("%q links to no section", text("action"))
		return
	}
	money := actions.Cell(row, "money").(sales.Money)
	if !moneyIn(proof.Table, money, text("people")) {
		t.Errorf("%q: %s is not in the table of %s", text("action"), money, proof.Name)
	}
	said := printedIn(proof.Table)
	for _, sentence := range []string{text("action"), text("evidence")} {
		for _, n := range numeralsIn(sentence, proof.Table) {
			if !said[n] {
				t.Errorf("%q: %s is not in the table of %s", sentence, n, proof.Name)
			}
		}
	}
}

// moneyIn looks for an amount or a loss as a cell, or as the sum of the rows of people or
// products, or, where nobody is named, of all rows.
func moneyIn(t metrics.Table, money sales.Money, people string) bool {
	for i, c := range t.Columns {
		if c.Unit != metrics.Money {
			continue
		}
		var sum, losses, all sales.Money
		var negative []sales.Money
		named := map[string]bool{}
		for n, row := range t.Rows {
			m, _ := row[i].(sales.Money)
			all += m
			if m == money || m == -money {
				return true
			}
			name, _ := t.Cell(n, "customer_name").(string)
			if seller, ok := t.Cell(n, "seller").(string); ok && t.Index("customer_name") < 0 && row[i] != nil {
				name = seller
			}
			if name != "" && !named[name] && strings.Contains(people, name) {
				named[name] = true
				sum += m
			}
			if m < 0 {
				negative = append(negative, m)
			}
		}
		slices.Sort(negative)
		for _, m := range negative[:min(20, len(negative))] {
			if losses += m; people == "" && losses == -money {
				return true
			}
		}
		if sum == money || sum == -money || people == "" && all == money {
			return true
		}
	}
	return false
}

var numeral = regexp.MustCompile(`[0-9][0-9,.]*[0-9]|[0-9]`)

// numeralsIn are the numbers in a sentence but for those in texts of the table.
func numeralsIn(sentence string, t metrics.Table) []string {
	var texts []string
	for _, row := range t.Rows {
		for _, cell := range row {
			if s, ok := cell.(string); ok && len(s) > 2 && strings.Contains(sentence, s) {
				texts = append(texts, s)
			}
		}
	}
	slices.SortFunc(texts, func(a, b string) int { return len(b) - len(a) })
	for _, s := range texts {
		sentence = strings.ReplaceAll(sentence, s, "")
	}
	return numeral.FindAllString(sentence, -1)
}

// printedIn are the ways to print the cells of a table in prose, the shares of those offered
// something who take it, and numbers of rows up to those that an action may have.
func printedIn(t metrics.Table) map[string]bool {
	said := map[string]bool{}
	for n := range min(50, len(t.Rows)) {
		said[strconv.Itoa(n+1)] = true
	}
	for at, row := range t.Rows {
		if offered, ok := t.Cell(at, "offered").(int64); ok && offered > 0 {
			for _, key := range []string{"takers", "anyway"} {
				v, _ := t.Cell(at, key).(float64)
				said[fmt.Sprintf("%.1f", 100*v/float64(offered))] = true
			}
		}
		for i, cell := range row {
			var v float64
			switch c := cell.(type) {
			case int64:
				v = float64(c)
			case float64:
				v = c
			case sales.Money:
				v = math.Abs(c.Float())
			}
			if u := t.Columns[i].Unit; u == metrics.Ratio || u == metrics.Points {
				said[fmt.Sprintf("%.1f", 100*v)] = true
				continue
			}
			for _, s := range []string{fmt.Sprintf("%.0f", v), fmt.Sprintf("%.2f", v), fmt.Sprintf("%.1f", v/1e3), fmt.Sprintf("%.2f", v/1e6)} {
				said[s], said[withCommas(s)] = true, true
			}
		}
	}
	return said
}

func withCommas(s string) string {
	for i := len(s) - 3; i > 0 && !strings.Contains(s, "."); i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
