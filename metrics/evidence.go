package metrics

import (
	"xsell/metrics/phrases"
	"xsell/metrics/stat"
)

// Evidence grades how well a comparison shows that what was done made the difference.
type Evidence string

// The grades of evidence, best first.
const (
	RandomControl           Evidence = "A" // against a group left out at random
	DifferenceInDifferences Evidence = "B" // the change against that of others, or of the same weeks a year earlier
	BeforeAndAfter          Evidence = "C" // against the time before
	Coincidence             Evidence = "D" // what happened meanwhile, against nothing
)

// evidences explains the grades wherever they are used.
const evidences phrases.Key = "evidence: A random control group, B difference-in-differences, C before and after, D coincidence in time; only at A may the difference be called caused."

// wording is how a grade is said of an action and of the change after it.
var wording = map[Evidence]struct{ text, verb phrases.Key }{
	RandomControl:           {"evidence A, random control group", "caused"},
	DifferenceInDifferences: {"evidence B, difference-in-differences", "went with"},
	BeforeAndAfter:          {"evidence C, before and after", "was followed by"},
	Coincidence:             {"evidence D, coincidence in time", "coincided with"},
}

// text names the grade in a sentence: "evidence B, difference-in-differences".
func (e Evidence) text(o Options) string { return o.say(wording[e].text) }

// verb says what the action has to do with the change after it: "the letter caused 32 pp
// more", "the voucher was followed by 3 pp more". Only grade A says caused.
func (e Evidence) verb(o Options) string { return o.say(wording[e].verb) }

// Verdict is what can be said of an action, in words.
type Verdict string

// The verdicts.
const (
	Works         Verdict = "works"
	DoesNotWork   Verdict = "does not work"
	CannotBeTold  Verdict = "cannot be told yet"
	NotToBeJudged Verdict = "not to be judged" // grade D, which bears no verdict however much the data
)

// judge is the verdict on an effect by its limits: it works where all of them are above 0, and
// does not work where all of them are below worth, the least that would make it worthwhile (0
// or more, in the unit of the limits). An effect for sure and yet below worth does not
// work. Coincidence bears no verdict.
func (e Evidence) judge(limits stat.Interval, worth float64) Verdict {
	switch {
	case e == Coincidence:
		return NotToBeJudged
	case limits.High < worth:
		return DoesNotWork
	case limits.Low > 0:
		return Works
	}
	return CannotBeTold
}
