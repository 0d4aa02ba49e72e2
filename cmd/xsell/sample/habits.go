package sample

// habit is a planted truth about what is bought with what: of the deals with a,
// this many in a thousand take b as well.
type habit struct {
	id   string
	a, b string
	rate int
	runs period
}

var always = period{firstDay, lastDay}

// fadedSince is the day from which the faded pair is one no longer.
var fadedSince = date(2026, 4, 1)

// Pairs that are real from the first day to the last.
var realPairs = []habit{
	{"pair-milk-hygiene", "CM-201", "SC-103", 460, always},
	{"pair-breakfast-tea", "CB-301", "KW-106", 300, always},
	{"pair-sharp-knives", "KW-401", "CO-201", 330, always},
	{"pair-meeting-coffee", "CM-301", "CB-201", 480, always},
	{"pair-something-sweet", "KW-101", "CB-304", 360, always},
}

// The pair that was real and is one no longer.
var fadedPair = habit{"faded-hot-chocolate", "CB-303", "KW-103", 400, period{firstDay, fadedSince - 1}}

// The substitutes: two espresso blends, of which nearly every customer buys one.
const blendMild, blendDark = "CB-101", "CB-102"

func isBlend(p *product) bool { return p.no == blendMild || p.no == blendDark }

// The bundle of three: who buys a, and even more who buys a and b, wants c.
var bundle = struct{ a, b, c string }{"CM-302", "KW-203", "CB-202"}

const (
	bundleSecond = 500 // of the deals with the first take the second
	bundleThird  = 800 // of the deals with both take the third
	bundleAlone  = 180 // of the deals with the second alone take the third
)

// follow adds what the customer's habits bring with the products of a deal.
func (l *deal) follow(d dice) {
	for _, h := range append(realPairs[:len(realPairs):len(realPairs)], fadedPair) {
		if h.runs.contains(l.day) && l.has(productNo(h.a)) && d.permille(h.rate) {
			l.add(d, productNo(h.b))
		}
	}
	a, b, c := productNo(bundle.a), productNo(bundle.b), productNo(bundle.c)
	if l.has(a) && d.permille(bundleSecond) {
		l.add(d, b)
	}
	switch {
	case l.has(a) && l.has(b):
		if d.permille(bundleThird) {
			l.add(d, c)
		}
	case l.has(b) && d.permille(bundleAlone):
		l.add(d, c)
	}
}
