package report

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// The palette, shared with the page: the present is dark, the past grey; blue goes up,
// orange goes down.
const (
	inkColour    = "1F2933"
	quietColour  = "52606D"
	pastColour   = "7B8794"
	upColour     = "0072B2"
	downColour   = "D55E00"
	ruleColour   = "D9DEE3"
	headColour   = "EEF1F4"
	barColour    = "BFD9EA"
	strongColour = "56B4E9"
	belowColour  = "F2B27F"
)

// seriesColours follow one another in a chart; they are told apart by colour-blind
// readers too (Okabe and Ito).
var seriesColours = []string{inkColour, upColour, downColour, pastColour, "009E73", strongColour, "CC79A7", "E69F00"}

// look is how a cell looks. Equal looks are one style of the workbook.
type look struct {
	format string // number format
	colour string
	fill   string
	size   float64
	bold   bool
	wrap   bool
	right  bool
	left   bool // a date, which would stand right
	indent int  // away from the edge
	top    bool
	rule   bool // a thin line below
	strong bool // a strong line below
	link   bool
}

var (
	titleLook = look{size: 18, bold: true}
	leadLook  = look{size: 12, bold: true, wrap: true, top: true}
	quietLook = look{colour: quietColour, wrap: true, top: true}
	linkLook  = look{colour: upColour, link: true}
	labelLook = look{bold: true}
	noteLook  = look{colour: quietColour}
)

// style is the number of the style with this look. An error stays with the book until
// the sheet is put.
func (b *book) style(l look) int {
	id, ok := b.styles[l]
	if !ok {
		var err error
		id, err = b.file.NewStyle(l.style())
		b.err = errors.Join(b.err, err)
		b.styles[l] = id
	}
	return id
}

func (l look) style() *excelize.Style {
	font := &excelize.Font{Family: "Calibri", Size: 11, Color: inkColour, Bold: l.bold}
	if l.size > 0 {
		font.Size = l.size
	}
	if l.colour != "" {
		font.Color = l.colour
	}
	if l.link {
		font.Underline = "single"
	}
	s := &excelize.Style{Font: font, Alignment: &excelize.Alignment{WrapText: l.wrap, Vertical: "center"}}
	if l.right {
		s.Alignment.Horizontal = "right"
	}
	if l.left {
		s.Alignment.Horizontal = "left"
	}
	s.Alignment.Indent = l.indent
	if l.top {
		s.Alignment.Vertical = "top"
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.rule {
		s.Border = []excelize.Border{{Type: "bottom", Color: ruleColour, Style: 1}}
	}
	if l.strong {
		s.Border = []excelize.Border{{Type: "bottom", Color: inkColour, Style: 1}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	return s
}

func headLook(c metrics.Column) look {
	l := look{bold: true, fill: headColour, wrap: true, top: true, strong: true, right: isNumeric(c)}
	if l.right {
		l.indent = 1
	}
	return l
}

func bodyLook(c metrics.Column, format string) look {
	return look{format: format, rule: true, right: isNumeric(c), left: c.Unit == metrics.Date}
}

// numberFormat is the Excel format of a column's unit. Levels below zero stand in
// brackets, changes carry their sign; cells is what the column holds, of which
// quantities take their decimals.
func numberFormat(c metrics.Column, unit metrics.Unit, cells []metrics.Cell) string {
	switch unit {
	case metrics.Count:
		return signedOrBrackets("#,##0", isChange(c))
	case metrics.Money:
		return signedOrBrackets("#,##0.00", isChange(c))
	case metrics.Quantity:
		return signedOrBrackets("#,##0"+decimalPlaces(fractionDigits(cells)), isChange(c))
	case metrics.Ratio:
		return signedOrBrackets("0.0%", isChange(c))
	case metrics.Points:
		return signedOrBrackets(`0.0%" pts"`, true)
	case metrics.Number:
		if isSmall(cells) {
			return "0.00E+00"
		}
		return signedOrBrackets("#,##0.00", isChange(c))
	case metrics.Date:
		return "yyyy-mm-dd"
	}
	return "@"
}

func signedOrBrackets(format string, signed bool) string {
	if signed {
		return "+" + format + "_);-" + format + "_);" + format + "_)"
	}
	return format + "_);(" + format + ");" + format + "_)"
}

func decimalPlaces(n int) string {
	if n == 0 {
		return ""
	}
	return "." + strings.Repeat("0", n)
}

// isSmall reports whether two decimals would print one of the numbers as nothing, as
// they would a p-value.
func isSmall(cells []metrics.Cell) bool {
	for _, c := range cells {
		if v, ok := number(c); ok && v != 0 && v < 0.005 && v > -0.005 {
			return true
		}
	}
	return false
}

// columnWidth is the width, in characters, at which the column can be read: its longest
// cell, up to the widest a text may be, and its title on two lines.
func columnWidth(title string, c metrics.Column, cells []metrics.Cell, widest int) float64 {
	width := 9
	for _, word := range strings.Fields(title) {
		width = max(width, len([]rune(word))+3)
	}
	width = max(width, len([]rune(title))/2+4)
	for _, cell := range cells {
		if text, ok := cell.(string); ok {
			width = max(width, min(utf8.RuneCountInString(text)+2, widest))
		}
	}
	most := largest(cells)
	if c.Unit == metrics.Ratio || c.Unit == metrics.Points {
		most *= 100 // printed in hundredths
	}
	width = max(width, min(len((*phrases.Phrases)(nil).Decimal(most, 2))+4, 24))
	if c.Unit == metrics.Points || c.Unit == metrics.Date || c.Unit == metrics.Mixed {
		width = max(width, 15)
	}
	return float64(width)
}
