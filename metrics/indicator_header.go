package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"xsell/metrics/lazy"
)

// header is what the remarks at the top of an indicator say.
type header struct {
	file    string
	entries []headerEntry
}

// headerEntry is a key with its value, which may go on in the lines below it.
type headerEntry struct {
	key   string
	line  int
	value []string // a line each
}

var (
	headerKeys = []string{"name", "title", "question", "definition", "chapter", "columns", "chart", "headline"}
	headerLine = lazy.Regexp(`^-- ?([a-z][a-z_-]*):(.*)$`)
	headerMore = lazy.Regexp(`^--[ \t]{2,}(\S.*)$`)
)

// readHeader parts the remarks at the top of the text from what follows them.
func readHeader(file, text string) (header, string, error) {
	h := header{file: file}
	body := ""
	for n, line := range strings.SplitAfter(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if trimmed != "" && !strings.HasPrefix(trimmed, "--") {
			body = strings.Join(strings.SplitAfter(text, "\n")[n:], "")
			break
		}
		if m := headerLine().FindStringSubmatch(trimmed); m != nil {
			if err := h.add(m[1], strings.TrimSpace(m[2]), n+1); err != nil {
				return h, "", err
			}
		} else if m := headerMore().FindStringSubmatch(trimmed); m != nil && len(h.entries) > 0 {
			last := &h.entries[len(h.entries)-1]
			last.value = append(last.value, m[1])
		}
	}
	for _, key := range []string{"title", "question", "columns"} {
		if h.value(key) == "" {
			return h, "", h.fault(0, "the header lacks %s; want remarks on top, as -- %s: ...", key, key)
		}
	}
	return h, body, nil
}

func (h *header) add(key, value string, line int) error {
	if !slices.Contains(headerKeys, key) {
		return h.fault(line, "unknown key %q; keys of the header are %s", key, strings.Join(headerKeys, ", "))
	}
	if key != "chart" && slices.ContainsFunc(h.entries, func(e headerEntry) bool { return e.key == key }) {
		return h.fault(line, "%s stands in the header twice", key)
	}
	h.entries = append(h.entries, headerEntry{key, line, []string{value}})
	return nil
}

// value is what a key says, in one line; empty where it is not there.
func (h header) value(key string) string {
	for _, e := range h.entries {
		if e.key == key {
			return strings.TrimSpace(strings.Join(e.value, " "))
		}
	}
	return ""
}

func (h header) lines() map[string]int {
	out := map[string]int{}
	for _, e := range h.entries {
		out[e.key] = e.line
	}
	return out
}

func (h header) fault(line int, format string, args ...any) error {
	return &IndicatorError{h.file, line, fmt.Sprintf(format, args...), true}
}

// unitWords are the units that an indicator can name.
var unitWords = map[string]Unit{"text": Text, "date": Date, "count": Count, "money": Money, "quantity": Quantity, "share": Ratio, "points": Points, "number": Number}

func unitWord(u Unit) string {
	for word, unit := range unitWords {
		if unit == u {
			return word
		}
	}
	return string(u)
}

var (
	columnForm = lazy.Regexp(`^(\S+)\s+([a-z]+)(?:\s+"([^"]+)")?$`)
	columnKey  = lazy.Regexp(`^[a-z][a-z0-9_]*$`)
)

// columns reads the columns, parted by semicolons or lines, and adds the line of each to lines.
func (h header) columns(lines map[string]int) ([]Column, error) {
	var out []Column
	for _, e := range h.entries {
		if e.key != "columns" {
			continue
		}
		for n, part := range e.value {
			for spec := range strings.SplitSeq(part, ";") {
				if spec = strings.TrimSpace(spec); spec == "" {
					continue
				}
				c, err := h.column(spec, e.line+n)
				if err != nil {
					return nil, err
				}
				if slices.ContainsFunc(out, func(o Column) bool { return o.Key == c.Key }) {
					return nil, h.fault(e.line+n, "two columns are called %q", c.Key)
				}
				out = append(out, c)
				lines["column."+c.Key] = e.line + n
			}
		}
	}
	return out, nil
}

func (h header) column(spec string, line int) (Column, error) {
	m := columnForm().FindStringSubmatch(spec)
	if m == nil || !columnKey().MatchString(m[1]) {
		return Column{}, h.fault(line, `column %q: want its name in the result, its unit and its title, as revenue money "Net revenue"`, spec)
	}
	unit, known := unitWords[m[2]]
	if !known {
		return Column{}, h.fault(line, "unknown unit %q; units are %s", m[2], strings.Join(slices.Sorted(maps.Keys(unitWords)), ", "))
	}
	if m[1] == "kpi" || m[1] == "unit" || m[1] == "in_chart" || strings.HasPrefix(m[1], "curve_") {
		return Column{}, h.fault(line, "the column name %q is kept for the program; choose another", m[1])
	}
	title := m[3]
	if title == "" {
		title = strings.ToUpper(m[1][:1]) + strings.ReplaceAll(m[1][1:], "_", " ")
	}
	return Column{m[1], title, unit}, nil
}
