package phrases

import (
	"fmt"
	"strings"
	"time"
)

// locale is how numbers and dates are written, after the Unicode CLDR: symbols, short
// compact numbers, medium dates. Three choices are ours: English has a space before the
// per cent sign and days before months, as the report has always had, and Russian years go
// without the abbreviation behind them, which would end a sentence twice.
type locale struct {
	name      string
	thousands string
	grouped   int    // the fewest digits that are grouped
	point     string // before the decimals
	percent   string // the sign with its space
	space     string // between a number and a word of size
	sizes     [3]string
	months    [12]string // abbreviated, in a date
	alone     [12]string // abbreviated, without a day
	date      string     // of day %[1]d, month number %[2]d, its name %[3]s and year %[4]d
	month     string     // of month name %[1]s and year %[2]d
	quarter   string     // of number %[1]d and year %[2]d
}

const nbsp, thin = "\u00a0", "\u202f"

// Locales are the names of those that numbers and dates can be written by.
func Locales() []string {
	var names []string
	for _, l := range locales() {
		names = append(names, l.name)
	}
	return names
}

func customsOf(name string) (locale, bool) {
	for _, l := range locales() {
		if l.name == name {
			return l, true
		}
	}
	return locale{}, false
}

func locales() []locale {
	return []locale{
		{"en", ",", 4, ".", " %", " ", [3]string{"k", "M", "bn"}, names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"), names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
			"%[1]d %[3]s %[4]d", "%s %d", "Q%d %d"},
		{"de", ".", 4, ",", nbsp + "%", nbsp, [3]string{"Tsd.", "Mio.", "Mrd."}, names("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."), names("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
			"%02[1]d.%02[2]d.%[4]d", "%s %d", "Q%d %d"},
		{"fr", thin, 4, ",", thin + "%", nbsp, [3]string{"k", "M", "Md"}, names("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."), names("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
			"%[1]d %[3]s %[4]d", "%s %d", "T%d %d"},
		{"es", ".", 5, ",", nbsp + "%", nbsp, [3]string{"mil", "M", "mil M"}, names("ene feb mar abr may jun jul ago sept oct nov dic"), names("ene feb mar abr may jun jul ago sept oct nov dic"),
			"%[1]d %[3]s %[4]d", "%s %d", "T%d %d"},
		{"pt", ".", 4, ",", "%", nbsp, [3]string{"mil", "mi", "bi"}, names("jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez."), names("jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez."),
			"%[1]d de %[3]s de %[4]d", "%s de %d", "T%d %d"},
		{"pl", nbsp, 5, ",", "%", nbsp, [3]string{"tys.", "mln", "mld"}, names("sty lut mar kwi maj cze lip sie wrz paź lis gru"), names("sty lut mar kwi maj cze lip sie wrz paź lis gru"),
			"%[1]d %[3]s %[4]d", "%s %d", "%d kw. %d"},
		{"ru", nbsp, 4, ",", nbsp + "%", nbsp, [3]string{"тыс.", "млн", "млрд"}, names("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек."), names("янв. февр. март апр. май июнь июль авг. сент. окт. нояб. дек."),
			"%[1]d %[3]s %[4]d", "%s %d", "%d-й кв. %d"},
	}
}

func names(list string) [12]string { return [12]string(strings.Fields(list)) }

// group puts the separator of the locale between thousands.
func (c locale) group(digits string) string {
	if len(digits) < c.grouped {
		return digits
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + c.thousands + digits[i:]
	}
	return digits
}

// whole keeps what follows an abbreviation next to it, so that its dot ends no sentence.
func (c locale) whole(date string) string {
	return strings.ReplaceAll(date, ". ", "."+c.space)
}

// Date writes a day in medium length: "2 Jan 2006".
func (p *Phrases) Date(t time.Time) string {
	c := p.customs()
	return c.whole(fmt.Sprintf(c.date, t.Day(), int(t.Month()), c.months[t.Month()-1], t.Year()))
}

// DateCell is the number format of a spreadsheet for days as the locale writes them in digits.
func (p *Phrases) DateCell() string {
	switch p.customs().name {
	case "de", "ru", "pl":
		return "dd.mm.yyyy"
	case "fr", "es", "pt":
		return "dd/mm/yyyy"
	}
	return "yyyy-mm-dd" // 3/4 is a day in April or in March, by where English is read
}

// Month writes a month: "Jan 2006".
func (p *Phrases) Month(t time.Time) string {
	c := p.customs()
	return c.whole(fmt.Sprintf(c.month, c.alone[t.Month()-1], t.Year()))
}

// Quarter writes a quarter: "Q1 2006".
func (p *Phrases) Quarter(t time.Time) string {
	c := p.customs()
	return c.whole(fmt.Sprintf(c.quarter, (int(t.Month())-1)/3+1, t.Year()))
}
