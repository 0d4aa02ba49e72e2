package ingest

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"xsell/metrics/sales"
)

// WriteConfig writes what was understood as the part of xsell.yaml that says how to
// read, commented, for people to edit. Read with it, the same input is understood the
// same way. Of sheets with the same file and sheet name, in different folders, the
// first is written: the configuration cannot tell them apart.
func (u *Understanding) WriteConfig(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "# How xsell understood the input. Edit what is wrong; what is left out is told by content.\n")
	u.config.write(out)
	fmt.Fprint(out, "sheets:\n")
	written := map[string]bool{}
	for _, f := range u.Files {
		fmt.Fprintf(out, "  # %s: %s\n", oneLine(f.Name), f.Form)
		for _, s := range f.Sheets {
			name := s.table.name()
			if written[name] {
				fmt.Fprintf(out, "  # another %s: what is said above holds for it too\n", oneLine(name))
				continue
			}
			written[name] = true
			s.writeConfig(out)
		}
	}
	return out.Flush()
}

// write writes what is chosen for all sheets; what is not stands there as a comment.
func (c Config) write(w io.Writer) {
	for _, o := range []struct{ key, value, usual, comment string }{
		{"date_order", c.DateOrder, "dmy", "or mdy, for dates such as 03/04/2026"},
		{"decimal", quoted(c.Decimal), `","`, `or "."`},
		{"encoding", quoted(c.Encoding), "windows-1252", "of csv files"},
		{"delimiter", quoted(c.Delimiter), `";"`, "of csv files"},
		{"duplicates", c.Duplicates, "keep", "or drop, for exact copies of lines"},
		{"return_prefixes", quotedList(c.ReturnPrefixes), "[C]", "deals that begin with one of them are returns"},
		{"return_status", quotedList(c.ReturnStatus), "[]", "more words of a status column that mean returned"},
		{"no_programme", quotedList(c.NoProgramme), "[]", "more names that mean that a line has no programme"},
		{"pseudo_products", quotedList(c.PseudoProducts), "[]", "postage, fees and the like; instead of the list built in"},
	} {
		if o.value == "" {
			fmt.Fprintf(w, "# %s: %s  # %s\n", o.key, o.usual, o.comment)
			continue
		}
		fmt.Fprintf(w, "%s: %s  # %s\n", o.key, o.value, o.comment)
	}
	c.NeverOffer.write(w)
}

// write writes what is never offered; where nothing is named, how to.
func (n NeverOffer) write(w io.Writer) {
	sign := "# "
	for _, names := range [][]string{n.Products, n.Types, n.Areas, n.Customers} {
		if len(names) > 0 {
			sign = ""
		}
	}
	fmt.Fprintf(w, "%snever_offer:  # by key or name, besides those marked as blocked in their sheets\n", sign)
	for _, o := range []struct {
		key   string
		names []string
	}{{"products", n.Products}, {"types", n.Types}, {"areas", n.Areas}, {"customers", n.Customers}} {
		fmt.Fprintf(w, "%s  %s: %s\n", sign, o.key, cmp.Or(quotedList(o.names), "[]"))
	}
}

func (s *Sheet) writeConfig(w io.Writer) {
	fmt.Fprintf(w, "  %s:\n", quoted(s.table.name()))
	if s.Relation == "" {
		fmt.Fprintf(w, "    relation: skip  # %s\n", oneLine(s.Note))
		return
	}
	fmt.Fprintf(w, "    relation: %s\n", s.Relation)
	if s.Header > 0 {
		fmt.Fprintf(w, "    header: %d\n", s.Header)
	}
	s.writeColumns(w)
	if len(s.Missing) > 0 {
		fmt.Fprintf(w, "      # missing: %s\n", listOf(s.Missing))
	}
}

// writeColumns names the columns of every field, with their first values, and those
// that are not used as ignored.
func (s *Sheet) writeColumns(w io.Writer) {
	columns := map[sales.Field][]string{}
	comments := map[sales.Field]string{}
	used := map[string]bool{"": true}
	for i, c := range s.Columns {
		for _, f := range c.Fields {
			if c.label() == "" {
				fmt.Fprintf(w, "    # column %s, which has no header to name it by, is %s by its content\n", Letter(i), f)
				continue
			}
			used[fold(c.Header)] = true
			columns[f] = append(columns[f], c.Header)
			if comments[f] == "" {
				comments[f] = s.comment(i)
			}
		}
	}
	for _, c := range s.Columns {
		if !used[fold(c.label())] {
			used[fold(c.Header)] = true
			columns[ignoredField] = append(columns[ignoredField], c.Header)
			comments[ignoredField] = "not used"
		}
	}
	fmt.Fprintln(w, "    columns:")
	for _, f := range sortedFields(columns) {
		fmt.Fprintf(w, "      %s: %s  # %s\n", f, quotedList(columns[f]), comments[f])
	}
}

// comment says where a column stands and what is in it.
func (s *Sheet) comment(i int) string {
	c := s.Columns[i]
	text := Letter(i) + ", " + c.Form
	if len(c.First) > 0 {
		text += ": " + shortened(oneLine(strings.Join(c.First, " | ")), 60)
	}
	return text
}

// oneLine is text that a comment can hold.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// quoted is the text as YAML; empty where it is empty.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	return strconv.Quote(s)
}

// quotedList is the list as YAML; empty where it is empty.
func quotedList(list []string) string {
	if len(list) == 0 {
		return ""
	}
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = strconv.Quote(s)
	}
	return "[" + strings.Join(all, ", ") + "]"
}
