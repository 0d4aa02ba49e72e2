package metrics

import (
	"xsell/metrics/sales"
)

// programmeRecipes are the actions of the chapter about cross-selling programmes.
// Advertising and offers come before programmes: where they lose as much as the programme as
// a whole, they say more about why.
var programmeRecipes = []recipe{
	{section: "advertising", column: "lost", kind: moneyWasted, thing: "name", most: 1, rows: eachOf(advertised("running")), who: owner, do: stopAdvertising, evidence: advertisingPaid},
	{section: "advertising", column: "lost", kind: moneyWasted, thing: "name", most: 1, general: true, rows: eachOf(advertised("over")), who: owner, do: notAdvertiseAgain, evidence: advertisingPaid},
	{section: "offers", column: "gain_high", kind: moneyWasted, thing: "name", most: 1, rows: eachOf(givenTooMuch), who: owner, do: giveLess, evidence: givenAndReached},
	{section: "programmes", column: "extra_low", kind: moneyExpected, thing: "name", most: 1, rows: eachOf(winning), who: owner, do: goOn, evidence: rateHigher},
	{section: "programmes", column: "extra_high", kind: moneyWasted, thing: "name", most: 1, rows: eachOf(losing("running")), who: owner, do: stopProgramme, evidence: whyItLoses},
	{section: "programmes", column: "extra_high", kind: moneyWasted, thing: "name", most: 1, general: true, rows: eachOf(losing("over")), who: owner, do: notRepeat, evidence: whyItLoses},
	{section: "programmes", column: "cost", kind: moneyUnproven, thing: "name", most: 1, rows: eachOf(undecided), who: owner, do: leaveOut, evidence: whatItTakes},
	{section: "programmes", column: "revenue", kind: moneyUntold, thing: "name", most: seenMost, general: true, rows: unjudged, who: noOne, do: fillRegister, evidence: soldUnder},
	{section: "sellers", column: "stake", kind: moneyExpected, sellers: true, most: 1, rows: eachOf(sellerWith(sellerBelow)), do: coach, evidence: rateOfSeller},
	{section: "sellers", column: "stake", kind: moneyBeyond, sellers: true, most: 1, general: true, rows: eachOf(sellerWith(sellerAbove)), do: learn, evidence: rateOfSeller},
	{section: "training", column: "roll_out", kind: moneyExpected, sellers: true, most: manyRows, named: true, rows: untrainedRows, do: train, evidence: whatTrainingDid},
	{section: "partners", column: "influenced_commission", kind: moneyJoined, thing: "partner", most: 1, rows: eachOf(partnerTaking), who: thePartner, do: talkTerms, evidence: givenAndTaken},
	{section: "partners", column: "net_cm", kind: moneyLost, thing: "partner", most: 1, rows: eachOf(partnerLosing), who: thePartner, do: cutCommission, evidence: leftWithPartner},
}

// programme is the cell of the programme of a row in the section programmes.
func (f *actionFindings) programme(a action, row int, key string) Cell {
	s := f.section(Scorecard.Name)
	if s == nil {
		return nil
	}
	for n := range s.Table.Rows {
		if s.Table.Cell(n, "name") == a.of.Table.Cell(row, "name") && s.Table.Cell(n, "programme") == a.of.Table.Cell(row, "programme") {
			return s.Table.Cell(n, key)
		}
	}
	return nil
}

// title names a programme in a sentence: "Care letter (P3)".
func (a action) title(row int) string {
	name, code := short(a.text(row, "name")), a.text(row, "programme")
	if code == "" || code == a.text(row, "name") {
		return name
	}
	return name + " (" + code + ")"
}

func owner(f *actionFindings, a action) string {
	name, _ := f.programme(a, a.rows[0], "owner").(string)
	return name
}

// lately reports whether a programme ran in the window, at least for a part of it.
func (f *actionFindings) lately(a action, row int) bool {
	end, known := f.programme(a, row, "end").(sales.Day)
	return !known || end >= f.l.Calendar.Window.Start
}

// advertised are campaigns that would have paid without their advertising.
func advertised(status string) func(*actionFindings, action, int) bool {
	return func(f *actionFindings, a action, row int) bool {
		return a.cell(row, "lost") > 0 && a.cell(row, "brought_low") > 0 && f.programme(a, row, "status") == status && f.lately(a, row)
	}
}

func stopAdvertising(f *actionFindings, a action) string {
	return f.o.say("Stop advertising %s, and keep what it offers", a.title(a.rows[0]))
}

func notAdvertiseAgain(f *actionFindings, a action) string {
	return f.o.say("Repeat %s only without such advertising", a.title(a.rows[0]))
}

func advertisingPaid(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("%s of advertising, and before it %s brought at most (%s)", f.o.money(a.cell(row, "spent")), f.o.money(a.cell(row, "brought_high")), Evidence(a.grade()).text(f.o))
}

// givenTooMuch are running discounts and bonuses that do not pay; both together are rows of their own.
func givenTooMuch(f *actionFindings, a action, row int) bool {
	return a.text(row, "verdict") == string(doesNotPay) && f.programme(a, row, "status") == "running"
}

func giveLess(f *actionFindings, a action) string {
	row := a.rows[0]
	if most := a.ratio(row, "best_share"); most > 0 {
		return f.o.say("Lower what %s gives away to %s of the list price at most", a.title(row), f.o.percent(most))
	}
	if most := a.cell(row, "best"); most > 0 {
		return f.o.say("Lower what %s gives away to %s for a sale at most", a.title(row), f.o.money(most))
	}
	return f.o.say("Give nothing away under %s", a.title(row))
}

func givenAndReached(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("It gives %s for a sale, and its attach rate is %s, where %s would be without (%s)", f.o.money(a.cell(row, "paid")), f.o.percent(a.ratio(row, "during")), f.o.percent(a.ratio(row, "without")), Evidence(a.grade()).text(f.o))
}

// winning are programmes that pay for sure.
func winning(f *actionFindings, a action, row int) bool {
	return a.text(row, "verdict") == string(Works) && a.cell(row, "extra_low") > 0 && f.lately(a, row)
}

// goOn says to go on with a programme or to run it again: with those who were left out where
// they have shown that it works, and with some left out where nobody was.
func goOn(f *actionFindings, a action) string {
	row := a.rows[0]
	title, left := a.title(row), a.count(row, "left_out")
	over := a.text(row, "status") == "over"
	switch {
	case Evidence(a.grade()) == BeforeAndAfter && over:
		return f.o.say("Run %s again, with every second customer left out", title)
	case Evidence(a.grade()) == BeforeAndAfter:
		return f.o.say("Go on with %s, with every second customer left out", title)
	case over && left > 0:
		return f.o.say("Run %s again, with the %d {2|customer|customers} left out of it too", title, left)
	case over:
		return f.o.say("Run %s again", title)
	case left > 0:
		return f.o.say("Go on with %s, with the %d {2|customer|customers} left out of it too", title, left)
	}
	return f.o.say("Go on with %s", title)
}

func rateHigher(f *actionFindings, a action) string {
	row := a.rows[0]
	e := Evidence(a.grade())
	return f.o.say("It %s an attach rate %s higher, %s at least (%s), and cost %s", e.verb(f.o), f.o.say("%.1f pp", 100*a.ratio(row, "difference")), f.o.say("%.1f pp", 100*a.ratio(row, "difference_low")), e.text(f.o), f.o.money(a.cell(row, "cost")))
}

// losing are programmes that cost more than they brought, for sure.
func losing(status string) func(*actionFindings, action, int) bool {
	return func(f *actionFindings, a action, row int) bool {
		return a.text(row, "verdict") == string(DoesNotWork) && a.cell(row, "extra_high") < 0 && a.text(row, "status") == status && f.lately(a, row)
	}
}

func stopProgramme(f *actionFindings, a action) string {
	return f.o.say("Stop %s, or make it cheaper", a.title(a.rows[0]))
}

func notRepeat(f *actionFindings, a action) string {
	return f.o.say("Do not repeat %s as it was", a.title(a.rows[0]))
}

func whyItLoses(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("%s %s; it cost %s (%s)", a.title(row), a.text(row, "why"), f.o.money(a.cell(row, "cost")), Evidence(a.grade()).text(f.o))
}

// soonWeeks is how long a test may take that is worth beginning.
const soonWeeks = 52

// undecided are running programmes that a control group would judge within a year.
func undecided(_ *actionFindings, a action, row int) bool {
	weeks := a.count(row, "weeks")
	return a.text(row, "verdict") == string(CannotBeTold) && a.text(row, "status") == "running" && a.text(row, "tell_by") == tellByLeavingOut && weeks > 0 && weeks <= soonWeeks
}

func leaveOut(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("Leave every second customer out of %s for the next %d {2|offer|offers}", a.title(row), a.count(row, "more"))
}

func whatItTakes(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("Nobody can tell yet what it brings (%s); so it can be told in %d {2|week|weeks}", a.text(row, "why"), a.count(row, "weeks"))
}
