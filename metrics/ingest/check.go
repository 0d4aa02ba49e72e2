package ingest

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"xsell/metrics/sales"
)

// Print writes for people what was understood: of every sheet what it is, which column
// became which field and why, how its values are written and the first of them, and
// what is missing; then what was worked out, the totals, and the problems by kind with the lines
// and the money they touch. l is the ledger the input was read into, or nil. costs
// names for each field that the ledger lacks what is left out for want of it; it may
// be nil.
func (u *Understanding) Print(w io.Writer, l *sales.Ledger, costs map[sales.Field][]string) error {
	out := bufio.NewWriter(w)
	for _, f := range u.Files {
		fmt.Fprintf(out, "%s (%s, %d bytes)\n", f.Name, f.Form, f.Bytes)
		for _, s := range f.Sheets {
			s.print(out, f.Name, costs)
		}
	}
	if l != nil {
		if len(l.Derived) > 0 {
			fmt.Fprintf(out, "\nworked out:\n  %s\n", strings.Join(l.Derived, "\n  "))
		}
		printTotals(out, l)
		printProblems(out, l.Problems)
	}
	return out.Flush()
}

func (s *Sheet) print(w io.Writer, file string, costs map[sales.Field][]string) {
	name := s.label(file)
	if s.Relation == "" {
		fmt.Fprintf(w, "  %s: %s\n", name, s.Note)
		return
	}
	fmt.Fprintf(w, "  %s: %s", name, s.Relation)
	if s.Header > 0 {
		fmt.Fprintf(w, ", header in row %d", s.Header)
	}
	if s.Rows > 0 {
		fmt.Fprintf(w, ", %s", countOf(s.Rows, "row"))
	}
	if s.Note != "" {
		fmt.Fprintf(w, " (%s)", s.Note)
	}
	fmt.Fprintln(w)
	for _, line := range s.columnLines() {
		fmt.Fprintf(w, "    %s\n", line)
	}
	if len(s.Missing) > 0 {
		fmt.Fprintf(w, "    missing: %s\n", listOf(s.Missing))
	}
	for _, f := range s.Missing {
		if lost := costs[f]; len(lost) > 0 {
			fmt.Fprintf(w, "      without %s no %s\n", f, strings.Join(lost, ", "))
		}
	}
}

// label is the name of the sheet below that of its file: in an archive with the packed
// file before it.
func (s *Sheet) label(file string) string {
	packed, inArchive := strings.CutPrefix(s.table.file, file+"/")
	switch {
	case inArchive && s.Name == "":
		return packed + " (" + s.table.form + ")"
	case inArchive:
		return packed + ":" + s.Name
	case s.Name == "":
		return "rows"
	}
	return s.Name
}

// columnLines is a line for each column, in columns of their own.
func (s *Sheet) columnLines() []string {
	rows := make([][]string, len(s.Columns))
	for i, c := range s.Columns {
		became := "not used"
		if len(c.Fields) > 0 {
			became = fmt.Sprintf("%s (by %s)", listOf(c.Fields), c.Why)
		}
		first := make([]string, len(c.First))
		for j, v := range c.First {
			first[j] = shortened(v, 24)
		}
		header := shortened(c.label(), 32)
		if c.withheld {
			header = "(withheld)"
		}
		rows[i] = []string{Letter(i), header, became, c.Form, strings.Join(first, " | ")}
	}
	return aligned(rows)
}

func shortened(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// aligned pads all cells but the last of each row to the width of their column.
func aligned(rows [][]string) []string {
	var widths []int
	for _, r := range rows {
		for i, c := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	lines := make([]string, len(rows))
	for i, r := range rows {
		var b strings.Builder
		for j, c := range r {
			b.WriteString(c)
			if j < len(r)-1 {
				b.WriteString(strings.Repeat(" ", widths[j]-utf8.RuneCountInString(c)+2))
			}
		}
		lines[i] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// countOf is a number of things: 1 row, 2 rows.
func countOf(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// printTotals says of each table of lines what was read, and what of it is not used.
func printTotals(w io.Writer, l *sales.Ledger) {
	list := l.Sources
	if len(list) > 1 {
		list = append(slices.Clone(list), l.Total())
	}
	rows := make([][]string, len(list))
	for i, s := range list {
		rows[i] = []string{s.Name, countOf(s.Read.Lines, "line"), "quantity " + s.Read.Quantity.String(), "revenue " + s.Read.Revenue.String(), "cost " + s.Read.Cost.String(),
			fmt.Sprintf("refused %d with %s, set aside %d with %s", s.Refused.Lines, s.Refused.Revenue, s.SetAside.Lines, s.SetAside.Revenue)}
	}
	if len(rows) > 0 {
		fmt.Fprintf(w, "\nlines read, and what of them is not used:\n  %s\n", strings.Join(aligned(rows), "\n  "))
	}
}

// problemSum is all problems of a kind.
type problemSum struct {
	kind    string
	refused bool
	lines   int64
	revenue sales.Money
	example string
}

func printProblems(w io.Writer, list []sales.Problem) {
	var sums []*problemSum
	for _, p := range list {
		i := slices.IndexFunc(sums, func(s *problemSum) bool { return s.kind == p.Kind && s.refused == p.Refused })
		if i < 0 {
			i = len(sums)
			sums = append(sums, &problemSum{kind: p.Kind, refused: p.Refused, example: p.String()})
		}
		sums[i].lines += p.Lines
		sums[i].revenue += p.Revenue
	}
	if len(sums) == 0 {
		fmt.Fprintln(w, "\nno problems")
		return
	}
	slices.SortStableFunc(sums, func(a, b *problemSum) int { return cmp.Compare(b.lines, a.lines) })
	rows := make([][]string, len(sums))
	for i, s := range sums {
		what := "reported"
		if s.refused {
			what = "refused"
		}
		rows[i] = []string{s.kind, what, countOf(s.lines, "line"), s.revenue.String(), s.example}
	}
	fmt.Fprintf(w, "\nproblems (kind, what was done, lines, their money, the first):\n  %s\n", strings.Join(aligned(rows), "\n  "))
}
