package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// wording is how the engine writes the texts of a column of a layout.
type wording struct {
	value string // of the row, NULL where there is none
	odd   string // the condition of those that are left to the reader of rows
}

const (
	mostNames   = 1 << 18 // different texts of a column in which words are looked for
	mostUnclean = 1 << 12 // different texts of a column that may have to be cleaned
	mostChanged = 512     // of them, those that become others
)

// wording asks for the texts of a column that may have to be cleaned, and has them cleaned
// by the reader of rows, whose word counts. false says that they are too many, or no texts.
func (e *engineLines) wording(ctx context.Context, s *layout, c *textColumn) (wording, bool, error) {
	i := c.column
	if _, ok := s.files[0].key(i); ok {
		return wording{fmt.Sprintf("k%d", i), "FALSE"}, true, nil
	}
	column, ok := s.column(i)
	if !ok {
		return wording{"CAST(NULL AS VARCHAR)", "FALSE"}, true, nil
	}
	value, odd, free, ok := column.Words(c.key)
	looked := c.words != nil && (free || c.looksForNumbers())
	switch {
	case !ok:
		return wording{}, false, nil
	case !free && !looked:
		return wording{value, odd}, true, nil
	}
	where, most := sales.Unclean("v"), mostUnclean
	if looked {
		where, most = "v IS NOT NULL", mostNames
	}
	texts, err := e.different(ctx, s, value, where, most+1)
	if err != nil || looked && len(texts) > most {
		return wording{}, false, err
	}
	if len(texts) > most {
		return wording{value, odd + " OR coalesce(" + sales.Unclean(value) + ", FALSE)"}, true, nil
	}
	kind := sheet.Text
	if !free {
		kind = sheet.Number
	}
	changed, odds := c.judge(texts, kind)
	switch {
	case len(changed) > mostChanged && looked:
		return wording{}, false, nil
	case len(changed) > mostChanged:
		return wording{value, odd + " OR coalesce(" + sales.Unclean(value) + ", FALSE)"}, true, nil
	}
	return wording{rewritten(value, changed), odd + among(value, odds)}, true, nil
}

// different are the different values of an expression for which a condition of v holds.
func (e *engineLines) different(ctx context.Context, s *layout, value, where string, most int) ([]string, error) {
	type row struct{ V string }
	rows, err := sales.Query[row](ctx, e.run.l, fmt.Sprintf("SELECT DISTINCT v FROM (SELECT CAST(%s AS VARCHAR) AS v, * FROM %s) AS x WHERE %s LIMIT %d", value, s.from, where, most))
	texts := make([]string, len(rows))
	for i, r := range rows {
		texts[i] = r.V
	}
	slices.Sort(texts)
	return texts, err
}

// judge reads texts as cells of the column: which become others, and which are marked or
// errors, so that the reader of rows must see them.
func (c *textColumn) judge(texts []string, kind sheet.Kind) (changed map[string]string, odds []string) {
	changed = map[string]string{}
	cells := make([]sheet.Cell, c.column+1)
	for _, t := range texts {
		cell := sheet.Cell{Kind: kind, Text: []byte(t)}
		if kind == sheet.Text {
			cell = textCell([]byte(t))
		}
		cells[c.column] = cell
		text, marked := c.read(cells, false)
		switch {
		case marked || cell.Kind == sheet.Error || strings.ContainsRune(t, 0):
			odds = append(odds, t)
		case string(text) != t || t == "":
			changed[t] = string(text)
		}
	}
	return changed, odds
}

// rewritten puts texts in the place of others.
func rewritten(value string, changed map[string]string) string {
	if len(changed) == 0 {
		return value
	}
	var b strings.Builder
	b.WriteString("CASE " + value)
	for _, from := range sortedKeys(changed) {
		to := "NULL"
		if changed[from] != "" {
			to = sales.Literal(changed[from])
		}
		b.WriteString(" WHEN " + sales.Literal(from) + " THEN " + to)
	}
	return b.String() + " ELSE " + value + " END"
}

// among is the rest of a condition: or the value is one of the texts.
func among(value string, texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	list, zero := make([]string, 0, len(texts)), ""
	for _, t := range texts {
		if strings.ContainsRune(t, 0) {
			zero = " OR coalesce(contains(" + value + ", chr(0)), FALSE)"
			continue
		}
		list = append(list, sales.Literal(t))
	}
	if len(list) == 0 {
		return zero
	}
	return " OR coalesce(" + value + " IN (" + strings.Join(list, ", ") + "), FALSE)" + zero
}
