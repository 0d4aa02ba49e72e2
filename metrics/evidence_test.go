package metrics

import (
	"strings"
	"testing"

	"xsell/metrics/stat"
)

func TestOnlyARandomControlGroupSaysCaused(t *testing.T) {
	for _, e := range []Evidence{RandomControl, DifferenceInDifferences, BeforeAndAfter, Coincidence} {
		if got, want := strings.Contains(e.verb(Options{}), "caused"), e == RandomControl; got != want || e.verb(Options{}) == "" {
			t.Errorf("grade %s says %q", e, e.verb(Options{}))
		}
		if !strings.Contains(string(evidences), strings.TrimPrefix(strings.Replace(e.text(Options{}), ",", "", 1), "evidence ")) {
			t.Errorf("%q is not what the definition says", e.text(Options{}))
		}
	}
}

func TestVerdictFollowsTheLimits(t *testing.T) {
	for _, c := range []struct {
		grade     Evidence
		low, high float64
		want      Verdict
	}{
		{RandomControl, 0.01, 0.20, Works},
		{BeforeAndAfter, 0.01, 0.20, Works},
		{BeforeAndAfter, 0, 0.20, CannotBeTold},
		{DifferenceInDifferences, -0.074, 0.235, CannotBeTold},
		{DifferenceInDifferences, -0.10, 0.049, DoesNotWork},
		{RandomControl, 0.01, 0.04, DoesNotWork},
		{Coincidence, 0.01, 0.20, NotToBeJudged},
		{Coincidence, -0.20, -0.01, NotToBeJudged},
	} {
		if got := c.grade.judge(stat.Interval{Low: c.low, High: c.high}, 0.05); got != c.want {
			t.Errorf("grade %s, limits %v to %v: %q, want %q", c.grade, c.low, c.high, got, c.want)
		}
	}
}
