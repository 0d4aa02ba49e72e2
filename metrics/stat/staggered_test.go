package stat_test

import (
	"testing"

	"xsell/metrics/stat"
)

// trainees are five treated units and six never treated, as before, after and weight.
var (
	trainees = [][3]float64{{.52, .71, 60}, {.55, .72, 80}, {.57, .80, 75}, {.57, .68, 30}, {.51, .71, 70}}
	others   = [][3]float64{{.58, .57, 90}, {.60, .61, 40}, {.55, .57, 66}, {.62, .58, 50}, {.59, .60, 20}, {.57, .55, 77}}
)

func othersOf() (out []stat.Other) {
	for i, o := range others {
		out = append(out, stat.Other{Unit: 5 + i, Before: o[0], After: o[1], Weight: o[2]})
	}
	return out
}

// Values at one time: statsmodels 0.14 WLS of the changes with HC3, which leaves out each
// row, times the root of 10/11. With two spans: numpy, each unit left out by hand.
func TestStaggeredEffect(t *testing.T) {
	var once, twice []stat.Treated
	for i, u := range trainees {
		x := stat.Treated{Unit: i, Before: u[0], Weight: u[2], Spans: []stat.Span{{After: u[1], Size: 20, Others: othersOf()}}}
		once = append(once, x)
		if i < 2 {
			later := append(othersOf(), stat.Other{Unit: 3, Before: .57, After: .59, Weight: 12}, stat.Other{Unit: 4, Before: .51, After: .50, Weight: 9})
			x.Spans = []stat.Span{{After: u[1] - .02, Size: 10, Others: later}, {After: u[1] + .01, Size: 25, Others: othersOf()}}
		}
		twice = append(twice, x)
	}
	s := defined[stat.Staggered](t, "StaggeredEffect")(stat.StaggeredEffect(once))
	near(t, "effect", s.Effect, 0.19639455782312923, 1e-12)
	near(t, "SE", s.SE, 0.018564716302564486, 1e-12)
	if s.Treated != 5 || s.Others != 6 {
		t.Errorf("%d treated and %d others", s.Treated, s.Others)
	}
	s = defined[stat.Staggered](t, "StaggeredEffect")(stat.StaggeredEffect(twice))
	near(t, "effect", s.Effect, 0.19692332610699959, 1e-12)
	near(t, "SE", s.SE, 0.018409648076454854, 1e-12)

	one := once[:1]
	one[0].Spans[0].Others = one[0].Spans[0].Others[:1]
	s = defined[stat.Staggered](t, "StaggeredEffect")(stat.StaggeredEffect(one))
	if near(t, "effect on one", s.Effect, .19-(-.01), 1e-12); s.SE != 0 {
		t.Errorf("one against one has an error of %v between units", s.SE)
	}
	one[0].Spans[0].Others = nil
	if _, ok := stat.StaggeredEffect(one); ok {
		t.Error("defined without anybody to compare with")
	}
}
