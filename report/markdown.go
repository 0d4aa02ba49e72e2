package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics"
	"xsell/metrics/phrases"
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
	summaryPeriod(&b, r)
	if s := r.Find("overview"); s != nil {
		summaryTable(&b, s)
	}
	for _, part := range []struct {
		title phrases.Key
		role  metrics.Role
	}{{"Why", metrics.Why}, {"Watch", metrics.Watch}, {"Do", metrics.Do}} {
		summaryFindings(&b, r, part.title, part.role)
	}
	summaryOwn(&b, r)
	summaryTotals(&b, r)
	summaryProblems(&b, r)
	b.WriteString(r.Phrases.Say("Files beside this one: `report.html` (the page), `report.xlsx` (every table, with filters), `report.json` (for programs), `rejects.csv` (lines that were refused).") + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func summaryPeriod(b *strings.Builder, r *metrics.Report) {
	if r.Part != nil {
		b.WriteString(escapeMarkdown(r.Part.Text) + "\n\n")
	}
	b.WriteString(periodLine(r, escapeMarkdown) + "\n\n")
}

// periodLine says what the summary is of, its labels written by escape.
func periodLine(r *metrics.Report, escape func(string) string) string {
	c, date := r.Calendar, func(d sales.Day) string { return r.Phrases.Date(d.Time()) }
	return r.Phrases.Say("Period %s (%s to %s) · window %s · data from %s to %s", escape(c.Period.Label),
		date(c.Period.Start), date(c.Period.End), escape(c.Window.Label), date(c.First), date(c.Last))
}

// summaryTable prints the measures with their comparisons; the columns that say how
// to read a row are left out, as is what is blank in every row.
func summaryTable(b *strings.Builder, s *metrics.Section) {
	t := s.Table
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
			b.WriteString("| " + escapeMarkdown(printCell(s, n, t.Columns[i], row[i])) + " ")
		}
		b.WriteString("|\n")
	}
	b.WriteString("\n")
}

// printCell prints a cell by itself: a cell of a mixed column in the unit of its row.
func printCell(s *metrics.Section, row int, c metrics.Column, cell metrics.Cell) string {
	if c.Unit == metrics.Mixed {
		unit, _ := s.Table.Cell(row, "unit").(string)
		c.Unit = mixedUnit(metrics.Unit(unit), c)
	}
	return styleOf(c, []metrics.Cell{cell}).in(s.Phrases).print(cell)
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

func summaryFindings(b *strings.Builder, r *metrics.Report, title phrases.Key, role metrics.Role) {
	findings := r.Findings(role)
	if len(findings) == 0 {
		return
	}
	limit := limitOf(findings)
	fmt.Fprintf(b, "**%s**\n\n", r.Phrases.Say(title))
	for _, f := range findings[:limit] {
		fmt.Fprintf(b, "- %s\n", markdownItem(f.Text))
	}
	if more := len(findings) - limit; more > 0 {
		b.WriteString("- " + r.Phrases.Say("and %d more in the report", more) + "\n")
	}
	b.WriteString("\n")
}

// summaryOwn lists what the indicators of the user's own say.
func summaryOwn(b *strings.Builder, r *metrics.Report) {
	own := r.OwnSections()
	if len(own) == 0 {
		return
	}
	fmt.Fprintf(b, "**%s**\n\n", r.Phrases.Say(metrics.YourIndicators))
	for _, s := range own {
		fmt.Fprintf(b, "- %s: %s\n", markdownItem(s.Title), markdownItem(s.Lead))
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
	return r.Phrases.Say("Control totals tie: %d lines read = %d used + %d refused + %d set aside; revenue used %s. %d section totals proved against the lines.",
		read.Lines, used.Lines, refused.Lines, aside.Lines, strings.TrimSpace(moneyText(r.Phrases, used.Revenue)+" "+escape(r.Currency)), len(r.Checks))
}

// moneyText writes the amount exactly, with separators.
func moneyText(p *phrases.Phrases, m sales.Money) string {
	whole, rest, _ := strings.Cut(m.String(), ".")
	n, _ := strconv.ParseInt(whole, 10, 64)
	text := p.Count(n) + p.Symbols().Point + rest
	if n == 0 && m < 0 {
		return "−" + text
	}
	return text
}

// summaryProblems counts the problems by kind, the most frequent first.
func summaryProblems(b *strings.Builder, r *metrics.Report) {
	problems := r.Problems
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
	fmt.Fprintf(b, "**%s**\n\n", r.Phrases.Say("Data problems: %d", len(problems)))
	for _, k := range kinds[:min(summaryLimit, len(kinds))] {
		b.WriteString("- " + r.Phrases.Say("%d × %s, first %s", count[k], escapeMarkdown(k), escapeMarkdown(example[k].String())) + "\n")
	}
	if more := len(kinds) - summaryLimit; more > 0 {
		b.WriteString("- " + r.Phrases.Say("and %d more kinds in the report", more) + "\n")
	}
	b.WriteString("\n")
}
