package stat_test

import (
	"testing"

	"xsell/metrics/stat"
)

// Values: lifelines 0.30.3 KaplanMeierFitter on those of the eight who are still under
// observation after the first time.
func TestSurvivalLater(t *testing.T) {
	curve := defined[stat.SurvivalCurve](t, "KaplanMeier")(stat.KaplanMeier(eight))
	for _, c := range []struct {
		from, to, want float64
		limits         stat.Interval
	}{
		{3, 9, 0.5555555555555556, stat.Interval{Low: 0.21509163285204158, High: 0.9338132468535876}},
		{0, 5, 0.41666666666666663, stat.Interval{Low: 0.15593130834254243, High: 0.8198111089871771}},
		{2, 12, 0.5555555555555556, stat.Interval{Low: 0.21509163285204158, High: 0.9338132468535876}},
		{4, 6, 0.33333333333333337, stat.Interval{Low: 0.09556583567748367, High: 0.8053833631937651}},
		{5, 7, 0, stat.Interval{}},
		{7, 3, 0, stat.Interval{}},
	} {
		got := defined[stat.Estimate](t, "Later")(curve.Later(c.from, c.to, 0.95))
		near(t, "chance", got.Value, c.want, 1e-12)
		nearInterval(t, "chance", got.Limits, c.limits, 1e-9)
	}
	all := defined[stat.SurvivalCurve](t, "KaplanMeier")(stat.KaplanMeier([]stat.Exits{{1, 1, 0}, {2, 1, 0}}))
	for _, c := range []struct{ from, to, level float64 }{{0, 2, 0.95}, {2, 3, 0.95}, {0, 1, 0}} {
		if got, ok := all.Later(c.from, c.to, c.level); ok {
			t.Errorf("Later(%g, %g, %g) = %+v", c.from, c.to, c.level, got)
		}
	}
}
