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

// sections lists what the report can hold, or the columns of the sections that are named.
func sections(_ context.Context, _ *flags, args []string, stdout, _ io.Writer) error {
	if len(args) > 0 {
		return columns(args, stdout)
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	var chapter phrases.Key
	for _, m := range metrics.All {
		if m.Chapter != chapter {
			chapter = m.Chapter
			fmt.Fprintf(w, "%s\n", chapter)
		}
		needs := "sales lines"
		if len(m.Needs) > 0 {
			needs = fmt.Sprint(slices.Collect(names(m.Needs)))
		}
		if m.Name == metrics.SinceLast.Name {
			needs += " and --history"
		}
		fmt.Fprintf(w, "  %s\t%s\tneeds %s\n", m.Name, m.Question, needs)
	}
	return w.Flush()
}

// columns lists the columns that a threshold can name.
func columns(names []string, stdout io.Writer) error {
	if err := metrics.CheckNames(names); err != nil {
		return usageError{err}
	}
	for _, name := range names {
		for _, column := range metrics.Columns(name) {
			if _, err := fmt.Fprintf(stdout, "%s.%s\n", name, column); err != nil {
				return err
			}
		}
	}
	return nil
}
