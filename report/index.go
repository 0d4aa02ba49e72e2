package report

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"xsell/metrics"
	"xsell/metrics/sales"
	"xsell/templates"
)

// The files of an index, beside the folders of its reports.
const (
	IndexPage = "index.html"
	IndexFile = "index.json"
)

// indexPage is what index.html draws.
type indexPage struct {
	Language, Title, Subtitle, Part, Lead, By, Policy, Version string

	Facts  []string
	Style  template.HTML
	Heads  []string
	Rows   []indexRow
	Notes  []string
	Former []indexLink
	Inputs []sales.Input
}

type indexRow struct {
	indexLink
	Kind     string
	Headline string
	Alerts   string
	Cells    []indexCell
}

type indexLink struct{ Label, Link, Period string }

// indexCell is a number with its title, which a narrow screen shows beside it.
type indexCell struct{ Title, Text, Class string }

// IndexHTML writes the page that leads to the reports. It has no script.
func IndexHTML(w io.Writer, x *metrics.Index, form Form, version string) error {
	if form != Site {
		form = Static
	}
	l := dress{style: templates.Style()}
	p := indexPage{Language: x.Phrases.Language(), Title: visible(x.Title), Subtitle: visible(x.Calendar.Period.Label), Lead: prose(x.Lead()), Policy: l.policy(form),
		Version: version, Style: l.styleElement(form), Notes: proseAll(x.Notes()), Facts: indexFacts(x), By: visible(capital(x.Name))}
	if x.Part != nil {
		p.Part = prose(x.Part.Text)
	}
	columns := indexColumns(x)
	for _, c := range columns {
		p.Heads = append(p.Heads, c.title)
	}
	for _, r := range x.Rows {
		row := indexRow{indexLink: indexLink{Label: visible(x.Label(r))}, Kind: r.Kind, Headline: prose(r.Headline)}
		if r.HasReport() {
			row.Link = linkInto(r.Folder)
		}
		if r.Alerts > 0 {
			row.Alerts = x.Phrases.Say("%d {1|limit|limits} crossed", r.Alerts)
		}
		for _, c := range columns {
			row.Cells = append(row.Cells, c.cell(r))
		}
		p.Rows = append(p.Rows, row)
	}
	for _, f := range x.Former {
		p.Former = append(p.Former, indexLink{visible(f.Value), linkInto(f.Folder), visible(f.Period)})
	}
	p.Inputs = inputs(&metrics.Report{Inputs: x.Inputs})
	return execute(w, "index.html", x.Phrases, p)
}

// indexFacts say what the index stands on.
func indexFacts(x *metrics.Index) []string {
	say, period := x.Phrases.Say, x.Calendar.Period
	list := []string{
		x.Phrases.Date(period.Start.Time()) + " – " + x.Phrases.Date(period.End.Time()),
		say("data complete until %s", x.Phrases.Date(x.Calendar.Last.Time())),
	}
	if x.Currency != "" {
		list = append(list, say("amounts in %s", visible(x.Currency)))
	}
	return list
}

// capital begins a word with a capital letter.
func capital(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[n:]
}

// linkInto leads to the page in a folder below, whose parts may stand in any script.
func linkInto(folder string) string {
	parts := strings.Split(folder, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/") + "/report.html"
}

// indexColumn is a column of numbers.
type indexColumn struct {
	title string
	style style
	most  float64 // of its bars; 0 without
	value func(metrics.IndexRow) metrics.Cell
}

// indexColumns are the columns of this index: what no row has is left out.
func indexColumns(x *metrics.Index) []indexColumn {
	say := x.Phrases.Say
	all := []struct {
		column metrics.Column
		value  func(metrics.IndexRow) metrics.Cell
	}{
		{metrics.Column{Key: "revenue", Title: say("Net revenue"), Unit: metrics.Money}, func(r metrics.IndexRow) metrics.Cell { return r.Revenue }},
		{metrics.Column{Key: "change_rate", Title: say("vs %s", x.Calendar.Previous.Label), Unit: metrics.Ratio}, metrics.IndexRow.Change},
		{metrics.Column{Key: "cm1", Title: say("CM1"), Unit: metrics.Money}, func(r metrics.IndexRow) metrics.Cell {
			if !r.CM1.Valid {
				return nil
			}
			return r.CM1.V
		}},
		{metrics.Column{Key: "deals", Title: say("Deals"), Unit: metrics.Count}, func(r metrics.IndexRow) metrics.Cell { return r.Deals }},
		{metrics.Column{Key: "lines", Title: say("Lines, all days"), Unit: metrics.Count}, func(r metrics.IndexRow) metrics.Cell { return r.Lines }},
	}
	var out []indexColumn
	for _, c := range all {
		var cells []metrics.Cell
		c1 := indexColumn{title: strings.ReplaceAll(prose(c.column.Title), "-W", "\u2011W"), value: c.value}
		for _, r := range x.Rows {
			if v := c.value(r); v != nil {
				cells = append(cells, v)
				if f, ok := number(v); ok && r.HasReport() && c.column.Key == "revenue" {
					c1.most = max(c1.most, f)
				}
			}
		}
		if len(cells) > 0 {
			c1.style = styleOf(c.column, cells).in(x.Phrases)
			out = append(out, c1)
		}
	}
	return out
}

func (c indexColumn) cell(r metrics.IndexRow) indexCell {
	v := c.value(r)
	out := indexCell{Title: c.title}
	if v == nil {
		return out
	}
	out.Text = c.style.print(v)
	f, _ := number(v)
	switch {
	case c.style.signed && strings.HasPrefix(out.Text, "+"):
		out.Class = "up"
	case c.style.signed && strings.HasPrefix(out.Text, "−"):
		out.Class = "down"
	case c.most > 0 && r.HasReport() && f >= 0:
		out.Class = fmt.Sprintf("b%d", steps20(f/c.most))
	}
	return out
}

// IndexSummary writes the index as Markdown for the job page of a build server.
func IndexSummary(w io.Writer, x *metrics.Index) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s, %s\n\n%s\n\n", escapeMarkdown(x.Title), escapeMarkdown(x.Calendar.Period.Label), escapeMarkdown(x.Lead()))
	if x.Part != nil {
		fmt.Fprintf(&b, "%s\n\n", escapeMarkdown(x.Part.Text))
	}
	columns := indexColumns(x)
	head, rule := "| "+escapeMarkdown(capital(x.Name))+" ", "|---"
	for _, c := range columns {
		head, rule = head+"| "+escapeMarkdown(c.title)+" ", rule+"|---:"
	}
	fmt.Fprintf(&b, "%s| %s |\n%s|---|\n", head, x.Phrases.Say("What stands out"), rule)
	for _, r := range x.Rows {
		label := escapeMarkdown(x.Label(r))
		if r.HasReport() {
			label = "[" + label + "](" + linkInto(r.Folder) + ")"
		}
		b.WriteString("| " + label + " ")
		for _, c := range columns {
			b.WriteString("| " + escapeMarkdown(c.cell(r).Text) + " ")
		}
		text := escapeMarkdown(r.Headline)
		if r.Alerts > 0 {
			text = strings.TrimSpace("**" + x.Phrases.Say("%d {1|limit|limits} crossed", r.Alerts) + "** " + text)
		}
		b.WriteString("| " + text + " |\n")
	}
	b.WriteString("\n")
	for _, n := range x.Notes() {
		b.WriteString("- " + escapeMarkdown(n) + "\n")
	}
	for _, f := range x.Former {
		b.WriteString("- " + escapeMarkdown(x.Phrases.Say("No report any more: %s, the last one of %s", visible(f.Value), f.Period)) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// jsonIndex is the index for programs, as one that brings each report to its reader.
type jsonIndex struct {
	Format  int            `json:"xsell"`
	Title   string         `json:"title"`
	SplitBy string         `json:"split_by"`
	Period  jsonPeriod     `json:"period"`
	Rows    []jsonIndexRow `json:"rows"`
	Former  []jsonFormer   `json:"former"`
}

type jsonIndexRow struct {
	Kind     string       `json:"kind"`
	Value    *string      `json:"value"`
	Folder   *string      `json:"folder"`
	Lines    int64        `json:"lines"`
	Used     json.Number  `json:"used"`
	Revenue  json.Number  `json:"revenue"`
	Previous *json.Number `json:"previous"`
	CM1      *json.Number `json:"cm1"`
	Deals    int64        `json:"deals"`
	Headline string       `json:"headline"`
	Alerts   int          `json:"alerts"`
}

type jsonFormer struct {
	Value  string `json:"value"`
	Period string `json:"period"`
	Folder string `json:"folder"`
}

// IndexJSON writes the index for programs: rows as [metrics.IndexRow] has them.
func IndexJSON(w io.Writer, x *metrics.Index) error {
	out := jsonIndex{Format: FormatVersion, Title: x.Title, SplitBy: string(x.By), Period: jsonPeriodOf(x.Calendar.Period), Rows: []jsonIndexRow{}, Former: []jsonFormer{}}
	money := func(m sales.Null[sales.Money]) *json.Number {
		if !m.Valid {
			return nil
		}
		n := json.Number(m.V.Number())
		return &n
	}
	for _, r := range x.Rows {
		row := jsonIndexRow{Kind: r.Kind, Lines: r.Lines, Used: json.Number(r.Used.Number()), Revenue: json.Number(r.Revenue.Number()),
			Previous: money(r.Before), CM1: money(r.CM1), Deals: r.Deals, Headline: r.Headline, Alerts: r.Alerts}
		if r.HasReport() {
			row.Value, row.Folder = &r.Value, &r.Folder
		}
		out.Rows = append(out.Rows, row)
	}
	for _, f := range x.Former {
		out.Former = append(out.Former, jsonFormer(f))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
