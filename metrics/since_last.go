package metrics

import (
	"cmp"
	"context"
	"slices"

	"xsell/metrics/sales"
)

// SinceLast compares the report with the last one before it, of which a snapshot was kept.
var SinceLast = Metric{
	Name:     "since-last",
	Title:    "Since the last report",
	Question: "What does this report say otherwise than the last one, and which input changed?",
	Chapter:  CanITrustThis,
	Definition: "Compared with the last snapshot in the folder of --history that has the title, currency, period, kind of window, returns and part of the sales of this report, is of no later period and of another state. " +
		"kind: restated = a measure of a period that both inputs cover and that has another value now (change = now - before; money and counts that add up: revenue, CM1, deals, customers, returns); " +
		"input = a file whose content changed, was added or is gone, by the first 16 digits of its SHA-256; " +
		"new pair, faded pair = a pair of products that is confirmed now and was not, or was and is not now; " +
		"moved = a customer whose segment is another; (none) = no line in the window; " +
		"kept = a measure of a period that this input no longer has, or not the whole of, as the history knows it: it is in no other section. " +
		"The first period of the data is compared only where both begin on the same day. A snapshot holds the 2,000 best confirmed pairs and the 10,000 customers with the largest monetary value.",
	From:     []string{Trend.Name, Pairs.Name, Segments.Name},
	Conclude: sinceLast,
}

func sinceLast(_ context.Context, l *sales.Ledger, o Options, done []Section) (Section, error) {
	c := &sinceThen{o: o, l: l, done: done, now: stateOf(l, done)}
	snapshot := &Snapshot{Format: snapshotFormat, Report: o.Identity, Number: 1, State: c.now, Kept: []PeriodFigures{}}
	o.memo.snapshot = snapshot
	var err error
	if c.before, err = lastBefore(snapshot, o.Earlier); err != nil {
		return Section{}, err
	}
	if c.before != nil {
		c.compare()
		snapshot.Number, snapshot.Kept = c.before.Number+1, c.kept
	}
	return Section{Lead: c.lead(), Scope: c.scope(), Notes: c.notes(), Table: c.table(), Findings: c.findings()}, nil
}

// lastBefore is the last of the snapshots of the report that is of no later period and of
// another state; nil where there is none.
func lastBefore(now *Snapshot, all []Snapshot) (*Snapshot, error) {
	var last *Snapshot
	for i := range all {
		s := &all[i]
		if s.Report != now.Report || s.State.Period > now.State.Period || last != nil && !s.after(last) {
			continue
		}
		same, err := s.State.same(now.State)
		if err != nil {
			return nil, err
		}
		if !same {
			last = s
		}
	}
	return last, nil
}

// after orders snapshots by the period of their reports, and those of one period by which
// was compared with which; of two that two runs made at once the data decide.
func (s *Snapshot) after(other *Snapshot) bool {
	order := cmp.Or(cmp.Compare(s.State.Period, other.State.Period), cmp.Compare(s.Number, other.Number),
		cmp.Compare(s.State.Last, other.State.Last), cmp.Compare(s.State.AsOf, other.State.AsOf))
	if order == 0 {
		a, _ := s.Bytes() // read from JSON, so it can be written
		b, _ := other.Bytes()
		order = slices.Compare(a, b)
	}
	return order > 0
}

// sinceThen is what changed since the state before.
type sinceThen struct {
	o      Options
	l      *sales.Ledger
	done   []Section
	now    SnapshotState
	before *Snapshot

	restated     []restated
	inputs       []inputChange
	fresh, faded []pairChange
	moved        []segmentChange
	kept         []PeriodFigures
	left         int64 // customers who moved and have no row
}

// restated is a measure of a past period that has another value now.
type restated struct {
	start, measure string
	before, now    int64
}

// inputChange is a file with its checksums; empty where it was not, or is not, there.
type inputChange struct{ name, before, now string }

// pairChange is a pair with its status now.
type pairChange struct {
	PairName
	status string
}

// segmentChange is a customer with the segments before and now.
type segmentChange struct{ customer, name, before, now string }

func (c *sinceThen) compare() {
	was := c.before.State
	c.restated = restatedIn(was, c.now)
	c.inputs = changedInputs(was.Inputs, c.now.Inputs)
	c.kept = keptPeriods(c.before, c.now)
	if was.Pairs != nil && c.now.Pairs != nil {
		c.comparePairs(was.Pairs, c.now.Pairs)
	}
	if was.Customers != nil && c.now.Customers != nil {
		c.compareCustomers(was.Customers, c.now.Customers)
	}
}

// restatedIn are the measures of the periods that both states cover. Both cover the first
// period, which may be incomplete, where their data begin on the same day.
func restatedIn(was, now SnapshotState) []restated {
	old := map[string]map[string]int64{}
	for _, p := range was.Periods {
		old[p.Start] = p.Figures
	}
	var out []restated
	for _, p := range now.Periods {
		if p.Start < max(was.First, now.First) && was.First != now.First {
			continue
		}
		for _, measure := range snapshotMeasures {
			before, had := old[p.Start][measure]
			value, has := p.Figures[measure]
			if had && has && before != value {
				out = append(out, restated{p.Start, measure, before, value})
			}
		}
	}
	return out
}

// changedInputs are the files whose content is not in both lists; those of one name are
// taken for the same file.
func changedInputs(was, now []InputSum) []inputChange {
	was, now = slices.Clone(was), slices.Clone(now)
	now = slices.DeleteFunc(now, func(in InputSum) bool {
		return takeInput(&was, func(b InputSum) bool { return b.SHA256 == in.SHA256 }) != nil
	})
	var out []inputChange
	for _, in := range now {
		change := inputChange{name: in.Name, now: in.SHA256}
		if before := takeInput(&was, func(b InputSum) bool { return b.Name == in.Name }); before != nil {
			change.before = before.SHA256
		}
		out = append(out, change)
	}
	for _, in := range was {
		out = append(out, inputChange{name: in.Name, before: in.SHA256})
	}
	return out
}

// takeInput takes the first input that fits out of the list; nil where none does.
func takeInput(list *[]InputSum, fits func(InputSum) bool) *InputSum {
	i := slices.IndexFunc(*list, fits)
	if i < 0 {
		return nil
	}
	taken := (*list)[i]
	*list = slices.Delete(*list, i, i+1)
	return &taken
}

// keptPeriods are the periods that begin before the data do now, as the state before and
// those before it knew them, by their start.
func keptPeriods(before *Snapshot, now SnapshotState) []PeriodFigures {
	kept, known := []PeriodFigures{}, map[string]bool{}
	for _, p := range before.Kept {
		if p.Start < now.First {
			kept, known[p.Start] = append(kept, p), true
		}
	}
	for _, p := range before.State.Periods {
		if p.Start < now.First && before.State.First < now.First && !known[p.Start] {
			kept = append(kept, p)
		}
	}
	slices.SortFunc(kept, func(a, b PeriodFigures) int { return cmp.Compare(a.Start, b.Start) })
	return kept[max(0, len(kept)-snapshotPeriods):]
}

// comparePairs finds the pairs that only one state confirms. What a cut list does not hold
// may have been confirmed all the same, and is not called new.
func (c *sinceThen) comparePairs(was, now *PairNames) {
	key := func(p PairName) [2]string { return [2]string{min(p.A, p.B), max(p.A, p.B)} }
	old, status := map[[2]string]bool{}, map[[2]string]string{}
	for _, p := range was.Confirmed {
		old[key(p)] = true
	}
	if pairs := sectionIn(c.done, Pairs.Name); pairs != nil {
		t := pairs.Table
		for row := range t.Rows {
			a, _ := t.Cell(row, "a").(string)
			b, _ := t.Cell(row, "b").(string)
			status[key(PairName{A: a, B: b})], _ = t.Cell(row, "status").(string)
		}
	}
	for _, p := range now.Confirmed {
		if !old[key(p)] && was.Left == 0 {
			c.fresh = append(c.fresh, pairChange{p, confirmed})
		}
	}
	for _, p := range was.Confirmed {
		if is := status[key(p)]; is != confirmed {
			c.faded = append(c.faded, pairChange{p, cmp.Or(is, "not confirmed")})
		}
	}
}

// compareCustomers finds the customers who are in another segment. Who is not in a list
// that is whole had no line in its window.
func (c *sinceThen) compareCustomers(was, now *SegmentNames) {
	old, is, names := map[string]string{}, map[string]bool{}, map[string]string{}
	for _, s := range was.Segments {
		old[s.Customer] = s.Segment
	}
	if segments := sectionIn(c.done, Segments.Name); segments != nil {
		for row := range segments.Table.Rows {
			customer, _ := segments.Table.Cell(row, "customer").(string)
			names[customer], _ = segments.Table.Cell(row, "customer_name").(string)
		}
	}
	for _, s := range now.Segments {
		is[s.Customer] = true
		before, known := old[s.Customer]
		if before != s.Segment && (known || was.Left == 0) {
			c.moved = append(c.moved, segmentChange{s.Customer, names[s.Customer], cmp.Or(before, nobody), s.Segment})
		}
	}
	for _, s := range was.Segments {
		if !is[s.Customer] && now.Left == 0 {
			c.moved = append(c.moved, segmentChange{s.Customer, s.Customer, s.Segment, nobody})
		}
	}
	if most := c.o.MaxRows; len(c.moved) > most {
		c.left, c.moved = int64(len(c.moved)-most), c.moved[:most]
	}
}

// sectionIn is the section with the name, or nil.
func sectionIn(all []Section, name string) *Section {
	i := slices.IndexFunc(all, func(s Section) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &all[i]
}
