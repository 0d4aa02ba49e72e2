package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// printWarehouse says what was understood of the warehouse.
func printWarehouse(w io.Writer, l *sales.Ledger, relations []sales.Understood) error {
	for _, u := range relations {
		fmt.Fprintf(w, "warehouse, %s: %s, %d rows\n", u.From, u.Relation, u.Rows)
		for _, f := range u.Fields {
			fmt.Fprintf(w, "    %-14s %s\n", f, strings.Join(strings.Fields(u.By[f]), " "))
		}
		if len(u.Unused) > 0 {
			fmt.Fprintf(w, "    not used: %s\n", strings.Join(u.Unused, ", "))
		}
		var missing []sales.Field
		for _, c := range u.Relation.Columns() {
			if _, has := u.By[c.Field]; !has && c.Field != sales.SourceField && c.Field != sales.RowField {
				missing = append(missing, c.Field)
			}
		}
		if len(missing) > 0 {
			fmt.Fprintf(w, "    missing: %s\n", strings.Join(namesOf(missing), ", "))
		}
	}
	if l == nil {
		return nil
	}
	t := l.Total()
	_, err := fmt.Fprintf(w, "\nlines read: %s\nlines used: %s\nlines refused: %s\ndays: %s to %s\n", t.Read, t.Used, t.Refused, l.Calendar.First, l.Calendar.Last)
	for _, field := range metricsWithout(l) {
		fmt.Fprintln(w, field)
	}
	return err
}

// metricsWithout says which sections the lines do not bring, by the field that they lack.
func metricsWithout(l *sales.Ledger) []string {
	sections := leftOut(l)
	var out []string
	for _, m := range metrics.All {
		for _, field := range metrics.Missing(m, l) {
			line := fmt.Sprintf("without %s no %s", field, strings.Join(sections[field], ", "))
			if !slices.Contains(out, line) {
				out = append(out, line)
			}
		}
	}
	return out
}
