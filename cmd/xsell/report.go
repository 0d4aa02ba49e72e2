package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"xsell/cmd/xsell/sample"
	draw "xsell/report"

	"xsell/metrics"
	"xsell/metrics/ingest"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// reportOne writes one report; of the lines in one currency, where there is one to choose.
func reportOne(ctx context.Context, f *flags, inputs []string, currency string, tests *draw.Tests, stdout, stderr io.Writer) error {
	draw.Mend(f.out) // before the reading, which may fail
	var sweeping sync.WaitGroup
	sweeping.Go(sweepRooms)
	defer sweeping.Wait()
	rejects, err := os.CreateTemp("", "xsell-rejects-*.csv")
	if err != nil {
		return fmt.Errorf("make a temporary file: %w; set TMPDIR to a folder that can be written", err)
	}
	defer os.Remove(rejects.Name())
	defer rejects.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	charts := draw.NewCharts(ctx)
	refused := ingest.NewRejects(rejects)
	in, err := read(ctx, f, inputs, refused, stderr)
	if err != nil {
		return err
	}
	l := in.ledger
	defer l.Close()
	if err := refused.Flush(); err != nil {
		return err
	}
	in.finish.OnlyCurrency = currency
	run := &running{flags: f, in: &in, rejects: rejects, tests: tests, of: currency, past: history{dir: f.history}, stdout: stdout, stderr: stderr}
	if in.config.SplitBy != "" {
		return run.split(ctx)
	}
	if err := in.whereFault(f, l.Finish(ctx, in.finish)); err != nil {
		return err
	}
	defer in.bar.done()
	w := draw.Begin(f.out)
	defer w.Drop()
	r, files, err := run.draw(ctx, w, "", l, charts)
	if err != nil {
		return err
	}
	if err := run.past.keep(r.Snapshot); err != nil {
		return err
	}
	in.bar.done()
	if err := w.Replace(); err != nil {
		return err
	}
	removeOthers(f.out, files)
	tests.Add(r, currency)
	if !f.quiet {
		run.past.announce(stderr)
		announceAlerts(stderr, r, "")
	}
	return errors.Join(announce(stdout, f.out, files, r), crossed(r))
}

// running is a run that writes one report or several.
type running struct {
	flags          *flags
	in             *reading
	rejects        *os.File // the refused lines
	tests          *draw.Tests
	of             string // the currency, where there are several
	past           history
	stdout, stderr io.Writer
}

// draw computes the report of a ledger and draws its files into a folder of the writing.
func (run *running) draw(ctx context.Context, w *draw.Writing, folder string, l *sales.Ledger, charts *draw.Charts) (*metrics.Report, []draw.File, error) {
	r, err := compute(ctx, run.flags, run.in, l, &run.past, charts)
	if err != nil {
		return nil, nil, err
	}
	book, err := workbookOptions(ctx, run.flags, run.in, l)
	if err != nil {
		return nil, nil, err
	}
	files := outputs(run.flags, r, charts, draw.Form(run.in.config.HTML), book, run.rejectsOf(l))
	return r, files, w.Draw(folder, files)
}

// rejectsOf draws the refused lines. They are nobody's: a report of a part has none.
func (run *running) rejectsOf(l *sales.Ledger) func(io.Writer) error {
	if len(l.Scope.Where) > 0 {
		return func(w io.Writer) error { return ingest.NewRejects(w).Flush() }
	}
	return func(w io.Writer) error {
		if _, err := run.rejects.Seek(0, io.SeekStart); err != nil {
			return err
		}
		_, err := io.Copy(w, run.rejects)
		return err
	}
}

// removeOthers removes what a report before had and this one has not: the lines it could not
// hold in the workbook, and the style of a page that stands beside it.
func removeOthers(dir string, files []draw.File) {
	for _, name := range []string{draw.DataFile, draw.StyleFile} {
		if !slices.ContainsFunc(files, func(f draw.File) bool { return f.Name == name }) {
			os.Remove(filepath.Join(dir, name))
		}
	}
}

// compute is the report of what was read, compared with its history where one is kept.
func compute(ctx context.Context, f *flags, in *reading, l *sales.Ledger, past *history, charts *draw.Charts) (*metrics.Report, error) {
	o := metrics.Options{Title: f.title, Only: f.only, BridgeLevel: in.config.BridgeLevel, DiscountLimit: in.limit,
		MinimumSale: sales.Money(math.Round(in.config.MinimumSale * sales.Scale)), Thresholds: in.thresholds, Own: in.config.own,
		Phrases: in.phrases, Ready: charts.Draw, Computing: in.bar.sections}
	defer in.bar.done()
	if f.history != "" {
		o.History, o.Identity = true, metrics.IdentityOf(l, f.title, in.pseudonyms.Fingerprint())
		var err error
		if o.Earlier, err = past.earlier(o.Identity, l.Calendar.Period.Start); err != nil {
			return nil, err
		}
	}
	return metrics.Compute(ctx, l, o)
}

// reading is input that was read, with the choices it was read by.
type reading struct {
	ledger        *sales.Ledger // nil after an error
	understanding *ingest.Understanding
	config        config
	configPath    string            // of its file; empty without one
	limit         sales.Null[int64] // of discounts, in 1/10 000 of the list price
	phrases       *phrases.Phrases
	pseudonyms    *ingest.Pseudonyms // nil where customers keep their names
	finish        sales.FinishOptions
	thresholds    []metrics.Threshold
	relations     []sales.Understood // of the warehouse
	bar           *bar
}

// softHeap is where the collector of memory begins to work harder: beside what the sales
// engine takes, several times this would pile up on tens of millions of lines.
const softHeap = 1500 << 20

// read opens a ledger and fills it; the caller finishes and closes it. After an error of
// the input the understanding is there as far as it came.
func read(ctx context.Context, f *flags, inputs []string, rejects *ingest.Rejects, stderr io.Writer) (reading, error) {
	var in reading
	var err error
	in.configPath = f.config
	if in.config, err = readConfig(f); err != nil {
		return in, err
	}
	if in.finish, err = settle(f, &in.config); err != nil {
		return in, err
	}
	if in.limit, err = percentage(in.config.DiscountLimit); err != nil {
		return in, err
	}
	if in.thresholds, err = in.config.thresholds(configFile{path: f.config}); err != nil {
		return in, err
	}
	if in.phrases, err = phrases.New(in.config.Lang, in.config.Locale); err != nil {
		return in, err
	}
	if in.pseudonyms, err = pseudonyms(f, in.config); err != nil {
		return in, err
	}
	if err := metrics.CheckIndicators(ctx, in.config.own); err != nil {
		return in, err
	}
	in.finish.Where = under(in.pseudonyms, in.finish.Where)
	if f.threads > 0 {
		runtime.GOMAXPROCS(f.threads)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softHeap)
	}
	in.bar = newBar(stderr, f.quiet)
	l, err := in.open(ctx, f)
	if err == nil {
		if err = in.fill(ctx, f, inputs, rejects, l); err != nil {
			l.Close()
		}
	}
	in.bar.done()
	if err != nil {
		return in, err
	}
	in.ledger = l
	return in, nil
}

// open opens the ledger on the engine that the configuration names.
func (in *reading) open(ctx context.Context, f *flags) (*sales.Ledger, error) {
	if in.config.Engine == trinoEngine {
		return openWarehouse(ctx, f, &in.config, in.bar)
	}
	return sales.New(ctx, sales.EngineOptions{Threads: f.threads, Memory: f.memory, Rows: rowsWithin(f.memory)})
}

// fill reads the files, and what lies in the warehouse.
func (in *reading) fill(ctx context.Context, f *flags, inputs []string, rejects *ingest.Rejects, l *sales.Ledger) (err error) {
	elsewhere := in.config.Engine == trinoEngine
	if len(inputs) == 0 && !elsewhere {
		return usageError{errors.New("no input given, and no warehouse in the configuration; try: xsell sample-data")}
	}
	in.understanding = &ingest.Understanding{}
	if len(inputs) > 0 || !elsewhere {
		in.understanding, err = ingest.Read(ctx, inputs, ingest.Options{
			Config: in.config.Config, Strict: f.strict, Progress: in.bar.show, Rejects: rejects, Pseudonyms: in.pseudonyms, LinesElsewhere: elsewhere,
		}, l)
	}
	if err == nil && elsewhere {
		in.relations, err = l.ReadWarehouse(ctx)
		if refused := l.Total().Refused.Lines; err == nil && f.strict && refused > 0 {
			err = fmt.Errorf("%d lines of the warehouse have no usable date or amount; mend the columns or the query of the lines, or leave --strict out", refused)
		}
	}
	return err
}

// workbookOptions are what the workbook shows beside the report.
func workbookOptions(ctx context.Context, f *flags, in *reading, l *sales.Ledger) (draw.WorkbookOptions, error) {
	o := draw.WorkbookOptions{Version: version()}
	var err error
	if o.Settings, err = settings(f, &in.config); err != nil || in.config.Data == "no" {
		return o, err
	}
	o.Lines, err = l.List(ctx)
	return o, err
}

// outputs are the files of the report, in the order they are announced.
func outputs(f *flags, r *metrics.Report, charts *draw.Charts, form draw.Form, book draw.WorkbookOptions, rejects func(io.Writer) error) []draw.File {
	files := []draw.File{
		{Name: "report.html", Draw: func(w io.Writer) error {
			return draw.HTML(w, r, charts, draw.HTMLOptions{Folded: f.top, Version: version(), Form: form})
		}},
		{Name: "report.xlsx", Draw: func(w io.Writer) error {
			return draw.Workbook(w, r, book)
		}},
		{Name: "report.json", Draw: func(w io.Writer) error { return draw.JSON(w, r) }},
		{Name: "summary.md", Draw: func(w io.Writer) error { return draw.Summary(w, r) }},
		{Name: "summary.html", Draw: func(w io.Writer) error { return draw.SummaryMail(w, r) }},
		{Name: "rejects.csv", Draw: rejects},
	}
	if form == draw.Site {
		files = append(files, draw.File{Name: draw.StyleFile, Draw: draw.Style})
	}
	if book.Lines.Count > draw.MaxDataRows {
		files = append(files, draw.File{Name: draw.DataFile, Draw: func(w io.Writer) error { return draw.DataCSV(w, book.Lines) }})
	}
	return files
}

// announce prints the files written and the three most important findings.
func announce(w io.Writer, dir string, files []draw.File, r *metrics.Report) error {
	t := total(r.Sources)
	fmt.Fprintf(w, "%s, %s: %d lines read, %d used, %d refused; %d control totals tie\n",
		r.Title, r.Calendar.Period.Label, t.Read.Lines, t.Used.Lines, t.Refused.Lines, len(r.Checks))
	for _, f := range files {
		fmt.Fprintln(w, "  wrote", filepath.Join(dir, f.Name))
	}
	for i, finding := range r.Top(3) {
		fmt.Fprintf(w, "%d. %s\n", i+1, finding.Text)
	}
	return nil
}

func total(sources []sales.Source) sales.Source {
	var t sales.Source
	for _, s := range sources {
		t.Read, t.Used, t.Refused = t.Read.Add(s.Read), t.Used.Add(s.Used), t.Refused.Add(s.Refused)
	}
	return t
}

func names(fields []sales.Field) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, f := range fields {
			if !yield(string(f)) {
				return
			}
		}
	}
}

// writeSample writes the sample data into a folder.
func writeSample(_ context.Context, _ *flags, args []string, stdout, _ io.Writer) error {
	if len(args) != 1 {
		return usageError{fmt.Errorf("sample wants one folder to write to; try: xsell sample my-sample")}
	}
	written, err := sample.Write(args[0])
	if err != nil {
		return err
	}
	for _, name := range written {
		fmt.Fprintln(stdout, "wrote", filepath.Join(args[0], name))
	}
	return nil
}
