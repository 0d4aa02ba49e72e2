package ingest

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// numberScan takes a text apart into digits and what stands around them.
type numberScan struct {
	digits   [64]byte // the digits without their separators
	n        int
	marks    [16]mark // points, commas and blanks between the digits
	marked   int
	exponent int
	negative bool
	percent  bool
	finer    int // decimal places that the value has beyond four
}

// mark is a point, a comma or a blank before digit number at.
type mark struct {
	sign byte // '.', ',' or ' ' for any blank or apostrophe
	at   int
}

func (s *numberScan) scan(text []byte) bool {
	text, ok := s.strip(text)
	if !ok {
		return false
	}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c-'0' <= 9:
			if s.n == len(s.digits) {
				return false
			}
			s.digits[s.n] = c
			s.n++
			i++
		case c == '.' || c == ',':
			if s.marked == len(s.marks) {
				return false
			}
			s.marks[s.marked] = mark{c, s.n}
			s.marked++
			i++
		case c == 'e' || c == 'E':
			return s.n > 0 && s.scanExponent(text[i+1:])
		default:
			r, size := utf8.DecodeRune(text[i:])
			if !isGroupSpace(r) || s.n == 0 || s.marked == len(s.marks) {
				return false
			}
			s.marks[s.marked] = mark{' ', s.n}
			s.marked++
			i += size
		}
	}
	return s.n > 0
}

// strip removes blanks, signs, brackets, per cent, currencies and units around the number.
func (s *numberScan) strip(text []byte) ([]byte, bool) {
	for _, noCents := range []string{",-", ",--", ",–", ".-", ".–"} { // 45,- is 45 and no cents
		text = bytes.TrimSuffix(text, []byte(noCents))
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if unicode.IsDigit(r) || r == '.' || r == ',' {
			break
		}
		if !s.around(r) {
			word := wordAt(text)
			if !unitWords()[fold(string(text[:word]))] {
				return nil, false
			}
			size = word
		}
		text = text[size:]
	}
	for len(text) > 0 {
		r, size := utf8.DecodeLastRune(text)
		if unicode.IsDigit(r) {
			break
		}
		if !s.around(r) && r != ',' {
			word := lastWordAt(text)
			if !unitWords()[fold(string(text[word:]))] {
				if r == '.' { // "5." and "5,-" are written, too
					text = text[:len(text)-size]
					continue
				}
				return nil, false
			}
			size = len(text) - word
		}
		text = text[:len(text)-size]
	}
	return text, len(text) > 0
}

// around takes notice of one character before or behind the digits.
func (s *numberScan) around(r rune) bool {
	switch r {
	case '-', '−', '–', '(':
		s.negative = true
	case '%':
		s.percent = true
	case ')', '+', '\'':
	default:
		return unicode.IsSpace(r) || isGroupSpace(r) || unicode.Is(unicode.Sc, r) || r == '\ufeff'
	}
	return true
}

func (s *numberScan) scanExponent(text []byte) bool {
	negative := false
	if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
		negative = text[0] == '-'
		text = text[1:]
	}
	if len(text) == 0 || len(text) > 3 {
		return false
	}
	for _, c := range text {
		if c-'0' > 9 {
			return false
		}
		s.exponent = s.exponent*10 + int(c-'0')
	}
	if negative {
		s.exponent = -s.exponent
	}
	return true
}

// number decides which mark is the decimal sign and puts the value together.
func (s *numberScan) number(decimal byte) (number, bool) {
	point, reading, ok := s.decimalSign(decimal)
	if !ok {
		return number{}, false
	}
	point += s.exponent + s.finer
	if s.percent {
		point -= 2
	}
	value, ok := scaled(s.digits[:s.n], point)
	if s.negative {
		value = -value
	}
	return number{value, reading, s.percent}, ok
}

// decimalSign is the number of digits before the decimal sign.
func (s *numberScan) decimalSign(decimal byte) (int, signReading, bool) {
	if s.marked == 0 {
		return s.n, plainNumber, true
	}
	last := s.marks[s.marked-1]
	same := 0
	for _, m := range s.marks[:s.marked] {
		if m.sign == last.sign {
			same++
		}
	}
	switch behind := s.n - last.at; {
	case last.sign == ' ':
		return s.n, plainNumber, same == s.marked && s.groups(s.marks[:s.marked], s.n)
	case same > 1: // it comes again: it parts thousands
		if same < s.marked || !s.groups(s.marks[:s.marked], s.n) {
			return 0, 0, false
		}
		return s.n, otherSign(last.sign), true
	case s.marked > 1: // two signs: the last is the decimal sign
		if !s.groups(s.marks[:s.marked-1], last.at) {
			return 0, 0, false
		}
		return last.at, signOf(last.sign), true
	case behind == 3 && last.at >= 1 && last.at <= 3 && s.digits[0] != '0' && s.exponent == 0:
		if decimal != last.sign && decimal != 0 || decimal == 0 && last.sign == ',' {
			return s.n, eitherDecimal, true
		}
		return last.at, eitherDecimal, true
	default:
		return last.at, signOf(last.sign), true
	}
}

// groups checks that the marks part thousands (or, as in India, hundreds above them).
func (s *numberScan) groups(marks []mark, end int) bool {
	for i := len(marks) - 1; i >= 0; i-- {
		width := end - marks[i].at
		if i == len(marks)-1 && width != 3 || width < 2 || width > 3 || marks[i].sign != marks[0].sign {
			return false
		}
		end = marks[i].at
	}
	return end >= 1 && end <= 3
}

func signOf(c byte) signReading {
	if c == ',' {
		return commaDecimal
	}
	return pointDecimal
}

func otherSign(c byte) signReading {
	if c == ',' {
		return pointDecimal
	}
	return commaDecimal
}

// scaled is the number with point digits before its decimal sign, in 1/10 000.
func scaled(digits []byte, point int) (int64, bool) {
	for len(digits) > 0 && digits[0] == '0' {
		digits = digits[1:]
		point--
	}
	if len(digits) == 0 {
		return 0, true
	}
	if point > maxWhole {
		return 0, false
	}
	var v int64
	for i := range point + 4 {
		v *= 10
		if i < len(digits) {
			v += int64(digits[i] - '0')
		}
	}
	if next := point + 4; next >= 0 && next < len(digits) && digits[next] >= '5' {
		v++
	}
	return v, true
}

// isGroupSpace tells whether r is written between thousands.
func isGroupSpace(r rune) bool {
	switch r {
	case ' ', '\u00a0', '\u202f', '\u2009', '\u2007', '\'', '’', '_':
		return true
	}
	return false
}

func wordAt(text []byte) int {
	i := 0
	for i < len(text) {
		r, size := utf8.DecodeRune(text[i:])
		if !unicode.IsLetter(r) && r != '$' && r != '.' || size == 0 {
			break
		}
		i += size
	}
	return max(i, 1)
}

func lastWordAt(text []byte) int {
	i := len(text)
	for i > 0 {
		r, size := utf8.DecodeLastRune(text[:i])
		if !unicode.IsLetter(r) && r != '.' {
			break
		}
		i -= size
	}
	return min(i, len(text)-1)
}
