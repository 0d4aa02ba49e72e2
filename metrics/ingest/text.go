package ingest

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean makes the text of a cell fit to be shown and compared: valid UTF-8, no
// control characters, no-break spaces as spaces, none at the ends.
func clean(b []byte) string {
	for i, c := range b {
		if c < 0x20 || c >= 0x7f || c == ' ' && (i == 0 || i == len(b)-1) {
			return cleanSlowly(b)
		}
	}
	return string(b)
}

func cleanSlowly(b []byte) string {
	var out strings.Builder
	out.Grow(len(b))
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		b = b[size:]
		switch {
		case unicode.IsSpace(r) || isNoBreakSpace(r):
			out.WriteByte(' ')
		case unicode.IsControl(r) || r == '\ufeff' || r == '\u200b':
		default:
			out.WriteRune(r)
		}
	}
	return strings.TrimSpace(out.String())
}

func isNoBreakSpace(r rune) bool {
	return r == '\u00a0' || r == '\u202f' || r == '\u2007' || r == '\u2009'
}

// isMissing tells whether a text is how programs write that there is none.
func isMissing(s string) bool {
	switch s {
	case "", "-", "–", "—", "NULL", "null", "NaN", "nan", "N/A", "n/a", "None", "<NA>", "(null)", "#N/A":
		return true
	}
	return false
}

// isErrorValue tells whether a text is an error value of a spreadsheet.
func isErrorValue(b []byte) bool {
	if len(b) < 4 || b[0] != '#' {
		return false
	}
	switch string(b) {
	case "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!":
		return true
	}
	return false
}

// canonicalKey writes a key the way it can be compared: a number that lost its
// form in a spreadsheet (17850.0) becomes whole again. Leading zeros stay.
func canonicalKey(s string) string {
	point := strings.IndexByte(s, '.')
	if point < 1 || point == len(s)-1 || strings.Trim(s[point+1:], "0") != "" {
		return s
	}
	for _, c := range []byte(s[:point]) {
		if c-'0' > 9 {
			return s
		}
	}
	return s[:point]
}

// fold makes words comparable across case, accents and spelling of letters.
func fold(s string) string {
	var out strings.Builder
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ł':
			out.WriteByte('l')
		case r == 'ß':
			out.WriteString("ss")
		case r == 'ø':
			out.WriteByte('o')
		case r == 'æ':
			out.WriteString("ae")
		case r == 'œ':
			out.WriteString("oe")
		case r == 'ё':
			out.WriteRune('е')
		default:
			out.WriteRune(r)
		}
	}
	return strings.TrimSpace(out.String())
}

// wordSet makes a set of folded words out of a list parted by blanks.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[strings.ReplaceAll(fold(w), "_", " ")] = true
	}
	return set
}

// monthNames maps folded names of months in seven languages to 1..12.
var monthNames = sync.OnceValue(func() map[string]int {
	months := map[string]int{}
	for i, names := range []string{
		"jan january januar jänner janvier janv enero ene janeiro styczeń stycznia sty январь января янв",
		"feb february februar feber février févr fév febrero fevereiro fev luty lutego lut февраль февраля фев февр",
		"mar march märz mrz mär mars marzo março marzec marca март марта мар",
		"apr april avril avr abril abr kwiecień kwietnia kwi апрель апреля апр",
		"may mai mayo maio maj maja май мая",
		"jun june juni juin junio junho czerwiec czerwca cze июнь июня июн",
		"jul july juli juillet juil julio julho lipiec lipca lip июль июля июл",
		"aug august août aoû agosto ago sierpień sierpnia sie август августа авг",
		"sep sept september septembre septiembre setembro set wrzesień września wrz сентябрь сентября сен сент",
		"oct october oktober okt octobre octubre outubro out październik października paź октябрь октября окт",
		"nov november novembre noviembre novembro listopad listopada lis ноябрь ноября ноя нояб",
		"dec december dezember dez décembre déc diciembre dic dezembro grudzień grudnia gru декабрь декабря дек",
	} {
		for _, name := range strings.Fields(names) {
			months[fold(name)] = i + 1
		}
	}
	return months
})

// dateWords are words that stand in dates without saying anything.
var dateWords = sync.OnceValue(func() map[string]bool {
	return wordSet("de del d le el of the st nd rd th er г года год r roku mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday am pm z utc")
})

// unitWords are the currencies and units that stand beside numbers, folded.
var unitWords = sync.OnceValue(func() map[string]bool {
	return wordSet(`eur euro euros usd us$ gbp chf chf. fr. jpy cny rmb pln zł zl zł. czk kč huf ft ron lei rub руб руб. р р. rur uah грн грн. kzt byn
		sek nok dkk kr kr. inr rs rs. brl r$ mxn mx$ ars cop clp pen cad c$ ca$ aud a$ au$ nzd nz$ zar twd nt$ hkd hk$ sgd s$ krw try tl idr rp vnd ils
		pcs pc pcs. piece pieces stk stk. st st. stück шт шт. szt szt. ud uds un und pza pzas kg кг g г l л m м h ч`)
})

// trimmed is the cell without blanks at its ends.
func trimmed(b []byte) []byte { return bytes.TrimSpace(b) }
