package metrics

import (
	"os"
	"regexp"
	"testing"
)

// Every kind of problem that the reader knows has a name in the catalogue, and every field
// that a section needs.
func TestProblemsAndFieldsHaveNames(t *testing.T) {
	source, err := os.ReadFile("ingest/problems.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`(?m)^\tkind\w+ *= "([^"]+)"`).FindAllStringSubmatch(string(source), -1)
	for _, k := range kinds {
		if problemNames[k[1]] == "" {
			t.Errorf("problems of kind %q have no name", k[1])
		}
	}
	if len(kinds) != len(problemNames) {
		t.Errorf("%d kinds were found, %d have names", len(kinds), len(problemNames))
	}
	for _, m := range With(nil) {
		for _, f := range m.Needs {
			if fieldNames[f] == "" {
				t.Errorf("%s needs %s, which has no name", m.Name, f)
			}
		}
	}
}
