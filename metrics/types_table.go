package metrics

func (f typeFindings) table() Table {
	t := Table{Columns: f.columns()}
	for _, r := range f.types {
		if r.Itself {
			t.Rows = append(t.Rows, r.own(len(t.Columns)))
		} else {
			t.Rows = append(t.Rows, f.cells(r))
		}
	}
	return t
}

func (f typeFindings) columns() []Column {
	who := f.Who()
	columns := []Column{
		{"kind", "Kind", Word}, {"a", "Type A", Text}, {"b", "Type B", Text},
		{"n_a", "Deals with A", Count}, {"solo_deals", "Deals with no other type", Count}, {"revenue", "Revenue", Money}, {"cost", "Cost", Money}, {"cm1", "CM1", Money}, {"margin", "Margin", Ratio},
		{"n_b", "Deals with B", Count}, {"n_ab", "Deals with both", Count}, {"attach_ab", "B among deals with A", Ratio}, {"attach_ba", "A among deals with B", Ratio}, {"deal_lift", "Lift of deals", Number},
		{"joint_revenue", "Revenue of both, together", Money}, {"joint_cm1", "CM1 of both, together", Money},
		{"status", "Status", Word}, {"doubt", "Doubt", Word},
		{"gain_low", f.o.say("Gain, low (%s)", f.worthName()), Money}, {"gain", "Gain, expected", Money}, {"gain_high", "Gain, high", Money},
		{"pool", f.o.say("%s with A without B", who), Count}, {"offered", "Of them, worth the offer", Count}, {"takers", "Of these, would take B", Number}, {"anyway", "Of these, would buy B anyway", Number},
		{"share_ab", f.o.say("B among %s with A", f.who()), Ratio}, {"base", "B among the others", Ratio},
		{"buyers_ab", f.o.say("%s with both", who), Count}, {"expected", "Expected by chance", Number}, {"extra", "More than expected", Number},
		{"lift", "Lift", Number}, {"lift_low", "Lift, low", Number}, {"lift_high", "Lift, high", Number}}
	columns = append(columns, f.proofColumns()...)
	return append(columns, []Column{
		{"buyers", who, Count}, {"buyers_a", f.o.say("%s with A", who), Count}, {"buyers_b", f.o.say("%s with B", who), Count}, {"n", "Deals", Count},
		{"in_chart", "In the heat map", Word},
	}...)
}

// own are the cells of a type; those of two types are blank.
func (r typeRow) own(width int) []Cell {
	cells := make([]Cell, width)
	copy(cells, []Cell{"type", r.A, r.B, r.NA, r.Solo, r.Revenue, amount(r.Cost), amount(r.CM1)})
	if r.CM1.Valid {
		cells[8] = moneyRatio(r.CM1.V, r.Costed.V)
	}
	if r.A == other {
		cells[3], cells[4] = nil, nil // a deal with two of the rest would be counted twice
	}
	cells[width-2] = r.N
	if r.named() {
		cells[width-1] = inChart(r.PlaceA)
	}
	return cells
}

// cells are the row of two types, in the order of columns.
func (f typeFindings) cells(r typeRow) []Cell {
	deals := r.deals()
	cells := []Cell{"pair", r.A, r.B, r.NA, nil, nil, nil, nil, nil, r.NB, r.NAB, defined(deals.Attach()), defined(deals.Swap().Attach()), defined(deals.Lift()), r.Revenue, amount(r.CM1)}
	if r.evidence == nil {
		return append(append(cells, make([]Cell, len(f.columns())-len(cells)-2)...), r.N, inChart(r.PlaceA, r.PlaceB))
	}
	p, buyers := r.evidence, r.buyers
	cells = append(cells, textOrBlank(p.status), textOrBlank(f.nameOf(p.doubt)))
	cells = append(cells, r.gain.cells(buyers.NA-buyers.NAB)...)
	cells = append(cells, defined(buyers.Attach()), defined(buyers.BaseRate()), buyers.NAB, defined(buyers.Expected()), defined(buyers.ExtraBaskets()), defined(buyers.Lift()))
	cells = append(cells, limits(buyers.LiftLimits(confidence))...)
	cells = append(cells, p.proof()...)
	return append(cells, buyers.N, buyers.NA, buyers.NB, r.N, inChart(r.PlaceA, r.PlaceB))
}
