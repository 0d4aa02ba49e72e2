package sample_test

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"xsell/cmd/xsell/sample"
)

// order is one deal, put together from the rows of the committed files.
type order struct {
	row
	products, types, areas map[string]bool
	rows                   []row
	net, cost              int64
}

// ledger is what a stranger knows after joining the files by hand.
type ledger struct {
	orders           []*order // sales, by date
	credits          []row
	kind, area       map[string]string // by product
	audience, region map[string]string // by customer
	control          map[string]bool
	price, costOf    map[string]int64 // by product
	trained, topic   map[string]string
	referred         map[string]int
	referredFor      map[string]int64
	plan, sold       map[string]int64 // Kitchenware by month
}

// joined joins the committed files once for all tests.
var joined = sync.OnceValues(func() (*ledger, error) {
	b, err := loadBook()
	if err != nil {
		return nil, err
	}
	return newLedger(b), nil
})

func ledgerOf(t *testing.T) *ledger {
	t.Helper()
	l, err := joined()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func newLedger(b *book) *ledger {
	l := &ledger{
		kind: map[string]string{}, area: map[string]string{}, audience: map[string]string{}, region: map[string]string{},
		control: map[string]bool{}, price: map[string]int64{}, costOf: map[string]int64{}, trained: map[string]string{},
		topic: map[string]string{}, referred: map[string]int{}, referredFor: map[string]int64{},
		plan: map[string]int64{}, sold: map[string]int64{},
	}
	for _, p := range b.sheets["Products"][1:] {
		l.kind[p[0]], l.area[p[0]], l.price[p[0]], l.costOf[p[0]] = p[2], p[3], hundredths(p[4]), hundredths(p[5])
	}
	for _, c := range b.sheets["Customers"][1:] {
		l.audience[c[0]], l.region[c[0]] = c[2], c[3]
	}
	for _, p := range b.sheets["Programmes"][1:] {
		if len(p) > 13 {
			for _, no := range strings.Split(p[13], "; ") {
				l.control[no] = true
			}
		}
	}
	for _, s := range b.sheets["Trainings"][1:] {
		l.trained[s[0]], l.topic[s[0]] = serial(s[1]), s[2]
	}
	for _, r := range b.sheets["Referrals"][1:] {
		l.referred[r[2]]++
		l.referredFor[r[2]] += hundredths(r[4])
	}
	for _, g := range b.sheets["Targets"][3:] {
		if g[1] == "Kitchenware" {
			l.plan[serial(g[0])[:7]] = hundredths(g[2])
		}
	}
	l.group(b.clean())
	return l
}

func (l *ledger) group(rows []row) {
	byNumber := map[string]*order{}
	for _, r := range rows {
		if r.quantity < 0 {
			l.credits = append(l.credits, r)
			continue
		}
		o := byNumber[r.order]
		if o == nil {
			o = &order{row: r, products: map[string]bool{}, types: map[string]bool{}, areas: map[string]bool{}}
			byNumber[r.order] = o
			l.orders = append(l.orders, o)
		}
		o.products[r.product], o.types[l.kind[r.product]], o.areas[l.area[r.product]] = true, true, true
		o.rows = append(o.rows, r)
		o.net, o.cost = o.net+r.net, o.cost+r.cost
		if l.area[r.product] == "Kitchenware" {
			l.sold[r.date[:7]] += r.net
		}
	}
	slices.SortStableFunc(l.orders, func(a, b *order) int { return strings.Compare(a.row.date, b.row.date) })
}

// of counts the orders that fulfil a condition, and those of them with something.
func (l *ledger) of(fulfils, with func(*order) bool) string {
	hits, of := l.hits(fulfils, with)
	return share(hits, of)
}

func (l *ledger) hits(fulfils, with func(*order) bool) (hits, of int) {
	for _, o := range l.orders {
		if fulfils(o) {
			of++
			if with(o) {
				hits++
			}
		}
	}
	return hits, of
}

// customers collects who has an order that fulfils the condition.
func (l *ledger) customers(fulfils func(*order) bool) map[string]bool {
	who := map[string]bool{}
	for _, o := range l.orders {
		if fulfils(o) {
			who[o.customer] = true
		}
	}
	return who
}

func both(a, b map[string]bool) int {
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return n
}

func share(hits, of int) string {
	return fmt.Sprintf("%d of %d (%.1f %%)", hits, of, math.Floor(float64(hits)*1000/float64(of)+.5)/10)
}

func euros(c int64) string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	whole := fmt.Sprint(c / 100)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s%s.%02d", sign, whole, c%100)
}

var (
	heading = regexp.MustCompile(`^### (\S+)$`)
	line    = regexp.MustCompile(`^\| (.+) \| (.+) \|$`)
)

// readmeFacts reads the tables of the planted truths from the committed README.
func readmeFacts(t *testing.T) map[string]string {
	facts, id := map[string]string{}, ""
	for text := range strings.Lines(string(read(t, sampleData, sample.ReadmeName))) {
		text = strings.TrimSuffix(text, "\n")
		if m := heading.FindStringSubmatch(text); m != nil {
			id = m[1]
		} else if m := line.FindStringSubmatch(text); m != nil && id != "" && m[1] != "fact" {
			facts[id+": "+m[1]] = m[2]
		}
	}
	return facts
}

// TestReadmeNumbersAreRight counts every number of the planted truths again in
// the committed files, by other means than the generator's.
func TestReadmeNumbersAreRight(t *testing.T) {
	l, said := ledgerOf(t), readmeFacts(t)
	counted := map[string]string{}
	l.countPairs(counted)
	l.countCustomers(counted)
	l.countProgrammes(counted)
	l.countPeople(counted)
	l.countMoney(counted)
	if len(said) < 150 {
		t.Errorf("only %d facts in the README", len(said))
	}
	for name, number := range said {
		if counted[name] != number {
			t.Errorf("%s: the README says %q, the files %q", name, number, counted[name])
		}
	}
	for name, number := range counted {
		if _, ok := said[name]; !ok {
			t.Errorf("%s: %s is not in the README", name, number)
		}
	}
}

// TestTruthsEqualTheReadme holds the exported truths and the page together.
func TestTruthsEqualTheReadme(t *testing.T) {
	said := readmeFacts(t)
	seen := map[string]bool{}
	for _, truth := range allTruths() {
		if seen[truth.ID] || truth.Says == "" || len(truth.Facts) == 0 {
			t.Errorf("truth %q is doubled or empty", truth.ID)
		}
		seen[truth.ID] = true
		for _, f := range truth.Facts {
			name := truth.ID + ": " + f.Name
			if said[name] != f.String() {
				t.Errorf("%s is %s, the README says %q", name, f, said[name])
			}
			delete(said, name)
		}
	}
	for name := range said {
		t.Errorf("the README has %s, Truths has not", name)
	}
}
