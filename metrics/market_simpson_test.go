package metrics

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// Two gifts of a public online shop, 23084 and 23355, are in one invoice more often than by
// chance: their odds ratio is 1.737. Within the months it is .814, since both sell before
// Christmas: E. H. Simpson's paradox (JRSS B 13 (1951) 238-241). Worked out apart by pandas
// and statsmodels 0.15.0 on the lines of known customers with positive quantity and price:
// Table2x2.oddsratio, StratifiedTable.oddsratio_pooled and its limits.
const (
	giftA, giftB = "23084", "23355"
	giftsCrude   = 1.7369520958083833
	giftsInMonth = .8137968904992776
	giftsLow     = .5988822940362585
	giftsHigh    = 1.1058356301083054
)

func TestSimpsonsPairIsNotConfirmed(t *testing.T) {
	l := ledgerIn(t, filepath.Join("..", "..", "shared", "data", "Online Retail.xlsx"), sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}})
	invoices := invoicesWith(t, l, giftA, giftB)
	m, _ := judgedMarket(t, invoices)
	a, b := m.goodOf(t, giftA), m.goodOf(t, giftB)
	deals, _ := m.dealsOf(a, b)
	if want := (basket.Pair{N: 18532, NA: 801, NB: 719, NAB: 51}); deals != want {
		t.Fatalf("%+v, want %+v", deals, want)
	}
	four, within := deals.FourFold(), m.oddsInSeason(a, b)
	crude := float64(four.Both) * float64(four.Neither) / (float64(four.OnlyA) * float64(four.OnlyB))
	for _, c := range []struct{ got, want float64 }{{crude, giftsCrude}, {within.Value, giftsInMonth}, {within.Limits.Low, giftsLow}, {within.Limits.High, giftsHigh}} {
		if math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
	if !m.inSeason(a, b) {
		t.Error("nothing says that the season explains the pair")
	}
	m, _ = judgedMarket(t, l)
	if status := m.statusOf(t, giftA, giftB); status == confirmed {
		t.Error("the pair is confirmed")
	}
}

// invoicesWith is a ledger of the deals of known customers in which only two products are
// told from the rest.
func invoicesWith(t *testing.T, l *sales.Ledger, a, b string) *sales.Ledger {
	t.Helper()
	type row struct{ Deal, Day, Customer, Product string }
	lines, err := sales.Query[row](t.Context(), l, strings.NewReplacer("{a}", a, "{b}", b).Replace(`
SELECT DISTINCT deal, CAST(day AS VARCHAR) AS day, customer, CASE WHEN product IN ('{a}', '{b}') THEN product ELSE 'rest' END AS product
FROM lines WHERE customer <> '(unknown)' AND quantity > 0 AND revenue > 0 ORDER BY deal, product, day`))
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]string{{"deal", "day", "customer", "product", "quantity", "revenue"}}
	for _, r := range lines {
		rows = append(rows, []string{r.Deal, r.Day, r.Customer, r.Product, "1", "1"})
	}
	few, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { few.Close() })
	load(t, few, sales.Lines, rows)
	if err := few.Finish(t.Context(), sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}}); err != nil {
		t.Fatal(err)
	}
	return few
}

func (m *market) goodOf(t *testing.T, id string) *good {
	t.Helper()
	for i := range m.goods {
		if m.goods[i].id == id {
			return &m.goods[i]
		}
	}
	t.Fatalf("%s is not judged", id)
	return nil
}

// statusOf is the status of two products in the section pairs, blank for none.
func (m *market) statusOf(t *testing.T, a, b string) string {
	t.Helper()
	often, _, err := m.foundTogether(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sure := 0
	for _, p := range often {
		if p.status == confirmed {
			sure++
		}
		if x, y := m.goods[p.a].id, m.goods[p.b].id; min(x, y) == a && max(x, y) == b {
			return p.status
		}
	}
	if sure == 0 {
		t.Error("no pair at all is confirmed, so that this one had no chance to be")
	}
	return ""
}
