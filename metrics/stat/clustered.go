package stat

import "math"

// CellSums are sums over clusters (customers) of the counts n of things and k of hits that
// each has in several cells (arm and time): N and K by cell, and NN[i][j] = sum n_i n_j,
// NK[i][j] = sum n_i k_j, KK[i][j] = sum k_i k_j by pairs of cells. They are all that a
// contrast of the rates and its variance follow from.
type CellSums struct {
	Clusters   float64 // that have anything in one of the cells
	N, K       []float64
	NN, NK, KK [][]float64
}

// Rate returns K/N of a cell; undefined where it is empty.
func (s CellSums) Rate(cell int) (float64, bool) {
	if !(s.N[cell] > 0) {
		return 0, false
	}
	return s.K[cell] / s.N[cell], true
}

// Effective returns how many clusters of one size would say as much of the cell as its do,
// (sum n)^2 / sum n^2: with one very large customer it is little more than 1.
//
// Source: L. Kish, Survey Sampling, Wiley 1965, section 11.7.
func (s CellSums) Effective(cell int) float64 {
	if !(s.NN[cell][cell] > 0) {
		return 0
	}
	return s.N[cell] * s.N[cell] / s.NN[cell][cell]
}

// Contrast returns sum w_i K_i/N_i, the rates weighted, with its standard error where things
// of one cluster depend on each other in any way, and limits by Student's t with Welch's
// degrees of freedom, a cell having one less than its effective number of clusters. The
// variance is never taken below that of independent things (each cell with half a hit and
// half a miss more, since one without hits is not sure of it), as few clusters may agree by chance.
// Undefined for an empty cell with a weight, one of fewer than two effective clusters or a
// level outside (0, 1).
//
// Sources: K.-Y. Liang and S. L. Zeger, Biometrika 73 (1986) 13-22, with the factor G/(G-1);
// J. J. Gart and J. R. Zweifel, Biometrika 54 (1967) 181-187, for the half; B. L. Welch, Biometrika
// 34 (1947) 28-35.
func (s CellSums) Contrast(w []float64, level float64) (Estimate, bool) {
	variance, ok := s.ClusterVariance(w)
	if !ok || !(level > 0 && level < 1) {
		return Estimate{}, false
	}
	var value, independent, squares float64
	for i, weight := range w {
		if weight == 0 {
			continue
		}
		effective := s.Effective(i)
		if effective < 2 {
			return Estimate{}, false
		}
		rate := (s.K[i] + 0.5) / (s.N[i] + 1)
		part := weight * weight * rate * (1 - rate) / s.N[i]
		value += weight * s.K[i] / s.N[i]
		independent += part
		squares += part * part / (effective - 1)
	}
	se := math.Sqrt(max(variance, independent))
	reach := se * studentT(max(1, independent*independent/squares), level)
	return Estimate{value, se, Interval{value - reach, value + reach}}, true
}

// ClusterVariance returns the variance of the contrast by linearisation of its ratios.
// Undefined for an empty cell with a weight, or fewer than two clusters.
func (s CellSums) ClusterVariance(w []float64) (float64, bool) {
	if s.Clusters < 2 {
		return 0, false
	}
	var sum float64
	for i := range w {
		for j := range w {
			if w[i] == 0 || w[j] == 0 {
				continue
			}
			p, ok := s.Rate(i)
			q, ok2 := s.Rate(j)
			if !ok || !ok2 {
				return 0, false
			}
			product := s.KK[i][j] - q*s.NK[j][i] - p*s.NK[i][j] + p*q*s.NN[i][j]
			sum += w[i] * w[j] * product / (s.N[i] * s.N[j])
		}
	}
	return max(0, sum) * s.Clusters / (s.Clusters - 1), true
}
