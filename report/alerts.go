package report

import (
	"fmt"
	"strings"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// alert is a threshold that is crossed or could not be judged, as the outputs show it.
type alert struct {
	Class, Word             string // "fail", "warn" or "unknown", and what a reader calls it
	Name, Text, When, Owner string
	Proof                   finding // its section, where the report has it
}

func alerts(r *metrics.Report) []alert {
	var out []alert
	for _, o := range r.Alerts() {
		a := alert{Class: string(o.Level), Name: visible(o.Name), Text: prose(o.Text), When: visible(o.When.String()), Owner: visible(o.Owner)}
		if o.State == metrics.Unknown {
			a.Class = string(metrics.Unknown)
		}
		a.Word = r.Phrases.Say(alertWords[a.Class])
		a.Proof = newFinding(r, metrics.Finding{Section: o.When.Section})
		out = append(out, a)
	}
	return out
}

var alertWords = map[string]phrases.Key{
	string(metrics.Fail):    "Limit crossed",
	string(metrics.Warn):    "Warning",
	string(metrics.Unknown): "Not judged",
}

// summaryAlerts lists the alerts, and says so where there are thresholds and none is crossed.
func summaryAlerts(b *strings.Builder, r *metrics.Report) {
	for _, a := range alerts(r) {
		fmt.Fprintf(b, "- **%s: %s**: %s (%s)", escapeMarkdown(a.Word), escapeMarkdown(a.Name), escapeMarkdown(a.Text), escapeMarkdown(a.When))
		if a.Owner != "" {
			fmt.Fprintf(b, " · %s", escapeMarkdown(a.Owner))
		}
		b.WriteString("\n")
	}
	switch n := len(r.Outcomes); {
	case n == 0:
	case len(r.Alerts()) == 0:
		fmt.Fprintf(b, "%s\n\n", r.Phrases.Say("%d {1|threshold|thresholds} kept", n))
	default:
		b.WriteString("\n")
	}
}
