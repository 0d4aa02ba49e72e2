package metrics

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"xsell/metrics/lazy"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Indicator is what a Metric of the user's own has besides its SQL. Its texts are the user's
// and stay as they are, whatever the language of the report.
type Indicator struct {
	File    string        // as the user named it
	SHA256  string        // of what it holds, lower-case hex
	Columns []Column      // of the table
	Timeout time.Duration // how long it may run; DefaultTimeout where it is 0

	text     string // the SELECT in the lines of the file
	headline headline
	charts   []Chart
	lines    map[string]int // of the header, by key, and of the columns, by "column." and key
}

// DefaultTimeout is how long an indicator may run.
const DefaultTimeout = 30 * time.Second

// YourIndicators is the chapter of indicators that name none.
const YourIndicators phrases.Key = "Your indicators"

// IndicatorError says what is wrong with an indicator, and where in its file.
type IndicatorError struct {
	File  string
	Line  int // from 1; 0 where no line is to blame
	Text  string
	Early bool // found before anything was read
}

func (e *IndicatorError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text)
	}
	return e.File + ": " + e.Text
}

var indicatorName = lazy.Regexp(`^[a-z][a-z0-9-]{0,39}$`)

// ParseIndicator reads the text of a file with an indicator: a header of remarks with its
// name, title, question and columns, and one SELECT. It is held against the relations by
// CheckIndicators. Its errors are of the type IndicatorError.
func ParseIndicator(file, text string) (Metric, error) {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	text = strings.TrimPrefix(text, "\ufeff")
	h, body, err := readHeader(file, text)
	if err != nil {
		return Metric{}, err
	}
	remarks := strings.Repeat("\n", strings.Count(strings.TrimSuffix(text, body), "\n")) // without them the SELECT comes first
	own := &Indicator{File: file, SHA256: sum, text: remarks + body, lines: h.lines()}
	if own.Columns, err = h.columns(own.lines); err != nil {
		return Metric{}, err
	}
	if own.charts, err = h.charts(own.Columns); err != nil {
		return Metric{}, err
	}
	if own.headline, err = h.headline(own.Columns); err != nil {
		return Metric{}, err
	}
	m := Metric{Name: cmp.Or(h.value("name"), stem(file)), Title: phrases.Key(h.value("title")), Question: phrases.Key(h.value("question")),
		Chapter: cmp.Or(phrases.Key(h.value("chapter")), YourIndicators), Definition: phrases.Key(h.value("definition")), SQL: body, Own: own}
	m.Run = own.run
	if !indicatorName().MatchString(m.Name) {
		return m, own.fault(own.lines["name"], "name is %q; want small letters, numbers and hyphens, as margin-by-channel", m.Name)
	}
	if slices.ContainsFunc(All, func(o Metric) bool { return o.Name == m.Name }) {
		return m, own.fault(own.lines["name"], "the name %s is that of a section of the report; choose another", m.Name)
	}
	if strings.TrimSpace(body) == "" {
		return m, own.fault(0, "no SELECT follows the header")
	}
	return m, nil
}

// stem is the name of a file without its folders and its ending.
func stem(file string) string {
	file = file[strings.LastIndexAny(file, `/\`)+1:]
	return strings.TrimSuffix(file, ".sql")
}

// fault is an error of the file, found before anything is read.
func (i *Indicator) fault(line int, format string, args ...any) error {
	return &IndicatorError{i.File, line, fmt.Sprintf(format, args...), true}
}

// With is All with the indicators, each at the end of the chapter that it names. Chapters of
// the indicators' own stand before the last one.
func With(own []Metric) []Metric {
	all := slices.Clone(All)
	for _, m := range own {
		at := slices.IndexFunc(all, func(o Metric) bool { return o.Chapter == CanITrustThis })
		for i, o := range all {
			if o.Chapter == m.Chapter {
				at = i + 1
			}
		}
		all = slices.Insert(all, at, m)
	}
	return all
}

// CheckIndicators holds the indicators against the relations that there are, without any
// sales. Its errors are of the type IndicatorError.
func CheckIndicators(ctx context.Context, own []Metric) error {
	if len(own) == 0 {
		return nil
	}
	for i, m := range own {
		for _, o := range own[:i] {
			if o.Name == m.Name {
				return m.Own.fault(m.Own.lines["name"], "the name %s is that of %s too; choose another", m.Name, o.Own.File)
			}
		}
	}
	sketch, err := sales.NewSketch(ctx)
	if err != nil {
		return err
	}
	defer sketch.Close()
	for _, m := range own {
		if err := m.Own.check(ctx, sketch); err != nil {
			return err
		}
	}
	return nil
}

// check holds the query against the relations, and its result against the header.
func (i *Indicator) check(ctx context.Context, sketch *sales.Sketch) error {
	query := Options{}.fill(i.text)
	columns, err := sketch.Inspect(ctx, query)
	if err == nil {
		err = i.matches(columns)
	}
	if err == nil {
		_, err = sketch.Inspect(ctx, sales.Ordered(query, len(columns)))
	}
	return i.placed(err, true)
}

// matches holds the columns of the result against those of the header.
func (i *Indicator) matches(result []sales.ResultColumn) error {
	for n, r := range result {
		if slices.ContainsFunc(result[:n], func(o sales.ResultColumn) bool { return strings.EqualFold(o.Name, r.Name) }) {
			return i.fault(i.lines["columns"], "two columns of the result are called %q; name one otherwise, with AS", r.Name)
		}
		if !slices.ContainsFunc(i.Columns, func(c Column) bool { return strings.EqualFold(c.Key, r.Name) }) {
			return i.fault(i.lines["columns"], "the result has a column %q that the header does not name", r.Name)
		}
	}
	for _, c := range i.Columns {
		at := slices.IndexFunc(result, func(r sales.ResultColumn) bool { return strings.EqualFold(c.Key, r.Name) })
		if at < 0 {
			return i.fault(i.lines["column."+c.Key], "the result has no column %q", c.Key)
		}
		if kind := result[at].Kind; !fits(c.Unit, kind) {
			return i.fault(i.lines["column."+c.Key], "column %q is %s, which the unit %s does not take; %v", c.Key, kind, unitWord(c.Unit), remedy(c.Unit))
		}
	}
	return nil
}

// fits tells whether values of the kind can be in the unit.
func fits(u Unit, kind sales.ResultKind) bool {
	switch u {
	case Text:
		return kind == sales.TextResult
	case Date:
		return kind == sales.DayResult
	case Count:
		return kind == sales.WholeResult
	}
	return kind == sales.WholeResult || kind == sales.DecimalResult
}

// remedy says what makes a column fit its unit.
func remedy(u Unit) error {
	switch u {
	case Text:
		return errors.New("cast it, as CAST(x AS VARCHAR)")
	case Date:
		return errors.New("cast it, as CAST(x AS DATE)")
	case Count:
		return errors.New("cast it, as CAST(x AS BIGINT), or take the unit number")
	}
	return errors.New("give it a number, or take the unit text")
}

// placed gives an error of the query its place in the file.
func (i *Indicator) placed(err error, early bool) error {
	fault, is := err.(*sales.QueryError)
	if !is {
		return err
	}
	return &IndicatorError{i.File, fault.Line, fault.Text, early}
}
