package sales

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics/lazy"
)

// cutNotes leaves of what was noted while reading what is said of the lines themselves. Rows
// that were refused are nobody's, and what is said of a sheet as a whole is said of all.
func (l *Ledger) cutNotes(ctx context.Context) error {
	if err := l.cutProblems(ctx); err != nil {
		return err
	}
	var derived []string
	for _, d := range l.Derived {
		ofLines := slices.ContainsFunc(l.Sources, func(s Source) bool { return strings.HasSuffix(d, " in "+s.Name) })
		if ofLines || strings.HasPrefix(d, "customer = pseudonym") {
			derived = append(derived, numberOfLines().ReplaceAllString(d, ""))
		}
	}
	l.Derived = derived
	l.Inputs = ownInputs(l.Inputs, l.Sources)
	return l.cutConversions(ctx)
}

// numberOfLines is how many lines of a whole sheet something was worked out for.
var numberOfLines = lazy.Regexp(` \([0-9]+ [a-z ]+\)`)

// ownInputs are the files and sheets that the lines stand in, with the number of these lines.
// A source is a file, a sheet behind a colon or a packed file behind a slash.
func ownInputs(inputs []Input, sources []Source) []Input {
	var out []Input
	for _, in := range inputs {
		in.Sheets = nil
		for _, s := range sources {
			rest, is := strings.CutPrefix(s.Name, in.Name)
			if is && (rest == "" || strings.ContainsRune(":/", rune(rest[0]))) {
				in.Sheets = append(in.Sheets, Sheet{Name: strings.TrimLeft(rest, ":/"), Relation: Lines, Rows: s.Read.Lines})
			}
		}
		if in.Sheets != nil {
			out = append(out, in)
		}
	}
	return out
}

// cutProblems keeps what was noted of single cells of the lines.
func (l *Ledger) cutProblems(ctx context.Context) error {
	type place struct{ Source, Row int64 }
	of := func(p Problem) (place, bool) {
		name := strings.TrimSuffix(p.File+":"+p.Sheet, ":")
		i := slices.IndexFunc(l.Sources, func(s Source) bool { return s.Name == name })
		return place{int64(i), int64(p.Row)}, i >= 0 && p.Row > 0 && p.Column != "" && !p.Refused
	}
	var wanted []string
	for _, p := range l.Problems {
		if at, ok := of(p); ok {
			wanted = append(wanted, strconv.FormatInt(at.Row, 10))
		}
	}
	own := map[place]bool{}
	if len(wanted) > 0 {
		rows, err := Query[place](ctx, l, fmt.Sprintf(`SELECT DISTINCT source, "row" FROM read_lines WHERE "row" IN (%s)`, strings.Join(wanted, ", ")))
		if err != nil {
			return err
		}
		for _, r := range rows {
			own[r] = true
		}
	}
	l.Problems = slices.DeleteFunc(slices.Clone(l.Problems), func(p Problem) bool {
		at, ok := of(p)
		return !ok || !own[at]
	})
	return nil
}

// cutConversions counts the lines of each currency anew. What their amounts were before is
// not known any more, and the amounts of all lines are not theirs.
func (l *Ledger) cutConversions(ctx context.Context) error {
	if len(l.Conversions) == 0 {
		return nil
	}
	type row struct {
		Currency string
		Lines    int64
	}
	rows, err := Query[row](ctx, l, "SELECT currency, count(*) AS lines FROM read_lines WHERE currency IS NOT NULL GROUP BY currency ORDER BY currency")
	if err != nil {
		return err
	}
	var own []Conversion
	for _, r := range rows {
		for _, c := range l.Conversions {
			if c.Currency == r.Currency {
				own = append(own, Conversion{Currency: c.Currency, Lines: r.Lines, Low: c.Low, High: c.High, First: c.First, Last: c.Last})
			}
		}
	}
	l.Conversions = own
	return nil
}
