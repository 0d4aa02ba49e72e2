package metrics

import (
	"fmt"

	"xsell/metrics/stat"
)

func (f lossFindings) lead() string {
	several, one := f.of(severalAreas, ""), f.of(oneArea, "")
	lost := f.losing(severalAreas)
	switch {
	case several.Customers+one.Customers == 0:
		return "No known customer bought from a business area in the window."
	case several.Customers == 0:
		return fmt.Sprintf("No known customer bought from two or more business areas; %s.", f.loses(f.losing(oneArea), one))
	case lost.Customers == 0 && one.Customers == 0:
		return fmt.Sprintf("No customer of several areas loses money (%s).", plural(several.Customers, "customer", "customers"))
	case lost.Customers == 0:
		return fmt.Sprintf("No customer of several areas loses money (%s); %s.", plural(several.Customers, "customer", "customers"), f.loses(f.losing(oneArea), one))
	}
	lead := fmt.Sprintf("%s of %s of several areas (%s) %s money, %s together: %s", count(lost.Customers), plural(several.Customers, "customer", "customers"),
		percent(float64(lost.Customers)/float64(several.Customers)), agree(lost.Customers, "loses", "lose"), f.o.money(lost.result()), f.byKind())
	if one.Customers > 0 {
		lead += fmt.Sprintf(". Of customers of one area %s do", percent(float64(f.losing(oneArea).Customers)/float64(one.Customers)))
	}
	return lead + "."
}

// loses writes "3 of 20 customers of one area lose money, −120 together".
func (f lossFindings) loses(lost, all spending) string {
	if lost.Customers == 0 {
		return fmt.Sprintf("none of %s of one area loses money", plural(all.Customers, "customer", "customers"))
	}
	return fmt.Sprintf("%s of %s of one area %s money, %s together", count(lost.Customers), plural(all.Customers, "customer", "customers"), agree(lost.Customers, "loses", "lose"), f.o.money(lost.result()))
}

// byKind lists the kinds of losses with their customers and money.
func (f lossFindings) byKind() string {
	var parts []string
	for _, k := range lossKinds {
		if s := f.of(severalAreas, k.kind); s.Customers > 0 {
			parts = append(parts, fmt.Sprintf("%s by %s (%s)", count(s.Customers), k.by, f.o.money(s.result())))
		}
	}
	return join(parts)
}

func (f lossFindings) notes() []string {
	var notes []string
	if note := f.compared(); note != "" {
		notes = append(notes, note)
	}
	loses := f.losing(severalAreas).Customers > 0
	if !f.discounts && loses {
		notes = append(notes, "The data have neither list prices nor discounts: losses by discounts stand among those by price or cost.")
	}
	if !f.bonuses && loses {
		notes = append(notes, "The data have neither bonuses nor commissions: losses by what selling and service cost cannot be told.")
	}
	if flat, price := f.of(severalAreas, lossFlat), f.of(severalAreas, lossPrice); flat.Customers+price.Customers > 0 {
		notes = append(notes, "What neither returns, discounts nor bonuses and commissions explain was sold below cost; flat spending says that, besides, the second area brought no more revenue a day.")
	}
	if none := f.of(severalAreas, "no cost").add(f.of(oneArea, "no cost")); none.Customers > 0 {
		notes = append(notes, fmt.Sprintf("%s no line with a cost and %s not judged.", plural(none.Customers, "customer has", "customers have"), agree(none.Customers, "is", "are")))
	}
	if n := len(f.customers); n > 0 && f.customers[n-1].Customer == other {
		notes = append(notes, fmt.Sprintf("The first %s of %s customers have a row of their own; the groups count all.", count(int64(n-1)), count(f.losing(severalAreas).Customers)))
	}
	return notes
}

// compared says whether customers of several areas lose money more often than those of
// one who are alike.
func (f lossFindings) compared() string {
	alike := "Among customers with as many deals"
	if f.audiences {
		alike = "Among customers of the same audience with as many deals"
	}
	e, ok := stat.RiskRatio(f.strata, confidence)
	switch text := fmt.Sprintf("%s, those of several areas lose money %.2f times as often as those of one area (95 %% limits %.2f to %.2f)", alike, e.Value, e.Limits.Low, e.Limits.High); {
	case !ok && f.losing(severalAreas).Customers > 0:
		return alike + ", there are too few losses, or too few customers of one area, to say whether buying from several areas goes with them."
	case !ok:
		return ""
	case e.Limits.Low > 1:
		return text + ": more often, and what they have in common does not explain it."
	case e.Limits.High < 1:
		return text + ": buying from several areas is not what they lose money by."
	default:
		return text + ": no difference that chance does not explain."
	}
}

func (f lossFindings) findings() []Finding {
	var out []Finding
	for _, k := range lossKinds {
		s := f.of(severalAreas, k.kind)
		if s.Customers == 0 || k.kind == lossFlat || k.kind == lossPrice {
			continue
		}
		text := fmt.Sprintf("%s of several areas %s money by %s: %s (%s)%s. %s", plural(s.Customers, "customer", "customers"), agree(s.Customers, "loses", "lose"),
			k.by, f.o.money(s.result()), f.c.Window.Label, f.names(k.kind, s.Customers), k.advice)
		out = append(out, Finding{Role: Do, Text: text, Weight: -s.result()})
	}
	rest := f.of(severalAreas, lossFlat).add(f.of(severalAreas, lossPrice))
	if rest.Customers > 0 {
		out = append(out, Finding{Role: Watch, Weight: -rest.result(), Text: fmt.Sprintf("%s of several areas %s money at prices below cost: %s (%s).",
			plural(rest.Customers, "customer", "customers"), agree(rest.Customers, "loses", "lose"), f.o.money(rest.result()), f.c.Window.Label)})
	}
	return out
}

// names are the customers with the largest losses of a kind.
func (f lossFindings) names(kind string, all int64) string {
	var names []string
	for _, c := range f.customers {
		if c.Kind == kind && c.Customer != other && len(names) < 3 {
			names = append(names, fmt.Sprintf("%s (%s)", short(c.Name), f.o.money(c.result())))
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case int64(len(names)) < all:
		return ", the most: " + join(names)
	}
	return ": " + join(names)
}
