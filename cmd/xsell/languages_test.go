package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"xsell/metrics"
	"xsell/metrics/phrases"
	draw "xsell/report"
)

// The sample report has the same numbers, the same codes and no sentence of English in every
// language, and its numbers do not change with the locale either.
func TestSampleReportInAllLanguages(t *testing.T) {
	english := computed(t, "../../sample-data")
	onlyVocabulary(t, english)
	want := valuesOf(t, english)
	for _, lang := range phrases.Languages()[1:] {
		r := computed(t, "../../sample-data", "--lang", lang)
		sameValues(t, lang, valuesOf(t, r), want)
		noEnglish(t, lang, r)
		noEnglishCells(t, lang, r, english)
	}
	few := []string{"--only", "overview,trend,pairs,discounts,control"}
	want = valuesOf(t, computed(t, "../../sample-data", few...))
	for _, locale := range phrases.Locales()[1:] {
		sameValues(t, locale, valuesOf(t, computed(t, "../../sample-data", slices.Concat(few, []string{"--locale", locale})...)), want)
	}
}

// valuesOf are the numbers of a report as its JSON has them, and the words that programs go
// by: those of columns of words.
func valuesOf(t *testing.T, r *metrics.Report) map[string]string {
	t.Helper()
	var text bytes.Buffer
	if err := draw.JSON(&text, r); err != nil {
		t.Fatal(err)
	}
	validate(t, text.Bytes())
	out := map[string]string{}
	for i, s := range parseReport(t, text.Bytes()).Sections {
		for _, row := range s.Table.Rows {
			for c, cell := range row {
				if _, ok := cell.(string); ok && r.Sections[i].Table.Columns[c].Unit != metrics.Word {
					row[c] = ""
				}
			}
			line, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			out[s.Name] += string(line) + "\n"
		}
	}
	return out
}

func sameValues(t *testing.T, where string, got, want map[string]string) {
	t.Helper()
	for name, rows := range want {
		if got[name] == rows {
			continue
		}
		a, b := strings.Split(got[name], "\n"), strings.Split(rows, "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Errorf("%s: section %s, row %d: %s\nwant %s", where, name, i+1, a[i], b[i])
				break
			}
		}
	}
}

var argument = regexp.MustCompile(`%[-+0-9.]*(?:\[[1-9]\])?[a-zA-Z%]|\{[1-9]\|[^{}]*\}`)

// noEnglish looks for the longest words between the arguments of every English message.
func noEnglish(t *testing.T, lang string, r *metrics.Report) {
	t.Helper()
	texts := textsOf(r)
	for _, m := range messages(t) {
		longest := ""
		for _, part := range argument.Split(m.key, -1) {
			if len(part) > len(longest) {
				longest = part
			}
		}
		if strings.Count(strings.TrimSpace(longest), " ") < 2 {
			continue
		}
		for _, text := range texts {
			if strings.Contains(text, longest) {
				t.Errorf("%s: %q is in English: %q", lang, text, longest)
			}
		}
	}
}

// onlyVocabulary holds that a column of words has none that has no translation.
func onlyVocabulary(t *testing.T, r *metrics.Report) {
	t.Helper()
	word := regexp.MustCompile(`^[(a-z]`) // classes and grades are letters in every language
	for _, s := range r.Sections {
		for c, column := range s.Table.Columns {
			for _, row := range s.Table.Rows {
				if cell, ok := row[c].(string); ok && column.Unit == metrics.Word && word.MatchString(cell) && !slices.Contains(metrics.Vocabulary(), phrases.Key(cell)) {
					t.Errorf("%s, column %s: %q has no translation", s.Name, column.Key, cell)
				}
			}
		}
	}
}

// keyColumns hold texts that no page shows: the names of what stands beside them.
var keyColumns = map[string]bool{"overview.kpi": true, "movers.item": true, "bridge.item": true, "ladder.step": true, "actions.section": true, "definitions.section": true}

// noEnglishCells looks for words of the report that a column of texts leaves in English: what
// is printed of a column of words is translated, and of a text only what stands in brackets.
func noEnglishCells(t *testing.T, lang string, r, english *metrics.Report) {
	t.Helper()
	for i, s := range r.Sections {
		for c, column := range s.Table.Columns {
			if column.Unit != metrics.Text || keyColumns[s.Name+"."+column.Key] {
				continue
			}
			for n, row := range s.Table.Rows {
				cell, ok := row[c].(string)
				if ok && len(cell) > 2 && cell[0] != '(' && cell == english.Sections[i].Table.Rows[n][c] && slices.Contains(metrics.Vocabulary(), phrases.Key(cell)) {
					t.Errorf("%s: %s, column %s, row %d: %q is in English", lang, s.Name, column.Key, n+1, cell)
				}
			}
		}
	}
}

// textsOf are all texts of a report that are not of the data.
func textsOf(r *metrics.Report) []string {
	var out []string
	for _, s := range r.Sections {
		out = append(out, s.Title, s.Question, s.Chapter, s.Lead, s.Scope, s.Definition)
		out = append(out, s.Notes...)
		for _, f := range s.Findings {
			out = append(out, f.Text)
		}
		for _, c := range s.Table.Columns {
			out = append(out, c.Title)
		}
		for _, c := range s.Charts {
			out = append(out, c.Title)
		}
	}
	return out
}
