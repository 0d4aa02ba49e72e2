package metrics

import (
	"cmp"
	"math"
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// The statuses of partners.
const (
	partnerGives    = "gives more"
	partnerTakes    = "takes more"
	partnerEven     = "even"
	partnerFew      = "too few"
	partnerCustomer = "one customer"
)

// fewestPartnered are the customers on both sides together below which a balance is not judged.
const fewestPartnered = 10

// partnerFindings is what the sentences and the table of the section speak of.
type partnerFindings struct {
	part                 part
	roles, refers, costs bool // the data know the role, the referrals, the cost
	pays                 bool // and the commission
	of                   []partnerBalance
	quarters             []partnerQuarter
	o                    Options
}

// partnerBalance is what a partner gives and takes.
type partnerBalance struct {
	name                         string
	sourced, influenced, unknown partnerDeals
	sent                         partnerSent
	status                       string
}

// join puts both ways together, by partner; the one that moves most money first.
func (f *partnerFindings) join(deals []partnerDeals, sent []partnerSent, called map[string]string) {
	at := map[string]int{}
	find := func(name string) *partnerBalance {
		name = cmp.Or(called[name], name)
		i, ok := at[name]
		if !ok {
			i, at[name] = len(f.of), len(f.of)
			f.of = append(f.of, partnerBalance{name: name})
		}
		return &f.of[i]
	}
	for _, d := range deals {
		b := find(d.Partner)
		into := map[string]*partnerDeals{"sourced": &b.sourced, "influenced": &b.influenced, "": &b.unknown}[d.Role]
		*into = into.add(d)
	}
	for _, s := range sent {
		b := find(s.Partner)
		b.sent.Referrals, b.sent.Customers, b.sent.BothWays = b.sent.Referrals+s.Referrals, b.sent.Customers+s.Customers, b.sent.BothWays+s.BothWays
		b.sent.Business, b.sent.Commission, b.sent.Largest = b.sent.Business+s.Business, b.sent.Commission+s.Commission, max(b.sent.Largest, s.Largest)
		b.sent.Squares += s.Squares
	}
	for i := range f.of {
		if f.roles && f.refers {
			f.of[i].status = f.of[i].judge()
		}
	}
	slices.SortStableFunc(f.of, func(a, b partnerBalance) int {
		return cmp.Or(compareDown(a.revenue()+a.sent.Business, b.revenue()+b.sent.Business), cmp.Compare(a.name, b.name))
	})
}

// add sums two parts of one role, as where a partner goes by its key and by its name.
func (d partnerDeals) add(o partnerDeals) partnerDeals {
	d.Deals, d.Internal, d.Customers = d.Deals+o.Deals, d.Internal+o.Internal, d.Customers+o.Customers
	d.Revenue, d.Largest, d.Commission = d.Revenue+o.Revenue, max(d.Largest, o.Largest), d.Commission+o.Commission
	d.Squares += o.Squares
	d.CM1 = sales.Null[sales.Money]{V: d.CM1.V + o.CM1.V, Valid: d.CM1.Valid || o.CM1.Valid}
	d.NetCM = sales.Null[sales.Money]{V: d.NetCM.V + o.NetCM.V, Valid: d.NetCM.Valid || o.NetCM.Valid}
	return d
}

func (b partnerBalance) revenue() sales.Money {
	return b.sourced.Revenue + b.influenced.Revenue + b.unknown.Revenue
}

func (b partnerBalance) commission() sales.Money {
	return b.sourced.Commission + b.influenced.Commission + b.unknown.Commission
}

// netCM is what all lines with the partner leave after goods, commission and bonus.
func (b partnerBalance) netCM() sales.Null[sales.Money] {
	return b.sourced.add(b.influenced).add(b.unknown).NetCM
}

// balance is what the partner opened for us less what we sent to it.
func (b partnerBalance) balance() sales.Money { return b.sourced.Revenue - b.sent.Business }

// judge tells which side gives more, and whether that hangs on one customer. A sum over a
// number of customers that chance decides, as a Poisson number, has the sum of their squares
// as its variance.
func (b partnerBalance) judge() string {
	if b.sourced.Customers+b.sent.Customers < fewestPartnered {
		return partnerFew
	}
	if math.Abs(float64(b.balance())) < stat.StudentT(math.MaxInt32, confidence)*math.Sqrt(b.sourced.Squares+b.sent.Squares) {
		return partnerEven
	}
	switch got, gave := b.sourced.Revenue, b.sent.Business; {
	case more(got, gave):
		if !more(got-b.sourced.Largest, gave) {
			return partnerCustomer
		}
		return partnerGives
	case more(gave, got):
		if !more(gave-b.sent.Largest, got) {
			return partnerCustomer
		}
		return partnerTakes
	}
	return partnerEven
}

// more reports whether a is a quarter more than b, or more.
func more(a, b sales.Money) bool { return a > 0 && 4*a >= 5*b }

// overTime are the quarters of the partners that move most, as they are called in the table.
func (f partnerFindings) overTime(quarters []partnerQuarter, called map[string]string) []partnerQuarter {
	const most = 8
	var out []partnerQuarter
	for _, q := range quarters {
		q.Partner = cmp.Or(called[q.Partner], q.Partner)
		place := slices.IndexFunc(f.of, func(b partnerBalance) bool { return b.name == q.Partner })
		if place < 0 || place >= most {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].Partner == q.Partner && out[last].Quarter == q.Quarter {
			out[last].Sourced, out[last].Influenced = out[last].Sourced+q.Sourced, out[last].Influenced+q.Influenced
			out[last].Revenue, out[last].Business = out[last].Revenue+q.Revenue, out[last].Business+q.Business
			continue
		}
		out = append(out, q)
	}
	return out
}
