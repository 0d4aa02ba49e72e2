package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	draw "xsell/report"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// mostParts is how many reports one run writes; more are a mistake in what to split by.
const mostParts = 1000

// split writes a report for each value of a field, with its own lines only, and the index
// that leads to them. The input is read once. Nothing is replaced before all are drawn: a
// value whose report fails leaves all of the run before.
func (run *running) split(ctx context.Context) error {
	by := sales.Field(run.in.config.SplitBy)
	parts, err := run.in.ledger.Part(ctx, run.in.finish)
	if err != nil {
		return run.in.whereFault(run.flags, err)
	}
	defer parts.Close()
	index, own, err := run.index(ctx, parts, by)
	if err != nil {
		return err
	}
	w := draw.Begin(run.flags.out)
	defer w.Drop()
	run.in.bar.done()
	done, err := run.parts(ctx, parts, index, w)
	if err != nil {
		return err
	}
	old := formerFolders(run.flags.out, index)
	files := run.indexFiles(index, own)
	if err := w.Draw("", files); err != nil {
		return err
	}
	for _, d := range done {
		if err := run.past.keep(d.snapshot); err != nil {
			return err
		}
	}
	if err := w.Replace(); err != nil {
		return err
	}
	for _, d := range done {
		removeOthers(filepath.Join(run.flags.out, d.row.Folder), d.files)
	}
	if err := moveFormer(run.flags.out, old); err != nil {
		return err
	}
	return run.announceParts(index, files, done)
}

// index adds up what each report will be of, and gives the lines refused as the whole has them.
func (run *running) index(ctx context.Context, parts *sales.Parts, by sales.Field) (*metrics.Index, func(io.Writer) error, error) {
	whole, err := parts.Ledger(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer whole.Close()
	if !whole.Has(by) {
		return nil, nil, run.in.whereFault(run.flags, &sales.WhereError{Field: by})
	}
	index, err := metrics.NewIndex(ctx, whole, by, metrics.Options{Title: run.flags.title, Phrases: run.in.phrases})
	if err != nil {
		return nil, nil, err
	}
	var values []string
	for _, r := range index.Rows {
		if r.HasReport() {
			values = append(values, r.Value)
		}
	}
	if len(values) > mostParts {
		return nil, nil, fmt.Errorf("split by %s: there are %d values, and at most %d reports are written; leave fewer with --where", by, len(values), mostParts)
	}
	names := folderNames(values)
	for i := range index.Rows {
		if r := &index.Rows[i]; r.HasReport() {
			r.Folder = names[r.Value]
		}
	}
	return index, run.rejectsOf(whole), nil
}

// drawnPart is a report that is drawn.
type drawnPart struct {
	row      *metrics.IndexRow
	files    []draw.File
	snapshot *metrics.Snapshot
	alerts   func(io.Writer)
	crossed  []string
}

// parts draws the reports one after the other. All are tried, so that all that fail are told.
func (run *running) parts(ctx context.Context, parts *sales.Parts, index *metrics.Index, w *draw.Writing) ([]drawnPart, error) {
	var done []drawnPart
	var failed error
	for i := range index.Rows {
		row := &index.Rows[i]
		if !row.HasReport() {
			continue
		}
		d, err := run.part(ctx, parts, index, row, w)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s %q: %w;", index.By, row.Value, err))
		}
		done = append(done, d)
	}
	return done, failed
}

// part draws the report of one value.
func (run *running) part(ctx context.Context, parts *sales.Parts, index *metrics.Index, row *metrics.IndexRow, w *draw.Writing) (drawnPart, error) {
	charts := draw.NewCharts(ctx)
	l, err := parts.Ledger(ctx, sales.Condition{Field: index.By, Values: []string{row.Value}})
	if err != nil {
		return drawnPart{}, err
	}
	defer l.Close()
	if err := row.Ties(l); err != nil {
		return drawnPart{}, err
	}
	r, files, err := run.draw(ctx, w, row.Folder, l, charts)
	if err != nil {
		return drawnPart{}, err
	}
	if err := w.Draw(row.Folder, []draw.File{markerOf(index, row)}); err != nil {
		return drawnPart{}, err
	}
	row.Headline = headlineOf(r)
	d := drawnPart{row: row, files: files, snapshot: r.Snapshot}
	for _, o := range r.Failed() {
		d.crossed = append(d.crossed, row.Value+": "+o.Name)
	}
	row.Alerts = len(r.Alerts())
	of := row.Value
	if run.of != "" {
		of = run.of + ": " + of
	}
	run.tests.Add(r, of)
	alerts := r.Alerts()
	r = &metrics.Report{Outcomes: alerts} // the sections are drawn, and large
	d.alerts = func(w io.Writer) { announceAlerts(w, r, of+": ") }
	return d, nil
}

// headlineOf is what stands out in a report. Its first sentence says the numbers that stand in the
// index anyway: what comes next says more.
func headlineOf(r *metrics.Report) string {
	for _, role := range []metrics.Role{metrics.Why, metrics.Watch, metrics.Do, metrics.Answer} {
		if found := r.Findings(role); len(found) > 0 {
			return found[0].Text
		}
	}
	return ""
}

// indexFiles are the files beside the folders of the reports.
func (run *running) indexFiles(x *metrics.Index, rejects func(io.Writer) error) []draw.File {
	form := draw.Form(run.in.config.HTML)
	files := []draw.File{
		{Name: draw.IndexPage, Draw: func(w io.Writer) error { return draw.IndexHTML(w, x, form, version()) }},
		{Name: draw.IndexFile, Draw: func(w io.Writer) error { return draw.IndexJSON(w, x) }},
		{Name: "summary.md", Draw: func(w io.Writer) error { return draw.IndexSummary(w, x) }},
		{Name: "rejects.csv", Draw: rejects},
	}
	if form == draw.Site {
		files = append(files, draw.File{Name: draw.StyleFile, Draw: draw.Style})
	}
	return files
}

// announceParts prints what was written, and says which thresholds are crossed where.
func (run *running) announceParts(x *metrics.Index, files []draw.File, done []drawnPart) error {
	out, dir := run.stdout, run.flags.out
	fmt.Fprintf(out, "%s, %s: %s\n", x.Title, x.Calendar.Period.Label, x.Lead())
	for _, f := range files {
		fmt.Fprintln(out, "  wrote", filepath.Join(dir, f.Name))
	}
	var all crossedError
	for _, d := range done {
		fmt.Fprintf(out, "  wrote %s%c: %s (lines: %d)\n", filepath.Join(dir, d.row.Folder), os.PathSeparator, d.row.Value, d.row.Lines)
		if !run.flags.quiet {
			d.alerts(run.stderr)
		}
		all.names = append(all.names, d.crossed...)
	}
	for _, f := range x.Former {
		fmt.Fprintf(out, "  no report any more: %s; its last one is in %s\n", f.Value, filepath.Join(dir, f.Folder))
	}
	if !run.flags.quiet {
		run.past.announce(run.stderr)
	}
	if len(all.names) > 0 {
		return all
	}
	return nil
}
