package sheet

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// appendText appends the characters that the XML text raw stands for, with the
// _xHHHH_ escapes of spreadsheets decoded and what is not UTF-8 as U+FFFD.
func appendText(dst, raw []byte, isCDATA bool) []byte {
	from := len(dst)
	dst = appendXML(dst, raw, isCDATA)
	if n := bytes.Index(dst[from:], []byte("_x")); n >= 0 {
		dst = decodeEscapes(dst, from+n)
	}
	if !utf8.Valid(dst[from:]) {
		dst = append(dst[:from], bytes.ToValidUTF8(dst[from:], []byte("\uFFFD"))...)
	}
	return dst
}

// appendXML decodes the five entities of XML and numeric references, and makes
// every line end a line feed. Other entities stay as they are written.
func appendXML(dst, raw []byte, isCDATA bool) []byte {
	for {
		n := bytes.IndexByte(raw, '\r')
		if amp := bytes.IndexByte(raw, '&'); !isCDATA && amp >= 0 && (n < 0 || amp < n) {
			n = amp
		}
		if n < 0 {
			return append(dst, raw...)
		}
		dst = append(dst, raw[:n]...)
		if raw[n] == '&' {
			var used int
			dst, used = appendEntity(dst, raw[n:])
			raw = raw[n+used:]
			continue
		}
		dst = append(dst, '\n')
		raw = bytes.TrimPrefix(raw[n+1:], []byte("\n"))
	}
}

// appendEntity appends what the reference at the start of raw stands for and says
// how many bytes it takes.
func appendEntity(dst, raw []byte) ([]byte, int) {
	end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
	if end < 0 {
		return append(dst, '&'), 1
	}
	switch name := string(raw[1:end]); name {
	case "amp":
		return append(dst, '&'), end + 1
	case "lt":
		return append(dst, '<'), end + 1
	case "gt":
		return append(dst, '>'), end + 1
	case "quot":
		return append(dst, '"'), end + 1
	case "apos":
		return append(dst, '\''), end + 1
	}
	if r, ok := reference(raw[1:end]); ok {
		return utf8.AppendRune(dst, r), end + 1
	}
	return append(dst, '&'), 1
}

// reference reads #233 or #xE9. Zero and surrogates are no characters.
func reference(s []byte) (rune, bool) {
	if len(s) < 2 || s[0] != '#' {
		return 0, false
	}
	digits, base := s[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || n == 0 || n > utf8.MaxRune || utf16.IsSurrogate(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// decodeEscapes decodes _xHHHH_ in b[from:] (ECMA-376 part 1, 22.9.2.19): the
// UTF-16 unit with that number. _x005F_ is the underscore of a text that would
// itself look like an escape.
func decodeEscapes(b []byte, from int) []byte {
	out := b[:from] // never longer than what is read: an escape takes 7 bytes and gives at most 4
	for rest := b[from:]; len(rest) > 0; {
		unit, ok := escape(rest)
		if !ok {
			out = append(out, rest[0])
			rest = rest[1:]
			continue
		}
		rest = rest[escapeLen:]
		if low, ok := escape(rest); ok {
			if pair := utf16.DecodeRune(unit, low); pair != utf8.RuneError {
				unit, rest = pair, rest[escapeLen:]
			}
		}
		out = utf8.AppendRune(out, unit) // U+FFFD for half a pair
	}
	return out
}

const escapeLen = len("_x000D_")

func escape(b []byte) (rune, bool) {
	if len(b) < escapeLen || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(n), err == nil
}
