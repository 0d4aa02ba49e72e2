package report

import (
	"encoding/json"
	"strconv"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// The small objects of the JSON. Optional members are left out when empty; lists and
// members that every reader may count on are always there.
type (
	jsonSpan struct {
		First string `json:"first"`
		Last  string `json:"last"`
	}
	jsonPeriod struct {
		Start string `json:"start"`
		End   string `json:"end"`
		Label string `json:"label"`
	}
	jsonInput struct {
		Name   string      `json:"name"`
		Bytes  int64       `json:"bytes"`
		SHA256 string      `json:"sha256"`
		Sheets []jsonSheet `json:"sheets"`
	}
	jsonSheet struct {
		Name     string `json:"name"`
		Relation string `json:"relation,omitempty"`
		Rows     int64  `json:"rows"`
		Note     string `json:"note,omitempty"`
	}
	jsonCheck struct {
		Section string      `json:"section"`
		Column  string      `json:"column"`
		Scope   string      `json:"scope"`
		Total   json.Number `json:"total"`
	}
	jsonThreshold struct {
		Name    string `json:"name"`
		When    string `json:"when"`
		Level   string `json:"level"`
		Owner   string `json:"owner,omitempty"`
		State   string `json:"state"`
		Text    string `json:"text"`
		Section string `json:"section"`
	}
	jsonFinding struct {
		Role   string      `json:"role"`
		Text   string      `json:"text"`
		Weight json.Number `json:"weight"`
	}
	jsonColumn struct {
		Key   string `json:"key"`
		Title string `json:"title"`
		Unit  string `json:"unit"`
	}
	jsonChart struct {
		Kind   string   `json:"kind"`
		Title  string   `json:"title"`
		X      string   `json:"x"`
		Y      []string `json:"y"`
		Series string   `json:"series,omitempty"`
		Label  string   `json:"label,omitempty"`
		Where  string   `json:"where,omitempty"`
		Is     string   `json:"is,omitempty"`
		Limit  int      `json:"limit,omitempty"`
	}
)

func jsonPeriodOf(p sales.Period) jsonPeriod {
	return jsonPeriod{p.Start.String(), p.End.String(), p.Label}
}

func jsonInputOf(i sales.Input) jsonInput {
	out := jsonInput{Name: i.Name, Bytes: i.Bytes, SHA256: i.SHA256, Sheets: []jsonSheet{}}
	for _, s := range i.Sheets {
		out.Sheets = append(out.Sheets, jsonSheet{s.Name, string(s.Relation), s.Rows, s.Note})
	}
	return out
}

func jsonChartOf(c metrics.Chart) jsonChart {
	out := jsonChart{Kind: string(c.Kind), Title: c.Title, X: c.X, Y: c.Y, Series: c.Series,
		Label: c.Label, Where: c.Where, Is: c.Is, Limit: c.Limit}
	if out.Y == nil {
		out.Y = []string{}
	}
	return out
}

// jsonScope is which part of the sales a report is of.
type jsonScope struct {
	Text  string          `json:"text"`
	Where []jsonCondition `json:"where"`
	Share *json.Number    `json:"share"` // of the used lines
}

type jsonCondition struct {
	Field  string   `json:"field"`
	Not    bool     `json:"not"`
	Values []string `json:"values"`
}

// jsonScopeOf is nil where the report is of all lines.
func jsonScopeOf(p *metrics.Part) *jsonScope {
	if p == nil {
		return nil
	}
	out := &jsonScope{Text: p.Text, Where: []jsonCondition{}}
	if p.Share.Valid {
		share := json.Number(strconv.FormatFloat(p.Share.V, 'f', -1, 64))
		out.Share = &share
	}
	for _, c := range p.Conditions {
		out.Where = append(out.Where, jsonCondition{string(c.Field), c.Not, append([]string{}, c.Values...)})
	}
	return out
}
