package stat_test

import (
	"testing"

	"xsell/metrics/stat"
)

// The eight customers of the definitions: time, then 1 for the event and 0 for
// censored, in disorder.
var eight = []stat.Exits{
	{12, 0, 2}, {2, 1, 0}, {5, 1, 0}, {3, 0, 1}, {5, 1, 0}, {9, 1, 0}, {7, 0, 1},
}

// Values: S from the definitions of the report; limits by lifelines 0.30.3
// KaplanMeierFitter, whose default is the log(-log) scale too.
func TestKaplanMeier(t *testing.T) {
	curve := defined[stat.SurvivalCurve](t, "KaplanMeier")(stat.KaplanMeier(eight))
	want := []struct {
		time     float64
		atRisk   int64
		events   int64
		survival float64
		limits   stat.Interval
	}{
		{2, 8, 1, 0.875, stat.Interval{Low: 0.387000, High: 0.981393}},
		{5, 6, 2, 7.0 / 12, stat.Interval{Low: 0.180189, High: 0.844069}},
		{9, 3, 1, 7.0 / 18, stat.Interval{Low: 0.063003, High: 0.724223}},
	}
	if len(curve) != len(want) {
		t.Fatalf("%d steps, want %d", len(curve), len(want))
	}
	for i, w := range want {
		step := curve[i]
		if step.Time != w.time || step.AtRisk != w.atRisk || step.Events != w.events {
			t.Errorf("step %d is %+v, want %+v", i, step, w)
		}
		near(t, "S", step.Survival, w.survival, 1e-14)
		nearInterval(t, "S", defined[stat.Interval](t, "Limits")(step.Limits(0.95)), w.limits, 1e-5)
	}
	if median, ok := curve.Median(); !ok || median != 9 {
		t.Errorf("median %g, %v, want 9", median, ok)
	}
	for _, at := range []struct{ time, want float64 }{{0, 1}, {1.9, 1}, {2, 0.875}, {4, 0.875}, {5, 7.0 / 12}, {100, 7.0 / 18}} {
		near(t, "At", curve.At(at.time), at.want, 1e-14)
	}
}

// Values: R's survival package, aml data, maintained group; limits and median
// by lifelines 0.30.3. Greenwood's error of the first step is sqrt(10)/11/sqrt(11).
func TestKaplanMeierAML(t *testing.T) {
	curve := defined[stat.SurvivalCurve](t, "KaplanMeier")(stat.KaplanMeier([]stat.Exits{
		{9, 1, 0}, {13, 1, 1}, {18, 1, 0}, {23, 1, 0}, {28, 0, 1}, {31, 1, 0}, {34, 1, 0}, {45, 0, 1}, {48, 1, 0}, {161, 0, 1},
	}))
	survival := []float64{0.909091, 0.818182, 0.715909, 0.613636, 0.490909, 0.368182, 0.184091}
	se := []float64{0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535}
	for i := range survival {
		near(t, "S", curve[i].Survival, survival[i], 1e-5)
		near(t, "SE", defined[float64](t, "SE")(curve[i].SE()), se[i], 1e-3)
	}
	nearInterval(t, "last", defined[stat.Interval](t, "Limits")(curve[6].Limits(0.95)), stat.Interval{Low: 0.011738, High: 0.525015}, 1e-4)
	if median, ok := curve.Median(); !ok || median != 31 {
		t.Errorf("median %g, %v, want 31", median, ok)
	}
}

func TestKaplanMeierEdges(t *testing.T) {
	for _, none := range [][]stat.Exits{nil, {{3, 0, 0}}, {{3, -1, 2}}} {
		if _, ok := stat.KaplanMeier(none); ok {
			t.Errorf("KaplanMeier(%v) is defined", none)
		}
	}
	censored := defined[stat.SurvivalCurve](t, "all censored")(stat.KaplanMeier([]stat.Exits{{3, 0, 9}}))
	if _, ok := censored.Median(); ok || len(censored) != 0 || censored.At(5) != 1 {
		t.Error("where nothing has happened the curve stays at 1 and its median is not reached")
	}
	gone := defined[stat.SurvivalCurve](t, "all gone")(stat.KaplanMeier([]stat.Exits{{1, 2, 0}, {4, 2, 0}}))
	if median, ok := gone.Median(); !ok || median != 1 {
		t.Errorf("median %g, %v, want 1, where S is .5 exactly", median, ok)
	}
	if _, ok := gone[1].Limits(0.95); ok || gone[1].Survival != 0 {
		t.Error("limits of S = 0 are defined")
	}
	if _, ok := gone[1].SE(); ok {
		t.Error("standard error of S = 0 is defined")
	}
}
