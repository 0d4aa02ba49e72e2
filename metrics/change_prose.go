package metrics

import (
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// The functions of this file write changes into sentences.

// rose writes "rose by 20.3 k EUR (+5.6 %) to 385.0 k EUR" of an amount that changed.
func (o Options) rose(before, now sales.Money) string {
	rate, rated := growth(before, now).(float64)
	by, to := o.money(abs(now-before)), o.money(now)
	switch rated = rated && now >= 0; {
	case before == now:
		return o.say("stayed at %s", to)
	case now > before && rated:
		return o.say("rose by %s (%s) to %s", by, o.percentChange(rate), to)
	case now > before:
		return o.say("rose by %s to %s", by, to)
	case rated:
		return o.say("fell by %s (%s) to %s", by, o.percentChange(rate), to)
	}
	return o.say("fell by %s to %s", by, to)
}

// move is a thing with its change against the period before.
type move struct {
	name   string
	change sales.Money
}

// moves says of a change what adds to it and what takes back; nothing where nothing moved.
func (o Options) moves(list []move) string {
	var up, down sales.Money
	for _, m := range list {
		up, down = max(up, m.change), min(down, m.change)
	}
	var parts []string
	if up > 0 {
		parts = append(parts, o.extreme(list, up, "%s adds the most (%s)", "%s add the most (%s each)"))
	}
	if down < 0 {
		parts = append(parts, o.extreme(list, down, "%s takes away the most (%s)", "%s take away the most (%s each)"))
	}
	return strings.Join(parts, ", ")
}

// extreme names what changed by the amount: one thing, or the few that share it.
func (o Options) extreme(list []move, change sales.Money, one, many phrases.Key) string {
	var names []string
	for _, m := range list {
		if m.change == change {
			names = append(names, short(m.name))
		}
	}
	switch {
	case len(names) == 1:
		return o.say(one, names[0], o.change(change))
	case len(names) > 3:
		return o.say(many, o.say("%d with the same amount", len(names)), o.change(change))
	}
	return o.say(many, o.list(names), o.change(change))
}
