package metrics

import (
	"math"
	"strings"

	"xsell/metrics/stat"
)

// points writes a difference of rates: "+8.1 pp".
func (o Options) points(d float64) string {
	sign := ""
	if d >= 0 {
		sign = "+"
	}
	return o.say("%s pp", sign+o.Phrases.Decimal(100*d, 1))
}

func (f trainingFindings) lead() string {
	switch {
	case len(f.topics) == 0 && len(f.tooEarly) > 0:
		return f.o.say("%d {1|training was|trainings were} held; none has %d weeks before and after it with colleagues to compare with.", len(f.tooEarly), fewestWeeks)
	case len(f.topics) == 0:
		return f.o.say("Nobody of the people in the sales was trained by %s.", f.o.date(f.o.asOf))
	}
	var works, not, open []string
	for _, e := range f.topics {
		switch {
		case e.verdict == Works:
			works = append(works, f.effectText(e))
		case e.verdict == DoesNotWork:
			not = append(not, f.effectText(e))
		default:
			open = append(open, f.effectText(e))
		}
	}
	var said []string
	for _, list := range [][]string{works, not, open} {
		for _, text := range list[:min(2, len(list))] {
			said = append(said, title(text)+".")
		}
	}
	return strings.Join(said, " ")
}

// effectText says what went with a training.
func (f trainingFindings) effectText(e topicEffect) string {
	effect, limits := f.o.points(e.effect.Effect), f.limitsText(e.limits)
	switch {
	case e.verdict == Works:
		return f.o.say("%s works (evidence %s): %s of deals with %s beyond colleagues not yet trained (%s)", e.label(), string(e.evidence), effect, f.part.second(f.o), limits)
	case e.verdict == DoesNotWork:
		return f.o.say("after %s (evidence %s) people sell %s less often than colleagues not yet trained: %s (%s)", e.label(), string(e.evidence), f.part.second(f.o), effect, limits)
	case e.why == "few":
		return f.o.say("%s cannot be judged with %d {2|person|people} trained and %d to compare with: %s, not proven (%s by chance alone)", e.label(), e.effect.Treated, e.effect.Others, effect, limits)
	case e.why == "trend":
		return f.o.say("%s cannot be judged, since its people moved apart from the others before it: %s (%s)", e.label(), effect, limits)
	}
	return f.o.say("no effect of %s is proven (evidence %s): %s (%s)", e.label(), string(e.evidence), effect, limits)
}

// limitsText writes limits of a difference: "+5.1 to +12.3 pp".
func (f trainingFindings) limitsText(i stat.Interval) string {
	return f.o.say("%s to %s", f.o.points(i.Low), f.o.points(i.High))
}

func (f trainingFindings) findings() []Finding {
	var out []Finding
	for _, e := range f.topics {
		low := e.worth(e.least())
		switch e.verdict {
		case Works:
			out = append(out, Finding{Role: Do, Weight: max(0, low), Text: f.o.say("Train more people in %s: it went with %s of deals with %s, at least %s of revenue from second areas in %d deals since (%s). What the training costs is not in the sheet.",
				e.label(), f.o.points(e.effect.Effect), f.part.second(f.o), f.o.money(low), e.own1.N, e.evidence.text(f.o))})
		case DoesNotWork:
			out = append(out, Finding{Role: Watch, Weight: max(0, -e.worth(e.effect.Effect)), Text: f.o.say("After %s people sell %s less often than before, against colleagues: %s (%s).", e.label(), f.part.second(f.o), f.o.points(e.effect.Effect), e.evidence.text(f.o))})
		default:
			if high := e.worth(max(e.limits.High, e.cautiousLimits.High)); e.why == "" && e.own1.N > 0 {
				out = append(out, Finding{Role: Watch, Weight: max(0, high-e.worth(e.effect.Effect)), Text: f.o.say("Hold %s again only as a test: train half of the people first. So far it shows %s (%s), which may be nothing (%s).", e.label(), f.o.points(e.effect.Effect), f.limitsText(e.limits), e.evidence.text(f.o))})
			}
		}
	}
	return out[:min(3, len(out))]
}

func (f trainingFindings) notes() []string {
	var notes []string
	for _, e := range f.topics[:min(6, len(f.topics))] {
		before, _ := e.own0.Value()
		after, _ := e.own1.Value()
		o0, _ := e.others0.Value()
		o1, _ := e.others1.Value()
		notes = append(notes, f.o.say("%s: %s of %d deals before, %s of %d after; colleagues not yet trained %s and %s in the same weeks. Drawn to the usual, as luck before it would be: %s (%s).",
			e.label(), f.o.percent(before), e.own0.N, f.o.percent(after), e.own1.N, f.o.percent(o0), f.o.percent(o1), f.o.points(e.cautious), f.limitsText(e.cautiousLimits)))
		if before > o0 && math.Abs(e.cautious-e.effect.Effect) > 0.005 {
			notes = append(notes, f.o.say("%s was given to people who sold more than the others before (%s against %s): who is chosen for a good time falls back without any training, and who is good stays good.", e.label(), f.o.percent(before), f.o.percent(o0)))
		}
		if e.trended {
			notes = append(notes, f.trendNote(e))
		}
	}
	if len(f.tooEarly) > 0 && len(f.topics) > 0 {
		notes = append(notes, f.o.say("Without %d weeks on both sides of it and colleagues to compare with: %s.", fewestWeeks, f.shortList(f.tooEarly)))
	}
	if len(f.unknown) > 0 {
		notes = append(notes, f.o.say("Trained, and named by no deal: %s.", f.shortList(f.unknown)))
	}
	if len(f.topics) > 0 {
		notes = append(notes, f.o.say("Nobody drew lots over who is trained: at evidence B something else that happened to the same people at the same time cannot be told from the training."))
	}
	return notes
}

// trendNote says whether both sides moved alike before.
func (f trainingFindings) trendNote(e topicEffect) string {
	if e.why == "trend" {
		return f.o.say("Before %s its people already moved apart from the others: %s between the halves of the time before (%s); the comparison does not hold.", e.label(), f.o.points(e.trend), f.limitsText(e.trendLimits))
	}
	return f.o.say("Before %s both sides moved alike as far as can be seen: %s between the halves of the time before (%s).", e.label(), f.o.points(e.trend), f.limitsText(e.trendLimits))
}

func (f trainingFindings) shortList(names []string) string {
	var out []string
	for _, n := range names[:min(5, len(names))] {
		out = append(out, short(n))
	}
	if more := len(names) - len(out); more > 0 {
		out = append(out, f.o.say("%d more", more))
	}
	return f.o.list(out)
}
