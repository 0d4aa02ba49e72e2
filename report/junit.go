package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"xsell/metrics"
	"xsell/metrics/lazy"
)

// Tests are the control totals and thresholds of reports as test results, in the JUnit
// format that build servers read. A test has the same name in every run; it has no time,
// so that the same input gives the same bytes.
type Tests struct {
	XMLName  xml.Name    `xml:"testsuites"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Suites   []testSuite `xml:"testsuite"`
}

type testSuite struct {
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Errors   int        `xml:"errors,attr"`
	Skipped  int        `xml:"skipped,attr"`
	Cases    []testCase `xml:"testcase"`
}

type testCase struct {
	Class   string       `xml:"classname,attr"`
	Name    string       `xml:"name,attr"`
	Failure *testMessage `xml:"failure"`
	Error   *testMessage `xml:"error"`
	Skipped *testMessage `xml:"skipped"`
	Out     string       `xml:"system-out,omitempty"`
}

type testMessage struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// Add adds the tests of a report; of names the part of the input that it is of, where
// there are several. A control total that does not tie is no test that fails: without
// tying totals there is no report.
func (t *Tests) Add(r *metrics.Report, of string) {
	if of != "" {
		of += ": "
	}
	control := testSuite{Name: of + "control totals"}
	for _, s := range r.Sources {
		control.add(testCase{Class: "xsell.control", Name: of + s.Name + ": lines read = used + refused + set aside",
			Out: fmt.Sprintf("%d = %d + %d + %d", s.Read.Lines, s.Used.Lines, s.Refused.Lines, s.SetAside.Lines)})
	}
	named := map[string]int{}
	for _, c := range r.Checks {
		name := fmt.Sprintf("%s.%s adds up to the lines (%s)", c.Section, c.Column, dayInScope().ReplaceAllString(string(c.Scope), "the last day"))
		if named[name]++; named[name] > 1 {
			name += fmt.Sprintf(" %d", named[name])
		}
		control.add(testCase{Class: "xsell.control." + c.Section, Name: of + name})
	}
	thresholds := testSuite{Name: of + "thresholds"}
	for _, o := range r.Outcomes {
		thresholds.add(thresholdTest(o, of))
	}
	t.suite(control)
	t.suite(thresholds)
}

// dayInScope is a day of this run in a scope, which would give its test another name in
// every week.
var dayInScope = lazy.Regexp(`DATE '[-0-9]+'`)

// thresholdTest is a threshold as a test. The format knows no warnings: one that is
// crossed, and what could not be judged, is skipped with a message.
func thresholdTest(o metrics.Outcome, of string) testCase {
	c := testCase{Class: "xsell.thresholds", Name: of + o.Name}
	message := fmt.Sprintf("%s (%s)", visible(o.Text), visible(o.When.String()))
	if o.Owner != "" {
		message += "; " + visible(o.Owner)
	}
	switch {
	case o.State == metrics.Kept:
		c.Out = message
	case o.State == metrics.Unknown:
		c.Skipped = &testMessage{Message: "not judged: " + message}
	case o.Level == metrics.Warn:
		c.Skipped = &testMessage{Message: "warning: " + message}
	default:
		c.Failure = &testMessage{Message: message, Type: "threshold", Text: message}
	}
	return c
}

// Failed adds a run that wrote no report.
func (t *Tests) Failed(err error) {
	run := testSuite{Name: "run"}
	run.add(testCase{Class: "xsell", Name: "the report is written", Error: &testMessage{Message: oneLine(visible(err.Error())), Type: "run"}})
	t.suite(run)
}

func (s *testSuite) add(c testCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func (t *Tests) suite(s testSuite) {
	t.Suites = append(t.Suites, s)
	t.Tests, t.Failures, t.Errors, t.Skipped = t.Tests+s.Tests, t.Failures+s.Failures, t.Errors+s.Errors, t.Skipped+s.Skipped
}

// Draw writes the tests as XML.
func (t *Tests) Draw(w io.Writer) error {
	t.Name = "xsell"
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(t); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
