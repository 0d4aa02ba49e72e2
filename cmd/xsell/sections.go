package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// sections lists what the report can hold, indicators of the user's own too, or the columns
// of the sections that are named.
func sections(ctx context.Context, f *flags, args []string, stdout, _ io.Writer) error {
	c, err := readConfig(f)
	if err == nil {
		err = metrics.CheckIndicators(ctx, c.own)
	}
	if err != nil {
		return err
	}
	if len(args) > 0 {
		return columns(args, c.own, stdout)
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	var chapter phrases.Key
	for _, m := range metrics.With(c.own) {
		if m.Chapter != chapter {
			chapter = m.Chapter
			fmt.Fprintf(w, "%s\n", chapter)
		}
		needs := "needs sales lines"
		if len(m.Needs) > 0 {
			needs = "needs " + fmt.Sprint(slices.Collect(names(m.Needs)))
		}
		if m.Own != nil {
			needs = "is " + m.Own.File
		}
		if m.Name == metrics.SinceLast.Name {
			needs += " and --history"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", m.Name, m.Question, needs)
	}
	return w.Flush()
}

// columns lists the columns that a threshold can name.
func columns(names []string, own []metrics.Metric, stdout io.Writer) error {
	if err := metrics.CheckNames(names, own); err != nil {
		return usageError{err}
	}
	for _, name := range names {
		for _, column := range metrics.Columns(name, own) {
			if _, err := fmt.Fprintf(stdout, "%s.%s\n", name, column); err != nil {
				return err
			}
		}
	}
	return nil
}
