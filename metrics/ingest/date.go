package ingest

import (
	"unicode"
	"unicode/utf8"

	"xsell/metrics/sales"
)

// dateOrder is the order of day and month in dates such as 03/04/2026.
type dateOrder uint8

const (
	unknownOrder dateOrder = iota
	dayFirst
	monthFirst
)

// orderReading is what the text of one date says about the order of its column.
type orderReading uint8

const (
	plainDate    orderReading = iota // says nothing: 2026-04-03, 5 May 2026, 04/04/2026
	onlyDayFirst                     // can only be day first: 13.04.2026
	onlyMonthFirst
	eitherOrder // reads both ways
)

// The days a sheet can mean: what lies outside is not a date of a sale.
var (
	firstDay = sales.DayOf(1900, 1, 1)
	lastDay  = sales.DayOf(2100, 12, 31)
)

// parseDate reads the day out of a text: 2026-04-03, 20260403, 03.04.2026 0:00,
// 4/3/26 15:04, 3 April 2026, "12 de marzo de 2026", 2026-04 (its first day), Q2 2026
// and serial numbers such as 45234. order settles texts that read both ways; the
// others are read as they must be. The time of day is left out.
func parseDate(text []byte, order dateOrder) (sales.Day, orderReading, bool) {
	if day, ok := parseISODate(text); ok {
		return day, plainDate, true
	}
	var s dateScan
	if !s.scan(text) {
		return 0, plainDate, false
	}
	return s.date(order)
}

// parseISODate is the fast road for 2026-04-03 alone or with a time.
func parseISODate(text []byte) (sales.Day, bool) {
	if len(text) < 10 || text[4] != text[7] || text[4] != '-' && text[4] != '/' && text[4] != '.' {
		return 0, false
	}
	if len(text) > 10 && (text[10] != ' ' && text[10] != 'T' || !isTime(text[11:])) {
		return 0, false
	}
	year, ok1 := smallNumber(text[:4])
	month, ok2 := smallNumber(text[5:7])
	day, ok3 := smallNumber(text[8:10])
	if !ok1 || !ok2 || !ok3 {
		return 0, false
	}
	return civil(year, month, day)
}

// isTime tells whether only a time of day follows: "0:00", "10:15:00.000Z", "3:04 PM".
func isTime(text []byte) bool {
	for _, c := range text {
		if c-'0' > 9 && c != ':' && c != '.' && c != ' ' && c != '+' && c != '-' && c|0x20 != 'a' && c|0x20 != 'p' && c|0x20 != 'm' && c != 'Z' {
			return false
		}
	}
	return true
}

func smallNumber(text []byte) (int, bool) {
	n := 0
	for _, c := range text {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(text) > 0
}

// civil is the day of a date that exists.
func civil(year, month, day int) (sales.Day, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 || year < 1900 || year > 2100 {
		return 0, false
	}
	if day > 28 && day > daysIn(year, month) {
		return 0, false
	}
	return civilDay(year, month, day), true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// civilDay counts days since 1970-01-01 in the Gregorian calendar (Howard Hinnant,
// "chrono-compatible low-level date algorithms", days_from_civil), for years after 0.
func civilDay(year, month, day int) sales.Day {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	ofEra := year % 400
	ofYear := (153*(month-3)+2)/5 + day - 1
	return sales.Day(era*146097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719468)
}

// serialDay is the day of a serial number of a spreadsheet, with its time cut off.
// It is false outside the years 1900 to 2100 and for the 29th of February 1900.
func serialDay(serial float64, date1904 bool) (sales.Day, bool) {
	if date1904 {
		serial += 1462
	}
	if !(serial >= 1 && serial < 73_416) || serial >= 60 && serial < 61 {
		return 0, false
	}
	whole := int(serial + 0.5/86_400_000) // a double may lie a hair below midnight
	if whole < 60 {
		whole++
	}
	return sales.Day(whole - 25_569), true
}

// dateScan takes a text apart into numbers and the name of a month.
type dateScan struct {
	numbers [3]dateNumber
	n       int
	month   int
	quarter bool
}

type dateNumber struct{ value, digits int }

func (s *dateScan) scan(text []byte) bool {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c-'0' <= 9:
			end := i
			for end < len(text) && text[end]-'0' <= 9 {
				end++
			}
			if end < len(text) && text[end] == ':' {
				return s.n > 0 && isTime(text[i:])
			}
			if !s.addNumber(text[i:end]) {
				return false
			}
			i = end
		case c == ' ' || c == '.' || c == '/' || c == '-' || c == ',' || c == '\'':
			i++
		default:
			end := letters(text[i:])
			if end == 0 {
				r, size := utf8.DecodeRune(text[i:])
				if !isGroupSpace(r) {
					return false
				}
				i += size
				continue
			}
			if !s.addWord(fold(string(text[i : i+end]))) {
				return false
			}
			i += end
		}
	}
	return s.n > 0
}

func letters(text []byte) int {
	i := 0
	for i < len(text) {
		r, size := utf8.DecodeRune(text[i:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		i += size
	}
	return i
}

func (s *dateScan) addNumber(digits []byte) bool {
	if len(digits) > 8 {
		if len(digits) != 14 { // 20260403101500
			return false
		}
		digits = digits[:8]
	}
	if s.n == len(s.numbers) {
		return false
	}
	v, _ := smallNumber(digits)
	s.numbers[s.n] = dateNumber{v, len(digits)}
	s.n++
	return true
}

func (s *dateScan) addWord(word string) bool {
	if m := monthNames()[word]; m > 0 {
		if s.month > 0 {
			return false
		}
		s.month = m
		return true
	}
	if word == "q" || word == "t" && s.n > 0 {
		s.quarter = s.quarter || word == "q"
		return true
	}
	return dateWords()[word]
}

// date puts the parts together.
func (s *dateScan) date(order dateOrder) (sales.Day, orderReading, bool) {
	a, b, c := s.numbers[0], s.numbers[1], s.numbers[2]
	switch {
	case s.quarter:
		return s.quarterDate()
	case s.month > 0:
		return s.namedDate()
	case s.n == 3 && a.digits == 4:
		day, ok := civil(a.value, b.value, c.value)
		return day, plainDate, ok
	case s.n == 3:
		return numericDate(a.value, b.value, fullYear(c), order)
	case s.n == 2 && a.digits == 4:
		day, ok := civil(a.value, b.value, 1)
		return day, plainDate, ok
	case s.n == 2 && b.digits == 4:
		day, ok := civil(b.value, a.value, 1)
		return day, plainDate, ok
	case a.digits == 8 && s.n == 1:
		day, ok := civil(a.value/10_000, a.value/100%100, a.value%100)
		return day, plainDate, ok
	case a.digits == 5 && s.n <= 2: // a serial number, perhaps with a time behind the point
		day, ok := serialDay(float64(a.value), false)
		return day, plainDate, ok
	}
	return 0, plainDate, false
}

func (s *dateScan) quarterDate() (sales.Day, orderReading, bool) {
	quarter, year := s.numbers[0], s.numbers[1]
	if quarter.digits == 4 {
		quarter, year = year, quarter
	}
	if s.n != 2 || quarter.value < 1 || quarter.value > 4 {
		return 0, plainDate, false
	}
	day, ok := civil(fullYear(year), quarter.value*3-2, 1)
	return day, plainDate, ok
}

func (s *dateScan) namedDate() (sales.Day, orderReading, bool) {
	day, year := s.numbers[0], s.numbers[1]
	switch {
	case s.n == 1 && day.digits == 4:
		day, year = dateNumber{1, 1}, day
	case s.n == 2 && day.digits == 4:
		day, year = year, day
	case s.n != 2:
		return 0, plainDate, false
	}
	d, ok := civil(fullYear(year), s.month, day.value)
	return d, plainDate, ok
}

// numericDate reads a/b/year in the order given, or in the only one that is a date.
func numericDate(a, b, year int, order dateOrder) (sales.Day, orderReading, bool) {
	asDay, ok1 := civil(year, b, a)
	asMonth, ok2 := civil(year, a, b)
	switch {
	case ok1 && ok2 && a == b:
		return asDay, plainDate, true
	case ok1 && ok2 && order == monthFirst:
		return asMonth, eitherOrder, true
	case ok1 && ok2:
		return asDay, eitherOrder, true
	case ok1:
		return asDay, onlyDayFirst, true
	case ok2:
		return asMonth, onlyMonthFirst, true
	}
	return 0, plainDate, false
}

// fullYear gives years of two digits their century: 69 is 2069, 70 is 1970.
func fullYear(y dateNumber) int {
	switch {
	case y.digits == 4:
		return y.value
	case y.digits == 2 && y.value < 70:
		return 2000 + y.value
	case y.digits == 2:
		return 1900 + y.value
	}
	return 0
}
