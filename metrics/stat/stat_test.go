package stat_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/stat"
)

// near fails the test unless got is within a relative tolerance of want, or an
// absolute one where want is 0.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance*max(math.Abs(want), math.SmallestNonzeroFloat64) && math.Abs(got-want) > 1e-300 {
		t.Errorf("%s = %.17g, want %.17g (relative tolerance %g)", what, got, want, tolerance)
	}
}

// nearInterval is near for both ends.
func nearInterval(t *testing.T, what string, got, want stat.Interval, tolerance float64) {
	t.Helper()
	near(t, what+" low", got.Low, want.Low, tolerance)
	near(t, what+" high", got.High, want.High, tolerance)
}

// defined returns the value, and fails the test where it is undefined.
func defined[T any](t *testing.T, what string) func(T, bool) T {
	t.Helper()
	return func(v T, ok bool) T {
		t.Helper()
		if !ok {
			t.Fatalf("%s is undefined", what)
		}
		return v
	}
}

// callsWithSlices runs every exported function that takes a slice on input
// that gives it work to do: unsorted, with ties.
var callsWithSlices = map[string]func(in inputs){
	"Friedman":               func(in inputs) { stat.Friedman([][]float64{in.Real, append(slices.Clone(in.LogP), 1, 2)}) },
	"RatesAlike":             func(in inputs) { stat.RatesAlike([][]stat.Rate{in.Parts, in.Parts}) },
	"ABC":                    func(in inputs) { stat.ABC(in.Whole) },
	"BenjaminiHochberg":      func(in inputs) { stat.BenjaminiHochberg(in.LogP, 10) },
	"ChainEffects":           func(in inputs) { stat.ChainEffects(in.Positive, in.Positive) },
	"CochranMantelHaenszel":  func(in inputs) { stat.CochranMantelHaenszel(in.Strata) },
	"CoefficientOfVariation": func(in inputs) { stat.CoefficientOfVariation(in.Real) },
	"EffectiveNumber":        func(in inputs) { stat.EffectiveNumber(in.Whole) },
	"FitBGNBD":               func(in inputs) { stat.FitBGNBD(in.Buyers) },
	"FitGammaExponential":    func(in inputs) { stat.FitGammaExponential(in.Waits) },
	"FitGammaGamma":          func(in inputs) { stat.FitGammaGamma(in.Spenders) },
	"HHI":                    func(in inputs) { stat.HHI(in.Whole) },
	"KaplanMeier":            func(in inputs) { stat.KaplanMeier(in.Exits) },
	"LargestRemainder":       func(in inputs) { stat.LargestRemainder(100, in.Positive) },
	"MantelHaenszel":         func(in inputs) { stat.MantelHaenszel(in.Strata, 0.95) },
	"LogRank":                func(in inputs) { stat.LogRank([][]stat.Exits{in.Exits, in.Exits[1:]}) },
	"MeanDifference":         func(in inputs) { stat.MeanDifference(in.Means, 0.95) },
	"Median":                 func(in inputs) { stat.Median(in.Real) },
	"NoiseBand":              func(in inputs) { stat.NoiseBand(in.Real) },
	"Overdispersion":         func(in inputs) { stat.Overdispersion(in.Real) },
	"PriceVolumeMix":         func(in inputs) { stat.PriceVolumeMix(in.Changes) },
	"Quantile":               func(in inputs) { stat.Quantile(in.Whole, 0.3) },
	"Quintiles":              func(in inputs) { stat.Quintiles(in.Whole) },
	"RiskRatio":              func(in inputs) { stat.RiskRatio(in.Cohorts, 0.95) },
	"RobustNoiseBand":        func(in inputs) { stat.RobustNoiseBand(in.Real) },
	"TheilSen":               func(in inputs) { stat.TheilSen(in.Real) },
	"WhaleCurve":             func(in inputs) { stat.WhaleCurve(in.Whole) },
	"XYZ":                    func(in inputs) { stat.XYZ(in.Real) },
	"FitBetaBinomial":        func(in inputs) { stat.FitBetaBinomial(in.Shares) },
	"RankRanges":             func(in inputs) { stat.RankRanges(in.Rates, 0.95) },
	"StaggeredEffect":        func(in inputs) { stat.StaggeredEffect(in.Treated) },
}

type inputs struct {
	Whole, Positive []int64
	Real, LogP      []float64
	Exits           []stat.Exits
	Strata          []stat.FourFold
	Cohorts         []stat.CohortStratum
	Changes         []stat.Change
	Buyers          []stat.Buyers
	Spenders        []stat.Spenders
	Means           []stat.MeanStratum
	Waits           []stat.Waits
	Shares          []stat.Share
	Rates           []stat.Beta
	Treated         []stat.Treated
	Parts           []stat.Rate
}

func newInputs() inputs {
	return inputs{
		Whole:    []int64{5, -2, 9, 9, 0, 3, -7, 1},
		Positive: []int64{3, 1, 1, 7},
		Real:     []float64{4, 1, 8, 8, -3, 2.5, 0},
		LogP:     []float64{-1, -30, -2, -2, 0},
		Exits:    []stat.Exits{{5, 1, 0}, {2, 1, 1}, {5, 1, 0}, {3, 0, 2}},
		Strata:   []stat.FourFold{{5, 3, 2, 9}, {1, 4, 6, 20}},
		Cohorts:  []stat.CohortStratum{{5, 30, 2, 9}, {1, 4, 6, 20}},
		Changes: []stat.Change{
			{stat.Period{3, 10, 4}, stat.Period{7, 25, 9}},
			{stat.Period{0, 0, 0}, stat.Period{2, 8, 3}},
		},
		Buyers:   []stat.Buyers{{3, 20, 30, 10}, {0, 0, 40, 60}, {1, 2, 35, 20}},
		Means:    []stat.MeanStratum{{stat.Moments{3, 9, 9}, stat.Moments{2, 3, 1}}},
		Spenders: []stat.Spenders{{3, 20, 1}, {1, 60, 4}, {2, 5, 2}},
		Waits:    []stat.Waits{{3, 20, 1}, {2, 90, 4}, {2, 5, 2}},
		Shares:   []stat.Share{{5, 20}, {1, 30}, {9, 12}},
		Rates:    []stat.Beta{{5, 20}, {1, 30}, {9, 12}},
		Parts:    []stat.Rate{{3, 7}, {1, 9}, {4, 4}},
		Treated:  []stat.Treated{{1, 0.4, 2, []stat.Span{{0.6, 3, []stat.Other{{3, 0.4, 0.5, 1}, {4, 0.3, 0.3, 2}}}}}, {2, 0.5, 1, []stat.Span{{0.7, 2, []stat.Other{{4, 0.3, 0.4, 1}}}}}},
	}
}

// TestInputsAreNeverChanged covers every exported function with a slice among
// its parameters, and fails for one that is not in the table.
func TestInputsAreNeverChanged(t *testing.T) {
	for name, call := range callsWithSlices {
		in := newInputs()
		call(in)
		if !reflect.DeepEqual(in, newInputs()) {
			t.Errorf("%s changed its input", name)
		}
	}
	for _, name := range exportedWithSlices(t) {
		if callsWithSlices[name] == nil {
			t.Errorf("%s takes a slice and is not in the table of this test", name)
		}
	}
}

// exportedWithSlices lists the exported functions of the package that take a
// slice.
func exportedWithSlices(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Name.IsExported() && f.Recv == nil && slices.ContainsFunc(f.Type.Params.List, isSlice) {
				names = append(names, f.Name.Name)
			}
		}
	}
	if len(names) == 0 {
		t.Fatal("found no function with a slice")
	}
	return names
}

func isSlice(f *ast.Field) bool {
	array, ok := f.Type.(*ast.ArrayType)
	return ok && array.Len == nil
}
