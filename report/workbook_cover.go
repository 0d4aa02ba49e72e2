package report

import (
	"slices"
	"strings"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// coverWidths are the columns of the cover: chapter or file, section or sheet, the
// finding, rows.
var coverWidths = []float64{24, 34, 96, 14}

// coverPage is the cover while it is laid out.
type coverPage struct {
	*grid
	book *book
	row  int // where it goes on
}

func (b *book) cover() error {
	r := b.report
	p := &coverPage{grid: newGrid(), book: b, row: 1}
	for i, w := range coverWidths {
		p.width(i+1, w)
	}
	p.set(1, p.row, gridCell{style: b.style(look{size: 22, bold: true}), value: r.Title})
	p.heights[p.row] = 32
	p.row++
	if r.Part != nil {
		p.sentence(r.Part.Text, look{wrap: true, top: true}, 15)
	}
	for _, f := range r.Findings(metrics.Answer) {
		p.sentence(f.Text, leadLook, 16.5)
	}
	p.alerts(r)
	p.calendar(r.Calendar)
	p.findings(b.say("Why"), r.Findings(metrics.Why))
	p.findings(b.say("Watch"), r.Findings(metrics.Watch))
	p.findings(b.say("Do"), r.Findings(metrics.Do))
	p.contents()
	p.inputs(r)
	p.settings(b.options)
	p.onePage = p.fitsOnePage(p.row)
	p.print = []string{"$A$1:" + absolute(len(coverWidths), p.row, p.row)}
	return b.put(b.sheets.cover, p.grid)
}

// sentence writes a text over the width of the cover.
func (p *coverPage) sentence(text string, l look, lineHeight float64) {
	p.set(1, p.row, gridCell{style: p.book.style(l), value: text})
	p.merge(p.row, len(coverWidths), text, lineHeight)
	p.row++
}

func (p *coverPage) calendar(c sales.Calendar) {
	say := p.book.say
	p.heading(say("Time"), "", say("From"), say("To"))
	p.span(say("Period"), c.Period)
	p.span(say("Compared with"), c.Previous)
	p.span("", c.YearAgo)
	p.span(say("Window"), c.Window)
	p.span(say("Data"), sales.Period{Start: c.First, End: c.Last})
	if p.book.report.Currency != "" {
		p.fact(say("Currency"), p.book.report.Currency)
	}
	p.fact(say("Control totals"), say("All tie; see the sheet %s", p.book.sheets.checks))
	p.rows[p.row-2][1].style = p.book.style(linkLook)
	p.links = append(p.links, cellLink{cellName(2, p.row-1), quoteSheet(p.book.sheets.checks) + "!A1", say("Control totals")})
}

// span writes a period with its first and last day.
func (p *coverPage) span(name string, of sales.Period) {
	p.fact(name, of.Label)
	days := look{format: p.book.report.Phrases.DateCell(), left: true}
	p.set(3, p.row-1, gridCell{style: p.book.style(days), value: of.Start})
	days.left, days.right = false, true
	p.set(4, p.row-1, gridCell{style: p.book.style(days), value: of.End})
}

func (p *coverPage) fact(name, value string) {
	p.set(1, p.row, gridCell{style: p.book.style(look{colour: quietColour}), value: name})
	p.set(2, p.row, gridCell{style: p.book.style(look{}), value: value})
	p.row++
}

func (p *coverPage) findings(heading string, findings []metrics.Finding) {
	if len(findings) == 0 {
		return
	}
	p.heading(heading)
	for _, f := range findings[:min(len(findings), summaryLimit)] {
		p.sentence(f.Text, look{wrap: true, top: true}, 15)
	}
}

// alerts lists the thresholds that are crossed or could not be judged.
func (p *coverPage) alerts(r *metrics.Report) {
	all := alerts(r)
	if len(all) == 0 {
		return
	}
	p.heading(r.Phrases.Say("Alerts"))
	for _, a := range all {
		text := a.Word + ": " + a.Name + ": " + a.Text + " (" + a.When + ")"
		if a.Owner != "" {
			text += " · " + a.Owner
		}
		p.sentence(text, look{wrap: true, top: true}, 15)
	}
}

// heading writes the heads of the cover's columns; those not named are ruled too.
func (p *coverPage) heading(names ...string) {
	p.row++
	for i := range coverWidths {
		l := look{bold: true, strong: true, right: i == 3}
		if i == 0 {
			l.size = 13
		}
		name := ""
		if i < len(names) {
			name = names[i]
		}
		p.set(i+1, p.row, gridCell{style: p.book.style(l), value: name})
	}
	p.heights[p.row] = 20
	p.row++
}

// contents lists the sections by chapter, with their findings, linked to their sheets, and the
// other sheets.
func (p *coverPage) contents() {
	say := p.book.say
	p.heading(say("Contents"), say("Sheet"), say("Finding"), say("Rows"))
	chapter := ""
	for _, s := range p.book.report.Sections {
		if s.Chapter != chapter {
			chapter = s.Chapter
			p.part(chapter)
		}
		p.entry(p.book.names[s.Name], oneLine(s.Question), s.Lead, len(s.Table.Rows))
	}
	p.part(say("Beside the sections"))
	r, lines := p.book.report, p.book.options.Lines
	p.entry(p.book.sheets.checks, say("Do the totals tie?"), say("Control totals with their formulas, each OK or the difference."), len(r.Sources)*len(measures)+len(r.Checks))
	if p.book.data != nil && p.book.data.cross != nil {
		p.entry(p.book.sheets.pivot, say("What would you add up?"), say("A pivot table over the lines, with slicers."), nil)
	}
	if lines.Lines != nil {
		p.entry(p.book.sheets.data, say("Which lines were used?"), say("The lines that were used, one a row."), int(lines.Count))
	}
	if refused := refusedSection(r); refused != nil {
		p.entry(p.book.sheets.refused, oneLine(refused.Question), refused.Lead, len(refused.Table.Rows))
	}
}

// part names a chapter beside its first sheet.
func (p *coverPage) part(name string) {
	p.set(1, p.row, gridCell{style: p.book.style(look{bold: true, top: true}), value: name})
}

// entry leads to a sheet.
func (p *coverPage) entry(sheet, question, finding string, rows any) {
	p.set(2, p.row, gridCell{style: p.book.style(look{colour: upColour, link: true, top: true}), value: sheet})
	p.links = append(p.links, cellLink{cellName(2, p.row), quoteSheet(sheet) + "!A1", question})
	p.set(3, p.row, gridCell{style: p.book.style(look{wrap: true, top: true}), value: finding})
	p.set(4, p.row, gridCell{style: p.book.style(look{format: "#,##0", right: true, top: true}), value: rows})
	p.heights[p.row] = 15 * float64(len(wrapText(finding, int(coverWidths[2]*0.95))))
	p.row++
}

// inputs lists the files with their checksums and their lines, and their sheets with the
// number of rows and what they were taken for.
func (p *coverPage) inputs(r *metrics.Report) {
	if len(r.Inputs) == 0 {
		return
	}
	p.heading(p.book.say("Inputs"), p.book.say("Sheet"), p.book.say("Read as"), p.book.say("Rows"))
	for _, in := range r.Inputs {
		p.set(1, p.row, gridCell{style: p.book.style(look{bold: true, wrap: true, top: true}), value: in.Name})
		p.set(3, p.row, gridCell{style: p.book.style(look{colour: quietColour, top: true}),
			value: p.book.say("%d bytes, SHA-256 %s", in.Bytes, in.SHA256)})
		p.heights[p.row] = 15 * float64(len(wrapText(in.Name, int(coverWidths[0]*0.9))))
		p.row++
		for _, s := range in.Sheets {
			p.sheet(in, s, r.Sources)
		}
	}
}

// sheet says what a sheet was read as; of lines, how many were used and refused.
func (p *coverPage) sheet(in sales.Input, s sales.Sheet, sources []sales.Source) {
	readAs := string(s.Relation)
	if key, ok := relationWords()[s.Relation]; ok {
		readAs = p.book.say(key)
	}
	for _, source := range sources {
		if source.Name == in.Name && s.Name == "" || source.Name == in.Name+":"+s.Name {
			readAs += ", " + p.book.say("%d read, %d used, %d refused, %d set aside", source.Read.Lines, source.Used.Lines, source.Refused.Lines, source.SetAside.Lines)
		}
	}
	if s.Note != "" {
		readAs += ": " + s.Note
	}
	p.set(2, p.row, gridCell{style: p.book.style(look{top: true}), value: s.Name})
	p.set(3, p.row, gridCell{style: p.book.style(look{wrap: true, top: true}), value: strings.TrimSpace(readAs)})
	p.set(4, p.row, gridCell{style: p.book.style(look{format: "#,##0", right: true, top: true}), value: s.Rows})
	p.heights[p.row] = 15 * float64(len(wrapText(readAs, int(coverWidths[2]*0.95))))
	p.row++
}

// settings lists filters and other choices, and the program.
func (p *coverPage) settings(o WorkbookOptions) {
	if len(o.Settings) == 0 && o.Version == "" {
		return
	}
	p.heading(p.book.say("Filters and choices"))
	for _, s := range o.Settings {
		value := s.Value
		if key := phrases.Key(value); slices.Contains(choiceWords(), key) {
			value = p.book.say(key)
		}
		p.fact(s.Name, value)
	}
	if o.Version != "" {
		p.fact(p.book.say("Program"), "xsell "+o.Version)
	}
}
