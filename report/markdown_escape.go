package report

import (
	"fmt"
	"strings"
	"unicode"
)

// markdownTextLimit is the longest text from the data on a job page, in runes.
const markdownTextLimit = 400

// escapeMarkdown makes a text plain: one line, no mark-up, no link made of an address,
// no direction marks. Characters that split tables or begin HTML, formulas or mentions
// become references, since not every renderer takes a backslash before them.
func escapeMarkdown(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	var b strings.Builder
	for i, c := range firstRunes(s, markdownTextLimit) {
		switch {
		case unicode.IsControl(c) || unicode.Is(unicode.Cf, c):
		case c == '<':
			b.WriteString("&lt;")
		case c == '>':
			b.WriteString("&gt;")
		case c == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("|$@", c), c == '/' && strings.HasSuffix(s[:i], ":"), c == '.' && endsInWWW(s[:i]):
			fmt.Fprintf(&b, "&#%d;", c)
		case strings.ContainsRune("\\`*_[]~", c):
			b.WriteString("\\" + string(c))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// firstRunes cuts a text that is longer and marks the cut.
func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

func endsInWWW(s string) bool {
	return len(s) >= 3 && strings.EqualFold(s[len(s)-3:], "www")
}

// markdownItem makes a text plain that begins a line of a list, where a mark of a heading,
// a rule or another list has a meaning too.
func markdownItem(s string) string {
	text := escapeMarkdown(s)
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if rest := text[digits:]; digits > 0 && strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ")") {
		return text[:digits] + "\\" + rest
	}
	if text != "" && strings.ContainsRune("#+-=", rune(text[0])) {
		return "\\" + text
	}
	return text
}
