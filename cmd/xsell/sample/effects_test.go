package sample_test

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"testing"

	"xsell/cmd/xsell/sample"
)

// allTruths draws the company once for all tests.
var allTruths = sync.OnceValue(sample.Truths)

// planted finds the truths of a kind, with their facts by name.
func planted(t *testing.T, kind sample.Kind) (truths []sample.Truth, facts []map[string]sample.Fact) {
	t.Helper()
	for _, truth := range allTruths() {
		if truth.Kind != kind {
			continue
		}
		byName := map[string]sample.Fact{}
		for _, f := range truth.Facts {
			byName[f.Name] = f
		}
		truths, facts = append(truths, truth), append(facts, byName)
	}
	if len(truths) == 0 {
		t.Fatalf("no truth of the kind %q", kind)
	}
	return truths, facts
}

// effect is the difference of two shares and its z value.
func effect(after, before sample.Fact) (difference, z float64) {
	p1, p0 := rate(after), rate(before)
	n1, n0 := float64(after.Of), float64(before.Of)
	return p1 - p0, (p1 - p0) / math.Sqrt(p1*(1-p1)/n1+p0*(1-p0)/n0)
}

func rate(f sample.Fact) float64 { return float64(f.Value) / float64(f.Of) }

// wilson is the 95 % interval of a share (Wilson 1927).
func wilson(f sample.Fact) (low, high float64) {
	const z = 1.959964
	n, p := float64(f.Of), rate(f)
	middle, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return (middle - half) / (1 + z*z/n), (middle + half) / (1 + z*z/n)
}

// stratified is the Mantel-Haenszel test of a pair over customers, within classes
// of their number of deals in the window: the z value without continuity
// correction (Mantel and Haenszel 1959).
func stratified(l *ledger, a, b string) float64 {
	inWindow := between("2025-06-29", "2026-06-28")
	deals := map[string]int{}
	for _, o := range l.orders {
		if inWindow(o) {
			deals[o.customer]++
		}
	}
	withA, withB := l.customers(all(inWindow, has(a))), l.customers(all(inWindow, has(b)))
	var n, nA, nB, nAB [7]float64
	for who, count := range deals {
		s := min(int(math.Log2(float64(count))), 5)
		n[s]++
		if withA[who] {
			nA[s]++
		}
		if withB[who] {
			nB[s]++
		}
		if withA[who] && withB[who] {
			nAB[s]++
		}
	}
	var above, variance float64
	for s := range n {
		if n[s] > 1 {
			above += nAB[s] - nA[s]*nB[s]/n[s]
			variance += nA[s] * nB[s] * (n[s] - nA[s]) * (n[s] - nB[s]) / (n[s] * n[s] * (n[s] - 1))
		}
	}
	return above / math.Sqrt(variance)
}

// liftOf is the lift of a pair over customers in a part of the time, with its
// lower 95 % limit on the log scale.
func liftOf(facts map[string]sample.Fact, span string, products []string) (lift, low float64) {
	get := func(what string) float64 { return float64(facts[span+": customers"+what].Value) }
	n, a, b, both := get(""), get(" with "+products[0]), get(" with "+products[1]), get(" with both")
	lift = n * both / (a * b)
	return lift, lift * math.Exp(-1.96*math.Sqrt(1/both-1/a-1/b+2*both/(a*b)-1/n))
}

func TestRealPairsHoldWithinSizesAndInLaterWeeks(t *testing.T) {
	l := ledgerOf(t)
	truths, facts := planted(t, sample.RealPair)
	if len(truths) < 4 {
		t.Errorf("only %d real pairs", len(truths))
	}
	for i, truth := range truths {
		if z := stratified(l, truth.Products[0], truth.Products[1]); z < 6 {
			t.Errorf("%s: z = %.1f within sizes, want 6 or more", truth.ID, z)
		}
		for _, span := range []string{"window", "last fifth"} {
			if lift, low := liftOf(facts[i], span, truth.Products); low < 2 {
				t.Errorf("%s in the %s: lift %.2f from %.2f, want a lower limit of 2", truth.ID, span, lift, low)
			}
		}
	}
}

func TestArtefactVanishesWithinSizes(t *testing.T) {
	truths, facts := planted(t, sample.ArtefactPair)
	if _, low := liftOf(facts[0], "window", truths[0].Products); low < 1.5 {
		t.Errorf("crude lift has a lower limit of %.2f: nothing to be taken in by", low)
	}
	if z := stratified(ledgerOf(t), truths[0].Products[0], truths[0].Products[1]); math.Abs(z) > 1 {
		t.Errorf("z = %.2f within sizes, want about 0", z)
	}
}

func TestFadedPairFades(t *testing.T) {
	truths, facts := planted(t, sample.FadedPair)
	if _, low := liftOf(facts[0], "window", truths[0].Products); low < 2 {
		t.Errorf("lower limit %.2f in the window, want 2", low)
	}
	if lift, _ := liftOf(facts[0], "last fifth", truths[0].Products); !(lift < 1.3) {
		t.Errorf("lift %.2f in the last fifth, want about 1", lift)
	}
}

func TestSubstitutesAvoidEachOther(t *testing.T) {
	truths, facts := planted(t, sample.Substitutes)
	if lift, _ := liftOf(facts[0], "window", truths[0].Products); lift > 0.4 {
		t.Errorf("lift %.2f, want far below 1", lift)
	}
	if z := stratified(ledgerOf(t), truths[0].Products[0], truths[0].Products[1]); z > -6 {
		t.Errorf("z = %.1f within sizes, want -6 or less", z)
	}
}

func TestBundleBeatsItsParts(t *testing.T) {
	_, facts := planted(t, sample.BundleOfThree)
	bundle := facts[0]["deals with CM-302 and KW-203 that have CB-202"]
	for _, alone := range []string{"CM-302", "KW-203"} {
		if _, z := effect(bundle, facts[0]["deals with "+alone+" alone that have CB-202"]); z < 5 {
			t.Errorf("both against %s alone: z = %.1f, want 5", alone, z)
		}
	}
}

func TestDiscountsAgainstTheirBreakEven(t *testing.T) {
	_, pays := planted(t, sample.DiscountPays)
	_, wasted := planted(t, sample.DiscountDoesNotPay)
	const during, even = "deals with a from-product during, with a to-product", "break-even attach rate"
	if low, _ := wilson(pays[0][during]); low*10000 <= float64(pays[0][even].Value) {
		t.Errorf("the good discount: %s has %.3f as its lower limit, not above %s", pays[0][during], low, pays[0][even])
	}
	if _, high := wilson(wasted[0][during]); high*10000 >= float64(wasted[0][even].Value) {
		t.Errorf("the bad discount: %s has %.3f as its upper limit, not below %s", wasted[0][during], high, wasted[0][even])
	}
	if rate(wasted[0][during]) <= rate(wasted[0]["deals with a from-product before, with a to-product"]) {
		t.Error("the bad discount does not even look good")
	}
}

func TestProgrammeEffects(t *testing.T) {
	const before, during = "deals with a from-product before, with a to-product", "deals with a from-product during, with a to-product"
	for _, c := range []struct {
		kind        sample.Kind
		with, above string
		low, high   float64 // of z
	}{
		{sample.ControlledEffect, "customers with the letter who took cleaning", "customers of the control group who took cleaning", 4, 99},
		{sample.ControlledEffect, "before: deals of customers with the letter, with cleaning", "before: deals of the control group, with cleaning", -1, 1},
		{sample.SeasonOnly, "deals with filter coffee during, with the glasses", "deals with filter coffee in the eight weeks before, with the glasses", 4, 99},
		{sample.SeasonOnly, "deals with filter coffee during, with the glasses", "deals with filter coffee in the same weeks of 2025, with the glasses", -1, 1},
		{sample.TooEarly, "deals with a from-product so far, with a to-product", before, -1.9, 1.9},
		{sample.ExternalEffect, during, before, 3, 99},
		{sample.NoEffect, during, before, -1, 1},
		{sample.AdvertisingLost, during, before, 2, 99},
		{sample.Preference, "deals of households with a kitchen course", "deals of the others with a kitchen course", 3, 99},
	} {
		_, facts := planted(t, c.kind)
		if d, z := effect(facts[0][c.with], facts[0][c.above]); !(z >= c.low && z <= c.high) {
			t.Errorf("%s: difference %.3f with z = %.2f, want %g to %g", c.kind, d, z, c.low, c.high)
		}
	}
	_, lost := planted(t, sample.AdvertisingLost)
	if m, ad := lost[0]["margin of all knives sold under the programme at list price"], lost[0]["advertising"]; m.Value*3 > ad.Value {
		t.Errorf("all knives earned %s against %s of advertising", m, ad)
	}
}

// TestTrainings holds the difference in differences against its standard error,
// from the deals of the trained and, as they are counted once per date, from a
// fifth or a quarter of their colleagues' deals.
func TestTrainings(t *testing.T) {
	for kind, want := range map[sample.Kind][2]float64{sample.TrainingWorks: {3, 99}, sample.TrainingOfTheBest: {-1, 1}} {
		truths, facts := planted(t, kind)
		dates := int64(len(truths[0].Sellers))
		var variance float64
		get := func(name string) float64 {
			f := facts[0][name]
			if strings.HasPrefix(name, "never") {
				f.Value, f.Of = f.Value/dates, f.Of/dates
			}
			variance += rate(f) * (1 - rate(f)) / float64(f.Of)
			return rate(f)
		}
		did := get("trained together: deals after with two areas") - get("trained together: deals before with two areas") -
			get("never trained, at the same dates: deals after with two areas") + get("never trained, at the same dates: deals before with two areas")
		if z := did / math.Sqrt(variance); !(z >= want[0] && z <= want[1]) {
			t.Errorf("%s: %.3f with z = %.2f, want %g to %g", kind, did, z, want[0], want[1])
		}
	}
	works, _ := planted(t, sample.TrainingWorks)
	if n := len(works[0].Sellers); n < 5 {
		t.Errorf("%d trained sellers, want five", n)
	}
	_, best := planted(t, sample.TrainingOfTheBest)
	if _, z := effect(best[0]["trained together: deals before with two areas"], best[0]["never trained, at the same dates: deals before with two areas"]); z < 3 {
		t.Errorf("the best were better by z = %.1f only", z)
	}
}

// TestLossMakersAllLose counts each of them from the files, over all the time and
// in the window.
func TestLossMakersAllLose(t *testing.T) {
	l := ledgerOf(t)
	truths, _ := planted(t, sample.LossMakers)
	for _, then := range []func(*order) bool{always, between("2025-06-29", "2026-06-28")} {
		profit, areas := map[string]int64{}, map[string]map[string]bool{}
		for _, o := range l.orders {
			if areas[o.customer] == nil {
				areas[o.customer] = map[string]bool{}
			}
			if then(o) {
				profit[o.customer] += o.net - o.cost
				for a := range o.areas {
					areas[o.customer][a] = true
				}
			}
		}
		for _, r := range l.credits {
			if then(&order{row: r}) {
				profit[r.customer] += r.net - r.cost
			}
		}
		for _, no := range truths[0].Customers {
			who := strconv.Itoa(no)
			if profit[who] >= 0 || len(areas[who]) < 2 {
				t.Errorf("customer %s: CM1 %s in %d areas", who, euros(profit[who]), len(areas[who]))
			}
		}
	}
	if n := len(truths[0].Customers); n != 24 {
		t.Errorf("%d loss makers, want 24", n)
	}
}

func TestMoneyAndPeopleTruths(t *testing.T) {
	_, leaving := planted(t, sample.LeavingSegment)
	if rate(leaving[0]["customers without a deal since 2026-04-01"]) < 0.9 {
		t.Error("the leaving segment is still there")
	}
	for kind, gives := range map[sample.Kind]bool{sample.GivingPartner: true, sample.TakingPartner: false} {
		_, p := planted(t, kind)
		if brought, sent := p[0]["net revenue of these"].Value, p[0]["business they did with the partner"].Value; brought > 2*sent != gives || !gives && sent < 2*brought {
			t.Errorf("%s: brought %d, sent %d", kind, brought, sent)
		}
	}
	_, loss := planted(t, sample.LossProduct)
	if loss[0]["CM1"].Value >= 0 {
		t.Error("the product below cost earns money")
	}
	_, plan := planted(t, sample.PlanMissed)
	if f := plan[0]["months behind the plan"]; f.Value != 6 || f.Of != 6 {
		t.Errorf("Kitchenware is behind its plan in %s months", f)
	}
	_, few := planted(t, sample.SmallNumbers)
	if got := few[0]["deals with two areas"].String(); got != "3 of 4 (75.0 %)" {
		t.Errorf("the new seller has %s", got)
	}
	_, later := planted(t, sample.Sequence)
	if low, _ := wilson(later[0]["customers with a first machine until 2026-05-01 who book 1 to 60 days later"]); low < 0.3 {
		t.Errorf("later purchase from %.2f only", low)
	}
}
