package metrics

import "xsell/metrics/phrases"

// Vocabulary is what stands in columns of unit Word, and the names of rows that hold what
// has none of its own. In the tables and in report.json the words are English whatever the
// language, since filters and programs go by them; page, workbook and summary print them in
// the language of the report.
func Vocabulary() []phrases.Key {
	return []phrases.Key{
		"(other)", "(unassigned)", "(unknown)", "(none)", "(not planned)", "(too few to judge)", "(all)",
		// Kinds of rows.
		"all", "area", "audience", "cell", "cell of all", "change", "channel", "class", "cm1", "cm1_retention", "curve", "curve of all", "customer", "customers",
		"driver", "entry", "entry area", "entry product", "existing at start", "group", "item", "level", "money", "move", "offer", "pair", "period", "plan",
		"product", "products", "region", "retention", "revenue", "revenue_retention", "same customers", "score", "score pair", "segment", "seller", "sequence",
		"size", "step", "test", "total", "type", "week", "weekday", "window", "product type", "business area", "fee", "person", "rest", "internal", "external",
		// Units.
		"count", "ratio", "number", "quantity", "points", "text", "date",
		// Results.
		"normal", "signal", "grew", "fell", "unchanged", "new", "lost", "returning", "up", "down", "more", "less", "as the others", "too few to judge", "judged",
		"confirmed", "candidate", "faded", "substitutes", "successor", "yes", "no",
		"kind of customer", "kind of deal", "season", "time too short", "too few to see again", "not seen again", "different tastes",
		"at risk", "on time", "champion", "loyal", "big ticket", "occasional", "asleep", "brings nothing",
		"earns", "no cost", "no product", "none", "returns", "discounts", "service", "together", "flat spending", "price or cost", "several areas", "one area", "no area",
		"reached", "missed", "on course", "behind", "open",
		"works", "does not work", "cannot be told yet", "not to be judged", "does not pay", "not sold for four weeks", "sold lately", "one customer", "earned back", "not earned back", "untried", "sold together", "either or", "to try", "known", "gives more", "takes more", "even", "partner", "quarter", "training", "as expected", "above", "below", "edge", "too few", "pays", "different",
		"others", "every second left out", "going on", "untrained", "planned", "running", "over",
		"refused", "warning", "orphan", "gap", "column", "sheet",
		"restated", "input", "new pair", "faded pair", "moved", "kept", "not confirmed",
		"A", "B", "C", "X", "Y", "Z", "AX", "AY", "AZ", "BX", "BY", "BZ", "CX", "CY", "CZ",
	}
}
