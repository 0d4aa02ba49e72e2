package stat

// A Whale is the summary of a whale curve: things (customers, products) by
// falling profit against their cumulative profit, which rises to a peak above
// the total and falls again where the losses begin.
type Whale struct {
	Peak      int64 // sum of the positive profits
	GivenAway int64 // sum of the negative profits, at most 0
	Winners   int   // things with a profit above 0: the position of the peak
	Size      int   // all things
}

// WhaleCurve returns the summary for the profits, in their units and any order.
// Their sum of absolute values must fit an int64.
//
// Source: R. S. Kaplan and V. G. Narayanan, Journal of Cost Management 15
// (2001) 5-15.
func WhaleCurve[T ~int64](profits []T) Whale {
	w := Whale{Size: len(profits)}
	for _, p := range profits {
		if p > 0 {
			w.Peak += int64(p)
			w.Winners++
		} else {
			w.GivenAway += int64(p)
		}
	}
	return w
}

// Total returns the profit of all, Peak + GivenAway.
func (w Whale) Total() int64 {
	return w.Peak + w.GivenAway
}

// PeakShare returns the peak as a multiple of the total (1.2 is 120 %).
// Undefined for a total of 0 or less, where only the money makes sense.
func (w Whale) PeakShare() (float64, bool) {
	if w.Total() <= 0 {
		return 0, false
	}
	return float64(w.Peak) / float64(w.Total()), true
}

// WinnerShare returns the share of things that lie before the peak, as a
// fraction. Undefined without any thing.
func (w Whale) WinnerShare() (float64, bool) {
	if w.Size == 0 {
		return 0, false
	}
	return float64(w.Winners) / float64(w.Size), true
}
