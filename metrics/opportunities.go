package metrics

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"xsell/metrics/sales"
)

// Opportunities asks what to offer to which customer next.
var Opportunities = Metric{
	Name:     "opportunities",
	Title:    "Next best offers",
	Question: "Whom should each seller call, what should they offer, and why?",
	Chapter:  CustomersPart,
	Definition: "Customers are known ones with a purchase in the last 365 days; offered are products judged as in the section Pairs of products that the customer never bought nor sent back, that somebody bought in the time looked back on " +
		"(the last fifth of the data, 91 days at most), that earn something at the median and in all, that are no substitute of one the customer has, and that neither the products sheet nor the configuration (never_offer) blocks; customers blocked there are not listed. " +
		"probability = the chance that the customer buys the product for the first time within as many days from now as are looked back on, from the best of three grounds. " +
		"audience: of the customers of the audience without the product before that time, those who took it in it; audiences with five buyers or more of it, else all customers. " +
		"pair: the same of those who had the other product of a confirmed pair (section Pairs of products), ten customers or more. " +
		"sequence: who bought A, and not B until then, takes B within the days in which three quarters of those who followed had done so (confirmed in the section What is bought next): the Kaplan-Meier chance from the day reached on, times the product's share in what is first bought of B. " +
		"Small groups are drawn to larger ones, which count as 20 customers: an audience to all, a pair to its product. Customers are counted by their pace: how many new products customers with as many visits in the year (1, 2, 3 to 4, 5 to 8 and so on), and one in the time looked back on or none, took in it, over the mean of all. " +
		"Probabilities are multiplied by the takers of the first offers in the last test over those expected there (one more of each, and no more than 1: calibration in the large, Steyerberg 2009), where the same of the test one step before would have brought the last one nearer to what came; else they stand as they are. " +
		"worth = probability times the median CM1 of a buyer of the product in the window (revenue, where no cost is known), after the median discount and bonus of the programmes in the register; worth_low and worth_high by the 95 % limits of the rate (a gamma distribution, or Greenwood's). " +
		"Each customer has a row with the offer of most worth_low; also = the next two. Rows of kind seller add up the offers listed; seller = the one with the most revenue with the customer in the year. " +
		"Rows of kind test: the offers made anew from what was known before the last fifth of the data (91 days at most), rules included, against what was bought since; customers = those who bought something they had not before; hits = those of them who bought one of their five offers; " +
		"popular = the same for the five products with most buyers that can be offered to the customer; new_money = what all new products brought, hit_money = the offered ones. Limits of the difference by R. Newcombe (Statistics in Medicine 17 (1998) 2635-2650, method 10).",
	Needs:   []sales.Field{sales.Product, sales.Customer},
	SQL:     walksSQL,
	Markets: []tier{ofProducts, ofTypes}, Walks: true,
	Weight: 3, // before next-purchase: its tests need as much again
	Run:    opportunities,
}

func opportunities(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	w := watchOf(l.Calendar)
	trial, err := try(ctx, l, o, w) // first, so that what it needed is gone
	if err != nil {
		return Section{}, err
	}
	c, err := calibrate(ctx, l, o, w, trial)
	if err != nil {
		return Section{}, err
	}
	s, err := attend(ctx, l, o, w.ahead())
	if err != nil {
		return Section{}, err
	}
	f := offerFindings{watch: w, school: s, l: l, o: o, trial: trial, calibration: c}
	if err := f.takeBlocked(ctx); err != nil {
		return Section{}, err
	}
	f.list()
	if err := f.name(ctx); err != nil {
		return Section{}, err
	}
	unmatched, err := unmatchedNote(ctx, l, o)
	if err != nil {
		return Section{}, err
	}
	section := Section{Lead: f.lead(), Notes: append(f.notes(), unmatched...), Findings: f.findings(), Table: f.table(), SQL: o.fillWalks(s.walks.until, ofProducts),
		Scope: o.scope(o.say("Known customers with a purchase in the year"), sales.Period{Start: max(w.first, w.until-aYear+1), End: w.until, Label: o.say("the year to the last day known")})}
	if len(f.sellers) > 1 {
		section.Charts = append(section.Charts, Chart{Kind: Bars, Title: o.say("%s to expect from the offers, by seller", title(s.market.worthName())), X: "seller", Y: []string{"worth"}, Where: "kind", Is: "seller", Limit: 15})
	}
	if f.trial.ran {
		section.Charts = append(section.Charts, Chart{Kind: Interval, Title: "Customers with something new who bought one of five offers", X: "list", Y: []string{"probability", "probability_low", "probability_high"}, Where: "kind", Is: "test"})
	}
	return section, nil
}

// offerFindings is what the sentences and the table of the section speak of.
type offerFindings struct {
	watch
	*school
	l     *sales.Ledger
	o     Options
	trial trial
	calibration

	rows    []call // the first so many, by seller
	sellers []callList
	left    int64 // customers without a row
	listed  int64 // customers with an offer
	blocked []bool
	shut    int64 // customers left out since they are never to be called
	worth   float64
	without int64 // customers without an offer
}

// call is the best offer for a customer, and the products of the next ones.
type call struct {
	prospect
	worth float64 // expected
	sure  float64 // what can be relied on
	also  []int32
	who   numbered
}

// callList is the offers of one seller: rows from first to end.
type callList struct {
	name       string
	first, end int
	worth      float64
}

// list finds the best offer for every customer, and keeps the first.
func (f *offerFindings) list() {
	first := shortlist[call]{most: f.o.MaxRows, order: func(a, b call) int {
		return cmp.Or(cmp.Compare(b.sure, a.sure), cmp.Compare(a.customer, b.customer))
	}}
	r := f.ranking()
	for who, in := range f.around {
		if !in {
			continue
		}
		if f.blocked[who] {
			f.shut++
			continue
		}
		offers := r.of(int32(who))
		if len(offers) == 0 {
			f.without++
			continue
		}
		best := f.corrected(offers[0])
		c := call{prospect: best, worth: f.expected(best), sure: f.reliable(best)}
		for _, p := range offers[1:min(3, len(offers))] {
			c.also = append(c.also, p.good)
		}
		f.listed++
		f.worth += c.worth
		first.add(c)
	}
	f.rows, f.left = first.cut(), first.left
}

// name asks the engine who the customers are, and folds their rows by seller.
func (f *offerFindings) name(ctx context.Context) error {
	numbers, place := make([]string, len(f.rows)), map[int64]int{}
	for i, c := range f.rows {
		numbers[i], place[int64(c.customer)+1] = strconv.Itoa(int(c.customer)+1), i
	}
	names, err := f.numbered(ctx, f.l, numbers)
	if err != nil {
		return err
	}
	for _, n := range names {
		f.rows[place[n.Number]].who = n
	}
	worth := map[string]float64{}
	for _, c := range f.rows {
		worth[c.who.Seller] += c.worth
	}
	slices.SortStableFunc(f.rows, func(a, b call) int {
		return cmp.Or(cmp.Compare(worth[b.who.Seller], worth[a.who.Seller]), cmp.Compare(a.who.Seller, b.who.Seller))
	})
	for i, c := range f.rows {
		if i == 0 || c.who.Seller != f.rows[i-1].who.Seller {
			f.sellers = append(f.sellers, callList{name: c.who.Seller, first: i, worth: worth[c.who.Seller]})
		}
		f.sellers[len(f.sellers)-1].end = i + 1
	}
	return nil
}
