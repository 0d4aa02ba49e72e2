package sample_test

import (
	"fmt"
	"math"
	"strings"
)

func always(*order) bool { return true }

func has(product string) func(*order) bool { return func(o *order) bool { return o.products[product] } }

func isType(kind string) func(*order) bool { return func(o *order) bool { return o.types[kind] } }

func all(conditions ...func(*order) bool) func(*order) bool {
	return func(o *order) bool {
		for _, c := range conditions {
			if !c(o) {
				return false
			}
		}
		return true
	}
}

func not(c func(*order) bool) func(*order) bool { return func(o *order) bool { return !c(o) } }

func between(from, to string) func(*order) bool {
	return func(o *order) bool { return from <= o.date && o.date <= to }
}

func (l *ledger) countPairs(facts map[string]string) {
	for _, p := range []struct{ id, a, b string }{
		{"pair-milk-hygiene", "CM-201", "SC-103"}, {"pair-breakfast-tea", "CB-301", "KW-106"},
		{"pair-sharp-knives", "KW-401", "CO-201"}, {"pair-meeting-coffee", "CM-301", "CB-201"},
		{"pair-something-sweet", "KW-101", "CB-304"}, {"artefact-big-customers", "SC-105", "KW-105"},
		{"substitutes-espresso-blends", "CB-101", "CB-102"},
	} {
		l.countDeals(facts, p.id, p.a, p.b, "", always)
		l.countOwners(facts, p.id, p.a, p.b)
	}
	l.countDeals(facts, "faded-hot-chocolate", "CB-303", "KW-103", " until then", between("", "2026-03-31"))
	l.countDeals(facts, "faded-hot-chocolate", "CB-303", "KW-103", " since", between("2026-04-01", "9"))
	l.countOwners(facts, "faded-hot-chocolate", "CB-303", "KW-103")
	l.countSizes(facts)
	first, second, third := has("CM-302"), has("KW-203"), has("CB-202")
	id := "bundle-pour-over: "
	facts[id+"deals with CM-302 and KW-203 that have CB-202"] = l.of(all(first, second), third)
	facts[id+"deals with CM-302 alone that have CB-202"] = l.of(all(first, not(second)), third)
	facts[id+"deals with KW-203 alone that have CB-202"] = l.of(all(second, not(first)), third)
	facts[id+"all deals that have CB-202"] = l.of(always, third)
}

func (l *ledger) countDeals(facts map[string]string, id, a, b, when string, then func(*order) bool) {
	facts[fmt.Sprintf("%s: deals with %s%s that have %s", id, a, when, b)] = l.of(all(has(a), then), has(b))
	var revenue int64
	for _, o := range l.orders {
		for _, r := range o.rows {
			if o.products[a] && then(o) && r.product == b {
				revenue += r.net
			}
		}
	}
	facts[fmt.Sprintf("%s: net revenue of %s in deals with %s%s", id, b, a, when)] = euros(revenue)
}

func (l *ledger) countOwners(facts map[string]string, id, a, b string) {
	withA, withB := l.customers(has(a)), l.customers(has(b))
	facts[fmt.Sprintf("%s: customers with %s who have %s", id, a, b)] = share(both(withA, withB), len(withA))
	l.countFourfold(facts, id+": window: customers", a, b, between("2025-06-29", "2026-06-28"))
	l.countFourfold(facts, id+": last fifth: customers", a, b, between("2026-04-17", "2026-06-28"))
}

func (l *ledger) countFourfold(facts map[string]string, name, a, b string, then func(*order) bool) {
	withA, withB := l.customers(all(has(a), then)), l.customers(all(has(b), then))
	facts[name] = fmt.Sprint(len(l.customers(then)))
	facts[name+" with "+a] = fmt.Sprint(len(withA))
	facts[name+" with "+b] = fmt.Sprint(len(withB))
	facts[name+" with both"] = fmt.Sprint(both(withA, withB))
}

func (l *ledger) countSizes(facts map[string]string) {
	inWindow := between("2025-06-29", "2026-06-28")
	deals := map[string]int{}
	for _, o := range l.orders {
		if inWindow(o) {
			deals[o.customer]++
		}
	}
	for name, limits := range map[string][2]int{
		"1 to 2 deals": {1, 2}, "3 to 4 deals": {3, 4}, "5 to 8 deals": {5, 8}, "9 to 16 deals": {9, 16}, "17 deals or more": {17, 9999},
	} {
		sized := func(o *order) bool { return limits[0] <= deals[o.customer] && deals[o.customer] <= limits[1] }
		l.countFourfold(facts, "artefact-big-customers: "+name+": customers", "SC-105", "KW-105", all(inWindow, sized))
	}
}

func (l *ledger) countCustomers(facts map[string]string) {
	l.countLater(facts)
	private := func(o *order) bool { return l.audience[o.customer] == "Households" }
	facts["preference-kitchen-courses: deals of households with a kitchen course"] = l.of(private, isType("Kitchen courses"))
	facts["preference-kitchen-courses: deals of the others with a kitchen course"] = l.of(not(private), isType("Kitchen courses"))

	segment := func(o *order) bool { return l.audience[o.customer] == "Offices" && l.region[o.customer] == "North" }
	all18, since := l.customers(segment), l.customers(all(segment, between("2026-04-01", "9")))
	id := "leaving-offices-north: "
	facts[id+"customers without a deal since 2026-04-01"] = share(len(all18)-len(since), len(all18))
	deals, revenue := 0, int64(0)
	for _, o := range l.orders {
		if segment(o) && between("2025-04-01", "2026-03-31")(o) {
			deals++
			revenue += o.net
		}
	}
	facts[id+"their deals in the twelve months before"] = fmt.Sprint(deals)
	facts[id+"their net revenue in the twelve months before"] = euros(revenue)
	l.countLosses(facts)
}

func (l *ledger) countLater(facts map[string]string) {
	owners, bookers := 0, 0
	firsts := map[string]string{}
	for _, o := range l.orders {
		if _, ok := firsts[o.customer]; !ok && o.types["Espresso machines"] {
			firsts[o.customer] = o.date
		}
	}
	for who, on := range firsts {
		if on > "2026-05-01" {
			continue
		}
		owners++
		booked := func(o *order) bool {
			return o.customer == who && o.types["Barista courses"] && o.date > on && daysBetween(on, o.date) <= 60
		}
		bookers += len(l.customers(booked))
	}
	facts["sequence-machine-course: customers with a first machine until 2026-05-01 who book 1 to 60 days later"] = share(bookers, owners)
}

// countLosses finds the loss makers from what the files show: business customers
// of two areas and more whose discounts eat over 45 percent of the list amount,
// or who got more than a third of their purchases back in credit notes.
func (l *ledger) countLosses(facts map[string]string) {
	type sum struct{ list, discount, net, cost, back int64 }
	sums := map[string]*sum{}
	for _, o := range l.orders {
		if sums[o.customer] == nil {
			sums[o.customer] = &sum{}
		}
		s := sums[o.customer]
		for _, r := range o.rows {
			s.list, s.discount, s.net, s.cost = s.list+r.list, s.discount+r.discount, s.net+r.net, s.cost+r.cost
		}
	}
	scrapped := map[string]bool{}
	for _, r := range l.credits {
		s := sums[r.customer]
		s.net, s.cost, s.back = s.net+r.net, s.cost+r.cost, s.back-r.net
		scrapped[r.customer] = scrapped[r.customer] || r.cost == 0
	}
	var framework, sending struct {
		n           int
		net, profit int64
	}
	for who, s := range sums {
		switch {
		case s.discount*100 > s.list*45:
			framework.n, framework.net, framework.profit = framework.n+1, framework.net+s.net, framework.profit+s.net-s.cost
		case scrapped[who]:
			sending.n, sending.net, sending.profit = sending.n+1, sending.net+s.net, sending.profit+s.net-s.cost
		}
	}
	id := "loss-making-cross-buyers: "
	facts[id+"customers with framework discounts"] = fmt.Sprint(framework.n)
	facts[id+"their net revenue"], facts[id+"their CM1"] = euros(framework.net), euros(framework.profit)
	facts[id+"customers who send opened goods back"] = fmt.Sprint(sending.n)
	facts[id+"net revenue of these, credit notes deducted"], facts[id+"CM1 of these"] = euros(sending.net), euros(sending.profit)
}

func (l *ledger) countPeople(facts map[string]string) {
	wide := func(o *order) bool { return len(o.areas) > 1 }
	by := func(seller string) func(*order) bool { return func(o *order) bool { return o.seller == seller } }
	ordinary := func(o *order) bool {
		return o.seller != "" && l.trained[o.seller] == "" && o.seller != "Pavel Horák"
	}
	for topic, id := range map[string]string{"Care and second area at the counter": "training-care", "Master class for the best: signature drinks": "training-master-class"} {
		var n [8]int // trained before, after, colleagues before, after: hits and number of each
		for seller, day := range l.trained {
			if l.topic[seller] != topic {
				continue
			}
			for i, group := range []func(*order) bool{by(seller), ordinary} {
				for k, then := range []func(*order) bool{not(between(day, "9")), between(day, "9")} {
					hits, of := l.hits(all(group, then), wide)
					n[i*4+k*2] += hits
					n[i*4+k*2+1] += of
					if i == 0 {
						facts[fmt.Sprintf("%s: %s: deals %s %s with two areas", id, seller, []string{"before", "from"}[k], day)] = share(hits, of)
					}
				}
			}
		}
		facts[id+": trained together: deals before with two areas"] = share(n[0], n[1])
		facts[id+": trained together: deals after with two areas"] = share(n[2], n[3])
		facts[id+": never trained, at the same dates: deals before with two areas"] = share(n[4], n[5])
		facts[id+": never trained, at the same dates: deals after with two areas"] = share(n[6], n[7])
		rate := func(i int) float64 { return math.Floor(float64(n[i])*10000/float64(n[i+1])+.5) / 100 }
		facts[id+": difference in differences"] = fmt.Sprintf("%.2f %%", rate(2)-rate(0)-(rate(6)-rate(4)))
	}
	facts["seller-small-numbers: deals with two areas"] = l.of(by("Pavel Horák"), wide)
	l.countPartner(facts, "partner-gives: ", "Blattwerk Office Supply")
	l.countPartner(facts, "partner-takes: ", "HoGa Purchasing Group")
}

func (l *ledger) countPartner(facts map[string]string, id, partner string) {
	deals := map[string]int{}
	var net, profit, commission int64
	for _, o := range l.orders {
		if o.partner != partner {
			continue
		}
		deals[o.role]++
		for _, r := range o.rows {
			commission += r.commission
		}
		if o.role == "sourced" {
			net, profit = net+o.net, profit+o.net-o.cost
		}
	}
	facts[id+"deals it sourced"], facts[id+"deals it influenced"] = fmt.Sprint(deals["sourced"]), fmt.Sprint(deals["influenced"])
	facts[id+"net revenue of these"], facts[id+"CM1 of these"] = euros(net), euros(profit)
	facts[id+"commission paid for all its deals"] = euros(commission)
	facts[id+"customers we referred"] = fmt.Sprint(l.referred[partner])
	facts[id+"business they did with the partner"] = euros(l.referredFor[partner])
}

func (l *ledger) countMoney(facts map[string]string) {
	var dearer, loss struct{ lines, list, more, pieces, net, cost int64 }
	for _, o := range l.orders {
		for _, r := range o.rows {
			if l.area[r.product] == "Coffee & beans" && r.unit != l.price[r.product] {
				dearer.lines++
				dearer.list += r.list
				dearer.more += r.list - l.price[r.product]*r.quantity
			}
			if r.product == "CM-303" {
				loss.lines, loss.pieces, loss.net, loss.cost = loss.lines+1, loss.pieces+r.quantity, loss.net+r.net, loss.cost+r.cost
			}
		}
	}
	facts["price-coffee: lines at the new prices"] = fmt.Sprint(dearer.lines)
	facts["price-coffee: their list amount"] = euros(dearer.list)
	facts["price-coffee: more than at the old prices"] = euros(dearer.more)
	facts["product-below-cost: deals"], facts["product-below-cost: pieces"] = fmt.Sprint(loss.lines), fmt.Sprint(loss.pieces)
	facts["product-below-cost: net revenue"], facts["product-below-cost: cost"] = euros(loss.net), euros(loss.cost)
	facts["product-below-cost: CM1"] = euros(loss.net - loss.cost)
	var plan, sold int64
	behind, months := 0, 0
	for month, target := range l.plan {
		if !strings.HasPrefix(month, "2026") {
			continue
		}
		months++
		plan, sold = plan+target, sold+l.sold[month]
		if l.sold[month] < target {
			behind++
		}
	}
	facts["plan-kitchenware: months behind the plan"] = share(behind, months)
	facts["plan-kitchenware: plan"], facts["plan-kitchenware: net revenue"] = euros(plan), euros(sold)
}
