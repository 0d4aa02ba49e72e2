package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"testing"

	"xsell/metrics"
)

// The tests are well-formed whatever the names are, each has a name of its own, and the
// counts are those of the tests.
func TestTestsCanBeReadBack(t *testing.T) {
	r := fixture()
	r.Sources[0].Name = "a]]>\x01<b>&\"\uFFFE.xlsx"
	r.Checks = append(r.Checks, r.Checks[0], metrics.Check{Section: "trend", Column: "revenue", Scope: "day <= DATE '2026-06-28'"})
	tests := &Tests{}
	tests.Add(r, "EUR")
	tests.Failed(errors.New("read \x02: two\nlines"))
	var b bytes.Buffer
	if err := tests.Draw(&b); err != nil {
		t.Fatal(err)
	}
	var got Tests
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	names := map[string]bool{}
	for _, s := range got.Suites {
		if s.Tests != len(s.Cases) {
			t.Errorf("%s counts %d tests and has %d", s.Name, s.Tests, len(s.Cases))
		}
		for _, c := range s.Cases {
			if names[c.Name] {
				t.Errorf("two tests are called %q", c.Name)
			}
			names[c.Name] = true
		}
	}
	if !names["EUR: trend.revenue adds up to the lines (day <= the last day)"] {
		t.Errorf("a day of this run is in the names %v", names)
	}
	if got.Tests != len(names) || got.Tests != 1+3+4+1 || got.Failures != 1 || got.Skipped != 2 || got.Errors != 1 {
		t.Errorf("%d tests, %d failures, %d skipped, %d errors", got.Tests, got.Failures, got.Skipped, got.Errors)
	}
}
