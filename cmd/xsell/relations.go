package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"xsell/metrics/sales"
)

// relations lists what indicators can ask: all relations with their columns, or those named.
func relations(_ context.Context, _ *flags, args []string, stdout, _ io.Writer) error {
	all := sales.Queryable()
	var names []string
	for _, r := range all {
		names = append(names, r.Name)
	}
	for _, name := range args {
		if !slices.Contains(names, name) {
			return usageError{fmt.Errorf("no relation is called %q; there are %s", name, strings.Join(names, ", "))}
		}
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	for _, r := range all {
		if len(args) > 0 && !slices.Contains(args, r.Name) {
			continue
		}
		fmt.Fprintf(w, "%s: %s\n", r.Name, r.About)
		for _, c := range r.Columns {
			fmt.Fprintf(w, "  %s\t%s\t%s\n", c.Name, relationKinds[c.Kind], c.About)
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// relationKinds are the kinds of columns with how the engine holds them.
var relationKinds = map[string]string{
	"text": "text", "date": "date", "truth": "true or false", "count": "number",
	"money": "money, in 1/10 000", "quantity": "quantity, in 1/10 000", "share": "share, in 1/10 000",
}
