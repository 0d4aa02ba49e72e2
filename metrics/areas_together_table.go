package metrics

import (
	"math"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// areaFindings is what the sentences and the table of the section speak of.
type areaFindings struct {
	pairFindings
	areas []areaPair
	owned owned
	d     float64 // Ehrenberg's D
}

// against is the number of shared customers that the sizes of two areas would give, the
// ratio of the observed ones to it, and its limits; where none is shared, the upper
// limit is the exact one of a Poisson count. That D is of the same customers is left
// out of the limits: resampling customers gives the same ones, but for areas that nearly
// all buy from, which no sentence names.
func (f areaFindings) against(r areaPair, level float64) (expected, ratio float64, within stat.Interval) {
	p := r.counts()
	chance, _ := p.Expected()
	expected = min(f.d*chance, float64(min(r.NA, r.NB)))
	ratio = float64(r.NAB) / expected
	if r.NAB == 0 {
		return expected, 0, stat.Interval{High: -math.Log((1-level)/2) / expected}
	}
	lift, _ := p.LiftLimits(level)
	scale := chance / expected
	return expected, ratio, stat.Interval{Low: lift.Low * scale, High: lift.High * scale}
}

// missing is how many shared customers two areas lack, at least and as expected, and what
// the least of them are worth; it is undefined where the limits allow for none.
func (f areaFindings) missing(r areaPair) (low, expected float64, worth sales.Money, ok bool) {
	sizes, _, within := f.against(r, confidence)
	low = sizes * (1 - within.High)
	return low, sizes - float64(r.NAB), sales.Money(math.Round(low * float64(r.worth))), within.High < 1
}

func (f areaFindings) table() Table {
	t := Table{Columns: f.columns()}
	for _, r := range f.areas {
		if r.itself() {
			row := make([]Cell, len(t.Columns))
			copy(row, []Cell{"area", r.A, r.B, r.N, r.NA, nil, nil, r.OnlyHere})
			row[t.Index("revenue")], row[t.Index("revenue_in_a")], row[t.Index("cm1")], row[t.Index("in_chart")] = r.Revenue, r.RevenueInA, amount(r.CM1), inChart(r.PlaceA)
			t.Rows = append(t.Rows, row)
			continue
		}
		t.Rows = append(t.Rows, f.cells(r))
	}
	return t
}

func (f areaFindings) columns() []Column {
	columns := []Column{{"kind", "Kind", Word}, {"a", "Area A", Text}, {"b", "Area B", Text},
		{"customers", "Customers", Count}, {"customers_a", "Customers of A", Count}, {"customers_b", "Customers of B", Count},
		{"customers_both", "Customers of both", Count}, {"only_here", "Of no other area", Count},
		{"share_ab", "B among the customers of A", Ratio}, {"share_ba", "A among the customers of B", Ratio},
		{"expected", "Expected from the sizes", Number}, {"ratio", "Observed / expected", Number}, {"ratio_low", "Ratio, low", Number}, {"ratio_high", "Ratio, high", Number},
		{"missing_low", "Missing, at least", Number}, {"missing", "Missing, expected", Number}, {"missing_worth", f.o.say("Worth of those missing at least (%s)", f.worthName()), Money},
		{"lift", "Lift", Number}, {"revenue", "Revenue", Money}, {"revenue_in_a", "Of it in A", Money}, {"cm1", "CM1", Money},
		{"status", "Status", Word}, {"doubt", "Doubt", Word}, {"base", "B among the others", Ratio},
		{"gain_low", f.o.say("Gain of the offer, low (%s)", f.worthName()), Money}, {"gain", "Gain, expected", Money}, {"gain_high", "Gain, high", Money},
		{"pool", "Customers of A without B", Count}, {"offered", "Of them, worth the offer", Count}, {"takers", "Of these, would take B", Number}, {"anyway", "Of these, would buy B anyway", Number}}
	columns = append(columns, f.proofColumns()...)
	return append(columns, Column{"in_chart", "In the heat map", Word}, Column{"in_list", "In the list of pairs", Word}, Column{"pair", "Pair", Text})
}

// cells are the row of two areas, in the order of columns.
func (f areaFindings) cells(r areaPair) []Cell {
	p := r.counts()
	expected, ratio, within := f.against(r, confidence)
	cells := []Cell{"pair", r.A, r.B, r.N, r.NA, r.NB, r.NAB, nil, defined(p.Attach()), defined(p.Swap().Attach()), expected, ratio, within.Low, within.High}
	if low, mean, worth, ok := f.missing(r); !ok {
		cells = append(cells, nil, nil, nil)
	} else if r.evidence == nil {
		cells = append(cells, low, mean, nil)
	} else {
		cells = append(cells, low, mean, worth)
	}
	cells = append(cells, defined(p.Lift()), r.Revenue, r.RevenueInA, amount(r.CM1))
	if r.evidence == nil {
		cells = append(append(cells, nil, nil, defined(p.BaseRate())), gain{}.cells(r.NA-r.NAB)...)
		cells = append(cells, make([]Cell, len(f.proofColumns()))...)
	} else {
		cells = append(cells, textOrBlank(r.evidence.status), textOrBlank(r.evidence.doubt), defined(p.BaseRate()))
		cells = append(append(cells, r.gain.cells(r.NA-r.NAB)...), r.evidence.proof()...)
	}
	var listed Cell
	if r.PlaceA < r.PlaceB && r.PlaceB <= listedAreas {
		listed = "yes"
	}
	return append(cells, inChart(r.PlaceA, r.PlaceB), listed, short(r.A)+" + "+short(r.B))
}

// listedAreas is how many areas a chart with a line for every pair holds.
const listedAreas = 6
