package metrics

import (
	"context"
	"strings"
	"sync"

	"xsell/metrics/sales"
)

// relation is what a report lets the engine keep while it is made: rows that several queries ask.
type relation struct{ name, query string }

// filled writes words into its name and its query.
func (r relation) filled(fill func(string) string) relation {
	return relation{fill(r.name), fill(r.query)}
}

// of is the relation of a part of what is sold: business areas, product types or products.
func (r relation) of(part sales.Field) relation {
	return r.filled(strings.NewReplacer("{part}", string(part)).Replace)
}

// create is how the reader could make it.
func (r relation) create() string { return "CREATE TABLE " + r.name + " AS" + r.query + ";\n" }

// relations are in the order in which they build on each other.
type relations []relation

func (rs relations) filled(fill func(string) string) relations {
	out := make(relations, len(rs))
	for i, r := range rs {
		out[i] = r.filled(fill)
	}
	return out
}

func (rs relations) create() string {
	var out strings.Builder
	for _, r := range rs {
		out.WriteString(r.create() + "\n")
	}
	return out.String()
}

// keep lets them stand in the engine until they are forgotten.
func (rs relations) keep(ctx context.Context, l *sales.Ledger) error {
	for _, r := range rs {
		if err := l.Keep(ctx, r.name, r.query); err != nil {
			return err
		}
	}
	return nil
}

func (rs relations) forget(ctx context.Context, l *sales.Ledger) error {
	for _, r := range rs {
		if err := l.Forget(ctx, r.name); err != nil {
			return err
		}
	}
	return nil
}

// keep lets the engine find a relation that several sections ask, once for all of them.
func (o Options) keep(ctx context.Context, l *sales.Ledger, r relation) error {
	o.memo.mu.Lock()
	find, ok := o.memo.kept[r.name]
	if !ok {
		find = sync.OnceValue(func() error { return l.Keep(ctx, r.name, o.fill(r.query)) })
		o.memo.kept[r.name] = find
	}
	o.memo.mu.Unlock()
	return find()
}
