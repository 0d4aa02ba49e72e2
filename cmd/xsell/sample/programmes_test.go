package sample_test

import (
	"fmt"
	"time"
)

func daysBetween(from, to string) int {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, to)
	return int(b.Sub(a) / (24 * time.Hour))
}

func (l *ledger) audienceIs(names ...string) func(*order) bool {
	return func(o *order) bool {
		for _, n := range names {
			if l.audience[o.customer] == n {
				return true
			}
		}
		return false
	}
}

func (l *ledger) countProgrammes(facts map[string]string) {
	const before, during = "deals with a from-product before, with a to-product", "deals with a from-product during, with a to-product"
	for _, p := range []struct {
		code, from, to, start, end, soFar string
		who                               func(*order) bool
	}{
		{"P1", "Espresso machines", "Grinders", "2025-09-01", "2026-02-28", during, always},
		{"P2", "Bean-to-cup machines", "Water filters", "2025-10-01", "2026-03-31", during, always},
		{"P5", "Espresso machines", "Barista courses", "2026-06-08", "9", "deals with a from-product so far, with a to-product", always},
		{"P6", "Bean-to-cup machines", "Maintenance", "2025-10-01", "9", during, l.audienceIs("Offices")},
		{"P7", "Cups & glasses", "Cookware", "2025-09-15", "2026-04-30", during, l.audienceIs("Hotels")},
		{"P8", "Cookware", "Knives", "2025-10-06", "2025-11-16", during, always},
	} {
		id := "programme-" + p.code + ": "
		base := all(isType(p.from), p.who)
		facts[id+before] = l.of(all(base, not(between(p.start, "9"))), isType(p.to))
		facts[id+p.soFar] = l.of(all(base, between(p.start, p.end)), isType(p.to))
	}
	l.countDiscount(facts, "P1", "Grinders", "Espresso machines", "2025-09-01", 12)
	l.countDiscount(facts, "P2", "Water filters", "Bean-to-cup machines", "2025-10-01", 25)
	l.countLetter(facts)
	iced, coffee := has("KW-104"), isType("Filter coffee")
	facts["programme-P4: deals with filter coffee in the eight weeks before, with the glasses"] = l.of(all(coffee, between("2026-03-09", "2026-05-03")), iced)
	facts["programme-P4: deals with filter coffee during, with the glasses"] = l.of(all(coffee, between("2026-05-04", "2026-06-28")), iced)
	facts["programme-P4: deals with filter coffee in the same weeks of 2025, with the glasses"] = l.of(all(coffee, between("2025-05-04", "2025-06-28")), iced)
	margin, _, bonus := l.coded("P8", 0)
	facts["programme-P8: margin of all knives sold under the programme at list price"] = euros(margin)
	facts["programme-P8: bonuses"], facts["programme-P8: advertising"] = euros(bonus), euros(950000)
}

// coded sums the lines with the code of a programme.
func (l *ledger) coded(code string, percent int64) (margin, discount, bonus int64) {
	for _, o := range l.orders {
		for _, r := range o.rows {
			if r.programme == code {
				margin += r.list - r.cost
				discount += (r.list*percent + 50) / 100
				bonus += r.bonus
			}
		}
	}
	return margin, discount, bonus
}

func (l *ledger) countDiscount(facts map[string]string, code, to, from, start string, percent int64) {
	id := "programme-" + code + ": "
	margin, discount, _ := l.coded(code, percent)
	hits, of := l.hits(all(isType(from), not(between(start, "9"))), isType(to))
	facts[id+"margin of the to-products at list price"] = euros(margin)
	facts[id+"discount of the register on them"] = euros(discount)
	even := int64(hits) * 10000 * margin / (int64(of) * (margin - discount))
	facts[id+"break-even attach rate"] = fmt.Sprintf("%d.%02d %%", even/100, even%100)
}

func (l *ledger) countLetter(facts map[string]string) {
	id := "programme-P3: "
	clean, beans := isType("Cleaning"), isType("Espresso beans")
	running, earlier := between("2025-11-03", "2026-03-01"), between("", "2025-11-02")
	control := func(o *order) bool { return l.control[o.customer] }
	letter := all(l.audienceIs("Offices", "Cafés"), not(control))
	facts[id+"customers in the control group"] = fmt.Sprint(len(l.control))
	facts[id+"deals of customers with the letter, with cleaning"] = l.of(all(beans, running, letter), clean)
	facts[id+"deals of the control group, with cleaning"] = l.of(all(beans, running, control), clean)
	facts[id+"before: deals of customers with the letter, with cleaning"] = l.of(all(beans, earlier, letter), clean)
	facts[id+"before: deals of the control group, with cleaning"] = l.of(all(beans, earlier, control), clean)
	facts[id+"customers with the letter who took cleaning"] = share(len(l.customers(all(beans, running, letter, clean))), len(l.customers(all(beans, running, letter))))
	facts[id+"customers of the control group who took cleaning"] = share(len(l.customers(all(beans, running, control, clean))), len(l.customers(all(beans, running, control))))
}
