package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// Summary writes the report as one screen of Markdown for the job page of a build
// server: the answer, the measures, what to do, whether the totals tie and where the
// files are. Text from the data is escaped: a product name can neither break a table
// nor bring a link, an image or HTML.
func Summary(w io.Writer, r *metrics.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", escapeMarkdown(r.Title))
	for _, f := range r.Findings(metrics.Answer) {
		fmt.Fprintf(&b, "**%s**\n\n", escapeMarkdown(f.Text))
	}
	summaryAlerts(&b, r)
	summaryPeriod(&b, r.Calendar)
	if s := r.Find("overview"); s != nil {
		summaryTable(&b, s.Table)
	}
	for _, part := range []struct {
		title string
		role  metrics.Role
	}{{"Why", metrics.Why}, {"Watch", metrics.Watch}, {"Do", metrics.Do}} {
		summaryFindings(&b, part.title, r.Findings(part.role))
	}
	summaryTotals(&b, r)
	summaryProblems(&b, r.Problems)
	b.WriteString("Files beside this one: `report.html` (the page), `report.xlsx` (every table, with filters), `report.json` (for programs), `rejects.csv` (lines that were refused).\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func summaryPeriod(b *strings.Builder, c sales.Calendar) {
	b.WriteString(periodLine(c, escapeMarkdown) + "\n\n")
}

// periodLine says what the summary is of, its labels written by escape.
func periodLine(c sales.Calendar, escape func(string) string) string {
	return fmt.Sprintf("Period %s (%s to %s) · window %s · data from %s to %s", escape(c.Period.Label),
		c.Period.Start, c.Period.End, escape(c.Window.Label), c.First, c.Last)
}

// summaryTable prints the measures with their comparisons; the columns that say how
// to read a row are left out, as is what is blank in every row.
func summaryTable(b *strings.Builder, t metrics.Table) {
	var shown []int
	for i, c := range t.Columns {
		blank := !slices.ContainsFunc(t.Rows, func(r []metrics.Cell) bool { return r[i] != nil })
		if c.Key != "kpi" && c.Key != "unit" && !blank {
			shown = append(shown, i)
		}
	}
	if len(shown) == 0 {
		return
	}
	var head, rule strings.Builder
	for _, i := range shown {
		head.WriteString("| " + escapeMarkdown(t.Columns[i].Title) + " ")
		rule.WriteString("|")
		rule.WriteString(map[bool]string{true: "---:", false: "---"}[isNumeric(t.Columns[i])])
	}
	fmt.Fprintf(b, "%s|\n%s|\n", head.String(), rule.String())
	for n, row := range t.Rows {
		for _, i := range shown {
			b.WriteString("| " + escapeMarkdown(printCell(t, n, t.Columns[i], row[i])) + " ")
		}
		b.WriteString("|\n")
	}
	b.WriteString("\n")
}

// printCell prints a cell by itself: a cell of a mixed column in the unit of its row.
func printCell(t metrics.Table, row int, c metrics.Column, cell metrics.Cell) string {
	if c.Unit == metrics.Mixed {
		unit, _ := t.Cell(row, "unit").(string)
		c.Unit = mixedUnit(metrics.Unit(unit), c)
	}
	return styleOf(c, []metrics.Cell{cell}).print(cell)
}

// summaryLimit is how many findings of a role a job page shows; of things to do it shows
// three.
const (
	summaryLimit = 5
	doLimit      = 3
)

func limitOf(findings []metrics.Finding) int {
	if len(findings) > 0 && findings[0].Role == metrics.Do {
		return min(doLimit, len(findings))
	}
	return min(summaryLimit, len(findings))
}

func summaryFindings(b *strings.Builder, title string, findings []metrics.Finding) {
	if len(findings) == 0 {
		return
	}
	limit := limitOf(findings)
	fmt.Fprintf(b, "**%s**\n\n", title)
	for _, f := range findings[:limit] {
		fmt.Fprintf(b, "- %s\n", markdownItem(f.Text))
	}
	if more := len(findings) - limit; more > 0 {
		fmt.Fprintf(b, "- and %d more in the report\n", more)
	}
	b.WriteString("\n")
}

func summaryTotals(b *strings.Builder, r *metrics.Report) {
	b.WriteString(totalsLine(r, escapeMarkdown) + "\n\n")
}

// totalsLine says that the lines read are all accounted for, the currency written by escape.
func totalsLine(r *metrics.Report, escape func(string) string) string {
	var read, used, refused, aside sales.Totals
	for _, s := range r.Sources {
		read, used = read.Add(s.Read), used.Add(s.Used)
		refused, aside = refused.Add(s.Refused), aside.Add(s.SetAside)
	}
	return fmt.Sprintf("Control totals tie: %s lines read = %s used + %s refused + %s set aside; revenue used %s. %d section totals proved against the lines.",
		grouped(float64(read.Lines), 0), grouped(float64(used.Lines), 0), grouped(float64(refused.Lines), 0), grouped(float64(aside.Lines), 0),
		strings.TrimSpace(moneyText(used.Revenue)+" "+escape(r.Currency)), len(r.Checks))
}

// moneyText writes the amount exactly, with separators.
func moneyText(m sales.Money) string {
	whole, rest, _ := strings.Cut(strings.TrimPrefix(m.String(), "-"), ".")
	n, _ := strconv.ParseFloat(whole, 64)
	text := grouped(n, 0) + "." + rest
	if m < 0 {
		return "−" + text
	}
	return text
}

// summaryProblems counts the problems by kind, the most frequent first.
func summaryProblems(b *strings.Builder, problems []sales.Problem) {
	if len(problems) == 0 {
		return
	}
	count := map[string]int{}
	example := map[string]sales.Problem{}
	var kinds []string
	for _, p := range problems {
		if count[p.Kind] == 0 {
			kinds = append(kinds, p.Kind)
			example[p.Kind] = p
		}
		count[p.Kind]++
	}
	slices.SortStableFunc(kinds, func(a, b string) int { return count[b] - count[a] })
	fmt.Fprintf(b, "**Data problems: %d**\n\n", len(problems))
	for _, k := range kinds[:min(summaryLimit, len(kinds))] {
		fmt.Fprintf(b, "- %d × %s, first %s\n", count[k], escapeMarkdown(k), escapeMarkdown(example[k].String()))
	}
	if more := len(kinds) - summaryLimit; more > 0 {
		fmt.Fprintf(b, "- and %d more kinds in the report\n", more)
	}
	b.WriteString("\n")
}
