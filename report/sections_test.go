package report

import (
	"fmt"
	"math"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// hostileNames are product names as nobody should write them.
var hostileNames = []string{
	`=HYPERLINK("http://evil.example","x")`, "+1+1", "-2+3", "@SUM(A1)", "\tTab", "\rReturn",
	`</script><img src=x onerror=alert(1)>`, "__f__alert(1)__f__", "a|b\\|c\nd", "**bold** _it_ [x](http://evil.example) ![i](http://evil.example/i.png)",
	"]]>", "x\u2028y\u2029z", "right \u202e to left", "_x000D_", "bell \a and null \x00", "bad \xff utf-8", `quote " ' and ''`, "$a^2$ @someone www.evil.example",
}

// tabledReport is a report with every unit, every kind of chart and totals, in which
// n products have names that no sink may take literally.
func tabledReport(n int) *metrics.Report {
	day := func(m, d int) sales.Day { return sales.DayOf(2026, 1, 1) + sales.Day(30*(m-1)+d-1) }
	r := &metrics.Report{
		Title:    "Anvil & Sons: cross-selling",
		Currency: "EUR",
		Outcomes: fixtureOutcomes(),
		Calendar: sales.Calendar{Unit: sales.Month, AsOf: sales.DayOf(2026, 9, 30), First: sales.DayOf(2025, 1, 2), Last: sales.DayOf(2026, 9, 30),
			Period:   sales.Period{Start: sales.DayOf(2026, 9, 1), End: sales.DayOf(2026, 9, 30), Label: "Sep 2026"},
			Previous: sales.Period{Start: sales.DayOf(2026, 8, 1), End: sales.DayOf(2026, 8, 31), Label: "Aug 2026"},
			YearAgo:  sales.Period{Start: sales.DayOf(2025, 9, 1), End: sales.DayOf(2025, 9, 30), Label: "Sep 2025"},
			Window:   sales.Period{Start: sales.DayOf(2025, 10, 1), End: sales.DayOf(2026, 9, 30), Label: "12 months to 30 Sep 2026"}},
		Inputs: []sales.Input{{Name: "sales.xlsx", Bytes: 123_456, SHA256: fmt.Sprintf("%064x", 48879), Sheets: []sales.Sheet{
			{Name: "Lines", Relation: sales.Lines, Rows: int64(n) + 2}, {Name: "Notes", Rows: 3, Note: "no column of it is known"}}}},
		Problems: []sales.Problem{
			{File: "sales.xlsx", Sheet: "Lines", Row: 17, Column: "D", Value: "31.02.2026", Message: phrases.Note("is not a date"), Kind: "date", Refused: true, Lines: 1, Revenue: 125_000, Cells: []string{"=1+1", "-12.5", "x"}},
			{File: "sales.xlsx", Sheet: "Lines", Row: 18, Column: "B", Value: "@x|y", Message: phrases.Note("is not an amount"), Kind: "amount", Refused: true, Lines: 1},
			{File: "sales.xlsx", Sheet: "Lines", Message: phrases.Note("31 customers have no row in Customers"), Kind: "orphan", Lines: 31},
		},
	}
	products := tabledProducts(n)
	total := func(key string, of metrics.Measure, scope metrics.Scope) {
		claim := metrics.Claim{Column: key, Of: of, Scope: scope}
		products.Claims = append(products.Claims, claim)
		r.Checks = append(r.Checks, metrics.Check{Section: "products", Column: key, Scope: scope, Total: int64(sumColumn(products.Table, claim))})
	}
	total("quantity", metrics.LinesQuantity, metrics.InWindow)
	total("revenue", metrics.LinesRevenue, metrics.InWindow)
	total("cost", metrics.LinesCost, metrics.InWindow)
	total("cm1", metrics.LinesCM1, metrics.InWindow)
	read := sales.Totals{Lines: int64(n) + 2, Revenue: sumColumn(products.Table, products.Claims[1]) + 125_000,
		Cost: sumColumn(products.Table, products.Claims[2]), Quantity: sales.Quantity(sumColumn(products.Table, products.Claims[0]))}
	used := read
	used.Lines, used.Revenue = int64(n), read.Revenue-125_000
	r.Sources = []sales.Source{{Name: "sales.xlsx:Lines", Read: read, Used: used, Refused: sales.Totals{Lines: 2, Revenue: 125_000}}}
	r.Sections = []metrics.Section{tabledOverview(), tabledTrend(day), products, tabledBridge(), tabledPairs(), tabledMatrix(), tabledWhale(), tabledEmpty()}
	r.Checks = append(r.Checks, metrics.Check{Section: "overview", Column: "value", Scope: metrics.InPeriod, Total: 12_345_678_900})
	return r
}

func tabledOverview() metrics.Section {
	return metrics.Section{Name: "overview", Title: "Overview", Question: "How are we doing?", Chapter: string(metrics.HowWeAreDoing),
		Lead:  "Sep 2026: 1.23 M EUR of net revenue in 4,321 deals, +2.9 % on Aug 2026.",
		Scope: "Sep 2026 against Aug 2026 and Sep 2025",
		Notes: []string{"The data run to 30 Sep 2026.", "A second note that is long enough to be broken into more than one line, because it says at some length what the numbers above cannot say by themselves, and why."},
		Findings: []metrics.Finding{{Role: metrics.Answer, Text: "Sep 2026: 1.23 M EUR of net revenue in 4,321 deals, +2.9 % on Aug 2026.", Section: "overview"},
			{Role: metrics.Why, Text: "Price adds 85 k EUR, mix takes back 12 k EUR.", Section: "overview", Weight: 850_000_000},
			{Role: metrics.Watch, Text: "1. <b>Returns</b> | above the 1.2 k that is normal.", Section: "overview"},
			{Role: metrics.Do, Text: "- Offer drills to the 312 buyers of anvils without one.", Section: "overview"}},
		Claims:     []metrics.Claim{{Column: "value", Of: metrics.LinesRevenue, Scope: metrics.InPeriod, Where: "kpi", Is: "revenue"}},
		Definition: "value = the period of the report; previous = the period before it.",
		SQL:        "SELECT sum(revenue) FROM lines WHERE day < CURRENT_DATE",
		Table: metrics.Table{
			Columns: []metrics.Column{{Key: "kpi", Title: "Key", Unit: metrics.Text}, {Key: "name", Title: "Measure", Unit: metrics.Text}, {Key: "unit", Title: "Unit", Unit: metrics.Text},
				{Key: "value", Title: "Sep 2026", Unit: metrics.Mixed}, {Key: "previous", Title: "Aug 2026", Unit: metrics.Mixed}, {Key: "change", Title: "Change", Unit: metrics.Mixed}, {Key: "change_rate", Title: "Change %", Unit: metrics.Ratio}},
			Rows: [][]metrics.Cell{
				{"revenue", "Net revenue", "money", sales.Money(12_345_678_900), sales.Money(12_000_000_000), sales.Money(345_678_900), 0.028806575},
				{"deals", "Deals", "count", int64(4321), int64(4400), int64(-79), -0.017954545},
				{"products_per_deal", "Products per deal", "number", 2.4567, 2.5, -0.0433, -0.01732},
				{"margin", "CM1 margin", "ratio", 0.3751, 0.3641, 0.011, nil},
				{"customers", "Customers", "count", int64(312), nil, nil, nil},
			}}}
}

func tabledTrend(day func(int, int) sales.Day) metrics.Section {
	s := metrics.Section{Name: "trend", Title: "Trend", Question: "How does revenue develop?", Chapter: string(metrics.Deals), Lead: "Sep 2026 is the best of 9 months.",
		Table: metrics.Table{Columns: []metrics.Column{{Key: "start", Title: "From", Unit: metrics.Date}, {Key: "label", Title: "Month", Unit: metrics.Text},
			{Key: "area", Title: "Area", Unit: metrics.Text}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money}, {Key: "year_ago_revenue", Title: "Revenue a year earlier", Unit: metrics.Money}}},
		Charts: []metrics.Chart{
			{Kind: metrics.Line, Title: "Revenue of tools, with the year before", X: "label", Y: []string{"revenue", "year_ago_revenue"}, Where: "area", Is: "Tools"},
			{Kind: metrics.Line, Title: "Revenue by area", X: "label", Y: []string{"revenue"}, Series: "area"}}}
	for m := 1; m <= 9; m++ {
		for i, area := range []string{"Tools", "Service"} {
			revenue := sales.Money(1_000_000 * int64(100+7*m+13*(m%3)) / int64(i+1))
			s.Table.Rows = append(s.Table.Rows, []metrics.Cell{day(m, 1), fmt.Sprintf("M%d", m), area, revenue, revenue - 9_876_543})
		}
	}
	return s
}

func tabledProducts(n int) metrics.Section {
	s := metrics.Section{Name: "products", Title: "Products", Question: "How many deals is each product part of?", Chapter: string(metrics.Deals),
		Lead: "Anvil is in the most deals.", Scope: "Deals, quantity and net revenue by product, 12 months to 30 Sep 2026",
		Definition: "deals = deals with a line of the product.",
		Charts: []metrics.Chart{{Kind: metrics.Stacked, Title: "Deals, alone and with others", X: "product_name", Y: []string{"solo_deals", "deals_with_others"}, Limit: 12},
			{Kind: metrics.Bars, Title: "Revenue", X: "product_name", Y: []string{"revenue"}, Limit: 10}},
		Table: metrics.Table{Columns: []metrics.Column{{Key: "product", Title: "Product", Unit: metrics.Text}, {Key: "product_name", Title: "Name", Unit: metrics.Text},
			{Key: "solo_deals", Title: "Sold alone", Unit: metrics.Count}, {Key: "deals_with_others", Title: "With others", Unit: metrics.Count},
			{Key: "quantity", Title: "Quantity", Unit: metrics.Quantity}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money}, {Key: "cost", Title: "Cost", Unit: metrics.Money},
			{Key: "cm1", Title: "CM1", Unit: metrics.Money}, {Key: "margin", Title: "Margin", Unit: metrics.Ratio}, {Key: "margin_change", Title: "Margin change", Unit: metrics.Points},
			{Key: "share", Title: "Share", Unit: metrics.Ratio}, {Key: "lift", Title: "Lift", Unit: metrics.Number}, {Key: "p_value", Title: "p", Unit: metrics.Number}}}}
	for i := range n {
		name := fmt.Sprintf("Anvil %d", i)
		if i < len(hostileNames) {
			name = hostileNames[i]
		}
		revenue := sales.Money(98_765_432_1 - int64(i)*7_919)
		cost := revenue * 3 / 5
		var change metrics.Cell = 0.011 * float64(i%5-2)
		if i%7 == 3 {
			change = nil
		}
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{fmt.Sprintf("00%d", i), name, int64(40 - i%40), int64(60 + i%13),
			sales.Quantity(12_500 * int64(i+1)), revenue, cost, revenue - cost, (revenue - cost).Float() / revenue.Float(), change, 1 / float64(n), 1.5 + math.Sqrt(float64(i)), 5.2115e-5})
	}
	return s
}

func tabledBridge() metrics.Section {
	s := metrics.Section{Name: "bridge", Title: "What changed: price / volume [mix]", Question: "What drove it?", Chapter: string(metrics.HowWeAreDoing), Lead: "Tools add 435, Rental takes back 1,400.",
		Charts: []metrics.Chart{{Kind: metrics.Bridge, Title: "From Aug to Sep 2026", X: "area", Y: []string{"before", "change", "after"}, Where: "by", Is: "area"},
			{Kind: metrics.Bars, Title: "Changes", X: "area", Y: []string{"change"}}},
		Table: metrics.Table{Columns: []metrics.Column{{Key: "by", Title: "By", Unit: metrics.Text}, {Key: "area", Title: "Area", Unit: metrics.Text}, {Key: "before", Title: "Aug 2026", Unit: metrics.Money},
			{Key: "change", Title: "Change", Unit: metrics.Money}, {Key: "after", Title: "Sep 2026", Unit: metrics.Money}}}}
	for i, change := range []sales.Money{4_350_000, -14_000_000, 750_000, 3_500_000} {
		before := sales.Money(3_000_000 - 200_000*int64(i))
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{[]string{"area", "area", "total", "area"}[i], []string{"Tools", "Rental", "All", "Service"}[i], before, change, before + change})
	}
	return s
}

func tabledPairs() metrics.Section {
	s := metrics.Section{Name: "pairs", Title: "Pairs", Question: "What is bought together?", Chapter: string(metrics.BoughtTogether), Lead: "Anvil and drill: 15 of 200 deals.",
		Charts: []metrics.Chart{{Kind: metrics.Interval, Title: "Lift with its limits", X: "pair", Y: []string{"lift", "lift_low", "lift_high"}},
			{Kind: metrics.Scatter, Title: "Lift over support", X: "n_ab", Y: []string{"lift"}, Label: "pair"}},
		Table: metrics.Table{Columns: []metrics.Column{{Key: "pair", Title: "Pair", Unit: metrics.Text}, {Key: "n_ab", Title: "Deals with both", Unit: metrics.Count},
			{Key: "lift", Title: "Lift", Unit: metrics.Number}, {Key: "lift_low", Title: "Low", Unit: metrics.Number}, {Key: "lift_high", Title: "High", Unit: metrics.Number}}}}
	for i := range 8 {
		lift := 2.5 - 0.2*float64(i)
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{fmt.Sprintf("Anvil + drill %d", i), int64(15 + 3*i), lift, lift * 0.72, lift * 1.39})
	}
	s.Table.Rows = append(s.Table.Rows, []metrics.Cell{"Anvil + nothing", int64(0), nil, nil, nil})
	return s
}

func tabledMatrix() metrics.Section {
	s := metrics.Section{Name: "area-audience", Title: "What changed: price / volume [mix]", Question: "Who buys what?", Chapter: string(metrics.Profitability), Lead: "Crafts buy tools.",
		Charts: []metrics.Chart{{Kind: metrics.HeatMap, Title: "CM1 by area and audience", X: "audience", Series: "area", Y: []string{"cm1"}}},
		Table: metrics.Table{Columns: []metrics.Column{{Key: "area", Title: "Area", Unit: metrics.Text}, {Key: "audience", Title: "Audience", Unit: metrics.Text},
			{Key: "cm1", Title: "CM1", Unit: metrics.Money}}}}
	for i, area := range []string{"Tools", "Service", "Rental"} {
		for j, audience := range []string{"Crafts", "Industry", "Private", "Public"} {
			if i != 2 || j != 1 {
				s.Table.Rows = append(s.Table.Rows, []metrics.Cell{area, audience, sales.Money(10_000 * int64((i+1)*(j+2)*317-1_500))})
			}
		}
	}
	return s
}

func tabledWhale() metrics.Section {
	s := metrics.Section{Name: "customer-profit", Title: "Customer profit", Question: "Who earns it?", Chapter: string(metrics.Profitability), Lead: "20 % of the customers earn it all.",
		Charts: []metrics.Chart{{Kind: metrics.Whale, Title: "Cumulative CM1", X: "customer", Y: []string{"cumulative_share"}}},
		Table: metrics.Table{Columns: []metrics.Column{{Key: "customer", Title: "Customer", Unit: metrics.Text}, {Key: "cm1", Title: "CM1", Unit: metrics.Money},
			{Key: "cumulative_share", Title: "Cumulative share", Unit: metrics.Ratio}}}}
	sum := 0.0
	for i := range 60 {
		cm1 := sales.Money(10_000 * (40 - int64(i)))
		sum += cm1.Float() / 630
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{fmt.Sprintf("C%03d", i), cm1, sum})
	}
	return s
}

func tabledEmpty() metrics.Section {
	return metrics.Section{Name: "data-quality", Title: "Data quality", Question: "What is wrong with the data?", Chapter: string(metrics.CanITrustThis), Lead: "Nothing to report.",
		Table: metrics.Table{Columns: []metrics.Column{{Key: "problem", Title: "Problem", Unit: metrics.Text}, {Key: "lines", Title: "Lines", Unit: metrics.Count}}}}
}
