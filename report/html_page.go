package report

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"xsell/metrics"
	"xsell/metrics/lazy"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// page is what page.html draws: every text in it is printed already.
type page struct {
	Language string
	Words    string // of the script, and how it writes numbers, as JSON
	Title    string
	Subtitle string
	Part     string // which part of the sales it is of; empty for all
	Facts    []string
	Policy   string
	Style    template.HTML
	Live     bool // it has a script
	Library  template.HTML
	Script   template.HTML
	Alerts   []alert
	Answer   *answer // nil where nothing says it
	Cards    []card
	Chapters []chapter
	Inputs   []sales.Input
	Version  string
}

// answer is the box at the top: one sentence, then why, what to watch, what to do.
type answer struct {
	Sentence finding
	Lists    []findings
}

type findings struct {
	Title string
	Role  metrics.Role
	Items []finding
	All   finding // leads to the rest; empty where all stand here
}

// finding is a sentence with the section that proves it.
type finding struct{ Text, Section, Title string }

// mostFindings is how many sentences stand under why, watch and do.
const mostFindings = 3

// chapter is a part of the page.
type chapter struct {
	ID, Title string
	Sections  []*section
}

// section is one answer of the report as the page shows it.
type section struct {
	ID, Title, Question, Scope string
	Lead, More                 string // the headline, and what stands below it
	Notes                      []string
	Figures                    []figure
	Table                      table
	Definition, SQL            string
}

// figure is a chart: its option for the script and its SVG for everybody else.
type figure struct {
	drawing
	ID     string
	Wide   bool
	JSON   template.JS
	locale string // how its numbers are written, as JSON
	SVG    template.HTML
}

func newPage(r *metrics.Report, o HTMLOptions, l dress) (*page, error) {
	p := &page{
		Language: r.Phrases.Language(), Words: pageWords(r.Phrases),
		Title: visible(r.Title), Subtitle: subtitle(r), Facts: facts(r), Version: o.Version, Inputs: inputs(r),
		Policy: l.policy(o.Form), Style: l.styleElement(o.Form), Live: l.script != "", Library: template.HTML(l.packed), Script: element("script", l.script),
		Alerts: alerts(r), Answer: newAnswer(r), Cards: cards(r),
	}
	if r.Part != nil {
		p.Part = prose(r.Part.Text)
	}
	if p.Title == "" {
		p.Title = r.Phrases.Say("Cross-selling report")
	}
	return p, p.addSections(r, o, l.charts)
}

// addSections groups the sections by chapter, in their order.
func (p *page) addSections(r *metrics.Report, o HTMLOptions, c *Charts) error {
	sheets := sheetNames(r)
	for _, s := range readingOrder(r) {
		if n := len(p.Chapters); n == 0 || p.Chapters[n-1].Title != s.Chapter {
			p.Chapters = append(p.Chapters, chapter{ID: fmt.Sprintf("chapter-%d", n+1), Title: s.Chapter})
		}
		figures, err := c.figures(s)
		if err != nil {
			return err
		}
		if !p.Live {
			figures = slices.Clone(figures)
			for i := range figures {
				figures[i].JSON = ""
			}
		}
		lead, more := headline(prose(s.Lead))
		shown := onPage(s)
		sec := &section{ID: "s-" + s.Name, Title: visible(s.Title), Question: s.Question, Lead: lead, More: more, Scope: prose(shown.Scope), Notes: proseAll(s.Notes),
			Figures: figures, Table: newTable(shown, sheets[s.Name], o, linkTo(r)), Definition: s.Definition, SQL: strings.TrimSpace(s.SQL)}
		if n := len(s.Table.Rows) - len(shown.Table.Rows); n > 0 {
			sec.Table.Note = moreRows(s.Phrases, n, sheets[s.Name])
		}
		last := &p.Chapters[len(p.Chapters)-1]
		last.Sections = append(last.Sections, sec)
	}
	return nil
}

// readingOrder is the order of the report, but for what to do, with which the page begins.
func readingOrder(r *metrics.Report) []*metrics.Section {
	var order []*metrics.Section
	for i := range r.Sections {
		if s := &r.Sections[i]; s.Name == metrics.Actions.Name {
			order = slices.Insert(order, 0, s)
		} else {
			order = append(order, s)
		}
	}
	return order
}

// longHeadline is the length from which a headline is parted from its further sentences.
const longHeadline = 110

// headline parts the first sentence of a long lead from the others. A dot after one or two
// letters may be that of an abbreviation in a name.
func headline(lead string) (first, more string) {
	if utf8.RuneCountInString(lead) <= longHeadline {
		return lead, ""
	}
	for _, at := range sentenceEnd().FindAllStringSubmatchIndex(lead, -1) {
		if at[2] >= 30 {
			return lead[:at[3]], lead[at[4]:]
		}
	}
	return lead, ""
}

// sentenceEnd is a dot after three letters, a number or a bracket, before a capital letter
// or a number.
var sentenceEnd = lazy.Regexp(`(?:\pL{3}|[0-9%)])(\.) ([\p{Lu}0-9])`)

// linkTo links to the section with a name; nothing where it is not on the page.
func linkTo(r *metrics.Report) func(string) template.HTML {
	return func(name string) template.HTML {
		s := r.Find(name)
		if s == nil {
			return ""
		}
		return template.HTML(`<a href="#s-` + html.EscapeString(s.Name) + `">` + html.EscapeString(visible(s.Title)) + "</a>")
	}
}

// onPage is the section as the page shows it. The definition of a section stands under its
// table, and those of sections that the data leave out would be many pages; of periods the
// latest comes first.
func onPage(s *metrics.Section) *metrics.Section {
	short := *s
	switch s.Name {
	case metrics.Definitions.Name:
		short.Scope = ""
		at := s.Table.Index("section")
		short.Table = metrics.Table{Columns: s.Table.Columns[:at]}
		for _, row := range s.Table.Rows {
			if row[at] == nil {
				short.Table.Rows = append(short.Table.Rows, row[:at])
			}
		}
	case metrics.Trend.Name:
		short.Table.Rows = slices.Clone(s.Table.Rows)
		slices.Reverse(short.Table.Rows)
	}
	return &short
}

func proseAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = prose(t)
	}
	return out
}

func inputs(r *metrics.Report) []sales.Input {
	list := slices.Clone(r.Inputs)
	for i := range list {
		list[i].Name = visible(list[i].Name)
	}
	return list
}

func subtitle(r *metrics.Report) string {
	c := r.Calendar
	return fmt.Sprintf("%s (%s)", c.Period.Label, span(r, c.Period))
}

// span prints a period as "1–30 Sep 2026" or "28 Dec 2025 – 3 Jan 2026"; in other locales
// than English both days are written out.
func span(r *metrics.Report, p sales.Period) string {
	from, to := p.Start.Time(), p.End.Time()
	if r.Phrases.Locale() != "en" {
		return r.Phrases.Date(from) + " – " + r.Phrases.Date(to)
	}
	switch {
	case from.Year() != to.Year():
		return from.Format("2 Jan 2006") + " – " + to.Format("2 Jan 2006")
	case from.Month() != to.Month():
		return from.Format("2 Jan") + " – " + to.Format("2 Jan 2006")
	}
	return from.Format("2") + "–" + to.Format("2 Jan 2006")
}

// facts say what the page stands on.
func facts(r *metrics.Report) []string {
	var lines int64
	for _, s := range r.Sources {
		lines += s.Used.Lines
	}
	list := []string{
		r.Phrases.Say("data complete until %s", r.Phrases.Date(r.Calendar.Last.Time())),
		r.Phrases.Say("%d {1|line|lines}", lines),
	}
	if n := len(r.Checks); n > 0 {
		list = append(list, r.Phrases.Say("%d {1|control total ties|control totals tie}", n))
	}
	if r.Currency != "" {
		list = append(list, r.Phrases.Say("amounts in %s", visible(r.Currency)))
	}
	return list
}

func newAnswer(r *metrics.Report) *answer {
	var a answer
	if all := r.Findings(metrics.Answer); len(all) > 0 {
		a.Sentence = newFinding(r, all[0])
	}
	for _, role := range []struct {
		role  metrics.Role
		title phrases.Key
	}{{metrics.Why, "Why"}, {metrics.Watch, "Watch"}, {metrics.Do, "Do"}} {
		list := findings{Title: r.Phrases.Say(role.title), Role: role.role}
		all := r.Findings(role.role)
		for _, f := range all[:min(mostFindings, len(all))] {
			list.Items = append(list.Items, newFinding(r, f))
		}
		if s := r.Find(metrics.Actions.Name); s != nil && role.role == metrics.Do && len(all) > mostFindings {
			list.All = finding{Text: r.Phrases.Say("All %d things to do", len(all)), Section: "s-" + s.Name}
		}
		if len(list.Items) > 0 {
			a.Lists = append(a.Lists, list)
		}
	}
	if a.Sentence.Text == "" && len(a.Lists) == 0 {
		return nil
	}
	return &a
}

func newFinding(r *metrics.Report, f metrics.Finding) finding {
	out := finding{Text: prose(f.Text)}
	if s := r.Find(f.Section); s != nil {
		out.Section, out.Title = "s-"+s.Name, visible(s.Title)
	}
	return out
}
