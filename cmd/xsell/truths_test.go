package main

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"xsell/cmd/xsell/sample"
)

// The truths planted in the sample data are found by the sections that speak of them.
// What later sections must find stands in sample.Truths until they do. The window is the
// year that the truths are planted for: its last fifth begins after the faded pair ended.
func TestSampleTruthsAreFound(t *testing.T) {
	r := reportOf(t, "../../sample-data", "--window", "12m")
	for _, truth := range sample.Truths() {
		t.Run(truth.ID, func(t *testing.T) {
			switch truth.Kind {
			case sample.RealPair:
				is(t, r, truth, "confirmed")
			case sample.FadedPair:
				is(t, r, truth, "faded")
			case sample.ArtefactPair:
				is(t, r, truth, "candidate")
				if doubt := r.pair(t, truth.Products, "doubt"); doubt != "kind of customer" {
					t.Errorf("doubt %q of a pair that only large customers have", doubt)
				}
			case sample.Substitutes:
				is(t, r, truth, "substitutes")
				of := func(column string) string { return r.cell(t, "substitutes", "a", truth.Products[0], column) }
				if b, status := of("b"), of("status"); b != truth.Products[1] || status != "substitutes" {
					t.Errorf("%s with %q has status %q, want substitutes with %s", truth.Products[0], b, status, truth.Products[1])
				}
				if high := number(t, of("alike_high")); high >= 1 {
					t.Errorf("upper limit of the lift among customers alike %v, want less than 1", high)
				}
				if n := r.rows("substitutes"); n != 1 {
					t.Errorf("%d pairs in the section, want the planted one only", n)
				}
			case sample.BundleOfThree:
				isBundle(t, r, truth.Products)
			case sample.Sequence:
				isSequence(t, r, truth.Types)
			case sample.LeavingSegment:
				areAtRisk(t, r, truth.Customers)
			case sample.Preference:
				label := truth.Audiences[0] + ": " + truth.Types[0]
				if status := r.cell(t, "preferences", "label", label, "status"); status != "more" {
					t.Errorf("status %q of %s, want more", status, label)
				}
			case sample.DiscountPays, sample.ControlledEffect, sample.ExternalEffect:
				hasVerdict(t, r, truth, "works")
			case sample.DiscountDoesNotPay, sample.SeasonOnly, sample.NoEffect, sample.AdvertisingLost:
				hasVerdict(t, r, truth, "does not work")
			case sample.TooEarly:
				hasVerdict(t, r, truth, "cannot be told yet")
			case sample.LossProduct:
				if cm1 := number(t, r.cell(t, "product-profit", "product", truth.Products[0], "cm1")); cm1 >= 0 {
					t.Errorf("cm1 %v of the product sold below cost", cm1)
				}
			case sample.GivingPartner:
				isPartner(t, r, truth, "gives more", "164", "0", "14", "11884")
			case sample.TakingPartner:
				isPartner(t, r, truth, "takes more", "64", "181", "62", "155405")
			case sample.TrainingWorks:
				training := r.cell(t, "training", "seller", truth.Sellers[0], "topic")
				if verdict, grade := r.cell(t, "training", "topic", training, "verdict"), r.cell(t, "training", "topic", training, "evidence"); verdict != "works" || grade != "B" {
					t.Errorf("%s: verdict %q, evidence %q; want works, B", training, verdict, grade)
				}
				if effect := number(t, r.cell(t, "training", "topic", training, "effect")); effect < 0.15 || effect > 0.25 {
					t.Errorf("effect %v, planted .199", effect)
				}
			case sample.TrainingOfTheBest:
				training := r.cell(t, "training", "seller", truth.Sellers[0], "topic")
				if verdict := r.cell(t, "training", "topic", training, "verdict"); verdict != "cannot be told yet" {
					t.Errorf("%s: verdict %q of four people who stay as good as they were", training, verdict)
				}
				if effect := number(t, r.cell(t, "training", "topic", training, "effect")); effect < -0.05 || effect > 0.05 {
					t.Errorf("effect %v, planted -.011", effect)
				}
			case sample.SmallNumbers:
				seller := truth.Sellers[0]
				if got := r.cell(t, "sellers", "seller", seller, "crossed") + " of " + r.cell(t, "sellers", "seller", seller, "compared"); got != "3 of 4" {
					t.Errorf("%s crossed %s deals, want 3 of 4", seller, got)
				}
				if status, rank := r.cell(t, "sellers", "seller", seller, "status"), r.cell(t, "sellers", "seller", seller, "rank"); status != "too few" || rank != "" {
					t.Errorf("%s has status %q and rank %q", seller, status, rank)
				}
			case sample.PlanMissed:
				missesPlan(t, r, truth.Area)
			case sample.LossMakers:
				for _, customer := range truth.Customers {
					if cm1 := number(t, r.cell(t, "customer-profit", "customer", strconv.Itoa(customer), "cm1")); cm1 >= 0 {
						t.Errorf("cm1 %v of customer %d", cm1, customer)
					}
				}
				areLossMakers(t, r, truth.Customers)
			}
		})
	}
}

// hasVerdict compares what the scorecard says of a planted programme, and on what evidence.
func hasVerdict(t *testing.T, r parsed, truth sample.Truth, want string) {
	t.Helper()
	of := func(column string) string { return r.cell(t, "programmes", "programme", truth.Programme, column) }
	if got := of("verdict"); got != want {
		t.Errorf("%s: verdict %q (%s), want %q", truth.Programme, got, of("why"), want)
	}
	for _, row := range r.table(t, "offers") {
		if row["programme"] != truth.Programme || row["offer"] != "discount" {
			continue
		}
		// The truths take the list prices; the report also what a customer gets off anyway, and no sale that came back.
		for kind, want := range map[sample.Kind]struct {
			verdict string
			rate    float64
		}{sample.DiscountPays: {"pays", 0.2303}, sample.DiscountDoesNotPay: {"does not pay", 0.5827}} {
			if rate := number(t, row["break_even"]); truth.Kind == kind && (row["verdict"] != want.verdict || math.Abs(rate-want.rate) > 0.01) {
				t.Errorf("the discount of %s %s at a break-even rate of %v, want %s at about %v", truth.Programme, row["verdict"], rate, want.verdict, want.rate)
			}
		}
	}
	low, high := number(t, of("difference_low")), number(t, of("difference_high"))
	switch truth.Kind {
	case sample.ControlledEffect:
		if of("evidence") != "A" || number(t, of("extra_low")) <= 0 {
			t.Errorf("evidence %s, extra CM3 from %s on, want A and more than nothing", of("evidence"), of("extra_low"))
		}
	case sample.SeasonOnly:
		if of("evidence") != "B" || low > 0 || high < 0 || !strings.Contains(of("why"), "season") {
			t.Errorf("evidence %s, %v to %v, %q; want B, no difference, the season", of("evidence"), low, high, of("why"))
		}
	case sample.TooEarly:
		if number(t, of("weeks")) < 1 || number(t, of("more")) < 1 {
			t.Errorf("%s weeks and %s offers more, want some", of("weeks"), of("more"))
		}
	case sample.ExternalEffect:
		if of("kind") != "external" || low <= 0 {
			t.Errorf("kind %s, difference from %v on", of("kind"), low)
		}
	case sample.NoEffect:
		if low > 0 || high < 0 {
			t.Errorf("a difference of %v to %v of a programme without effect", low, high)
		}
	case sample.AdvertisingLost:
		isNotEarnedBack(t, r, truth)
		if low <= 0 || number(t, of("extra_high")) >= 0 {
			t.Errorf("difference from %v on, extra CM3 up to %s; want more sales and less money", low, of("extra_high"))
		}
	}
}

// isPartner compares what a partner gives and takes, over all the data.
func isPartner(t *testing.T, window parsed, truth sample.Truth, status, sourced, influenced, sent, business string) {
	t.Helper()
	all := reportOf(t, "../../sample-data", "--only", "partners")
	for column, want := range map[string]string{"status": status, "sourced_deals": sourced, "influenced_deals": influenced, "sent": sent, "business": business, "evidence": "D"} {
		if got := all.cell(t, "partners", "partner", truth.Partner, column); got != want {
			t.Errorf("%s: %s is %s, want %s", truth.Partner, column, got, want)
		}
	}
	if got := window.cell(t, "partners", "partner", truth.Partner, "status"); got != status {
		t.Errorf("%s: within the window %s, want %s", truth.Partner, got, status)
	}
}

// isNotEarnedBack holds the row of a campaign to pandas and scipy (Welch's standard error with
// Student's t of 5 degrees of freedom).
func isNotEarnedBack(t *testing.T, r parsed, truth sample.Truth) {
	t.Helper()
	of := func(column string) string { return r.cell(t, "advertising", "programme", truth.Programme, column) }
	if of("verdict") != "not earned back" {
		t.Errorf("the advertising is %s", of("verdict"))
	}
	for column, want := range map[string]float64{"revenue_week_before": 1095.7175, "revenue_week": 2224.7717, "others": 0.1352822996,
		"extra_week": 980.8230, "extra_week_low": -468.1981, "extra_week_high": 2429.8441} {
		if got := number(t, of(column)); math.Abs(got-want) > 1e-4 {
			t.Errorf("%s is %v, want %v", column, got, want)
		}
	}
}

// missesPlan looks for an area that is behind its plan in every month of 2026.
func missesPlan(t *testing.T, r parsed, area string) {
	t.Helper()
	missed := 0
	for _, row := range r.table(t, "targets") {
		if row["kind"] == "item" && row["item"] == area && strings.HasSuffix(row["period"], " 2026") && row["status"] == "missed" {
			missed++
		}
	}
	if missed != 6 {
		t.Errorf("%s misses its plan in %d months of 2026, want all 6", area, missed)
	}
}

// areLossMakers looks for the planted customers who cost money: sixteen by discounts, eight
// by what they send back, and nobody else of several areas.
func areLossMakers(t *testing.T, r parsed, customers []int) {
	t.Helper()
	by := map[string]int{}
	for _, customer := range customers {
		by[r.cell(t, "loss-makers", "customer", strconv.Itoa(customer), "loss_by")]++
	}
	if by["discounts"] != 16 || by["returns"] != 8 {
		t.Errorf("the customers who cost money lose by %v, want 16 by discounts and 8 by returns", by)
	}
	found := 0
	for _, row := range r.table(t, "loss-makers") {
		if row["kind"] == "customer" {
			found++
		}
	}
	if found != len(customers) {
		t.Errorf("%d customers of several areas cost money, want the planted %d only", found, len(customers))
	}
}

// is compares the status of a planted pair.
func is(t *testing.T, r parsed, truth sample.Truth, want string) {
	t.Helper()
	if status := r.pair(t, truth.Products, "status"); status != want {
		t.Errorf("status %q, want %q", status, want)
	}
}

// isBundle looks for the rule that whoever has the first two of a bundle has the third.
func isBundle(t *testing.T, r parsed, products []string) {
	t.Helper()
	rule := products[1] + " + " + products[0] + " → " + products[2] // more customers have the second
	if status := r.cell(t, "bundles", "products", rule, "status"); status != "confirmed" {
		t.Errorf("status %q of the bundle, want confirmed", status)
	}
	if added := number(t, r.cell(t, "bundles", "products", rule, "improvement")); added <= 0 {
		t.Errorf("the second product adds %v", added)
	}
}

// areAtRisk looks for the customers who left: some had come too seldom to have a rhythm.
func areAtRisk(t *testing.T, r parsed, customers []int) {
	t.Helper()
	found := 0
	for _, s := range r.Sections {
		if s.Name != "at-risk" {
			continue
		}
		at := func(key string) int {
			return slices.IndexFunc(s.Table.Columns, func(c struct{ Key string }) bool { return c.Key == key })
		}
		for _, row := range s.Table.Rows {
			no, err := strconv.Atoi(plain(row[at("customer")]))
			if err == nil && row[at("status")] == "at risk" && slices.Contains(customers, no) {
				found++
			}
		}
	}
	if found < 36 || len(customers) != 48 {
		t.Errorf("%d of %d customers who left are at risk, want 36 or more of 48", found, len(customers))
	}
}

// isSequence looks for a type that follows another within sixty days.
func isSequence(t *testing.T, r parsed, types []string) {
	t.Helper()
	pair := types[0] + " → " + types[1]
	if status := r.cell(t, "next-purchase", "pair", pair, "status"); status != "confirmed" {
		t.Errorf("status %q of the sequence, want confirmed", status)
	}
	if within := number(t, r.cell(t, "next-purchase", "pair", pair, "within_60")); within < 0.35 || within > 0.55 {
		t.Errorf("%v of the customers follow within 60 days", within)
	}
	if days := number(t, r.cell(t, "next-purchase", "pair", pair, "days_q3")); days > 60 {
		t.Errorf("three quarters of those who follow take %v days", days)
	}
}

// pair is a cell of the section pairs, whichever of the two it calls a.
func (p parsed) pair(t *testing.T, products []string, column string) string {
	t.Helper()
	for _, s := range p.Sections {
		if s.Name != "pairs" {
			continue
		}
		at := func(key string) int {
			return slices.IndexFunc(s.Table.Columns, func(c struct{ Key string }) bool { return c.Key == key })
		}
		for _, row := range s.Table.Rows {
			a, b := row[at("a")], row[at("b")]
			if a == products[0] && b == products[1] || a == products[1] && b == products[0] {
				return plain(row[at(column)])
			}
		}
	}
	t.Fatalf("no row for %v in pairs", products)
	return ""
}

// rows counts the rows of a section.
func (p parsed) rows(section string) int {
	for _, s := range p.Sections {
		if s.Name == section {
			return len(s.Table.Rows)
		}
	}
	return 0
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The money of the sample data is what its README says, plus the dirty rows that a report
// keeps: the duplicate, the unknown product and the line without a customer.
func TestSampleMoneyTies(t *testing.T) {
	r := reportOf(t, "../../sample-data")
	for column, want := range map[string]string{"lines_read": "13679", "lines_used": "13674", "lines_refused": "3", "lines_set_aside": "2", "revenue_used": "2839918.3"} {
		if got := r.cell(t, "control", "source", "total", column); got != want {
			t.Errorf("%s: got %s, want %s", column, got, want)
		}
	}
}
