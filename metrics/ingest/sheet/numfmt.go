package sheet

import (
	"strings"
	"unicode"
)

// style is what the number format of a cell makes of a number.
type style struct {
	kind Kind // Number, Date, Time or Duration
	hint Hint
}

// builtin is the style of a number format that a workbook may name without
// spelling it out (ECMA-376 part 1, 18.8.30, with the formats of the East Asian
// and Thai versions of Excel).
func builtin(id int) style {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 36, id >= 50 && id <= 58,
		id >= 71 && id <= 74, id == 77, id == 81:
		return style{kind: Date}
	case id >= 18 && id <= 21, id == 45, id == 47, id == 75, id == 76, id == 78, id == 80:
		return style{kind: Time}
	case id == 46, id == 79:
		return style{kind: Duration}
	case id == 9, id == 10, id == 67, id == 68:
		return style{kind: Number, hint: Percent}
	case id >= 5 && id <= 8, id == 42, id == 44:
		return style{kind: Number, hint: Currency}
	}
	return style{kind: Number}
}

// classify reads a number format code such as `[$-409]d-mmm-yy;@`. All its
// sections count: a format whose first section is conditional may show dates in
// the second.
func classify(code string) style {
	f := formatScan{rest: []rune(code)}
	for len(f.rest) > 0 {
		f.step()
	}
	if kind := f.timeKind(); kind != Number {
		return style{kind: kind}
	}
	switch {
	case f.percent:
		return style{kind: Number, hint: Percent}
	case f.currency || hasCurrency(f.literal.String()):
		return style{kind: Number, hint: Currency}
	}
	return style{kind: Number}
}

// formatScan takes a format code apart.
type formatScan struct {
	rest     []rune
	parts    []datePart
	literal  strings.Builder // quoted and escaped characters
	elapsed  bool            // [h], [mm] or [s]
	percent  bool
	currency bool
}

// datePart is a run of one date or time letter: mmm is {'m', 3}. A section ends
// with the part {';', 1}.
type datePart struct {
	letter rune
	count  int
}

func (f *formatScan) step() {
	r := f.rest[0]
	switch lower := unicode.ToLower(r); {
	case r == '"':
		f.literal.WriteString(f.take(1, '"'))
	case r == '[':
		f.bracket(f.take(1, ']'))
	case r == '\\' || r == '!':
		f.literal.WriteString(string(f.rest[1:min(2, len(f.rest))]))
		f.skip(2)
	case r == '_' || r == '*':
		f.skip(2)
	case r == '%':
		f.percent = true
		f.skip(1)
	case lower == 'g' && f.follows("general"):
		f.skip(len("general"))
	case lower == 's' && f.follows("standard"): // General, by programs that write it in German
		f.skip(len("standard"))
	case lower == 'a' && f.follows("am/pm"):
		f.add('h', 5)
	case lower == 'a' && f.follows("a/p"):
		f.add('h', 3)
	case lower == 'e' && len(f.rest) > 1 && strings.ContainsRune("+-", f.rest[1]):
		f.skip(2)
	case strings.ContainsRune("dmyhsegba;", lower):
		f.run(lower)
	default:
		f.currency = f.currency || unicode.Is(unicode.Sc, r)
		f.literal.WriteRune(r)
		f.skip(1)
	}
}

func (f *formatScan) skip(n int) { f.rest = f.rest[min(n, len(f.rest)):] }

func (f *formatScan) add(letter rune, n int) {
	f.parts = append(f.parts, datePart{letter, n})
	f.skip(n)
}

func (f *formatScan) run(letter rune) {
	n := 1
	for n < len(f.rest) && unicode.ToLower(f.rest[n]) == letter {
		n++
	}
	f.add(letter, n)
}

// take is what stands from offset from up to the rune end; both go.
func (f *formatScan) take(from int, end rune) string {
	for i := from; i < len(f.rest); i++ {
		if f.rest[i] == end {
			s := string(f.rest[from:i])
			f.skip(i + 1)
			return s
		}
	}
	s := string(f.rest[from:])
	f.rest = nil
	return s
}

func (f *formatScan) follows(word string) bool {
	return len(f.rest) >= len(word) && strings.EqualFold(string(f.rest[:len(word)]), word)
}

// bracket reads [h], [$€-407], [$-409], [Red], [>=100] and the like.
func (f *formatScan) bracket(s string) {
	if symbol, ok := strings.CutPrefix(s, "$"); ok {
		symbol, _, _ = strings.Cut(symbol, "-")
		f.currency = f.currency || strings.TrimSpace(symbol) != ""
		return
	}
	s = strings.ToLower(s)
	if s != "" && strings.Trim(s, s[:1]) == "" && strings.Contains("hms", s[:1]) {
		f.elapsed = true
	}
}

// timeKind decides between month and minute as Excel does: m and mm are minutes
// next to hours or seconds.
func (f *formatScan) timeKind() Kind {
	kind := Number
	if f.elapsed {
		kind = Duration
	}
	for i, p := range f.parts {
		switch {
		case p.letter == ';':
		case p.letter == 'h', p.letter == 's', p.letter == 'm' && f.isMinute(i):
			if kind == Number {
				kind = Time
			}
		default:
			return Date
		}
	}
	return kind
}

func (f *formatScan) isMinute(i int) bool {
	if f.parts[i].count > 2 {
		return false
	}
	return f.elapsed || i > 0 && f.parts[i-1].letter == 'h' ||
		i+1 < len(f.parts) && f.parts[i+1].letter == 's'
}

// hasCurrency tells whether the literal text of a format names a currency.
func hasCurrency(literal string) bool {
	if strings.ContainsFunc(literal, func(r rune) bool { return unicode.Is(unicode.Sc, r) }) {
		return true
	}
	words := strings.FieldsFunc(strings.ToLower(literal), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		switch w {
		case "eur", "usd", "gbp", "chf", "jpy", "cny", "rmb", "pln", "zł", "zl", "czk", "kč", "huf",
			"ron", "lei", "rub", "руб", "р", "uah", "грн", "kzt", "byn", "sek", "nok", "dkk", "kr",
			"inr", "brl", "mxn", "cad", "aud", "nzd", "zar", "twd", "hkd", "sgd", "元", "円":
			return true
		}
	}
	return false
}
