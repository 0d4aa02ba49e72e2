package metrics

// pairSet is a set of pairs a < b of numbers below n, one bit each.
type pairSet struct {
	n    int
	bits []uint64
}

func newPairSet(n int) pairSet { return pairSet{n, make([]uint64, (n*(n-1)/2+63)/64)} }

func (s pairSet) add(a, b int32) {
	i := s.index(a, b)
	s.bits[i/64] |= 1 << (i % 64)
}

func (s pairSet) has(a, b int32) bool {
	i := s.index(a, b)
	return s.bits[i/64]>>(i%64)&1 == 1
}

func (s pairSet) index(a, b int32) int { return int(a)*(2*s.n-int(a)-1)/2 + int(b-a) - 1 }
