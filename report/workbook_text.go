package report

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// wrapText breaks a text into lines of at most so many characters, between words
// where it can.
func wrapText(s string, width int) []string {
	width = max(width, 20)
	var lines []string
	line := []rune{}
	for _, word := range strings.Fields(s) {
		w := []rune(word)
		if len(line) > 0 && len(line)+1+len(w) > width {
			lines, line = append(lines, string(line)), nil
		}
		if len(line) > 0 {
			line = append(line, ' ')
		}
		for line = append(line, w...); len(line) > width; line = line[width:] {
			lines = append(lines, string(line[:width]))
		}
	}
	if len(line) > 0 || len(lines) == 0 {
		lines = append(lines, string(line))
	}
	return lines
}

// oneLine is the text on one line, without what cannot be seen.
func oneLine(s string) string {
	s = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(s, " "))
	return strings.Join(strings.Fields(s), " ")
}

// cutUTF16 cuts a text to a number of UTF-16 units, marking the cut where it is made.
func cutUTF16(s string, limit int, mark string) string {
	if len(s) <= limit || len(utf16.Encode([]rune(s))) <= limit {
		return s
	}
	units := len(utf16.Encode([]rune(mark)))
	for i, c := range s {
		if units += utf16.RuneLen(c); units > limit {
			return s[:i] + mark
		}
	}
	return s
}

// cellTextLimit is the longest text of a cell, in UTF-16 units.
const cellTextLimit = 32_767

// cellText is a text that a cell can hold.
func cellText(s string) string {
	return cutUTF16(strings.ToValidUTF8(s, "\uFFFD"), cellTextLimit, "… (cut)")
}
