package metrics

import (
	"context"
	"fmt"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// registerSQL is the register of the programmes. A row without a code goes by its name.
const registerSQL = `
SELECT coalesce(programme, programme_name) AS code, coalesce(programme_name, programme) AS name, coalesce(kind, '') AS kind,
       coalesce(from_products, '') AS from_products, coalesce(to_products, '') AS to_products, coalesce(audience, '') AS audience,
       coalesce(partner, '') AS partner, coalesce(discount, 0) AS discount, coalesce(bonus, 0) AS bonus, coalesce(owner, '') AS owner,
       cost, start_day, end_day, coalesce(control, '') AS control
FROM programmes WHERE coalesce(programme, programme_name) IS NOT NULL
ORDER BY start_day, code, name, from_products, to_products, end_day, audience, control`

type registerRow struct {
	Code, Name, Kind, FromProducts, ToProducts, Audience, Partner string
	Discount                                                      int64       // in 1/10 000 of the list price
	Bonus                                                         sales.Money // for each sale
	Owner                                                         string
	Cost                                                          sales.Null[sales.Money]
	StartDay, EndDay                                              sales.Null[sales.Day]
	Control                                                       string
}

// programme is a row of the register, understood.
type programme struct {
	registerRow
	no        int // its place in the register
	external  bool
	from, to  []item
	audiences []string // empty: everybody
	controls  []string // customers left out
	nobody    bool     // meant for audiences that the sales do not know
	unknown   []string // names of the register that no product, type, area or audience has
	runs      sales.Period
	base      sales.Period // the time before
}

// item is a product, a product type or a business area.
type item struct{ level, name string }

// The time before a programme that is looked at: a year, without the four weeks just before
// where half a year is left. Programmes are often begun after a bad month, and after a bad
// month sales rise without them (regression to the mean; O. Ashenfelter, Review of Economics
// and Statistics 60 (1978) 47-57).
const (
	baselineDays  = 364
	dipDays       = 28
	baselineLeast = 182
)

// baseline is the time before a programme.
func baseline(start, first sales.Day) sales.Period {
	p := sales.Period{Start: max(first, start-baselineDays), End: start - 1}
	if p.Days()-dipDays >= baselineLeast {
		p.End -= dipDays
	}
	return p
}

// readRegister reads the programmes whose names, days and products can be understood, and
// leaves the others with what is missing.
func readRegister(ctx context.Context, l *sales.Ledger, o Options) ([]programme, error) {
	rows, err := query[registerRow](ctx, l, o, registerSQL)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var said []string
	for _, r := range rows {
		for _, text := range []string{r.FromProducts, r.ToProducts, r.Audience} {
			said = append(said, spellings(text)...)
		}
	}
	known, err := findNames(ctx, l, o, said)
	if err != nil {
		return nil, err
	}
	out := make([]programme, len(rows))
	for i, r := range rows {
		out[i] = known.understand(r, i, l.Calendar)
	}
	return out, nil
}

func (k knownNames) understand(r registerRow, no int, c sales.Calendar) programme {
	p := programme{registerRow: r, no: no}
	p.external, _ = isExternal(r)
	var lost, others []string
	p.from, lost = k.items(r.FromProducts)
	p.to, others = k.items(r.ToProducts)
	p.unknown = append(lost, others...)
	p.audiences, lost = k.audiences(r.Audience)
	p.unknown, p.nobody = append(p.unknown, lost...), len(p.audiences) == 0 && len(lost) > 0
	if _, isShare := controlShare(r.Control); !isShare {
		p.controls = split(r.Control, ";,|\n")
	}
	if r.StartDay.Valid {
		p.runs = sales.Period{Start: r.StartDay.V, End: max(c.AsOf, r.StartDay.V)}
		if r.EndDay.Valid {
			p.runs.End = r.EndDay.V
		}
		p.base = baseline(p.runs.Start, c.First)
	}
	return p
}

// kindWords are the beginnings of the words for kinds, in the languages of headers.
var kindWords = []struct {
	word     string
	external bool
}{{"extern", true}, {"partner", true}, {"внешн", true}, {"zewn", true}, {"intern", false}, {"внутр", false}, {"wewn", false}}

// isExternal reports whether a programme is made with a partner: as its kind says, else
// where it names one. Said tells whether either does.
func isExternal(r registerRow) (external, said bool) {
	kind := strings.ToLower(r.Kind)
	for _, k := range kindWords {
		if strings.Contains(kind, k.word) {
			return k.external, true
		}
	}
	return r.Partner != "", r.Partner != ""
}

// kind is internal where nothing says that it is external.
func (p programme) kind() string {
	if external, _ := isExternal(p.registerRow); external {
		return "external"
	}
	return "internal"
}

// said is the kind where the register says it; nil where it does not.
func (p programme) said() Cell {
	if _, said := isExternal(p.registerRow); !said {
		return nil
	}
	return p.kind()
}

// controlShare is the share of customers left out, where the register gives a share
// instead of a list: the number with a percent sign, or one below 1.
func controlShare(text string) (share string, ok bool) {
	text = strings.TrimSpace(text)
	return text, strings.HasSuffix(text, "%") || strings.HasPrefix(text, "0.") || strings.HasPrefix(text, "0,")
}

// judged reports whether the register says enough to compare: products on both sides and
// a start.
func (p programme) judged() bool {
	return len(p.from) > 0 && len(p.to) > 0 && p.StartDay.Valid && p.runs.Start <= p.runs.End && !p.nobody
}

// lacks names what the register does not say of a programme.
func (p programme) lacks(o Options) string {
	var out []string
	for _, c := range []struct {
		missing bool
		name    phrases.Key
	}{{len(p.from) == 0, "from-products"}, {len(p.to) == 0, "to-products"}, {!p.StartDay.Valid, "a start"}, {p.runs.Start > p.runs.End, "an end after its start"}, {p.nobody, "an audience that the sales know"}} {
		if c.missing {
			out = append(out, o.say(c.name))
		}
	}
	return o.list(out)
}

// title names a programme in a sentence.
func (p programme) title() string {
	if p.Name == p.Code {
		return short(p.Name)
	}
	return fmt.Sprintf("%s (%s)", short(p.Name), short(p.Code))
}
