package phrases

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// whole is a number of a message that words may depend on.
type whole struct {
	n int64
	p *Phrases
}

// Format writes the number by the locale, whatever the verb.
func (w whole) Format(s fmt.State, _ rune) { io.WriteString(s, w.p.Count(w.n)) }

// PluralForm tells x/text which word goes with the number.
func (w whole) PluralForm(t language.Tag, _ int) (plural.Form, int) {
	n := uint64(w.n)
	if w.n < 0 {
		n = -n
	}
	small := int(n % 10_000_000)
	return plural.Cardinal.MatchPlural(t, small, 0, 0, 0, 0), small
}

// decimal is a number of a message with the decimals that its verb names.
type decimal struct {
	v float64
	p *Phrases
}

func (d decimal) Format(s fmt.State, _ rune) {
	decimals, ok := s.Precision()
	if !ok {
		decimals = 2
	}
	io.WriteString(s, d.p.Decimal(d.v, decimals))
}

// Decimal writes a number with thousands and so many decimals: "−1,234.50".
func (p *Phrases) Decimal(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	c := p.customs()
	digits, rest, _ := strings.Cut(text, ".")
	text = c.group(digits)
	if rest != "" {
		text += c.point + rest
	}
	if v < 0 && strings.ContainsAny(digits+rest, "123456789") {
		return "−" + text
	}
	return text
}

// Scientific writes a very small number with its power of ten: "5.2e-05".
func (p *Phrases) Scientific(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'e', 1, 64), ".", p.customs().point, 1)
}

// Count writes a whole number with thousands: "10,068".
func (p *Phrases) Count(n int64) string {
	digits := strconv.FormatInt(n, 10)
	if n < 0 {
		return "−" + p.customs().group(digits[1:])
	}
	return p.customs().group(digits)
}

// Percent writes a ratio in hundredths with so many decimals and the sign: "31.1 %".
func (p *Phrases) Percent(ratio float64, decimals int) string {
	return p.Decimal(100*ratio, decimals) + p.customs().percent
}

// PercentSign is the sign with the space that the locale puts before it.
func (p *Phrases) PercentSign() string { return p.customs().percent }

// Compact scales a number of five digits or more to thousands, millions or billions and
// names the size: "385.0", "k". A number below comes in full, with cents below a hundred
// where it has any, and no size. A count is written in full up to a million.
func (p *Phrases) Compact(v float64, isCount bool) (digits, size string) {
	c := p.customs()
	switch a := math.Abs(v); {
	case a >= 999.5e6:
		return p.Decimal(v/1e9, 2), c.sizes[2]
	case a >= 999.5e3:
		return p.Decimal(v/1e6, 2), c.sizes[1]
	case a >= 9999.5 && !isCount:
		return p.Decimal(v/1e3, 1), c.sizes[0]
	case a >= 100 || v == math.Trunc(v):
		return p.Decimal(math.Round(v), 0), ""
	default:
		return p.Decimal(v, 2), ""
	}
}

// Scaled is Compact in one text: "385.0 k".
func (p *Phrases) Scaled(v float64) string {
	digits, size := p.Compact(v, false)
	if size == "" {
		return digits
	}
	return digits + p.customs().space + size
}

// List writes "a, b and c".
func (p *Phrases) List(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + p.Say("and") + " " + names[last]
}

func (p *Phrases) customs() locale {
	if p == nil {
		english, _ := customsOf("en")
		return english
	}
	return p.locale
}

// Symbols are how the locale writes numbers, for the script of the page.
type Symbols struct {
	Thousands string     `json:"group"`
	Grouped   int        `json:"grouped"` // the fewest digits that are grouped
	Point     string     `json:"point"`
	Percent   string     `json:"percent"` // the sign with its space
	Space     string     `json:"space"`   // between a number and a size
	Sizes     [3]string  `json:"sizes"`   // of thousands, millions and billions
	Months    [12]string `json:"months"`  // as they stand in a date
}

// Symbols are those of the locale.
func (p *Phrases) Symbols() Symbols {
	c := p.customs()
	return Symbols{c.thousands, c.grouped, c.point, c.percent, c.space, c.sizes, c.months}
}
