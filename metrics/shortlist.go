package metrics

import "slices"

// shortlist keeps the first so many of all that are added, in a total order.
type shortlist[T any] struct {
	most  int
	order func(a, b T) int
	kept  []T
	left  int64 // added, and not among the first
}

func (s *shortlist[T]) add(x T) {
	if s.kept = append(s.kept, x); len(s.kept) >= 4*s.most+1024 {
		s.cut()
	}
}

// cut drops what is beyond the first and returns these in order.
func (s *shortlist[T]) cut() []T {
	slices.SortFunc(s.kept, s.order)
	if beyond := len(s.kept) - s.most; beyond > 0 {
		s.left += int64(beyond)
		s.kept = s.kept[:s.most]
	}
	return s.kept
}
