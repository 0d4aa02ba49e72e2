package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// Scorecard judges every programme of the register, and says what can be told of the others.
var Scorecard = Metric{
	Name:     "programmes",
	Title:    "Programmes",
	Question: "Which programmes sell more than would have been sold anyway, and do they pay?",
	Chapter:  Programmes,
	Definition: "offers = deals with a from-product while the programme runs, of the audiences that it is meant for and not of the control group; taken_raw = those with a to-product; taken = those of them whose to-product did not come back within 30 days (a credit note of the same customer and product, or the returns sheet), is not unpaid where a column says what was paid, and brings the minimum of the configuration (minimum_sale). " +
		"during = taken / offers; compared = the same rate of what it is compared with (against). The comparison is the best that the data allow, picked before its result is seen: the control group; the same weeks a year earlier, with the time before both; audiences it is not meant for; the time before (up to 52 weeks, eight at least; where half a year is left, without the four weeks just before the start, since programmes are often begun after a bad month). " +
		"difference = during - compared, or the difference of the two changes (against names which); limits are 95 %, with customers as the unit (variance robust to clusters, Student's t with the effective number of customers, at least the variance of independent deals). Of programmes without any effect one in forty at most is called working. " +
		"driven = offers x difference: sales that would have been made anyway are not credited; a sale that several programmes claim is shared between them (claimed = their part of taken), one that bears another's code is not credited. " +
		"extra = CM3 = driven x CM1 of a second sale before the discount - discount, bonus and commission of all takers - advertising, spread evenly over the days of the programme up to now. payback = weeks until the extra CM2 has earned the whole advertising, blank where that is after its end. " +
		"verdict: works = all limits of the difference are above 0 and not all below what is worthwhile; does not work = all are below that, the difference that brings what the programme costs and a tenth more, as the work of its people is not in its costs; else cannot be told yet: more = offers that would tell the difference seen so far (that which is worthwhile, if larger, and 5 pp at least) from none with a power of 80 %, as it is or with every second customer left out, weeks = how long they take at the present pace. " +
		"Fewer than 30 deals or 8 effective customers in a cell are not judged. " + evidences +
		" Codes on lines that no register explains: offers = deals under the code, taken = those with another product beside, share = of the revenue of its days; they are not judged.",
	Needs: []sales.Field{sales.Programme},
	SQL:   registerSQL,
	Run:   scorecard,
}

// scored is the section while it is made.
type scored struct {
	o       Options
	c       sales.Calendar
	effects []effect    // of programmes that can be compared
	vague   []programme // of the register, without what a comparison needs
	seen    []seen      // codes that none of effects explains
	given   bool        // there is a register
	codes   int64       // that the lines bear
	whole   sales.Money // sold altogether
}

// scoreProgrammes compares every programme; several sections ask for it.
func scoreProgrammes(ctx context.Context, l *sales.Ledger, o Options) (*scored, error) {
	f := &scored{o: o, c: l.Calendar, given: l.HasRelation(sales.Programmes), whole: l.Total().Used.Revenue}
	register, err := readRegister(ctx, l, o)
	if err != nil {
		return nil, err
	}
	counts, err := countProgrammes(ctx, l, o, register)
	if err != nil {
		return nil, err
	}
	for _, p := range register {
		if !p.judged() {
			f.vague = append(f.vague, p)
			continue
		}
		c := counts[p.no]
		if c == nil {
			c = newCounted()
		}
		f.effects = append(f.effects, c.effect(p, l.Calendar, o))
	}
	rows, err := readSeen(ctx, l, o)
	for _, r := range rows {
		f.codes = r.Codes
		if !slices.ContainsFunc(f.effects, func(e effect) bool { return e.Code == r.Programme || e.Name == r.Programme }) {
			f.seen = append(f.seen, r)
		}
	}
	return f, err
}

func scorecard(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	f, err := o.memo.programmes(ctx, l, o)
	if err != nil {
		return Section{}, err
	}
	s := Section{Lead: f.lead(), Scope: f.scope(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), Charts: f.charts(), SQL: f.sql()}
	return s, nil
}

// sql is what was asked of the sales.
func (f *scored) sql() string {
	parts := []string{registerSQL}
	var all []programme
	for _, e := range f.effects {
		all = append(all, e.programme)
	}
	if fill := soldValues(all, f.c, f.o); fill != nil {
		parts = append(parts, fill.Replace(momentsSQL), fill.Replace(paidSQL))
	}
	if f.codes > 0 {
		parts = append(parts, seenFill.Replace(seenSQL))
	}
	return strings.Join(parts, ";\n")
}

var seenFill = strings.NewReplacer("{seen_most}", fmt.Sprint(seenMost))

func (f *scored) scope() string {
	if len(f.effects) == 0 {
		return f.o.say("Lines with the code of a programme, up to %s", f.o.date(f.c.AsOf))
	}
	return f.o.say("Deals with a from-product, up to %s", f.o.date(f.c.AsOf))
}

// programmes scores the programmes once for all sections of a report.
func (m *memo) programmes(ctx context.Context, l *sales.Ledger, o Options) (*scored, error) {
	m.judging.Do(func() { m.judged, m.judgErr = scoreProgrammes(ctx, l, o) })
	return m.judged, m.judgErr
}
