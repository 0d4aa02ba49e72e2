package report

import (
	"strings"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// sheets are the names of the sheets that are not sections, in the language of the report.
type sheets struct{ cover, checks, pivot, data, refused, charts string }

// sheetsIn names the sheets; a name in another language is cut to what a sheet can hold.
func sheetsIn(p *phrases.Phrases) sheets {
	name := func(key phrases.Key) string { return cutWords(sheetText(p.Say(key)), sheetNameLimit) }
	return sheets{cover: name("Cover"), checks: name("Checks"), pivot: name("Pivot"), data: name("Data"), refused: name("Refused"), charts: name("Chart data")}
}

// all are the names, for no section may have one of them.
func (s sheets) all() []string {
	return []string{s.cover, s.checks, s.pivot, s.data, s.refused, s.charts}
}

// shown is a cell of a column as the reader sees it: the words of the report in its
// language, sections by their titles, everything else as it is. Formulas that look for a word look for this one.
func (b *book) shown(c metrics.Column, cell metrics.Cell) metrics.Cell {
	text, ok := cell.(string)
	if s := b.report.Find(text); ok && c.Key == "section" && s != nil {
		return s.Title
	}
	if !ok || c.Unit != metrics.Word && !strings.HasPrefix(text, "(") {
		return cell
	}
	return b.say(phrases.Key(text))
}

// lineWords are the texts of a line that stand for something missing, in the language of the report.
func (b *book) lineWords() map[string]string {
	words := map[string]string{}
	for _, name := range []string{sales.Unknown, sales.Unassigned} {
		words[name] = b.say(phrases.Key(name))
	}
	return words
}

// numberFormat is the Excel format of a column's unit. A date is written as the locale does.
func (b *book) numberFormat(c metrics.Column, unit metrics.Unit, cells []metrics.Cell) string {
	switch unit {
	case metrics.Date:
		return b.report.Phrases.DateCell()
	case metrics.Points:
		return signedOrBrackets(`0.0%"`+b.say(" pts")+`"`, true)
	}
	return numberFormat(c, unit, cells)
}

// choiceWords are the values of choices on the cover that are sentences; their names, and
// other values, are those of the configuration in every language.
func choiceWords() []phrases.Key {
	return []phrases.Key{"all whose columns are there", "customers are pseudonyms", "none; what is not said here is as the program has it"}
}

// relationWords are what a sheet can be read as.
func relationWords() map[sales.Relation]phrases.Key {
	return map[sales.Relation]phrases.Key{"": "skipped", sales.Lines: "lines of sales", sales.Products: "products", sales.Customers: "customers", sales.Programmes: "programmes",
		sales.Trainings: "trainings", sales.Targets: "targets", sales.Returns: "returns", sales.People: "people", sales.Partners: "partners", sales.Referrals: "referrals", sales.Rates: "rates"}
}
