package ingest

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"xsell/metrics/sales"
)

// WriteConfig writes what was understood as the part of xsell.yaml that says how to
// read, commented, for people to edit. Read with it, the same input is understood the
// same way.
func (u *Understanding) WriteConfig(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, `# How xsell understood the input. Edit what is wrong; what is left out is told by content.
# date_order: dmy          # or mdy, for dates such as 03/04/2026
# decimal: ","             # or "."
# encoding: windows-1252   # of csv files
# delimiter: ";"           # of csv files
# duplicates: keep         # or drop, for exact copies of lines
# return_prefixes: [C]     # deals that begin with one of them are returns
# return_status: []        # more words of a status column that mean returned
# no_programme: []         # more names that mean that a line has no programme
# pseudo_products: []      # postage, fees and the like; instead of the list built in
sheets:
`)
	for _, f := range u.Files {
		for _, s := range f.Sheets {
			s.writeConfig(out)
		}
	}
	return out.Flush()
}

func (s *Sheet) writeConfig(w io.Writer) {
	fmt.Fprintf(w, "  %s:\n", strconv.Quote(s.table.name()))
	if s.Relation == "" {
		fmt.Fprintf(w, "    relation: skip  # %s\n", s.Note)
		return
	}
	fmt.Fprintf(w, "    relation: %s\n", s.Relation)
	if s.Header > 0 {
		fmt.Fprintf(w, "    header: %d\n", s.Header)
	}
	columns := map[sales.Field][]string{}
	examples := map[sales.Field]string{}
	var unused []string
	for i, c := range s.Columns {
		if c.Header == "" {
			continue
		}
		if len(c.Fields) == 0 {
			unused = append(unused, c.Header)
		}
		for _, f := range c.Fields {
			columns[f] = append(columns[f], strconv.Quote(c.Header))
			examples[f] = fmt.Sprintf("%s, %s: %s", Letter(i), c.Form, shortened(strings.Join(c.First, " | "), 60))
		}
	}
	fmt.Fprintln(w, "    columns:")
	for _, f := range sortedFields(columns) {
		fmt.Fprintf(w, "      %s: [%s]  # %s\n", f, strings.Join(columns[f], ", "), examples[f])
	}
	if len(unused) > 0 {
		fmt.Fprintf(w, "      # not used: %s\n", strings.Join(unused, ", "))
	}
	if len(s.Missing) > 0 {
		fmt.Fprintf(w, "      # missing: %s\n", listOf(s.Missing))
	}
}
