package stat

import "math"

// bgnbdSums are histories laid out for the likelihood of one model after the
// other: thousands of histories share a few hundred numbers of purchases and
// times, whose gamma functions and logarithms are taken once a model.
type bgnbdSums struct {
	histories []Buyers
	repeats   []int64   // different numbers of repeat purchases
	times     []float64 // different times
	at        []bgnbdAt // of each history

	constants, logs []float64 // beside repeats and times
}

// bgnbdAt are the places of a history's number, last purchase and age.
type bgnbdAt struct{ repeat, last, age int32 }

func newBGNBDSums(histories []Buyers) *bgnbdSums {
	s := &bgnbdSums{histories: histories, at: make([]bgnbdAt, len(histories))}
	repeats, times := map[int64]int32{}, map[float64]int32{}
	timeAt := func(t float64) int32 {
		i, ok := times[t]
		if !ok {
			i = int32(len(s.times))
			times[t] = i
			s.times = append(s.times, t)
		}
		return i
	}
	for i, h := range histories {
		at, ok := repeats[h.Repeat]
		if !ok {
			at = int32(len(s.repeats))
			repeats[h.Repeat] = at
			s.repeats = append(s.repeats, h.Repeat)
		}
		s.at[i] = bgnbdAt{at, timeAt(h.Last), timeAt(h.Age)}
	}
	s.constants, s.logs = make([]float64, len(s.repeats)), make([]float64, len(s.times))
	return s
}

// logLikelihood is equation 6 of the paper.
func (s *bgnbdSums) logLikelihood(m BGNBD) float64 {
	for i, x := range s.repeats {
		s.constants[i] = m.logConstant(float64(x))
	}
	for i, t := range s.times {
		s.logs[i] = math.Log(m.Alpha + t)
	}
	var sum float64
	for i, h := range s.histories {
		at, x := s.at[i], float64(h.Repeat)
		last, age := s.logs[at.last], s.logs[at.age]
		var left float64 // the odds that the customer has left
		if h.Repeat > 0 {
			left = m.A / (m.B + x - 1) * math.Exp((m.R+x)*(age-last))
		}
		sum += float64(h.Count) * (s.constants[at.repeat] - (m.R+x)*age + math.Log1p(left))
	}
	return sum
}
