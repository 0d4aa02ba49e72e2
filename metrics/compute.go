package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Compute runs every metric whose fields the ledger has, proves the claims of their
// sections and returns the report. The same ledger gives the same report.
func Compute(ctx context.Context, l *sales.Ledger, o Options) (*Report, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	if o.Phrases == nil {
		o.Phrases = phrases.English()
	}
	l = o.named(l)
	o.window, o.windowBefore = l.Calendar.Window, l.Calendar.WindowBefore()
	all := With(o.Own)
	o.metrics, o.currency, o.asOf, o.memo = all, l.Currency, l.Calendar.AsOf, newMemo()
	if o.MaxRows == 0 {
		o.MaxRows = DefaultMaxRows
	}
	if o.MinCount == 0 {
		var err error
		if o.MinCount, err = judgedFrom(ctx, l); err != nil {
			return nil, err
		}
	}
	wanted, err := pick(all, o.Only)
	if err != nil {
		return nil, err
	}
	have := func(m Metric) bool { return len(Missing(m, l)) == 0 && (o.History || m.Name != SinceLast.Name) }
	wanted = filter(wanted, have)
	computed := wanted
	if o.History && !slices.ContainsFunc(wanted, func(m Metric) bool { return m.Name == SinceLast.Name }) {
		computed = append(slices.Clone(wanted), SinceLast) // it makes the snapshot, shown or not
	}
	sections, err := computeAll(ctx, l, o, computed, filter(all, have))
	if err != nil {
		return nil, err
	}
	sections = sections[:len(wanted)]
	r := &Report{Title: cmp.Or(o.Title, o.say("Sales and cross-selling")), Phrases: o.Phrases, Currency: l.Currency, Calendar: l.Calendar,
		Inputs: l.Inputs, Sources: l.Sources, Problems: l.Problems, Sections: sections, Part: ownPart(l, o), Snapshot: o.memo.snapshot}
	if r.Part != nil {
		r.Title += ": " + r.Part.Label
	}
	r.judge(o.Thresholds)
	r.Checks, err = prove(ctx, l, r.Sections)
	return r, err
}

func filter(metrics []Metric, keep func(Metric) bool) []Metric {
	return slices.DeleteFunc(slices.Clone(metrics), func(m Metric) bool { return !keep(m) })
}

// computeAll is the sections wanted. Where one of them concludes from the others, those are
// computed too, and forgotten where nobody wants them.
func computeAll(ctx context.Context, l *sales.Ledger, o Options, wanted, all []Metric) ([]Section, error) {
	concludes := func(m Metric) bool { return m.Conclude != nil }
	all = filter(all, func(m Metric) bool {
		return slices.ContainsFunc(wanted, func(w Metric) bool {
			return w.Name == m.Name || m.Own == nil && concludes(w) && (len(w.From) == 0 || slices.Contains(w.From, m.Name))
		})
	})
	shown := map[string]bool{}
	for _, m := range wanted {
		shown[m.Name] = true
	}
	ready := func(s *Section) {
		if o.Ready != nil && shown[s.Name] {
			o.Ready(s)
		}
	}
	done := map[string]*Section{}
	first := filter(all, func(m Metric) bool { return !concludes(m) })
	sections, err := runAll(ctx, l, o, first, ready)
	if err != nil {
		return nil, err
	}
	for i := range sections {
		done[sections[i].Name] = &sections[i]
	}
	out := make([]Section, len(wanted))
	for i, m := range wanted {
		if concludes(m) {
			s, err := m.Conclude(ctx, l, o, sections)
			if err == nil {
				s, err = m.complete(s, o)
			}
			if err != nil {
				return nil, fmt.Errorf("section %s: %w", m.Name, err)
			}
			done[m.Name] = &s
			ready(&s)
		}
		out[i] = *done[m.Name]
	}
	return out, nil
}

// Missing are the fields the metric needs and the ledger does not have.
func Missing(m Metric, l *sales.Ledger) []sales.Field {
	var out []sales.Field
	for _, f := range m.Needs {
		if !l.Has(f) {
			out = append(out, f)
		}
	}
	return out
}

// CheckNames reports the first name that no section and no indicator has, before anything is read.
func CheckNames(names []string, own []Metric) error {
	_, err := pick(With(own), names)
	return err
}

func pick(all []Metric, names []string) ([]Metric, error) {
	if len(names) == 0 {
		return all, nil
	}
	var out []Metric
	for _, m := range all {
		if slices.Contains(names, m.Name) {
			out = append(out, m)
		}
	}
	for _, n := range names {
		if !slices.ContainsFunc(all, func(m Metric) bool { return m.Name == n }) {
			return nil, fmt.Errorf("no section is called %q; xsell sections lists them", n)
		}
	}
	return out, nil
}

// query runs the SQL of a metric with the limits of this report written in.
func query[T any](ctx context.Context, l *sales.Ledger, o Options, sql string) ([]T, error) {
	return sales.Query[T](ctx, l, o.fill(sql))
}

// one runs a query that gives exactly one row.
func one[T any](ctx context.Context, l *sales.Ledger, o Options, sql string) (T, error) {
	rows, err := query[T](ctx, l, o, sql)
	if err != nil || len(rows) != 1 {
		var zero T
		if err == nil {
			err = fmt.Errorf("%d rows where one was asked for", len(rows))
		}
		return zero, err
	}
	return rows[0], nil
}
