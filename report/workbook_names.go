package report

import (
	"fmt"
	"strings"
	"unicode"

	"xsell/metrics"
	"xsell/metrics/lazy"
)

// sheetNameLimit is the longest name of a sheet, in UTF-16 units.
const sheetNameLimit = 31

// sheetNames gives each section a sheet name from its title: without the characters
// Excel forbids, at most 31 long, unique whatever the case.
func sheetNames(r *metrics.Report) map[string]string {
	taken := map[string]bool{"history": true} // Excel keeps this name for itself
	for _, name := range sheetsIn(r.Phrases).all() {
		taken[strings.ToLower(name)] = true
	}
	names := map[string]string{}
	for _, s := range r.Sections {
		title := sheetText(s.Title)
		if title == "" {
			title = sheetText(s.Name)
		}
		name := cutWords(title, sheetNameLimit)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			end := fmt.Sprintf(" (%d)", n)
			name = cutWords(title, sheetNameLimit-len(end)) + end
		}
		taken[strings.ToLower(name)] = true
		names[s.Name] = name
	}
	return names
}

// sheetText is the text without what a sheet name cannot hold.
func sheetText(s string) string {
	s = strings.Map(func(c rune) rune {
		if strings.ContainsRune(`:\/?*[]`, c) {
			return ' '
		}
		return c
	}, s)
	return strings.Trim(oneLine(s), "' ")
}

// cutWords cuts a text behind a word, where one ends in its second half.
func cutWords(s string, limit int) string {
	cut := cutUTF16(s, limit, "")
	if space := strings.LastIndex(cut, " "); cut != s && s[len(cut)] != ' ' && space > len(cut)/2 {
		cut = cut[:space]
	}
	return strings.TrimSpace(cut)
}

// looksLikeCell matches names that Excel reads as the address of a cell.
var looksLikeCell = lazy.Regexp(`^([a-z]{1,3}[0-9]+|r|c|r[0-9]*c[0-9]*)$`)

// tableName is the name of a section's table in formulas: product-profit is
// product_profit. Each is used once.
func (b *book) tableName(section string) string {
	name := strings.Map(func(c rune) rune {
		if c == '_' || c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			return unicode.ToLower(c)
		}
		return '_'
	}, section)
	if name == "" || !unicode.IsLetter(rune(name[0])) || looksLikeCell().MatchString(name) {
		name = "t_" + name
	}
	name = name[:min(len(name), 200)]
	unique := name
	for n := 2; b.tables[unique]; n++ {
		unique = fmt.Sprintf("%s_%d", name, n)
	}
	b.tables[unique] = true
	return unique
}

// headings are the titles of the columns as the header of an Excel table needs them:
// on one line, not empty, unique whatever the case.
func headings(columns []metrics.Column) []string {
	taken := map[string]bool{}
	out := make([]string, len(columns))
	for i, c := range columns {
		title := oneLine(c.Title)
		if title == "" {
			title = c.Key
		}
		title = cutUTF16(title, 200, "…")
		out[i] = title
		for n := 2; taken[strings.ToLower(out[i])]; n++ {
			out[i] = fmt.Sprintf("%s (%d)", title, n)
		}
		taken[strings.ToLower(out[i])] = true
	}
	return out
}
