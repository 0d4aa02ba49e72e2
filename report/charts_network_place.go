package report

import (
	"math"
	"slices"
)

// Room for a knot with its name, in pixels.
const (
	knotWidth  = 190
	knotHeight = 18
	knotStep   = 58 // rows of knots in a group, with room for the lines between them

	phoneWidth     = 330 // of the plot on a phone
	phoneKnotWidth = 110
)

// web is all groups with their places in the plot.
type web struct {
	knots  []knot
	links  []link
	height int
}

// arrange places the groups beside each other in rows, the largest first, and the knots
// inside each so that those with a line between them are near.
func arrange(groups []group, width, knotWidth int) web {
	groups = slices.Clone(groups)
	slices.SortStableFunc(groups, func(a, b group) int { return len(b.knots) - len(a.knots) })
	var w web
	left, top, deepest := 0.0, 0.0, 0.0
	for _, g := range groups {
		side := math.Ceil(math.Sqrt(float64(len(g.knots))))
		wide := min(side*float64(knotWidth), float64(width))
		if left > 0 && left+wide > float64(width) {
			left, top, deepest = 0, top+deepest, 0
		}
		places := spring(g)
		high := fit(g, places, wide, side*knotStep, float64(knotWidth))
		first := len(w.knots)
		for i, k := range g.knots {
			w.knots = append(w.knots, knot{k.name, math.Round(left + places[i].x), math.Round(top + places[i].y)})
		}
		for _, l := range g.links {
			w.links = append(w.links, link{first + l.from, first + l.to, l.row})
		}
		left, deepest = left+wide, max(deepest, high)
	}
	w.height = int(top + deepest)
	return w
}

// place is a point of the plane.
type place struct{ x, y float64 }

// spring lays a group out by forces: all knots push each other off, lines pull their ends
// together, and less and less is moved. It begins on a circle, so that the same group has
// the same places.
//
// Source: T. M. J. Fruchterman and E. M. Reingold, Software: Practice and Experience 21
// (1991) 1129-1164.
func spring(g group) []place {
	const steps = 300
	n := len(g.knots)
	at := make([]place, n)
	radius := math.Sqrt(float64(n))
	for i := range at {
		angle := 2 * math.Pi * float64(i) / float64(n)
		at[i] = place{radius * math.Cos(angle), radius * math.Sin(angle)}
	}
	for step := range steps {
		force := make([]place, n)
		push := func(i, k int, strength float64) {
			dx, dy := at[i].x-at[k].x, at[i].y-at[k].y
			far := max(math.Hypot(dx, dy), 0.01)
			f := strength / far
			if strength < 0 {
				f = strength * far
			}
			force[i].x, force[i].y = force[i].x+f*dx/far, force[i].y+f*dy/far
			force[k].x, force[k].y = force[k].x-f*dx/far, force[k].y-f*dy/far
		}
		for i := range at {
			for k := range i {
				push(i, k, 1)
			}
		}
		for _, l := range g.links {
			far := math.Hypot(at[l.from].x-at[l.to].x, at[l.from].y-at[l.to].y)
			push(l.from, l.to, -far)
		}
		most := radius * (1 - float64(step)/steps) / 5
		for i, f := range force {
			size := math.Hypot(f.x, f.y)
			if size > 0 {
				at[i].x, at[i].y = at[i].x+f.x/size*min(size, most), at[i].y+f.y/size*min(size, most)
			}
		}
	}
	return at
}

// fit stretches the places over a box of pixels, parts names that would stand on each
// other, and returns the height that they take.
func fit(g group, at []place, wide, high, name float64) float64 {
	xs, ys := make([]float64, len(at)), make([]float64, len(at))
	for i, p := range at {
		xs[i], ys[i] = p.x, p.y
	}
	stretch := func(v float64, all []float64, room float64) float64 {
		lo, hi := bounds(all)
		if hi == lo {
			return room / 2
		}
		return (v - lo) / (hi - lo) * room
	}
	for i := range at {
		at[i] = place{10 + stretch(at[i].x, xs, wide-name), knotHeight + stretch(at[i].y, ys, high-2*knotHeight)}
	}
	setApart(g, at, name-14)
	top, bottom := math.Inf(1), 0.0
	for _, p := range at {
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	for i := range at {
		at[i].y += knotHeight - top
	}
	return bottom - top + 2*knotHeight
}

// setApart moves names that meet up and down until none does.
func setApart(g group, at []place, room float64) {
	for range 200 {
		moved := false
		for i := range at {
			for k := range i {
				upper, lower := &at[k], &at[i]
				if upper.y > lower.y {
					upper, lower = lower, upper
				}
				short := knotHeight - (lower.y - upper.y)
				name := g.knots[i].name // the one on the left, which reaches to the right
				if at[k].x < at[i].x {
					name = g.knots[k].name
				}
				apart := math.Abs(at[i].x-at[k].x) >= min(float64(labelWidth(name)), room)+16
				if short > 0.5 && !apart {
					upper.y, lower.y, moved = upper.y-short/2, lower.y+short/2, true
				}
			}
		}
		if !moved {
			return
		}
	}
}
