package metrics

import "xsell/metrics/sales"

// testRecipes are actions that find something out, and earn nothing by themselves.
var testRecipes = []recipe{
	{section: "combinations", column: "low", kind: moneyLikely, thing: "pair", most: 1, filler: true, rows: eachOf(untriedAcross), who: noOne, do: tryOnHalf, evidence: bothByChance},
}

// compareLast puts what earns nothing by itself behind what does.
func compareLast(a, b action) int {
	last := func(a action) int {
		if a.filler || a.kind == moneyUntold {
			return 1
		}
		return 0
	}
	return last(a) - last(b)
}

// noOne is for actions that name no customers.
func noOne(*actionFindings, action) string { return "" }

// unjudged are all programmes that the register says too little of, or that no register names.
func unjudged(_ *actionFindings, s *Section) [][]int {
	var rows []int
	for row := range s.Table.Rows {
		if revenue, _ := s.Table.Cell(row, "revenue").(sales.Money); s.Table.Cell(row, "verdict") == string(NotToBeJudged) && revenue > 0 {
			rows = append(rows, row)
		}
	}
	return [][]int{rows}
}

func fillRegister(f *actionFindings, a action) string {
	return f.o.say("Say in a sheet of programmes what %d {1|programme was|programmes were} to sell, with what, to whom and since when", int64(len(a.rows)))
}

func soldUnder(f *actionFindings, _ action) string {
	return f.o.say("Whether any of what was sold under them would have been sold anyway is not known")
}

// untriedAcross are combinations of two areas that the products sheet does not speak against.
func untriedAcross(_ *actionFindings, a action, row int) bool {
	return a.text(row, "kind") == "to try" && a.text(row, "across") == "yes" && a.text(row, "sheet") != "different"
}

func tryOnHalf(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("Try %s on half of the %d {2|customer|customers} with one of the two", a.text(row, "pair"), a.count(row, "only"))
}

func bothByChance(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("%d {1|customer has|customers have} both, where chance would give %s; what an offer adds, the half without it shows", a.count(row, "both"), f.o.Phrases.Decimal(a.ratio(row, "by_chance"), 0))
}
