package metrics

import (
	"fmt"
	"strings"

	"xsell/metrics/sales"
)

// The functions of this file write changes into sentences.

// agree picks the verb that goes with a number.
func agree(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// rose writes "rose by 20.3 k EUR (+5.6 %) to 385.0 k EUR" of an amount that changed.
func (o Options) rose(before, now sales.Money) string {
	if before == now {
		return o.say("stayed at ") + o.money(now)
	}
	verb := o.say("rose by ")
	if now < before {
		verb = o.say("fell by ")
	}
	text := verb + o.money(abs(now-before))
	if rate, ok := growth(before, now).(float64); ok && now >= 0 {
		text += " (" + o.percentChange(rate) + ")"
	}
	return text + o.say(" to ") + o.money(now)
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
		parts = append(parts, o.extreme(list, up, o.say("adds the most"), o.say("add the most")))
	}
	if down < 0 {
		parts = append(parts, o.extreme(list, down, o.say("takes away the most"), o.say("take away the most")))
	}
	return strings.Join(parts, ", ")
}

// extreme names what changed by the amount: one thing, or the few that share it.
func (o Options) extreme(list []move, change sales.Money, one, many string) string {
	var names []string
	for _, m := range list {
		if m.change == change {
			names = append(names, short(m.name))
		}
	}
	switch {
	case len(names) == 1:
		return fmt.Sprintf("%s %s (%s)", names[0], one, o.change(change))
	case len(names) > 3:
		names = []string{o.count(int64(len(names))) + o.say(" with the same amount")}
	}
	return o.say("%s %s (%s each)", o.list(names), many, o.change(change))
}
