package report

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"xsell/metrics"
	"xsell/metrics/lazy"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// A number and its unit stay on one line.
const nbsp = "\u00a0"

// style is how the numbers of one column are printed: all with the same decimals, so
// that they can be read down the column.
type style struct {
	unit     metrics.Unit
	decimals int
	signed   bool // a change carries its sign
	words    *phrases.Phrases
}

// in is the style in the language and locale of the phrases.
func (s style) in(words *phrases.Phrases) style {
	s.words = words
	return s
}

// styleOf looks at a column and at all its cells: amounts of four digits and more
// need no cents, quantities only as many decimals as one of them has.
func styleOf(c metrics.Column, cells []metrics.Cell) style {
	s := style{unit: c.Unit, signed: isChange(c)}
	switch c.Unit {
	case metrics.Money:
		if largest(cells) < 1_000 {
			s.decimals = 2
		}
	case metrics.Quantity:
		s.decimals = fractionDigits(cells)
	case metrics.Ratio, metrics.Points:
		s.decimals = 1
	case metrics.Number:
		s.decimals = 2
	}
	return s
}

// print writes a cell as the page shows it; an undefined value is blank.
func (s style) print(c metrics.Cell) string {
	if text, ok := c.(string); ok {
		if s.unit == metrics.Word || strings.HasPrefix(text, "(") {
			text = s.words.Say(phrases.Key(text))
		}
		return visible(text)
	}
	if day, ok := c.(sales.Day); ok {
		return strings.ReplaceAll(s.words.Date(day.Time()), " ", nbsp)
	}
	v, ok := number(c)
	if !ok {
		return ""
	}
	switch s.unit {
	case metrics.Ratio:
		if math.Abs(v) >= 10 {
			s.decimals = 0
		}
		return s.sign(v, s.words.Decimal(math.Abs(100*v), s.decimals)+noBreak(s.words.PercentSign()))
	case metrics.Points:
		s.signed = true
		return s.sign(v, s.words.Decimal(math.Abs(100*v), s.decimals)+nbsp+s.words.Say("pp"))
	case metrics.Number:
		return s.sign(v, s.small(math.Abs(v)))
	default:
		return s.sign(v, s.words.Decimal(math.Abs(v), s.decimals))
	}
}

// sign puts the sign before digits that were printed without one. What rounds to
// zero has none.
func (s style) sign(v float64, digits string) string {
	switch {
	case !strings.ContainsAny(digits, "123456789"):
		return digits
	case v < 0:
		return "−" + digits
	case s.signed:
		return "+" + digits
	}
	return digits
}

// short writes a number for a card or a label: "385.0 k", "2.30 M", "12.5 %".
func (s style) short(c metrics.Cell) string {
	v, ok := number(c)
	if !ok {
		return s.print(c)
	}
	if s.decimals = 1; s.unit == metrics.Ratio || s.unit == metrics.Points {
		return s.print(v)
	}
	digits, size := s.words.Compact(math.Abs(v), s.unit == metrics.Count)
	if size != "" {
		digits += nbsp + size
	}
	return s.sign(v, digits)
}

// noBreak keeps a number and its unit on one line.
func noBreak(unit string) string { return strings.ReplaceAll(unit, " ", nbsp) }

// small writes a plain number; one that would lose its digits, such as a probability,
// with more decimals or as "5.2e-05".
func (s style) small(v float64) string {
	switch {
	case v == 0 || v >= 0.01:
		return s.words.Decimal(v, s.decimals)
	case v >= 0.0001:
		return s.words.Decimal(v, s.decimals+2)
	}
	return s.words.Scientific(v)
}

// visible is the text with what cannot be shown taken out: control characters and line
// breaks become spaces, invalid and private characters the replacement character.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Noncharacter_Code_Point, r):
			return utf8.RuneError
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		}
		return r
	}, s)
}

// held are the spaces at which no line breaks, between what each pattern holds first and last,
// in the order in which they are looked for.
var held = []func() *regexp.Regexp{
	lazy.Regexp(`(\d) (%|(?:pp|k|M|bn|\p{Lu}{3})\b)`),
	lazy.Regexp(`(\d\x{00a0}(?:k|M|bn)) (\p{Lu}{3})\b`),
	lazy.Regexp(`((?:^|\PL)\pL{3}) (\d{4})\b`),
	lazy.Regexp(`((?:^|[^\d.,])\d{1,2}) (\pL{3,5}\.?\x{00a0}\d{4})\b`),
}

// prose is a text in which a number stays on one line with its unit and currency, and a
// day with its month and year.
func prose(s string) string {
	s = visible(s)
	for _, pattern := range held {
		s = pattern().ReplaceAllString(s, "$1"+nbsp+"$2")
	}
	return s
}

// number is the value of a numeric cell in its unit.
func number(c metrics.Cell) (float64, bool) {
	switch v := c.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case sales.Money:
		return v.Float(), true
	case sales.Quantity:
		return v.Float(), true
	}
	return 0, false
}

// isNumeric reports whether the column is printed flush right.
func isNumeric(c metrics.Column) bool { return !isText(c) && c.Unit != metrics.Date }

// isText reports whether the column holds texts of the data or words of the report.
func isText(c metrics.Column) bool { return c.Unit == metrics.Text || c.Unit == metrics.Word }

// isChange reports whether the column holds changes, which carry their sign and the
// colours of up and down.
func isChange(c metrics.Column) bool {
	return c.Unit == metrics.Points || isNumeric(c) &&
		(strings.Contains(c.Key, "change") || strings.HasSuffix(c.Key, "_effect") || c.Key == "effect")
}

// isEarlier reports whether the column holds the past that another is compared with;
// it is drawn in grey.
func isEarlier(c metrics.Column) bool {
	return isNumeric(c) && !isChange(c) && (strings.HasPrefix(c.Key, "previous") || strings.HasPrefix(c.Key, "year_ago") ||
		strings.HasSuffix(c.Key, "_previous") || strings.HasSuffix(c.Key, "_year_ago"))
}

// isPlan reports whether the column holds what was planned; it is drawn as an outline.
func isPlan(c metrics.Column) bool { return isNumeric(c) && (c.Key == "plan" || c.Key == "target") }

// mixedUnit is the unit of a cell in a column of mixed units: that of the row, but
// points where the column is a change of a ratio.
func mixedUnit(row metrics.Unit, c metrics.Column) metrics.Unit {
	if row == metrics.Ratio && isChange(c) {
		return metrics.Points
	}
	return row
}

func largest(cells []metrics.Cell) float64 {
	most := 0.0
	for _, c := range cells {
		if v, ok := number(c); ok {
			most = max(most, math.Abs(v))
		}
	}
	return most
}

// fractionDigits is the number of decimals the quantities need, at most three.
func fractionDigits(cells []metrics.Cell) int {
	most := 0
	for _, c := range cells {
		if q, ok := c.(sales.Quantity); ok {
			_, rest, _ := strings.Cut(q.String(), ".")
			most = max(most, len(rest))
		}
	}
	return min(most, 3)
}
