package metrics

// crowd is a market while two goods were on sale: what its buyers did in that time.
type crowd struct {
	*shelf
	in     stretch
	stakes [][]stake // of each good in the pairs of goods that buyers alike took in that time
}

// crowd looks at the buyers of a stretch as measure does at those of the window.
func (s *shelf) crowd(in stretch) crowd {
	c := crowd{shelf: s, in: in, stakes: make([][]stake, len(s.goods))}
	if s.whole().within(in) {
		for i := range s.goods {
			c.stakes[i] = s.goods[i].stakes
		}
		return c
	}
	has := make([][]bool, len(s.goods))
	for i := range s.goods {
		has[i] = make([]bool, len(s.goods[i].buyers))
		for j := range has[i] {
			has[i][j] = s.bought(s.holding(int32(i), j), in)
		}
	}
	c.stakes = s.stakesOf(s.habitsIn(in, has), halves, func(i, j int) bool { return has[i][j] })
	return c
}

// whole is the stretch of all deals.
func (s *shelf) whole() stretch { return stretch{0, int32(len(s.deals) - 1)} }

// habitsIn is what the buyers did in a stretch.
func (s *shelf) habitsIn(in stretch, has [][]bool) []habit {
	of := make([]habit, len(s.buyers))
	for _, d := range s.deals[in.from : in.to+1] {
		if d.buyer >= 0 {
			of[d.buyer].met(d.day)
		}
	}
	for i := range s.goods {
		for j, buyer := range s.goods[i].buyers {
			if has[i][j] {
				of[buyer].goods++
			}
		}
	}
	return of
}

// chance is that of the buyers of both of two goods among buyers alike.
func (c crowd) chance(a, b int32) chance { return chanceOf(c.stakes[a], c.stakes[b]) }
