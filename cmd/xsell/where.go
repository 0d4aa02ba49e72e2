package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics/ingest"
	"xsell/metrics/lazy"
	"xsell/metrics/sales"
)

// splitFields are what reports can be split by.
var splitFields = []string{string(sales.Area), string(sales.Seller), string(sales.Region), string(sales.Partner)}

// parseWhere reads conditions as area=Retail, region=North,South and channel!=Shop. Values
// are told from each other when the lines are there.
func parseWhere(texts []string) (sales.Where, error) {
	var where sales.Where
	known := make([]string, len(sales.WhereFields()))
	for i, f := range sales.WhereFields() {
		known[i] = string(f)
	}
	for _, text := range texts {
		field, value, is := strings.Cut(text, "=")
		field, not := strings.CutSuffix(strings.TrimSpace(field), "!")
		field, value = strings.TrimSpace(field), strings.TrimSpace(value)
		switch {
		case !is:
			return nil, fmt.Errorf("%q: want FIELD=VALUE or FIELD!=VALUE, as area=Retail", text)
		case !slices.Contains(known, field):
			return nil, fmt.Errorf("%q: unknown field %q; %s", text, field, meant(field, known, "fields"))
		case value == "":
			return nil, fmt.Errorf("%q: want a value behind the sign; what a line lacks is called %s", text, sales.Unassigned)
		}
		where = append(where, sales.Condition{Field: sales.Field(field), Not: not, Values: []string{value}})
	}
	return where, nil
}

// under puts pseudonyms for customers, where they have any; a pseudonym stands for itself.
func under(p *ingest.Pseudonyms, where sales.Where) sales.Where {
	if p == nil {
		return where
	}
	out := slices.Clone(where)
	for i, c := range out {
		if c.Field != sales.Customer {
			continue
		}
		out[i].Values = nil
		for name := range strings.SplitSeq(c.Values[0], ",") {
			name = strings.TrimSpace(name)
			if !pseudonym().MatchString(name) {
				name = p.Of(name)
			}
			out[i].Values = append(out[i].Values, name)
		}
	}
	return out
}

var pseudonym = lazy.Regexp(`^Customer [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$`)

// checkWhere says what is wrong with the conditions of the configuration, with its place.
func (c config) checkWhere(file configFile) error {
	for i, text := range c.Where {
		if _, err := parseWhere([]string{text}); err != nil {
			return file.at(file.find([]string{"where", strconv.Itoa(i)}), "where %v", err)
		}
	}
	return nil
}

// whereFault words an error of the conditions. On the command line it is wrong usage.
func (in reading) whereFault(f *flags, err error) error {
	var wrong *sales.WhereError
	if !errors.As(err, &wrong) {
		return err
	}
	flag, key := "where", "where"
	if len(in.config.Where) == 0 || !slices.ContainsFunc(in.finish.Where, func(c sales.Condition) bool { return c.Field == wrong.Field }) {
		flag, key = "split-by", "split_by"
	}
	next := "xsell check shows what was understood of the columns"
	if wrong.Value != "" {
		next = likely(wrong.Value, wrong.Known)
	}
	if f.given(flag) {
		return usageError{fmt.Errorf("--%s: %w; %s", flag, wrong, next)}
	}
	return fmt.Errorf("%s: %s: %w; %s", f.config, key, wrong, next)
}

// mostKnown is how many values an error lists.
const mostKnown = 10

// likely names the value that was meant, whatever its case, or the first there are.
func likely(value string, known []string) string {
	folded := make([]string, len(known))
	for i, k := range known {
		folded[i] = strings.ToLower(k)
	}
	if i := slices.Index(folded, ingest.Nearest(strings.ToLower(value), folded)); i >= 0 {
		return fmt.Sprintf("did you mean %q?", known[i])
	}
	if more := len(known) - mostKnown; more > 0 {
		return fmt.Sprintf("there are %s and %d more", strings.Join(known[:mostKnown], ", "), more)
	}
	return "there are " + strings.Join(known, ", ")
}

// announcePart says how much of the input the conditions leave.
func announcePart(w io.Writer, l *sales.Ledger) {
	if len(l.Scope.Where) == 0 {
		return
	}
	t := l.Total().Used
	fmt.Fprintf(w, "\n%s: %d lines, revenue %s\n", l.Scope.Key, t.Lines, t.Revenue)
}
