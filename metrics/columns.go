package metrics

import (
	_ "embed"
	"slices"
	"strings"

	"xsell/metrics/lazy"
)

// columnList holds the columns that the sections can have, whatever the input: a line for
// each section, each column with its scale behind a slash where it is not a number. A test
// writes it (go test ./metrics -run TestSections -update) and holds it.
//
//go:embed columns.txt
var columnList string

// scale is what values of a column can be compared with.
type scale string

const (
	scaleNumber scale = "number" // counts, amounts, quantities, plain numbers
	scaleShare  scale = "share"  // ratios and points: the limit is in per cent
	scaleDate   scale = "date"
	scaleText   scale = "text"  // counted, not compared
	scaleMixed  scale = "mixed" // by the unit of the row
)

func scaleOf(u Unit) scale {
	switch u {
	case Count, Money, Quantity, Number:
		return scaleNumber
	case Ratio, Points:
		return scaleShare
	case Date:
		return scaleDate
	case Mixed:
		return scaleMixed
	}
	return scaleText
}

// Columns are the columns that the section, or one of the indicators, can have, in the order of
// the alphabet; of the overview, whose rows are measures, these too. A number that depends on the data stands as
// #: k# for k12, within_# for within_90.
func Columns(section string, own []Metric) []string {
	var keys []string
	for key := range columnsOf(section, own) {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func columnsOf(section string, own []Metric) map[string]scale {
	out := map[string]scale{}
	for _, m := range own {
		if m.Name == section {
			for _, c := range m.Own.Columns {
				out[columnName(c.Key)] = scaleOf(c.Unit)
			}
			return out
		}
	}
	for line := range strings.Lines(columnList) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] != section {
			continue
		}
		for _, w := range words[1:] {
			key, kind, other := strings.Cut(w, "/")
			if !other {
				kind = string(scaleNumber)
			}
			out[key] = scale(kind)
		}
	}
	return out
}

var numberInKey = lazy.Regexp(`(^k|_)[0-9]+`)

// columnName is a key as columnList has it.
func columnName(key string) string { return numberInKey().ReplaceAllString(key, "$1#") }

// measures are the rows of a table whose column kpi names them and whose column unit says
// what they are in; nil for other tables.
func (t Table) measures() map[string]scale {
	if t.Index("kpi") < 0 || t.Index("unit") < 0 || t.Index("value") < 0 {
		return nil
	}
	out := map[string]scale{}
	for n := range t.Rows {
		key, _ := t.Cell(n, "kpi").(string)
		unit, _ := t.Cell(n, "unit").(string)
		out[key] = scaleOf(Unit(unit))
	}
	return out
}
