package metrics

import "slices"

// Threshold is a condition that somebody is to hear of when it holds.
type Threshold struct {
	Name  string
	When  Condition
	Level Level
	Owner string // who is to act; may be empty
}

// Level is what a crossed threshold does: Warn shows an alert, Fail also makes the run
// end with an exit code of its own.
type Level string

// The levels.
const (
	Warn Level = "warn"
	Fail Level = "fail"
)

// State is what came of a threshold.
type State string

// The states. What is blank or not in the report crosses nothing, but is not kept either.
const (
	Kept    State = "kept"
	Crossed State = "crossed"
	Unknown State = "unknown"
)

// Outcome is a threshold with what was found.
type Outcome struct {
	Threshold
	State State
	Text  string // what was found, without a full stop, in the language of the report
}

// Alerts are the outcomes that are to be seen: those crossed, failing ones first, and then
// those that could not be judged.
func (r *Report) Alerts() []Outcome {
	var out []Outcome
	for _, o := range r.Outcomes {
		if o.State != Kept {
			out = append(out, o)
		}
	}
	weight := func(o Outcome) int {
		switch {
		case o.State == Unknown:
			return 2
		case o.Level == Warn:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(out, func(a, b Outcome) int { return weight(a) - weight(b) })
	return out
}

// Failed are the outcomes that make the run end with its own exit code.
func (r *Report) Failed() []Outcome {
	return slices.DeleteFunc(r.Alerts(), func(o Outcome) bool { return o.State != Crossed || o.Level != Fail })
}
