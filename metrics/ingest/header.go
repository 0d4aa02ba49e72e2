package ingest

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// headerRows is how many rows from the top may hold titles and notes before the header.
const headerRows = 40

// headerWords takes the name of a column apart into words that can be compared, in
// alphabetical order: "Bestell-Nr.", "Sales Amount (EUR)", "discount_pct [%]",
// "InvoiceNo" become "bestell id", "amount sales", "discount pct percent", "id invoice".
func headerWords(name string) []string {
	words := strings.FieldsFunc(fold(spell(name)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	kept := words[:0]
	for _, w := range words {
		if idWords()[w] {
			w = "id"
		}
		kept = append(kept, w)
	}
	kept = without(without(kept, smallWords()), moneyWords())
	slices.Sort(kept)
	return slices.Compact(kept)
}

// spell parts a name written in one and replaces signs by words.
func spell(name string) string {
	var out strings.Builder
	var before rune
	depth, inside := 0, strings.ContainsAny(strings.TrimLeft(name, " ([{"), "([{")
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case r == '%':
			out.WriteString(" percent ")
		case r == '#' || r == '№':
			out.WriteString(" id ")
		case inside && strings.ContainsRune("([{", r):
			depth++
			out.WriteByte(' ')
		case inside && strings.ContainsRune(")]}", r):
			depth--
		case depth > 0:
		default:
			nextLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsUpper(before) && nextLower) {
				out.WriteByte(' ')
			}
			out.WriteRune(r)
		}
		before = r
	}
	return out.String()
}

// without drops the words of the set, unless nothing would be left.
func without(words []string, set map[string]bool) []string {
	kept := make([]string, 0, len(words))
	for _, w := range words {
		if !set[w] {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return words
	}
	return kept
}

// candidate is a field that a column may be, with how sure its name makes it, up to 100.
type candidate struct {
	field    sales.Field
	strength float64
}

// turningWords turn a name into something else: a target amount is no amount.
// genericWords say too little to stand for a field inside a longer name.
var (
	turningWords = sync.OnceValue(func() map[string]bool {
		return wordSet("ship shipping delivery due birth min max minimum maximum avg average mean last first previous prior target quota planned forecast count rank share tax vat cumulative ytd running expected ratio type status percent")
	})
	genericWords = sync.OnceValue(func() map[string]bool {
		return wordSet("name type typ tipo code id value total group class title person order start end from to line date data day volume net local area company good part service size position sum suma summe")
	})
)

// match lists what a column with these words may be in the relation.
func (x *lexicon) match(words []string) []candidate {
	if len(words) == 0 {
		return nil
	}
	var found []candidate
	for _, p := range x.exact[strings.Join(words, " ")] {
		found = append(found, candidate{p.field, 100 - 0.4*float64(min(p.rank, 75))})
	}
	if len(found) > 0 {
		return found
	}
	best := map[sales.Field]float64{}
	for _, w := range words {
		for _, p := range x.first[w] {
			share := float64(len(p.words)) / float64(len(words))
			if share < 0.5 || share >= 1 || len(p.words) == 1 && (len(w) < 3 || genericWords()[w]) {
				continue
			}
			if holdsAll(words, p.words) {
				best[p.field] = max(best[p.field], 60*share-0.2*float64(min(p.rank, 75)))
			}
		}
	}
	for _, f := range sortedFields(best) {
		found = append(found, candidate{f, best[f]})
	}
	return found
}

// holdsAll reports whether the words hold the phrase, and no other word turns its meaning.
func holdsAll(words, phrase []string) bool {
	rest := 0
	for _, w := range words {
		switch {
		case slices.Contains(phrase, w):
			rest++
		case turningWords()[w]:
			return false
		}
	}
	return rest == len(phrase)
}

func sortedFields[V any](m map[sales.Field]V) []sales.Field {
	fields := make([]sales.Field, 0, len(m))
	for f := range m {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	return fields
}

// header is the row that names the columns.
type header struct {
	at    int // index into the rows it was looked for in; the data begin after it
	row   int // number of the row in the sheet; 0 where there is none
	names []string
}

// findHeader looks for the row whose names the vocabulary knows best; notes, titles
// and a second header row above or below it are told from it by that. Where no name
// is known, it is the first row of texts above a row that is not only texts.
func findHeader(rows []rawRow, known map[string]bool) header {
	best, bestScore := header{at: -1}, 0.0
	for i := range min(len(rows), headerRows) {
		if h, score := headerAt(rows, i, known); score > bestScore {
			best, bestScore = h, score
		}
	}
	if bestScore > 0 {
		return best
	}
	for i := 0; i+1 < min(len(rows), headerRows); i++ {
		if onlyTexts(rows[i]) && filled(rows[i]) >= 2 && !onlyTexts(rows[i+1]) && filled(rows[i+1]) >= 2 {
			return header{i, rows[i].row, names(rows[i])}
		}
	}
	return best
}

// headerAt is the header in row i, alone or with the row above it.
func headerAt(rows []rawRow, i int, known map[string]bool) (header, float64) {
	single := header{i, rows[i].row, names(rows[i])}
	score := single.score(rows[i], known)
	if i == 0 || filled(rows[i-1]) < 2 || !onlyTexts(rows[i]) || !onlyTexts(rows[i-1]) || rows[i].row != rows[i-1].row+1 {
		return single, score
	}
	double := header{i, rows[i].row, joinNames(names(rows[i-1]), names(rows[i]))}
	if more := double.score(rows[i], known); more > score {
		return double, more
	}
	return single, score
}

// score is how many of the names are known, weighted by how well. A single known name
// is a coincidence unless the sheet has few columns.
func (h header) score(r rawRow, known map[string]bool) float64 {
	if !mostlyTexts(r) {
		return 0
	}
	sum, hits, texts := 0.0, 0, 0
	for _, name := range h.names {
		if name == "" {
			continue
		}
		texts++
		if known[fold(name)] {
			sum, hits = sum+1.5, hits+1
			continue
		}
		words, best := headerWords(name), 0.0
		for _, r := range sales.Relations() {
			for _, c := range lexicons()[r].match(words) {
				best = max(best, c.strength)
			}
		}
		if best > 0 {
			sum, hits = sum+best/100, hits+1
		}
	}
	if hits < 2 && (hits == 0 || texts > 3) || hits*3 < texts {
		return 0
	}
	return sum
}

func names(r rawRow) []string {
	out := make([]string, len(r.cells))
	for i, c := range r.cells {
		if c.Kind == sheet.Text {
			out[i] = clean(c.Text)
		}
	}
	return out
}

// joinNames reads a header of two rows: the upper name stands for the columns up to
// the next one.
func joinNames(upper, lower []string) []string {
	out := make([]string, max(len(upper), len(lower)))
	last := ""
	for i := range out {
		if i < len(upper) && upper[i] != "" {
			last = upper[i]
		}
		name := last
		if i < len(lower) {
			name = strings.TrimSpace(last + " " + lower[i])
		}
		out[i] = name
	}
	return out
}

func onlyTexts(r rawRow) bool {
	for _, c := range r.cells {
		if c.Kind != sheet.Empty && !isName(c) {
			return false
		}
	}
	return true
}

func mostlyTexts(r rawRow) bool {
	texts, others := 0, 0
	for _, c := range r.cells {
		switch {
		case c.Kind == sheet.Empty:
		case isName(c):
			texts++
		default:
			others++
		}
	}
	return texts > 2*others
}

// isName tells whether a cell may name a column: a text that is no number or date.
func isName(c sheet.Cell) bool {
	if c.Kind != sheet.Text {
		return false
	}
	if _, ok := parseNumber(c.Text, '.'); ok {
		return false
	}
	_, _, ok := parseDate(c.Text, dayFirst)
	return !ok
}

func filled(r rawRow) int {
	n := 0
	for _, c := range r.cells {
		if c.Kind != sheet.Empty {
			n++
		}
	}
	return n
}
