package sales

import (
	"strconv"
	"strings"

	"xsell/metrics/lazy"
)

// Ordered is the query with all its columns, of which it has so many, behind those that it
// orders its rows by itself: rows that it leaves in no order stand in one nevertheless, and
// a limit takes the same of them every time. The lines of the text stay where they are.
func Ordered(query string, columns int) string {
	var by, limit, end = -1, -1, len(query)
	all := false
	words := topWords(query)
	for i, w := range words {
		switch word := strings.ToLower(w.text); {
		case word == "order" && i+1 < len(words) && strings.EqualFold(words[i+1].text, "by"):
			by, limit = i, -1
			all = i+2 < len(words) && strings.EqualFold(words[i+2].text, "all")
		case word == "limit" || word == "offset" || word == "fetch":
			if limit < 0 {
				limit = w.at
			}
		case word == ";":
			end = w.at
		}
	}
	if all {
		return query
	}
	places := make([]string, columns)
	for i := range places {
		places[i] = strconv.Itoa(i + 1)
	}
	list := strings.Join(places, ", ")
	if limit >= 0 {
		end = limit
	} else {
		end = codeEnd(words, end)
	}
	if by >= 0 {
		return query[:end] + ", " + list + " " + query[end:]
	}
	return query[:end] + " ORDER BY " + list + " " + query[end:]
}

// codeEnd is where the last word before the place ends: what follows is blank or remarks.
func codeEnd(words []topWord, before int) int {
	end := before
	for _, w := range words {
		if w.at < before {
			end = w.end
		}
	}
	return end
}

// topWord is a word, a sign or a part in brackets of a query, and where it stands.
type topWord struct {
	text    string
	at, end int
}

// sqlToken matches remarks, texts, names in quotes, words and single signs.
var sqlToken = lazy.Regexp(`(?s)^(?:(--[^\n]*|/\*.*?\*/|\s+)|[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$.*?\$\$|[\pL_][\pL\pN_$]*|.)`)

// topWords are the words of a query that stand in no brackets; what does is one word with its
// brackets.
func topWords(query string) []topWord {
	var words []topWord
	depth := 0
	for at := 0; at < len(query); {
		m := sqlToken().FindStringSubmatchIndex(query[at:])
		text := query[at : at+m[1]]
		blank := m[2] >= 0
		at += m[1]
		switch {
		case blank:
			continue
		case depth > 0:
			words[len(words)-1].end = at
		default:
			words = append(words, topWord{text, at - len(text), at})
		}
		switch text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth = max(0, depth-1)
		}
	}
	return words
}
