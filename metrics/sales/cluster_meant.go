package sales

import (
	"strings"

	"xsell/metrics/lazy"
)

// meantToken matches remarks, texts, names, numbers with a point and divisions.
var meantToken = lazy.Regexp(`(?s)--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\pL_][\pL\pN_$]*|(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|//|/`)

// meant lets the queries of the user divide as DuckDB does: into a decimal of all digits,
// where this engine rounds whole numbers down and decimals to the digits of their operands.
func (c *cluster) meant(query string) string {
	return meantToken().ReplaceAllStringFunc(query, func(token string) string {
		switch first := token[0]; {
		case token == "/":
			return "* 1E0 /"
		case (first == '.' || first >= '0' && first <= '9') && !strings.ContainsAny(token, "eE"):
			return token + "E0"
		}
		return token
	})
}
