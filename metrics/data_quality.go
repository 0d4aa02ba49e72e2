package metrics

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// DataQuality lists what is wrong or missing in the input, with the money it touches.
var DataQuality = Metric{
	Name:     "data-quality",
	Title:    "Data quality",
	Question: "What is wrong or missing in the data, and how much money does it touch?",
	Chapter:  CanITrustThis,
	Definition: "One row for each kind of problem and sheet. lines and revenue are those touched; revenue_share is their part of the revenue used. " +
		"kind: refused (not in the report; every row is in rejects.csv), warning (in the report, look at it), gap (a field that some lines lack), " +
		"orphan (a key without its row in the side sheet), column (a column the input does not have, and the sections it would bring), sheet (a sheet that was not used).",
	SQL: orphansSQL,
	Run: dataQuality,
}

// orphansSQL counts lines whose product or customer is not in the sheet given for it, and
// lines of returned deals.
const orphansSQL = `
WITH sold AS (
	SELECT 'products' AS what, product AS key, count(*) AS lines, sum(revenue) AS revenue FROM lines WHERE NOT is_deduction GROUP BY product),
bought AS (
	SELECT 'customers' AS what, customer AS key, count(*) AS lines, sum(revenue) AS revenue FROM lines WHERE NOT is_deduction GROUP BY customer),
returned AS (
	SELECT 'returned' AS what, deal AS key, count(*) AS lines, sum(revenue) AS revenue FROM lines WHERE NOT is_deduction AND is_returned GROUP BY deal),
found AS (
	SELECT s.* FROM sold AS s JOIN products AS p ON p.product = key WHERE NOT in_sheet
	UNION ALL
	SELECT b.* FROM bought AS b JOIN customers AS c ON c.customer = key WHERE NOT in_sheet
	UNION ALL
	SELECT * FROM returned)
SELECT what, CAST(sum(lines) AS BIGINT) AS lines, count(*) AS keys, CAST(sum(revenue) AS BIGINT) AS revenue, min(key) AS example
FROM found GROUP BY what ORDER BY what`

type orphanRow struct {
	What                 string
	Lines, Keys, Revenue int64
	Example              sales.Null[string]
}

// quality is one row of the section.
type quality struct {
	kind, problem, where string
	lines                int64
	revenue              sales.Money
	example, next        string
	field                sales.Field // of a gap
}

// qualityKinds are in the order a reader should meet them.
var qualityKinds = []string{"refused", "warning", "orphan", "gap", "column", "sheet"}

func dataQuality(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	found, err := query[orphanRow](ctx, l, o, orphansSQL)
	if err != nil {
		return Section{}, err
	}
	rows := slices.Concat(problemRows(l.Problems, o), orphanRows(found, l, o), gapRows(l, o), columnRows(l, o), sheetRows(l.Inputs, o))
	slices.SortStableFunc(rows, func(a, b quality) int {
		return cmp.Or(
			cmp.Compare(slices.Index(qualityKinds, a.kind), slices.Index(qualityKinds, b.kind)),
			compareDown(abs(a.revenue), abs(b.revenue)), cmp.Compare(b.lines, a.lines), cmp.Compare(a.problem, b.problem), cmp.Compare(a.where, b.where))
	})
	used := l.Total().Used.Revenue
	s := Section{
		Lead:  qualityLead(rows, l, o),
		Scope: o.say("All lines read, whatever their date"),
		Table: Table{Columns: []Column{
			{"kind", "Kind", Word}, {"problem", "Problem", Text}, {"where", "Where", Text}, {"lines", "Lines", Count},
			{"revenue", "Revenue touched", Money}, {"revenue_share", "Share of revenue", Ratio}, {"example", "First example", Text}, {"next_step", "Next step", Text},
		}},
	}
	for _, d := range l.Derived {
		s.Notes = append(s.Notes, o.say("Worked out while reading: %s.", d))
	}
	if len(l.Scope.Where) > 0 {
		s.Notes = append(s.Notes, o.say("Only what was noted of single lines of this report stands here: rows that were refused, and what is said of a sheet as a whole, are nobody's."))
	}
	for _, r := range rows {
		cells := []Cell{r.kind, r.problem, text(r.where), nil, nil, nil, text(r.example), text(r.next)}
		if r.kind != "column" && r.kind != "sheet" {
			cells[3], cells[4], cells[5] = r.lines, r.revenue, moneyRatio(r.revenue, used)
		}
		s.Table.Rows = append(s.Table.Rows, cells)
	}
	s.Findings = qualityFindings(rows, used, o)
	return s, nil
}

// problemRows groups the problems by sheet, kind and message.
func problemRows(problems []sales.Problem, o Options) []quality {
	index := map[string]int{}
	var rows []quality
	for _, p := range problems {
		kind, next := "warning", o.say("check these rows in the file")
		if p.Refused {
			kind, next = "refused", o.say("mend the rows listed in rejects.csv and run again")
		}
		where := strings.TrimSuffix(p.File+":"+p.Sheet, ":")
		key := strings.Join([]string{kind, p.Kind, where}, "\x00")
		i, ok := index[key]
		if !ok {
			i = len(rows)
			index[key] = i
			rows = append(rows, quality{kind: kind, problem: o.problem(p), where: where, example: p.In(o.Phrases), next: next})
		}
		rows[i].lines += p.Lines
		rows[i].revenue += p.Revenue
	}
	return rows
}

// problemNames are the kinds of problems of the reader; what it says of one, with its place,
// stands in the example.
var problemNames = map[string]phrases.Key{
	"date": "no usable date", "amount": "no usable amount", "key": "a row without its key",
	"cell": "a number or a date that cannot be read: left empty", "error": "an error value: left empty",
	"duplicate": "lines that stand twice in a sheet", "overlap": "lines that stand in another sheet or file, too",
	"same-file": "a file with the same bytes as another", "not-read": "a file that was not read",
	"total": "a total row that does not agree with the lines above", "note": "rows that are no lines of sales: set aside",
	"date-order": "dates that can be read in two orders", "decimal": "numbers whose decimal sign is not certain",
	"pseudo":  "postage, fees and corrections: counted, but no products",
	"columns": "files of one table with other columns", "unsettled": "a folder whose files may not be all there",
}

func (o Options) problem(p sales.Problem) string {
	if name, ok := problemNames[p.Kind]; ok {
		return o.say(name)
	}
	return p.Kind + ": " + p.Message.In(o.Phrases)
}

func orphanRows(found []orphanRow, l *sales.Ledger, o Options) []quality {
	var rows []quality
	for _, f := range found {
		if f.Lines == 0 {
			continue
		}
		q := quality{kind: "orphan", lines: f.Lines, revenue: sales.Money(f.Revenue), example: f.Example.V}
		switch {
		case f.What == "products" && l.HasRelation(sales.Products):
			q.problem, q.next = o.say("%d {1|product is|products are} not in the products sheet", f.Keys), o.say("add them to the sheet, or correct the number in the lines")
		case f.What == "customers" && l.HasRelation(sales.Customers):
			q.problem, q.next = o.say("%d {1|customer is|customers are} not in the customers sheet", f.Keys), o.say("add them to the sheet, or correct the number in the lines")
		case f.What == "returned":
			q.kind, q.problem = "warning", o.say("%d {1|deal is|deals are} named by a returns sheet", f.Keys)
			q.next = o.say("they count in deals and revenue, not in baskets; --returns deduct takes their money off")
			if l.Deducts() {
				q.next = o.say("their money is deducted, as asked with --returns deduct")
			}
		default:
			continue
		}
		rows = append(rows, q)
	}
	return rows
}

// gapRows are the fields that some of the lines lack.
func gapRows(l *sales.Ledger, o Options) []quality {
	advice := map[sales.Field]phrases.Key{
		sales.Customer: "these lines are left out wherever customers are counted",
		sales.Cost:     "these lines have no profit; add their cost to see the whole margin",
		sales.Area:     "they stand as (unassigned); add the area to the products sheet",
		sales.Type:     "they stand as (unassigned); add the type to the products sheet",
		sales.Audience: "they stand as (unassigned); add the audience to the customers sheet",
		sales.Seller:   "they stand as (unassigned); name who is responsible",
		sales.Region:   "they stand as (unassigned)",
		sales.Channel:  "they stand as (unassigned)",
	}
	var rows []quality
	used := l.Total().Used
	for _, f := range []sales.Field{sales.Customer, sales.Cost, sales.Area, sales.Type, sales.Audience, sales.Seller, sales.Region, sales.Channel} {
		c := l.Coverage(f)
		if c.Lines == 0 || c.Lines == used.Lines {
			continue
		}
		rows = append(rows, quality{kind: "gap", field: f, problem: o.say("lines without a value (%s)", o.say(fieldNames[f])), lines: used.Lines - c.Lines,
			revenue: used.Revenue + l.Total().Deducted.Revenue - c.Revenue, next: o.say(advice[f])})
	}
	return rows
}

// columnRows name the columns the input lacks and the sections each would bring.
func columnRows(l *sales.Ledger, o Options) []quality {
	index := map[string]int{}
	var rows []quality
	lacks := phrases.Key("no column for %s")
	if len(l.Scope.Where) > 0 {
		lacks = "nothing here has %s"
	}
	for _, m := range o.metrics {
		missing := Missing(m, l)
		if len(missing) == 0 {
			continue
		}
		names := make([]string, len(missing))
		for i, f := range missing {
			names[i] = o.say(fieldNames[f])
		}
		key := o.list(names)
		i, ok := index[key]
		if !ok {
			i = len(rows)
			index[key] = i
			rows = append(rows, quality{kind: "column", problem: o.say(lacks, key), next: o.say("would bring: %s", o.say(m.Title))})
			continue
		}
		rows[i].next += ", " + o.say(m.Title)
	}
	return rows
}

func sheetRows(inputs []sales.Input, o Options) []quality {
	var rows []quality
	for _, in := range inputs {
		for _, s := range in.Sheets {
			if s.Relation == "" {
				rows = append(rows, quality{kind: "sheet", problem: o.say("not used: %s", s.Note), where: strings.TrimSuffix(in.Name+":"+s.Name, ":"), next: o.say("xsell check shows what was understood of it")})
			}
		}
	}
	return rows
}

func qualityLead(rows []quality, l *sales.Ledger, o Options) string {
	var refused, warned, gaps int
	for _, r := range rows {
		switch r.kind {
		case "refused":
			refused++
		case "warning", "orphan":
			warned++
		case "gap":
			gaps++
		}
	}
	t := l.Total()
	if refused+warned+gaps == 0 {
		return o.say("No problem was found in the %d {1|line|lines} read.", t.Read.Lines)
	}
	lead := o.say("No line was refused.")
	if t.Refused.Lines > 0 {
		lead = o.say("%d {1|line was|lines were} refused, with %s that could be read.", t.Refused.Lines, o.money(t.Refused.Revenue))
	}
	if warned > 0 {
		lead += " " + o.say("%d {1|warning|warnings} to look at.", warned)
	}
	for _, r := range rows {
		if r.kind == "gap" {
			share, _ := moneyRatio(r.revenue, t.Used.Revenue).(float64)
			return lead + " " + o.say("The largest gap: %[2]s: %[1]d, with %[3]s of revenue.", r.lines, r.problem, o.percent(share))
		}
	}
	return lead
}

// qualityFindings warn where a number of the report misses much money, 1 % of the revenue
// and more: lines refused, without a customer or without a cost.
func qualityFindings(rows []quality, used sales.Money, o Options) []Finding {
	for _, r := range rows {
		missing := r.kind == "refused" || r.field == sales.Customer || r.field == sales.Cost
		if missing && used > 0 && abs(r.revenue) >= used/100 {
			return []Finding{{Role: Watch, Weight: abs(r.revenue), Text: o.say("Data: %d %s, %s of revenue; %s.", r.lines, r.problem, o.money(r.revenue), r.next)}}
		}
	}
	return nil
}

func abs(m sales.Money) sales.Money {
	if m < 0 {
		return -m
	}
	return m
}
