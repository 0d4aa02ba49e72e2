package report

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// SummaryMail writes what Summary says as HTML for the body of a mail: programs for mail
// keep tables and the attributes of their elements, and drop styles. Text from the data
// is escaped, and nothing is loaded from anywhere.
func SummaryMail(w io.Writer, r *metrics.Report) error {
	m := &mail{}
	m.print(`<!doctype html><html lang="%s"><head><meta charset="utf-8"><title>%s</title></head><body bgcolor="#ffffff">`, r.Phrases.Language(), visible(r.Title))
	m.print(`<table width="680" align="center" border="0" cellpadding="6" cellspacing="0">`)
	m.row(5, mailInk, "<b>%s</b>", visible(r.Title))
	for _, f := range r.Findings(metrics.Answer) {
		m.row(4, mailInk, "<b>%s</b>", prose(f.Text))
	}
	for _, a := range alerts(r) {
		m.row(3, mailAlert, "<b>%s: %s</b>", a.Word, a.Name)
		m.row(2, mailInk, "%s (%s) %s", a.Text, a.When, a.Owner)
	}
	if n := len(r.Outcomes); n > 0 && len(r.Alerts()) == 0 {
		m.row(2, mailInk, "%s", r.Phrases.Say("%d {1|threshold|thresholds} kept", n))
	}
	if r.Part != nil {
		m.row(2, mailMuted, "%s", prose(r.Part.Text))
	}
	m.row(2, mailMuted, "%s", periodLine(r, visible))
	if s := r.Find("overview"); s != nil {
		m.measures(s)
	}
	for _, part := range []struct {
		title phrases.Key
		role  metrics.Role
	}{{"Why", metrics.Why}, {"Watch", metrics.Watch}, {"Do", metrics.Do}} {
		m.findings(r, part.title, part.role)
	}
	m.own(r)
	m.row(2, mailMuted, "%s", totalsLine(r, visible))
	if n := len(r.Problems); n > 0 {
		m.row(2, mailMuted, "%s", r.Phrases.Say("Data problems: %d", n))
	}
	m.row(2, mailMuted, "%s", r.Phrases.Say("The report has the page (report.html) and every table (report.xlsx)."))
	m.print("</table></body></html>\n")
	_, err := io.WriteString(w, m.String())
	return err
}

// The colours of a mail: those of the page.
const (
	mailInk   = "#1c2530"
	mailMuted = "#55616e"
	mailAlert = "#b04600"
)

type mail struct{ strings.Builder }

// print writes HTML with texts, which it escapes.
func (m *mail) print(format string, texts ...string) {
	escaped := make([]any, len(texts))
	for i, t := range texts {
		escaped[i] = html.EscapeString(t)
	}
	fmt.Fprintf(m, format, escaped...)
}

// row is a row over the whole width.
func (m *mail) row(size int, color, format string, texts ...string) {
	m.print(`<tr><td>` + mailFont(size, color))
	m.print(format, texts...)
	m.print("</font></td></tr>")
}

func mailFont(size int, color string) string {
	return fmt.Sprintf(`<font face="Segoe UI, Helvetica, Arial, sans-serif" size="%d" color="%s">`, size, color)
}

// measures is the table of measures without the columns that are blank or only say how to
// read a row.
func (m *mail) measures(s *metrics.Section) {
	t := s.Table
	var shown []int
	for i, c := range t.Columns {
		filled := slices.ContainsFunc(t.Rows, func(r []metrics.Cell) bool { return r[i] != nil })
		if filled && !isTechnical(c) {
			shown = append(shown, i)
		}
	}
	if len(shown) == 0 {
		return
	}
	m.print(`<tr><td><table width="100%%" border="0" cellpadding="4" cellspacing="0"><tr>`)
	for _, i := range shown {
		m.cell("th", t.Columns[i], prose(t.Columns[i].Title))
	}
	m.print("</tr>")
	for n, row := range t.Rows {
		m.print("<tr>")
		for _, i := range shown {
			m.cell("td", t.Columns[i], printCell(s, n, t.Columns[i], row[i]))
		}
		m.print("</tr>")
	}
	m.print("</table></td></tr>")
}

func (m *mail) cell(tag string, c metrics.Column, text string) {
	align := map[bool]string{true: "right", false: "left"}[isNumeric(c)]
	m.print("<"+tag+` align="`+align+`" valign="top">`+mailFont(2, mailInk)+"%s</font></"+tag+">", text)
}

// own lists what the indicators of the user's own say.
func (m *mail) own(r *metrics.Report) {
	for i, s := range r.OwnSections() {
		if i == 0 {
			m.row(3, mailInk, "<b>%s</b>", r.Phrases.Say(metrics.YourIndicators))
		}
		m.row(2, mailInk, "%s: %s", prose(s.Title), prose(s.Lead))
	}
}

// findings are sentences below a title, as many as on a job page.
func (m *mail) findings(r *metrics.Report, title phrases.Key, role metrics.Role) {
	findings := r.Findings(role)
	if len(findings) == 0 {
		return
	}
	m.row(3, mailInk, "<b>%s</b>", r.Phrases.Say(title))
	for _, f := range findings[:limitOf(findings)] {
		m.row(2, mailInk, "%s", prose(f.Text))
	}
	if more := len(findings) - limitOf(findings); more > 0 {
		m.row(2, mailMuted, "%s", r.Phrases.Say("and %d more in the report", more))
	}
}
