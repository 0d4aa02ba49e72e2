package metrics

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
)

// TestGroceriesPairs counts and tests all pairs of a public set of 9,835 baskets with 169
// items. The numbers were worked out apart: 14,196 pairs, of which 9,636 are seen and
// 1,591 stand at a false discovery rate of 5 %, every basket a unit of its own. A short
// table concludes the same as a whole one.
func TestGroceriesPairs(t *testing.T) {
	l := groceries(t)
	for _, c := range []struct{ maxRows, rows, standing int }{{0, 9636, 1591}, {25, 26, 25}} {
		r, err := Compute(t.Context(), l, Options{Only: []string{"pairs"}, MinCount: 1, MaxRows: c.maxRows})
		if err != nil {
			t.Fatal(err)
		}
		s := r.Sections[0]
		if got := len(s.Table.Rows); got != c.rows {
			t.Fatalf("at most %d: %d rows, want %d", c.maxRows, got, c.rows)
		}
		if got := len(s.Table.Where("status", candidate)); got != c.standing {
			t.Errorf("at most %d: %d pairs stand, want %d", c.maxRows, got, c.standing)
		}
		if !strings.Contains(s.Lead, "of 14,196 pairs tested, 1,591 are") {
			t.Errorf("at most %d: lead %q", c.maxRows, s.Lead)
		}
		if last := s.Table.Cell(c.rows-1, "a_name"); c.maxRows > 0 && last != "9,611 other pairs" {
			t.Errorf("the last row is %v", last)
		}
	}
}

// TestSuperstoreCustomers compares with counts made apart from the same workbook, returned
// orders left out of baskets.
func TestSuperstoreCustomers(t *testing.T) {
	s := superstore(t, "breadth")
	for i, want := range []struct {
		customers, deals int64
		revenue, cross   sales.Money
	}{{2, 3, 317_0180, 81_3080}, {30, 80, 21865_3678, 5626_0978}, {178, 891, 302267_4306, 159478_1148}, {583, 4035, 1972751_0439, 1224950_4704}} {
		if s.Table.Cell(i, "areas") != int64(i) || s.Table.Cell(i, "customers") != want.customers || s.Table.Cell(i, "deals") != want.deals ||
			s.Table.Cell(i, "revenue") != want.revenue || s.Table.Cell(i, "cross_revenue") != want.cross {
			t.Errorf("row %d is %v, want %+v", i, s.Table.Rows[i], want)
		}
	}
	s = superstore(t, "areas-together")
	for i, pair := range s.Table.Where("kind", "pair")[:2] {
		if want := []int64{681, 661}[i]; pair[s.Table.Index("customers_both")] != want {
			t.Errorf("pair %v, want %d shared", pair, want)
		}
	}
	s = superstore(t, "customers")
	if !strings.Contains(s.Lead, "Sean Miller is the largest of 793 customers with 25.0 k, 1.1 % of revenue. The 10 largest bring 6.7 %. Half of the revenue of known customers comes from 170") {
		t.Errorf("lead of customers %q", s.Lead)
	}
}

// groceries is a ledger with a deal for each basket of the public set.
func groceries(t *testing.T) *sales.Ledger {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "groceries-baskets.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the baskets of the public set are not beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]string{{"deal", "day", "product", "quantity", "revenue"}}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		for _, item := range strings.Split(strings.TrimSpace(line), ",") {
			rows = append(rows, []string{strconv.Itoa(i), "2026-01-05", item, "1", "1"})
		}
	}
	return ledgerOfLines(t, rows, wholeWindow)
}

// The row (other) says how many pairs were cut off: all that were seen are there or counted.
func TestPairsCutStillCounted(t *testing.T) {
	var lines strings.Builder
	lines.WriteString("-- lines --\ndeal,day,customer,product,revenue\n")
	for deal := range 120 {
		for p := range 7 {
			if (deal+p)%3 != 0 || deal%7 == p {
				fmt.Fprintf(&lines, "%d,2026-01-%02d,c%d,p%d,%d\n", deal, 1+deal%28, deal%40, p, 10+p)
			}
		}
	}
	l := ledgerOf(t, txtar.Parse([]byte(lines.String())), sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}})
	for _, most := range []int{0, 1, 3, 20} {
		r, err := Compute(t.Context(), l, Options{Only: []string{"pairs"}, MaxRows: most})
		if err != nil {
			t.Fatal(err)
		}
		table := r.Sections[0].Table
		seen, last := int64(len(table.Rows)), len(table.Rows)-1
		if table.Cell(last, "a") == other {
			var left int64
			if _, err := fmt.Sscan(table.Cell(last, "a_name").(string), &left); err != nil {
				t.Fatal(err)
			}
			seen += left - 1
		}
		if seen != 21 {
			t.Errorf("%d rows: %d pairs of 21", most, seen)
		}
	}
}
