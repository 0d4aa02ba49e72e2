package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics"
)

// threshold is an entry of thresholds in the configuration.
type threshold struct {
	Name  string `yaml:"name"`
	When  string `yaml:"when"` // as metrics.Condition
	Level string `yaml:"level"`
	Owner string `yaml:"owner"`
}

// thresholds reads the conditions; what is wrong is said with its place in the file.
func (c config) thresholds(file configFile) ([]metrics.Threshold, error) {
	var out []metrics.Threshold
	for i, t := range c.Thresholds {
		at := func(key, format string, args ...any) error {
			return file.at(file.find([]string{"thresholds", strconv.Itoa(i), key}), format, args...)
		}
		switch {
		case strings.TrimSpace(t.Name) == "":
			return nil, at("name", "a threshold wants a name")
		case slices.ContainsFunc(out, func(o metrics.Threshold) bool { return o.Name == t.Name }):
			return nil, at("name", "two thresholds have the name %q", t.Name)
		case t.When == "":
			return nil, at("when", "threshold %q wants a condition, as when: overview.margin < 18 %%", t.Name)
		case t.Level != string(metrics.Warn) && t.Level != string(metrics.Fail):
			return nil, at("level", "level is %q; want warn or fail", t.Level)
		}
		when, err := metrics.ParseCondition(t.When, c.own)
		var wrong *metrics.ConditionError
		if errors.As(err, &wrong) {
			return nil, file.at(file.within([]string{"thresholds", strconv.Itoa(i), "when"}, wrong.At), "%s", explained(wrong))
		}
		out = append(out, metrics.Threshold{Name: t.Name, When: when, Level: metrics.Level(t.Level), Owner: t.Owner})
	}
	return out, nil
}

// writeThresholds writes them as the configuration has them.
func (c config) writeThresholds(w io.Writer) error {
	if len(c.Thresholds) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("thresholds:\n")
	for _, t := range c.Thresholds {
		fmt.Fprintf(&b, "  - name: %s\n    when: %s\n    level: %s\n", strconv.Quote(t.Name), strconv.Quote(t.When), t.Level)
		if t.Owner != "" {
			fmt.Fprintf(&b, "    owner: %s\n", strconv.Quote(t.Owner))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// crossedError says that the report is written and that thresholds of the level fail are
// crossed in it.
type crossedError struct{ names []string }

func (e crossedError) Error() string {
	if len(e.names) == 1 {
		return "1 threshold is crossed: " + e.names[0]
	}
	return fmt.Sprintf("%d thresholds are crossed: %s", len(e.names), strings.Join(e.names, ", "))
}

// crossed is a crossedError where thresholds of the level fail are crossed.
func crossed(r *metrics.Report) error {
	var names []string
	for _, o := range r.Failed() {
		names = append(names, o.Name)
	}
	if len(names) == 0 {
		return nil
	}
	return crossedError{names}
}

// announceAlerts prints a line for each threshold that is crossed or could not be judged,
// which begins with what the report is of where there are several.
func announceAlerts(w io.Writer, r *metrics.Report, of string) {
	for _, o := range r.Alerts() {
		word := map[metrics.Level]string{metrics.Warn: "warning", metrics.Fail: "failed"}[o.Level]
		if o.State == metrics.Unknown {
			word = "not judged"
		}
		owner := ""
		if o.Owner != "" {
			owner = "; " + o.Owner
		}
		fmt.Fprintf(w, "%s%s: %s: %s (%s%s)\n", of, word, o.Name, o.Text, o.When, owner)
	}
}

// explained is what is wrong with a condition and what was meant.
func explained(wrong *metrics.ConditionError) string {
	if wrong.Word == "" {
		return wrong.Error()
	}
	what := "columns"
	if strings.Contains(wrong.Error(), "unknown section") {
		what = "sections"
	}
	return fmt.Sprintf("%v; %s", wrong, meant(wrong.Word, wrong.Known, what))
}
