package sales

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Scope says which part of the lines that were read a ledger holds.
type Scope struct {
	// Where has the conditions; empty where the ledger holds all. Of values there are those
	// that its lines have, none of a condition with Not: they are names of others.
	Where Where

	// Key tells one part from another by all values. It is for whoever may know all lines.
	Key string

	// Share is the part of the used lines; not known where a partner is among the conditions.
	Share Null[float64]
}

// Parts is a ledger that was read and joined, kept on disk, from which ledgers of parts of its
// lines are cut. Such a ledger has an engine of its own that holds nothing of the others: the
// lines, and of every other sheet what goes with them.
//
//	products, customers  those of the lines, with names and areas that the lines or their own row say
//	returns, partners    those of the lines; people and trainings: of the sellers of the lines, and
//	                     none where a partner is asked for, to whom they are nothing
//	referrals            to the partners of the lines, where only partners and customers are asked for
//	targets              where they are set for what is asked for: area, seller or region
//	programmes           those of which all lines are among them, with names that are; the
//	                     customers left out as a control group as far as they are
//
// The calendar is that of all lines, so that parts are of the same days and add up to the whole.
type Parts struct {
	whole Ledger // without an engine
	lines int64  // used
	where Where
	dir   string
}

// partedFile is the database of the whole below the folder of its own.
const partedFile = "whole.db"

// Part joins the ledger and keeps it on disk to be cut; the ledger itself is closed. Conditions that the input cannot mean are a [WhereError].
func (l *Ledger) Part(ctx context.Context, o FinishOptions) (*Parts, error) {
	if _, is := l.engine.(*embedded); !is {
		return nil, errors.New("--where and --split-by cut lines in files; in a warehouse put the condition into the query of the lines")
	}
	if err := l.join(ctx, o); err != nil {
		return nil, err
	}
	where, err := l.settleWhere(ctx, o.Where)
	if err != nil {
		return nil, err
	}
	used, err := l.joinedTotals(ctx, "read_lines", nil)
	if err != nil {
		return nil, err
	}
	for i := range l.Sources {
		l.Sources[i].Used = used[int64(i)]
	}
	if err := l.Check(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "xsell-parts-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the parts of the sales: %w; set TMPDIR to a folder that can be written", err)
	}
	p := &Parts{whole: *l, lines: l.Total().Used.Lines, where: where, dir: dir}
	p.whole.engine = nil
	statements := []string{"ATTACH " + quote(p.file()) + " AS whole"}
	for _, r := range Relations() {
		statements = append(statements, fmt.Sprintf("CREATE TABLE whole.read_%[1]s AS SELECT * FROM read_%[1]s", r))
	}
	err = run(ctx, l.engine, append(statements, "DETACH whole"))
	if err = errors.Join(err, l.engine.Close()); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *Parts) file() string { return filepath.Join(p.dir, partedFile) }

// Close removes what is kept on disk.
func (p *Parts) Close() error { return os.RemoveAll(p.dir) }

// finishOwn finishes the ledger with the lines that the conditions keep.
func (l *Ledger) finishOwn(ctx context.Context, o FinishOptions) error {
	parts, err := l.Part(ctx, o)
	if err != nil {
		return err
	}
	defer parts.Close()
	own, err := parts.Ledger(ctx)
	if err == nil {
		*l = *own
	}
	return err
}

// Ledger is the finished ledger of the lines that the conditions of the whole and these keep;
// the values of these must be such as lines have them. The caller closes it.
func (p *Parts) Ledger(ctx context.Context, more ...Condition) (*Ledger, error) {
	own := p.whole
	where := append(slices.Clone(p.where), more...)
	own.given = map[Relation]map[Field]bool{}
	for r, fields := range p.whole.given {
		own.given[r] = maps.Clone(fields)
	}
	engine, err := openEmbedded(ctx, own.options)
	if err != nil {
		return nil, err
	}
	own.engine = engine
	if err := own.engine.exec(ctx, "ATTACH "+quote(p.file())+" AS whole (READ_ONLY)"); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	if err := own.take(ctx, where); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	if len(where) > 0 && !where.About(Partner) {
		own.Scope.Share = Null[float64]{V: float64(own.Total().Read.Lines) / float64(p.lines), Valid: true}
	}
	return &own, nil
}

// take fills the ledger from the whole.
func (l *Ledger) take(ctx context.Context, where Where) error {
	if len(where) == 0 {
		for _, r := range Relations() {
			if err := l.engine.exec(ctx, fmt.Sprintf("CREATE TABLE read_%[1]s AS SELECT * FROM whole.read_%[1]s", r)); err != nil {
				return err
			}
		}
	} else {
		if err := l.cut(ctx, where); err != nil {
			return err
		}
	}
	if err := run(ctx, l.engine, append([]string{"DETACH whole"}, l.sheets()...)); err != nil {
		return err
	}
	if len(where) > 0 { // names that only other lines have are not for its readers
		if err := l.engine.exec(ctx, "DELETE FROM never_offered AS n WHERE NOT "+InInput); err != nil {
			return err
		}
	}
	return l.complete(ctx)
}
