package stat_test

import (
	"testing"

	"xsell/metrics/stat"
)

func TestABC(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []int64
		want   string
	}{
		{"by the share before the item", []int64{50, 30, 10, 6, 4}, "AABBC"},
		{"order of the input is kept", []int64{4, 10, 50, 6, 30}, "CBABA"},
		{"80 % before is no longer A", []int64{80, 10, 10}, "ABB"},
		{"the item that crosses 80 % is A", []int64{79, 15, 6}, "AAB"},
		{"equal values share the first's class", []int64{25, 25, 25, 25}, "AAAA"},
		{"equal values at the limit", []int64{70, 10, 10, 10}, "AAAA"},
		{"nothing and losses apart", []int64{10, 0, -5}, "A--"},
		{"only losses", []int64{-1, 0}, "--"},
		{"one", []int64{1}, "A"},
		{"none", nil, ""},
	} {
		got := ""
		for _, class := range stat.ABC(c.values) {
			got += class.String()
		}
		if got != c.want {
			t.Errorf("%s: ABC(%v) = %s, want %s", c.name, c.values, got, c.want)
		}
	}
}

// Value: numpy 2.4.6, std(ddof=1)/mean.
func TestCoefficientOfVariation(t *testing.T) {
	got := defined[float64](t, "CoefficientOfVariation")(stat.CoefficientOfVariation([]int64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}))
	near(t, "coefficient", got, 0.5916079783099616, 1e-14)
	for _, bad := range [][]int64{nil, {3}, {0, 0}, {-4, 1}} {
		if _, ok := stat.CoefficientOfVariation(bad); ok {
			t.Errorf("CoefficientOfVariation(%v) is defined", bad)
		}
	}
}

func TestXYZ(t *testing.T) {
	for _, c := range []struct {
		values []int64
		want   stat.Class
		ok     bool
	}{
		{[]int64{10, 11, 9, 10, 12, 10}, 'X', true},
		{[]int64{10, 0, 20, 10, 2, 18}, 'Y', true},
		{[]int64{0, 0, 40, 0, 0, 0}, 'Z', true},
		{[]int64{10, 11, 9, 10, 12}, stat.ClassNone, false},
		{[]int64{0, 0, 0, 0, 0, 0}, stat.ClassNone, false},
	} {
		if got, ok := stat.XYZ(c.values); got != c.want || ok != c.ok {
			t.Errorf("XYZ(%v) = %v, %v, want %v, %v", c.values, got, ok, c.want, c.ok)
		}
	}
}

func TestWhaleCurve(t *testing.T) {
	w := stat.WhaleCurve([]int64{-30, 100, 0, 50, -20})
	if want := (stat.Whale{Peak: 150, GivenAway: -50, Winners: 2, Size: 5}); w != want {
		t.Fatalf("WhaleCurve = %+v, want %+v", w, want)
	}
	near(t, "peak share", defined[float64](t, "PeakShare")(w.PeakShare()), 1.5, 1e-15)
	near(t, "winner share", defined[float64](t, "WinnerShare")(w.WinnerShare()), 0.4, 1e-15)
	if share, ok := stat.WhaleCurve([]int64{5, -5}).PeakShare(); ok || share != 0 {
		t.Errorf("peak share of a total of 0 is %g, want undefined", share)
	}
	if share, ok := stat.WhaleCurve[int64](nil).WinnerShare(); ok || share != 0 {
		t.Errorf("winner share of nobody is %g, want undefined", share)
	}
}

func TestConcentration(t *testing.T) {
	values := []int64{50, -10, 30, 20, 0}
	near(t, "HHI", defined[float64](t, "HHI")(stat.HHI(values)), 0.38, 1e-14)
	near(t, "effective number", defined[float64](t, "EffectiveNumber")(stat.EffectiveNumber(values)), 1/0.38, 1e-14)
	near(t, "HHI of one", defined[float64](t, "HHI")(stat.HHI([]float64{7})), 1, 1e-15)
	near(t, "effective number of equals", defined[float64](t, "EffectiveNumber")(stat.EffectiveNumber([]int64{3, 3, 3, 3})), 4, 1e-15)
	for _, none := range [][]int64{nil, {0, -1}} {
		if _, ok := stat.HHI(none); ok {
			t.Errorf("HHI(%v) is defined", none)
		}
		if _, ok := stat.EffectiveNumber(none); ok {
			t.Errorf("EffectiveNumber(%v) is defined", none)
		}
	}
}

// Values: the definitions of the report; m = 25, r0 = 20 %: a discount of 5
// needs 25 %, one of 10 needs 33.3 %.
func TestBreakEven(t *testing.T) {
	near(t, "d = 5", defined[float64](t, "BreakEvenAttach")(stat.BreakEvenAttach(0.2, 25, 5)), 0.25, 1e-14)
	near(t, "d = 10", defined[float64](t, "BreakEvenAttach")(stat.BreakEvenAttach(0.2, 25, 10)), 1.0/3, 1e-14)
	near(t, "d*", defined[float64](t, "BreakEvenDiscount")(stat.BreakEvenDiscount(0.2, 0.25, 25)), 5, 1e-14)
	near(t, "d* of a fall", defined[float64](t, "BreakEvenDiscount")(stat.BreakEvenDiscount(0.2, 0.16, 25)), -6.25, 1e-14)
	for _, bad := range [][3]float64{{-0.1, 25, 5}, {1.1, 25, 5}, {0.2, 25, 25}, {0.2, 0, 0}, {0.2, 25, -1}} {
		if got, ok := stat.BreakEvenAttach(bad[0], bad[1], bad[2]); ok {
			t.Errorf("BreakEvenAttach%v = %g, want undefined", bad, got)
		}
	}
	for _, bad := range [][3]float64{{0.2, 0, 25}, {0.2, 0.3, 0}, {0.2, 1.2, 5}, {-1, 0.2, 5}} {
		if got, ok := stat.BreakEvenDiscount(bad[0], bad[1], bad[2]); ok {
			t.Errorf("BreakEvenDiscount%v = %g, want undefined", bad, got)
		}
	}
}
