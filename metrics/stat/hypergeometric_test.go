package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Values: mpmath with 40 to 60 digits; the small ones by summing exact
// integers, the large ones by log-gamma and the ratio recursion. exp of the
// first is 5.2115178282951605e-05, as scipy 1.17.1 stats.fisher_exact has it.
func TestLogFisherGreater(t *testing.T) {
	for _, c := range []struct {
		nab, na, nb, n int64
		want           float64
	}{
		{15, 40, 30, 200, -9.86205432182610779},
		{19, 21, 792, 9835, -42.8722972671209158},
		{200, 1000, 900, 9835, -65.9154517585063693},
		{3, 1000, 900, 9835, -5.51371584861517126e-41},
		{92, 1000, 900, 9835, -0.702304073637275308},
		{60, 60, 60, 200, -119.383519621839012},
		{500, 600, 700, 5000, -943.435886980877254},
		{310, 5000, 6000, 100000, -1.27646341212630813},
		{2000, 5000, 6000, 100000, -2750.98431683168848},
		{4100, 30000, 40000, 300000, -3.27713481660548844},
		{2399000, 30000000, 40000000, 500000000, -0.2793271534896924},
		{2400000, 30000000, 40000000, 500000000, -0.692938519129180177},
		{2410000, 30000000, 40000000, 500000000, -26.9355831450399214},
		{3000000, 30000000, 40000000, 500000000, -81235.9840059432749},
		{1, 4, 5, 10, -0.0240975515790605021},
		{0, 4, 5, 10, 0},
		{0, 0, 5, 10, 0},
		{5, 5, 5, 5, 0},
		{7, 8, 9, 10, 0}, // the fewest possible
	} {
		got, ok := stat.LogFisherGreater(c.nab, c.na, c.nb, c.n)
		if !ok || math.Abs(got-c.want) > 1e-10*max(1, math.Abs(c.want)) {
			t.Errorf("LogFisherGreater(%d, %d, %d, %d) = %.17g, %v, want %.17g", c.nab, c.na, c.nb, c.n, got, ok, c.want)
		}
	}
}

// A p-value of 1e-83 keeps ten digits: the check is 89! 111!/200!, the one way
// in which 89 of 200 coincide completely, below 1e-58, and the same at 140 of
// 280, below 1e-82.
func TestLogFisherFarTail(t *testing.T) {
	for _, n := range []int64{200, 280, 2000} {
		a := n / 2
		want := 2*logFactorialBySum(a) - logFactorialBySum(n)
		got, _ := stat.LogFisherGreater(a, a, a, n)
		near(t, "log p", got, want, 1e-12)
	}
}

func logFactorialBySum(n int64) float64 {
	var sum float64
	for i := int64(2); i <= n; i++ {
		sum += math.Log(float64(i))
	}
	return sum
}

// For every small table the two tails overlap in the probability of the table
// itself, and swapping A and B changes nothing.
func TestLogFisherProperties(t *testing.T) {
	const n = 14
	for na := int64(0); na <= n; na++ {
		for nb := int64(0); nb <= n; nb++ {
			for nab := max(0, na+nb-n); nab <= min(na, nb); nab++ {
				greater, _ := stat.LogFisherGreater(nab, na, nb, n)
				less, _ := stat.LogFisherLess(nab, na, nb, n)
				swapped, _ := stat.LogFisherGreater(nab, nb, na, n)
				itself := choose(na, nab) * choose(n-na, nb-nab) / choose(n, nb)
				near(t, "overlap of the tails", math.Exp(greater)+math.Exp(less)-1, itself, 1e-9)
				near(t, "swapped", math.Exp(swapped), math.Exp(greater), 1e-12)
			}
		}
	}
}

// choose returns a binomial coefficient small enough to be exact.
func choose(n, k int64) float64 {
	c := 1.0
	for i := int64(1); i <= k; i++ {
		c = c * float64(n-k+i) / float64(i)
	}
	return c
}

func TestLogFisherUndefined(t *testing.T) {
	for _, c := range [][4]int64{{-1, 2, 2, 5}, {3, 2, 4, 5}, {1, 6, 2, 5}, {1, 2, 6, 5}, {0, 4, 4, 5}, {0, 0, 0, -1}} {
		if got, ok := stat.LogFisherGreater(c[0], c[1], c[2], c[3]); ok || got != 0 {
			t.Errorf("LogFisherGreater%v = %v, %v, want undefined", c, got, ok)
		}
		if got, ok := stat.LogFisherLess(c[0], c[1], c[2], c[3]); ok || got != 0 {
			t.Errorf("LogFisherLess%v = %v, %v, want undefined", c, got, ok)
		}
	}
}

// Values: mpmath loggamma(n+1).
func TestLogFactorial(t *testing.T) {
	for n, want := range map[int64]float64{
		0: 0, 1: 0, 2: math.Ln2, 17: 33.5050734501368889, 25: 58.0036052229805199, 100: 363.73937555556349,
		170: 706.573062245787347, 1_000_000: 12815518.3846581696, 1_000_000_000_000: 26631021115943.2827,
	} {
		near(t, "LogFactorial", defined[float64](t, "LogFactorial")(stat.LogFactorial(n)), want, 1e-14)
	}
	if _, ok := stat.LogFactorial(-1); ok {
		t.Error("LogFactorial(-1) is defined")
	}
}
