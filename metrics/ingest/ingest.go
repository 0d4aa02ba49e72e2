package ingest

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Options say how to read; the zero value reads by content and keeps duplicates.
type Options struct {
	Config Config
	Strict bool // the first refused row is an error

	// LinesElsewhere says that the sheets are read beside lines that stand in no file.
	LinesElsewhere bool

	Rejects *Rejects // gets every refused row whole; may be nil

	// Pseudonyms take the place of the customers' numbers and names in all that is read,
	// understood, refused or reported; nil leaves them as they are.
	Pseudonyms *Pseudonyms

	// Progress is told now and then how far reading has come: bytes of all input, and
	// lines so far. It must return quickly; it is called from one goroutine at a time.
	Progress func(done, total, lines int64)
}

// Read reads files, folders and patterns into the ledger: its Inputs, Sources,
// Problems and Derived, and every relation a sheet was recognised as. Nothing is loaded
// before every input was understood; without a sheet of sales lines nothing is. The
// caller then calls Finish on the ledger.
//
// An error names the file and the next step. The Understanding is there even with an
// error, as far as it came.
func Read(ctx context.Context, inputs []string, o Options, l *sales.Ledger) (*Understanding, error) {
	run := &intake{o: o, l: l, copies: newCopySet()}
	defer run.close()
	u, err := run.understand(ctx, inputs)
	if err != nil {
		return u, err
	}
	if err := run.requireLines(); err != nil {
		return u, err
	}
	l.NeverOffer(o.Config.NeverOffer.under(o.Pseudonyms))
	for _, s := range run.sheets {
		if err := run.load(ctx, s); err != nil {
			return u, readError(s.table, err)
		}
	}
	if err := errors.Join(run.addChecksums(u), o.Pseudonyms.check()); err != nil {
		return u, err
	}
	run.describe(u)
	run.describeUnread(inputs)
	return u, nil
}

// Check reads like Read but stops before loading: what the input would be taken for.
func Check(ctx context.Context, inputs []string, o Options) (*Understanding, error) {
	run := &intake{o: o}
	defer run.close()
	u, err := run.understand(ctx, inputs)
	if err == nil {
		err = run.addChecksums(u)
	}
	return u, err
}

// intake is one run of Read.
type intake struct {
	o      Options
	l      *sales.Ledger
	inputs []*input
	sheets []*Sheet // those of a relation, in order
	copies *copySet
	total  int64 // bytes to read
	done   int64 // bytes of the tables read so far
	lines  int64
}

func (run *intake) close() {
	for _, in := range run.inputs {
		_ = in.Close() // it was only read
	}
}

func (run *intake) understand(ctx context.Context, inputs []string) (*Understanding, error) {
	u := &Understanding{config: run.o.Config}
	if err := run.o.Config.Check(); err != nil {
		return u, err
	}
	files, err := expand(inputs)
	if err != nil {
		return u, err
	}
	if err := run.open(inputs, files); err != nil {
		return u, err
	}
	for _, in := range run.inputs {
		for _, t := range in.tables {
			s, err := understand(ctx, t, run.o.Config)
			if err != nil {
				return u, readError(t, err)
			}
			if run.o.Pseudonyms != nil {
				s.withhold(run.o.Pseudonyms)
			}
			in.Sheets = append(in.Sheets, s)
			if s.Relation != "" {
				run.sheets = append(run.sheets, s)
				run.total += t.bytes
			}
		}
		u.Files = append(u.Files, in.File)
	}
	soleArea(run.sheets)
	return u, nil
}

// open opens the files; parquet files of a folder and its partitions together.
func (run *intake) open(inputs, files []string) error {
	var before *checksum
	for _, g := range gather(inputs, files) {
		if g.files == nil {
			in, err := open(g.path, run.o.Config, before)
			if err != nil {
				return err
			}
			run.inputs, before = append(run.inputs, in), in.sum
			continue
		}
		inputs, err := openLakes(g, run.o.Config, before)
		if err != nil {
			return err
		}
		run.inputs = append(run.inputs, inputs...)
		before = run.inputs[len(run.inputs)-1].sum
	}
	return nil
}

// readError names the table, or the one of its files, that an error is about.
func readError(t *table, err error) error {
	var f fileError
	if errors.As(err, &f) {
		return fmt.Errorf("read %s: %w", f.path, strip(f.cause))
	}
	return fmt.Errorf("read %s: %w", t.name(), strip(err))
}

// strip takes off the words "read FILE:" that a reader below has put before its error.
func strip(err error) error {
	text := err.Error()
	if rest, ok := strings.CutPrefix(text, "read "); ok {
		if _, cause, ok := strings.Cut(rest, ": "); ok {
			return causeOnly{err, cause}
		}
	}
	return err
}

// requireLines refuses input without sales, and says what comes closest.
func (run *intake) requireLines() error {
	if run.o.LinesElsewhere {
		return nil
	}
	var nearest *Sheet
	for _, s := range run.sheets {
		if s.Relation == sales.Lines {
			return nil
		}
	}
	for _, in := range run.inputs {
		for _, s := range in.Sheets {
			if s.nearly != nil && (nearest == nil || len(s.nearly.columns) > len(nearest.nearly.columns)) {
				nearest = s
			}
		}
	}
	switch {
	case nearest != nil && nearest.headers() != "":
		return fmt.Errorf("read %s: no sheet of sales lines: it has %s (its columns: %s); name the columns in xsell.yaml, as in columns: {day: [Order date], revenue: [Net amount]}",
			nearest.table.name(), nearest.lacks(), nearest.headers())
	case len(run.sheets) > 0:
		s := run.sheets[0]
		return fmt.Errorf("read %s: no sheet of sales lines: it was taken for %s (its columns: %s); add the file with the sales, with a date, an amount and a product or a deal",
			s.table.name(), s.Relation, s.headers())
	}
	var notes []string
	for _, in := range run.inputs {
		for _, s := range in.Sheets {
			notes = append(notes, s.table.name()+": "+s.Note)
		}
	}
	if len(notes) == 0 {
		return errors.New("no sheet to read in the input; give a spreadsheet with sales lines")
	}
	return fmt.Errorf("no sheet of sales lines in the input (%s); it needs a header row, a date, an amount and a product or a deal", strings.Join(notes, "; "))
}

func (run *intake) load(ctx context.Context, s *Sheet) error {
	if s.Relation != sales.Lines {
		r := run.newRegisterReader(s)
		if err := r.stream.run(ctx, run.l, s.Relation, r.read); err != nil {
			return err
		}
		r.close()
		run.finished(s, 0)
		return nil
	}
	r := run.newLineReader(s)
	if err := r.loadTable(ctx); err != nil {
		return err
	}
	run.finished(s, r.rows)
	return r.returned.load(ctx, run.l)
}

func (run *intake) finished(s *Sheet, lines int64) {
	if k := s.table.lake; k != nil {
		for _, text := range k.remarks {
			run.l.Problems = append(run.l.Problems, sales.Problem{File: s.table.file, Kind: kindColumns, Message: text})
		}
	}
	run.done += s.table.bytes
	run.lines += lines
	if run.o.Progress != nil {
		run.o.Progress(run.done, run.total, run.lines)
	}
}

// progress reports from inside a table.
func (run *intake) progress(t *table, rows int64) {
	if run.o.Progress != nil {
		run.o.Progress(run.done+min(t.consumed(), t.bytes), run.total, run.lines+rows)
	}
}

// addChecksums waits for the checksums of the files.
func (run *intake) addChecksums(u *Understanding) error {
	for i, in := range run.inputs {
		var err error
		if u.Files[i].SHA256, err = in.sum.wait(); err != nil {
			return fmt.Errorf("read %s: %w", in.path, err)
		}
	}
	return nil
}

// describe hands the inputs to the ledger and reports files that came twice.
func (run *intake) describe(u *Understanding) {
	if run.o.Pseudonyms != nil {
		run.l.Derived = append(run.l.Derived, "customer = pseudonym of the customer's number, or of the name where there is none; of refused rows only customer and place are told")
	}
	first := map[string]string{}
	for i, f := range u.Files {
		in := sales.Input{Name: f.Name, Bytes: f.Bytes, SHA256: f.SHA256}
		for _, s := range f.Sheets {
			in.Sheets = append(in.Sheets, sales.Sheet{Name: s.Name, Relation: s.Relation, Rows: s.Rows, Note: s.Note})
		}
		run.l.Inputs = append(run.l.Inputs, in)
		if other, twice := first[f.SHA256]; twice {
			run.l.Problems = append(run.l.Problems, sales.Problem{File: f.Name, Kind: kindSameFile,
				Message: phrases.Note("has the same bytes as %s: its lines are counted twice unless duplicates is drop", other)})
		} else {
			first[f.SHA256] = f.Name
		}
		if run.inputs[i].lake != nil {
			run.describeFiles(run.inputs[i], first)
		}
	}
}

// describeFiles reports files of a lake that came twice.
func (run *intake) describeFiles(in *input, first map[string]string) {
	for i, sum := range in.sum.files {
		label, sum := in.lake.files[i].label, hex.EncodeToString(sum)
		if other, twice := first[sum]; twice {
			run.l.Problems = append(run.l.Problems, sales.Problem{File: label, Kind: kindSameFile,
				Message: phrases.Note("has the same bytes as %s: its lines are counted twice unless duplicates is drop", other)})
		} else {
			first[sum] = label
		}
	}
}

// describeUnread reports the spreadsheets of the folders that were passed over.
func (run *intake) describeUnread(inputs []string) {
	for _, in := range inputs {
		run.l.Problems = append(run.l.Problems, unsettledIn(in)...)
		for _, name := range unreadIn(in) {
			run.l.Problems = append(run.l.Problems, sales.Problem{File: name, Kind: kindUnread,
				Message: phrases.Note("is not read, because of its format; save it as xlsx or csv")})
		}
	}
}
