package stat

import "math"

// GammaQuantile returns where the gamma distribution with the shape and scale 1
// has the probability p below it, to about 12 digits. It may be 0 where the
// shape is so small that no number is as near to 0. Undefined unless shape > 0
// is finite and 0 < p < 1.
//
// It is Newton's method in the logarithm of x, on the logarithm of the smaller
// of both tails. The tails of the gamma distribution are concave so, and the
// search cannot run away: wherever it begins, it comes from one side.
//
// Source: the start is that of E. B. Wilson and M. M. Hilferty, PNAS 17 (1931)
// 684-688, near 0 the first term of the series.
func GammaQuantile(shape, p float64) (float64, bool) {
	if !(shape > 0) || math.IsInf(shape, 1) || !(p > 0 && p < 1) {
		return 0, false
	}
	g := gammaTails{shape, logGamma(shape)}
	const most = 100 // it takes three to eight
	u := g.start(p)
	for range most {
		step := min(g.step(u, p), 3) // no step leads out of range
		u += step
		if !(math.Abs(step) > 1e-8) { // the error after a step is of the order of its square
			break
		}
	}
	return math.Exp(u), true
}

// gammaTails is a gamma distribution with scale 1.
type gammaTails struct {
	shape, logGamma float64
}

// start returns the logarithm of a first guess.
func (g gammaTails) start(p float64) float64 {
	d := 1 / (9 * g.shape)
	if off := -d - math.Sqrt2*math.Erfcinv(2*p)*math.Sqrt(d); off > -0.75 {
		return math.Log(g.shape) + 3*math.Log1p(off)
	}
	return (math.Log(p) + g.logGamma + math.Log(g.shape)) / g.shape
}

// step returns how far Newton's method goes from the logarithm u.
func (g gammaTails) step(u, p float64) float64 {
	x := math.Exp(u)
	density := g.shape*u - x - g.logGamma // of u, as a logarithm
	below := g.logBelow(u, x, density)
	if p < 0.5 {
		return (math.Log(p) - below) * math.Exp(below-density)
	}
	above := g.logAbove(x, density, below)
	return (above - math.Log1p(-p)) * math.Exp(above-density)
}

// logBelow returns the logarithm of the probability below x; beyond the shape
// by that above it.
func (g gammaTails) logBelow(u, x, density float64) float64 {
	if x >= g.shape+1 {
		return math.Log1p(-math.Exp(density) * g.fraction(x))
	}
	term, sum := 1.0, 1.0
	for n := g.shape + 1; term > 1e-17*sum; n++ {
		term *= x / n
		sum += term
	}
	return density - math.Log(g.shape) + math.Log(sum)
}

// logAbove returns the logarithm of the probability above x.
func (g gammaTails) logAbove(x, density, below float64) float64 {
	if x >= g.shape+1 {
		return density + math.Log(g.fraction(x))
	}
	return math.Log(-math.Expm1(below))
}

// fraction returns the probability above x > shape + 1 over the density of its
// logarithm: the continued fraction of Legendre, by Lentz's method.
//
// Source: NIST Digital Library of Mathematical Functions, 8.9.2.
func (g gammaTails) fraction(x float64) float64 {
	const tiny = 1e-300
	b := x + 1 - g.shape
	c, d := 1/tiny, 1/b
	value := d
	for n := 1.0; n < 1e6; n++ {
		a := -n * (n - g.shape)
		b += 2
		d = 1 / nonzero(a*d+b, tiny)
		c = nonzero(b+a/c, tiny)
		value *= c * d
		if math.Abs(c*d-1) < 1e-16 {
			break
		}
	}
	return value
}

func nonzero(v, tiny float64) float64 {
	if math.Abs(v) < tiny {
		return tiny
	}
	return v
}
