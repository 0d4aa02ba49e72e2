package sheet

import (
	"math"
	"strconv"
)

// Kind says what a cell holds.
type Kind uint8

const (
	Empty    Kind = iota // no value, or a text of no characters
	Text                 // a string, shared, inline or the result of a formula
	Number               // a number that no date format is laid on
	Date                 // a day, or a day and time, as a serial number
	Time                 // a time of day: a number whose format shows hours, minutes or seconds only
	Duration             // an elapsed time in days: a format such as [h]:mm
	Bool                 // TRUE or FALSE
	Error                // an error value such as #N/A
)

// String is the kind in one lower-case word.
func (k Kind) String() string {
	names := [...]string{"empty", "text", "number", "date", "time", "duration", "bool", "error"}
	if int(k) < len(names) {
		return names[k]
	}
	return "kind(" + strconv.Itoa(int(k)) + ")"
}

// Hint is what the number format of a Number says beyond its digits.
type Hint uint8

const (
	Plain    Hint = iota // nothing
	Percent              // shown times 100 with a percent sign: 0.12 is 12 %
	Currency             // shown with a currency sign or code
)

// Cell is one cell of a row. Its Text is valid only during the call it was given
// to, and must not be changed.
type Cell struct {
	Kind Kind
	Hint Hint

	// Text is the string of a Text, the name of an Error ("#N/A"), "1" or "0" of a
	// Bool, and otherwise the digits of the number as the file has them
	// ("40513.35138888889", "1E-3"), so that a decimal can be read exactly. The
	// digits are not checked: Float tells whether they are a number.
	Text []byte
}

// Float is the number of a Number, Date, Time, Duration or Bool. It is false for
// other kinds and for digits that are not a finite number.
func (c Cell) Float() (float64, bool) {
	switch c.Kind {
	case Number, Date, Time, Duration, Bool:
		return parseFloat(c.Text)
	}
	return 0, false
}

// Bool is true for a Bool that is TRUE.
func (c Cell) Bool() bool { return c.Kind == Bool && len(c.Text) == 1 && c.Text[0] == '1' }

// parseFloat reads decimals whose digits fit a float64 exactly without
// allocating (Clinger 1990: the quotient or product of two exact doubles is
// correctly rounded) and leaves the rest to strconv.
func parseFloat(s []byte) (float64, bool) {
	i := 0
	if len(s) > 0 && s[0] == '-' {
		i++
	}
	from, point := i, 0 // how many digits stand behind the point
	var mantissa uint64
	for ; i < len(s) && s[i]-'0' <= 9; i++ {
		mantissa = mantissa*10 + uint64(s[i]-'0')
	}
	if i < len(s) && s[i] == '.' {
		whole := i
		for i++; i < len(s) && s[i]-'0' <= 9; i++ {
			mantissa = mantissa*10 + uint64(s[i]-'0')
		}
		point = i - whole - 1
	}
	if i < len(s) || len(s)-from > 19 || mantissa > 1<<53 || len(s)-from <= 1 && (len(s) == from || s[from] == '.') {
		return parseSlowly(s)
	}
	f := float64(mantissa) / powersOfTen[point]
	if from > 0 {
		f = -f
	}
	return f, true
}

// powersOfTen are those a float64 holds exactly.
var powersOfTen = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// parseSlowly keeps out what Go reads as a number and a spreadsheet does not:
// hexadecimal, infinities, NaN and underscores.
func parseSlowly(s []byte) (float64, bool) {
	for _, c := range s {
		switch {
		case c-'0' <= 9, c == '.', c == '-', c == '+', c|0x20 == 'e':
		default:
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(string(s), 64)
	return f, err == nil && !math.IsInf(f, 0)
}
