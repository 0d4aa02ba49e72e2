package stat

import "math"

// Treated is a unit that was treated at some time, with its rate before and since. The
// time since is cut where the units not yet treated change.
type Treated struct {
	Unit   int
	Before float64
	Weight float64 // in the mean of effects
	Spans  []Span
}

// Span is a stretch of the time since, with those who are not treated until its end.
type Span struct {
	After, Size float64 // of the treated unit: its rate, and how much the span counts
	Others      []Other
}

// Other is a unit not yet treated, in the same times.
type Other struct {
	Unit          int
	Before, After float64
	Weight        float64 // among the others of the span
}

// Staggered is an effect of a treatment that began at several times.
type Staggered struct {
	Effect          float64
	SE              float64   // between units; 0 where there are fewer than two on a side
	Each            []float64 // the effect on each treated unit, in their order
	Treated, Others int       // units on each side; one may be on both
}

// StaggeredEffect returns the difference-in-differences of treated units against those not
// yet treated at the time: for each span the change of the unit less the mean change of
// the others, averaged over its spans by size and over units by weight. Its standard error
// comes from leaving out each unit in turn, with all it did on either side, since what one
// unit does is not independent; it is conservative where units are few. Treated units
// without a span that has others are left out. Undefined where none is left.
//
// Sources: B. Callaway and P. Sant'Anna, Journal of Econometrics 225 (2021) 200-230, for
// the comparison with the not yet treated; J. MacKinnon, M. Nielsen and M. Webb, Journal of
// Applied Econometrics 38 (2023) 671-694, CV3, for the error.
func StaggeredEffect(treated []Treated) (Staggered, bool) {
	s := Staggered{Each: make([]float64, len(treated))}
	var weights, sum float64
	counted := map[int]float64{} // weights of treated units
	others := map[int]bool{}
	for i, t := range treated {
		effect, ok := t.effect()
		if s.Each[i] = effect; !ok || t.Weight <= 0 {
			continue
		}
		weights, sum = weights+t.Weight, sum+t.Weight*effect
		counted[t.Unit] += t.Weight
		for _, span := range t.Spans {
			for _, o := range span.Others {
				others[o.Unit] = true
			}
		}
	}
	if weights == 0 {
		return Staggered{}, false
	}
	s.Effect, s.Treated, s.Others = sum/weights, len(counted), len(others)
	s.SE = s.leaveOut(treated, counted, weights)
	return s, true
}

// leaveOut is the standard error by leaving out each unit.
func (s Staggered) leaveOut(treated []Treated, counted map[int]float64, weights float64) float64 {
	if s.Treated < 2 || s.Others < 2 {
		return 0
	}
	moved := map[int]float64{} // by how much the sum of effects moves without a unit
	units := 0
	order := []int{}
	note := func(unit int) {
		if _, ok := moved[unit]; !ok {
			moved[unit] = 0
			order = append(order, unit)
			units++
		}
	}
	for i, t := range treated {
		if _, ok := t.effect(); !ok || t.Weight <= 0 {
			continue
		}
		note(t.Unit)
		moved[t.Unit] -= t.Weight * s.Each[i]
		for unit, by := range t.without(note) {
			moved[unit] += t.Weight * by
		}
	}
	var squares float64
	for _, unit := range order {
		rest := weights - counted[unit]
		if rest <= 0 {
			continue
		}
		without := (s.Effect*weights + moved[unit]) / rest
		squares += (without - s.Effect) * (without - s.Effect)
	}
	return math.Sqrt(squares * float64(units-1) / float64(units))
}

// effect is that on one unit; false where there is nobody to compare it with.
func (t Treated) effect() (float64, bool) {
	var sum, size float64
	for _, span := range t.Spans {
		if change, weight := span.change(); weight > 0 && span.Size > 0 {
			sum += span.Size * (span.After - t.Before - change)
			size += span.Size
		}
	}
	if size == 0 {
		return 0, false
	}
	return sum / size, true
}

// change is the mean change of the others, and their weight.
func (s Span) change() (mean, weight float64) {
	for _, o := range s.Others {
		mean += o.Weight * (o.After - o.Before)
		weight += o.Weight
	}
	if weight > 0 {
		mean /= weight
	}
	return mean, weight
}

// without is by how much the effect on the unit moves without each of the others. The only
// one of a span cannot be left out.
func (t Treated) without(note func(int)) map[int]float64 {
	var size float64
	for _, span := range t.Spans {
		if _, weight := span.change(); weight > 0 {
			size += span.Size
		}
	}
	moved := map[int]float64{}
	for _, span := range t.Spans {
		mean, weight := span.change()
		for _, o := range span.Others {
			note(o.Unit)
			if rest := weight - o.Weight; rest > 0 {
				other := (mean*weight - o.Weight*(o.After-o.Before)) / rest
				moved[o.Unit] += (mean - other) * span.Size / size
			}
		}
	}
	return moved
}
