package metrics

import (
	"cmp"
	"slices"
	"strconv"

	"xsell/metrics/sales"
)

// riskFindings is what the sentences and the table of the section speak of.
type riskFindings struct {
	watch
	known  int64 // customers who bought
	rhythm rhythm
	model  leaving
	l      *sales.Ledger
	o      Options

	rows    []risk // the first so many
	left    int64  // judged customers without a row
	judged  int64
	atRisk  int64
	stake   sales.Money // of all at risk
	sellers []sellerAtRisk
}

// risk is a customer judged.
type risk struct {
	riskRow
	silent  int // days since the last deal
	usual   float64
	outlook outlook
}

// sellerAtRisk adds up the customers at risk of one seller.
type sellerAtRisk struct {
	name      string
	customers int64
	stake     sales.Money
}

// late is the silence over what is usual.
func (r risk) late() float64 { return float64(r.silent) / r.usual }

// mean is the mean time between the customer's own deals in days.
func (r risk) mean() float64 { return r.gaps().days / float64(r.gaps().n) }

func (r risk) gaps() gaps { return gaps{r.Deals - 1, float64(r.LastDay - r.FirstDay)} }

// yearly is the money of the last year; 0 where it is unknown.
func (r risk) yearly() sales.Money { return r.MoneyYear.V }

// stake is what is lost if the customer stays away.
func (r risk) stake() sales.Money { return max(0, r.yearly()) }

func (f *riskFindings) bySeller() []sellerAtRisk {
	place := map[string]int{}
	var out []sellerAtRisk
	for _, r := range f.rows {
		if r.AtRisk == 0 {
			continue
		}
		i, ok := place[r.Seller]
		if !ok {
			i = len(out)
			place[r.Seller] = i
			out = append(out, sellerAtRisk{name: r.Seller})
		}
		out[i].customers++
		out[i].stake += r.stake()
	}
	slices.SortFunc(out, func(a, b sellerAtRisk) int {
		return cmp.Or(compareDown(a.stake, b.stake), cmp.Compare(a.name, b.name))
	})
	return out
}

func (f *riskFindings) columns() []Column {
	columns := []Column{{"kind", "Kind", Word}, {"status", "Status", Word}, {"customer", "Customer", Text}, {"customer_name", "Name", Text}, {"audience", "Audience", Text}}
	if f.l.Has(sales.Seller) {
		columns = append(columns, Column{"seller", "Seller", Text})
	}
	columns = append(columns, []Column{{"at_stake", f.o.say("%s at stake", title(f.moneyName())), Money}, {"days_since", "Days since the last deal", Count}, {"mean_days", "Mean days between deals", Number}, {"usual_days", "Usual days, drawn to those of all", Number},
		{"late", "Days since, over usual", Number}, {"last_day", "Last deal", Date}, {"deals", "Deals", Count}, {"money_year", f.o.say("%s of the year", title(f.moneyName())), Money}}...)
	if f.model.used {
		columns = append(columns, []Column{{"p_alive", "Probability of being a customer still", Ratio}, {"next_deals", "Deals to expect next", Number}, {"next_money", f.o.say("%s to expect next", title(f.moneyName())), Money}}...)
	}
	columns = append(columns, Column{"customers", "Customers", Count})
	if f.model.fitted {
		columns = append(columns, []Column{{"group", "Repeat deals before the test", Text}, {"expected", "Deals expected in the test", Number}, {"actual", "Deals made in the test", Count}}...)
	}
	return columns
}

// table has the customers first, those at risk at the top, then their sellers, then the
// test of the model.
func (f *riskFindings) table() Table {
	t := Table{Columns: f.columns()}
	add := func(cells map[string]Cell) {
		row := make([]Cell, len(t.Columns))
		for key, cell := range cells {
			if i := t.Index(key); i >= 0 {
				row[i] = cell
			}
		}
		t.Rows = append(t.Rows, row)
	}
	for _, r := range f.rows {
		add(f.cells(r))
	}
	for _, s := range f.sellers {
		add(map[string]Cell{"kind": "seller", "seller": s.name, "at_stake": s.stake, "customers": s.customers})
	}
	if f.model.fitted {
		for i, g := range f.model.test {
			add(map[string]Cell{"kind": "test", "group": f.o.frequency(i), "customers": g.customers, "expected": g.expected, "actual": g.actual})
		}
		all := f.model.total()
		add(map[string]Cell{"kind": "test", "group": f.o.say("all"), "customers": all.customers, "expected": all.expected, "actual": all.actual})
	}
	return t
}

// frequency names a group of the test.
func (o Options) frequency(repeats int) string {
	if repeats == frequencies-1 {
		return o.say("%d or more", repeats)
	}
	return strconv.Itoa(repeats)
}

func (f *riskFindings) cells(r risk) map[string]Cell {
	cells := map[string]Cell{"kind": "customer", "status": "on time", "customer": r.Customer, "customer_name": r.CustomerName, "audience": r.Audience, "seller": r.Seller,
		"days_since": int64(r.silent), "mean_days": r.mean(), "usual_days": r.usual, "late": r.late(), "last_day": r.LastDay, "deals": r.Deals}
	if r.AtRisk == 1 {
		cells["status"] = atRisk
		if r.yearly() >= 0 {
			cells["at_stake"] = r.stake()
		}
	}
	if r.MoneyYear.Valid {
		cells["money_year"] = r.MoneyYear.V
	}
	if f.model.used {
		cells["p_alive"], cells["next_deals"] = r.outlook.alive, r.outlook.deals
		if each, ok := f.model.moneyOf(r); ok {
			cells["next_money"] = money(each * r.outlook.deals)
		}
	}
	return cells
}
