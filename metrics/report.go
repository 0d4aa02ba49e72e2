package metrics

import (
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Report is everything the outputs draw from.
type Report struct {
	Title    string
	Currency string
	Calendar sales.Calendar
	Inputs   []sales.Input
	Sources  []sales.Source
	Problems []sales.Problem
	Sections []Section
	Checks   []Check
	Outcomes []Outcome // of the thresholds, in their order
	Phrases  *phrases.Phrases
	Part     *Part     // of the lines it is computed on; nil where it is of all
	Snapshot *Snapshot // to compare later reports with; nil without Options.History
}

// Find is the section with the name, or nil.
func (r *Report) Find(name string) *Section {
	for i := range r.Sections {
		if r.Sections[i].Name == name {
			return &r.Sections[i]
		}
	}
	return nil
}

// OwnSections are the sections of the user's own indicators, in the order of the report.
func (r *Report) OwnSections() []Section {
	return slices.DeleteFunc(slices.Clone(r.Sections), func(s Section) bool { return !s.Own })
}

// Findings are the findings of all sections with the role, heaviest first. What to do is
// said by the section of actions, where there is one: it has weighed what the others say.
// Why begins with what changed.
func (r *Report) Findings(role Role) []Finding {
	var out []Finding
	weighed := role == Do && r.Find(Actions.Name) != nil // in its own order
	for _, s := range r.Sections {
		if weighed && s.Name != Actions.Name {
			continue
		}
		for _, f := range s.Findings {
			if f.Role == role {
				out = append(out, f)
			}
		}
	}
	if weighed {
		return out
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		if x, y := role == Why && a.Section == Movers.Name, role == Why && b.Section == Movers.Name; x != y {
			return map[bool]int{true: -1, false: 1}[x] // it takes the change of the period apart
		}
		return compareDown(a.Weight, b.Weight)
	})
	return out
}

// Top are the n most important findings: the answer first, then the heaviest of
// why, watch and do in turn.
func (r *Report) Top(n int) []Finding {
	var lists [][]Finding
	for _, role := range []Role{Answer, Why, Watch, Do} {
		lists = append(lists, r.Findings(role))
	}
	var out []Finding
	for i := 0; len(out) < n; i++ {
		before := len(out)
		for _, l := range lists {
			if i < len(l) && len(out) < n {
				out = append(out, l[i])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}

func compareDown(a, b sales.Money) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}
