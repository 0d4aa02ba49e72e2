package report

import (
	"fmt"
	"math"
	"time"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// fixture is a small report made by hand, with every kind of chart, every unit of
// column and blanks where values are undefined.
func fixture() *metrics.Report {
	r := &metrics.Report{
		Title:    "Hillside Coffee",
		Currency: "EUR",
		Calendar: sales.Calendar{
			Unit: sales.Month, AsOf: sales.DayOf(2026, 9, 30), First: sales.DayOf(2025, 1, 2), Last: sales.DayOf(2026, 9, 30),
			Period:   sales.Month.Period(sales.DayOf(2026, 9, 1)),
			Previous: sales.Month.Period(sales.DayOf(2026, 8, 1)),
			YearAgo:  sales.Month.Period(sales.DayOf(2025, 9, 1)),
			Window:   sales.Period{Start: sales.DayOf(2025, 10, 1), End: sales.DayOf(2026, 9, 30), Label: "12 months to 30 Sep 2026"},
		},
		Inputs:  []sales.Input{{Name: "sales.xlsx", Bytes: 48213, SHA256: "9f2c4e81d0b7a6355e1f0c9d8b7a69584736251403f2e1d0c9b8a79685746352"}},
		Sources: []sales.Source{{Name: "sales.xlsx:Orders", Read: sales.Totals{Lines: 10068}, Used: sales.Totals{Lines: 10060}, Refused: sales.Totals{Lines: 8}}},
		Sections: []metrics.Section{
			fixtureOverview(), fixtureMovers(), fixtureTrend(), fixtureProducts(), fixtureWeekdays(), fixtureTypes(),
			fixturePairs(), fixtureTogether(), fixtureCustomers(), fixtureMatrix(), fixtureControl(),
		},
		Checks: []metrics.Check{{Section: "trend", Column: "revenue", Scope: metrics.AllLines, Total: 123}},
	}
	r.Outcomes = fixtureOutcomes()
	for i := range r.Sections {
		s := &r.Sections[i]
		s.Definition = "revenue = list amount less discounts and returns; cm1 = revenue - cost of the lines that have a cost."
		s.SQL = "SELECT area, CAST(sum(revenue) AS BIGINT) AS revenue\nFROM lines WHERE in_window\nGROUP BY area ORDER BY area"
		for k := range s.Findings {
			s.Findings[k].Section = s.Name
		}
	}
	return r
}

// fixtureOutcomes are thresholds that were crossed, kept and not judged.
func fixtureOutcomes() []metrics.Outcome {
	return []metrics.Outcome{
		fixtureOutcome("Margin", "overview.margin < 37 %", metrics.Fail, "Finance", metrics.Crossed, "CM1 margin is 36.80 %"),
		fixtureOutcome("<b>Deals|", "overview.deals < 5000", metrics.Warn, "", metrics.Crossed, "Deals is 6,884"),
		fixtureOutcome("Kept", "overview.deals < 1", metrics.Fail, "", metrics.Kept, "Deals is 6,884"),
		fixtureOutcome("Nothing", "ladder.share > 1 %", metrics.Fail, "Sales", metrics.Unknown, "the section ladder is not in this report"),
	}
}

func fixtureOutcome(name, when string, level metrics.Level, owner string, state metrics.State, text string) metrics.Outcome {
	c, err := metrics.ParseCondition(when, nil)
	if err != nil {
		panic(err)
	}
	return metrics.Outcome{Threshold: metrics.Threshold{Name: name, When: c, Level: level, Owner: owner}, State: state, Text: text}
}

// eur is an amount of euros and cents.
func eur(v float64) sales.Money { return sales.Money(math.Round(v * sales.Scale)) }

func fixtureOverview() metrics.Section {
	return metrics.Section{
		Name: "overview", Title: "Overview", Question: "How are we doing?", Chapter: string(metrics.HowWeAreDoing),
		Lead:  "Sep 2026: 385.0 k EUR of net revenue in 6,884 deals, +3.5 % on Aug 2026 and +13.8 % on Sep 2025.",
		Scope: "Sep 2026 against Aug 2026 and Sep 2025",
		Findings: []metrics.Finding{
			{Role: metrics.Answer, Text: "Sep 2026: 385.0 k EUR of net revenue in 6,884 deals, +3.5 % on Aug 2026 and +13.8 % on Sep 2025.", Weight: eur(385_000)},
			{Role: metrics.Watch, Text: "CM1 margin: 36.8 %, below the 37.1 % to 39.0 % that is normal for the months before.", Weight: eur(2_300)},
		},
		Table: metrics.Table{
			Columns: []metrics.Column{
				{Key: "kpi", Title: "Key", Unit: metrics.Text}, {Key: "name", Title: "Measure", Unit: metrics.Text}, {Key: "unit", Title: "Unit", Unit: metrics.Text},
				{Key: "value", Title: "Sep 2026", Unit: metrics.Mixed}, {Key: "previous", Title: "Aug 2026", Unit: metrics.Mixed},
				{Key: "change", Title: "Change", Unit: metrics.Mixed}, {Key: "change_rate", Title: "Change %", Unit: metrics.Ratio},
				{Key: "year_ago", Title: "Sep 2025", Unit: metrics.Mixed}, {Key: "year_change", Title: "Change on the year", Unit: metrics.Mixed},
				{Key: "year_change_rate", Title: "Change on the year %", Unit: metrics.Ratio},
				{Key: "window", Title: "12 months to 30 Sep 2026", Unit: metrics.Mixed}, {Key: "noise", Title: "Against its noise", Unit: metrics.Text},
			},
			Rows: [][]metrics.Cell{
				{"revenue", "Net revenue", "money", eur(385_012.5), eur(371_990.2), eur(13_022.3), 0.035, eur(338_324), eur(46_688.5), 0.138, eur(4_204_912.77), "normal"},
				{"deals", "Deals", "count", int64(6884), int64(6650), int64(234), 0.035, int64(6299), int64(585), 0.093, int64(79210), "normal"},
				{"average_deal", "Revenue per deal", "money", eur(55.93), eur(55.94), eur(-0.01), -0.0002, eur(53.71), eur(2.22), 0.041, eur(53.09), "normal"},
				{"products_per_deal", "Products per deal", "number", 2.41, 2.35, 0.06, 0.026, 2.22, 0.19, 0.086, 2.3, "signal"},
				{"multi_product_share", "Deals with two or more products", "ratio", 0.311, 0.293, 0.018, nil, 0.262, 0.049, nil, 0.288, "signal"},
				{"margin", "CM1 margin", "ratio", 0.368, 0.374, -0.006, nil, 0.371, -0.003, nil, 0.372, "signal"},
				{"returned", "Returns and cancellations", "money", eur(-2310.4), eur(0), eur(-2310.4), nil, nil, nil, nil, eur(-19_000), nil},
			},
		},
	}
}

func fixtureMovers() metrics.Section {
	s := metrics.Section{
		Name: "movers", Title: "What changed", Question: "What changed, and where?", Chapter: string(metrics.HowWeAreDoing),
		Lead:  "Net revenue rose by 13.0 k EUR: Grinders, Cleaning & care and Coffee machines add 23.0 k, Milk & frothers and Gift sets take back 4.6 k.",
		Scope: "Net revenue by product type, Sep 2026 against Aug 2026",
		Findings: []metrics.Finding{
			{Role: metrics.Why, Text: "Grinders bring +8.3 k EUR: 41 more deals, and each of them larger.", Weight: eur(8_300)},
			{Role: metrics.Why, Text: "Cleaning & care brings +7.9 k EUR, most of it sold with coffee machines.", Weight: eur(7_900)},
			{Role: metrics.Watch, Text: "Gift sets fell for the third month in a row: −2.0 k EUR.", Weight: eur(2_000)},
		},
		Charts: []metrics.Chart{
			{Kind: metrics.Bridge, Title: "From Aug to Sep 2026", X: "type", Y: []string{"previous_revenue", "change", "period_revenue"}, Limit: 7},
			{Kind: metrics.Bars, Title: "Change by product type", X: "type", Y: []string{"change_rate"}},
		},
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "type", Title: "Product type", Unit: metrics.Text}, {Key: "previous_revenue", Title: "Aug 2026", Unit: metrics.Money},
			{Key: "change", Title: "Change", Unit: metrics.Money}, {Key: "period_revenue", Title: "Sep 2026", Unit: metrics.Money},
			{Key: "change_rate", Title: "Change %", Unit: metrics.Ratio}, {Key: "margin_change", Title: "Margin", Unit: metrics.Points},
		}},
	}
	for _, t := range []struct {
		name           string
		before, change float64
		points         any
	}{
		{"Grinders", 43_700, 8_300, 0.011}, {"Cleaning & care", 25_490.2, 7_922.3, -0.004}, {"Coffee machines", 113_000, 6_800, 0.0},
		{"Milk & frothers", 32_800, -2_600, -0.021}, {"Gift sets", 18_200, -2_000, nil}, {"Coffee & beans", 80_200, 1_700, 0.002},
		{"Cups & glass", 29_100, 900, 0.001}, {"Filters", 8_000, -7_600, -0.05}, {"Accessories", 21_500, -400, 0.003},
	} {
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{t.name, eur(t.before), eur(t.change), eur(t.before + t.change), t.change / t.before, t.points})
	}
	return s
}

func fixtureTrend() metrics.Section {
	s := metrics.Section{
		Name: "trend", Title: "Trend", Question: "How do revenue, deals and baskets develop?", Chapter: string(metrics.Deals),
		Lead:  "Net revenue has been above the year before in every month since May 2026.",
		Scope: "Net revenue, deals and baskets by month, Jan 2025 to Sep 2026",
		Charts: []metrics.Chart{
			{Kind: metrics.Line, Title: "Net revenue by month, with the year before", X: "label", Y: []string{"revenue", "year_ago_revenue"}},
			{Kind: metrics.Line, Title: "CM1 margin by month", X: "label", Y: []string{"margin"}},
		},
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "start", Title: "From", Unit: metrics.Date}, {Key: "label", Title: "Month", Unit: metrics.Text},
			{Key: "revenue", Title: "Net revenue", Unit: metrics.Money}, {Key: "deals", Title: "Deals", Unit: metrics.Count},
			{Key: "average_deal", Title: "Revenue per deal", Unit: metrics.Money}, {Key: "products_per_deal", Title: "Products per deal", Unit: metrics.Number},
			{Key: "multi_product_share", Title: "Deals with two or more products", Unit: metrics.Ratio}, {Key: "margin", Title: "CM1 margin", Unit: metrics.Ratio},
			{Key: "year_ago_revenue", Title: "Revenue a year earlier", Unit: metrics.Money}, {Key: "year_change_rate", Title: "Change on the year", Unit: metrics.Ratio},
		}},
	}
	month := func(i int) float64 {
		return 300_000 + 2_900*float64(i) + 26_000*math.Sin(float64(i)*0.9)
	}
	for i := range 21 {
		day := sales.DayOf(2025, time.January+time.Month(i), 1)
		revenue, deals := math.Round(month(i)), int64(5400+70*i)
		row := []metrics.Cell{day, sales.Month.Period(day).Label, eur(revenue), deals, eur(math.Round(revenue/float64(deals)*100) / 100),
			2.1 + 0.015*float64(i), 0.25 + 0.003*float64(i), 0.372 + 0.006*math.Cos(float64(i)), nil, nil}
		if i >= 12 {
			before := math.Round(month(i - 12))
			row[8], row[9] = eur(before), revenue/before-1
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	return s
}

func fixtureProducts() metrics.Section {
	s := metrics.Section{
		Name: "products", Title: "Products", Question: "How many deals is each product part of, and is it sold alone or with others?", Chapter: string(metrics.Deals),
		Lead:  "House blend 1 kg is in the most deals: 912 of 6,884 (13.2 %).",
		Scope: "Deals, quantity and net revenue by product, 12 months to 30 Sep 2026",
		Notes: []string{"4.1 % of revenue has no cost; margins leave it out."},
		Charts: []metrics.Chart{
			{Kind: metrics.Stacked, Title: "Deals of the largest products, alone and with others", X: "product_name", Y: []string{"solo_deals", "deals_with_others"}, Limit: 12},
		},
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "product", Title: "Product", Unit: metrics.Text}, {Key: "product_name", Title: "Name", Unit: metrics.Text}, {Key: "area", Title: "Area", Unit: metrics.Text},
			{Key: "deals", Title: "Deals", Unit: metrics.Count}, {Key: "solo_deals", Title: "Sold alone", Unit: metrics.Count}, {Key: "deals_with_others", Title: "With others", Unit: metrics.Count},
			{Key: "quantity", Title: "Quantity", Unit: metrics.Quantity}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money},
			{Key: "cm1", Title: "CM1", Unit: metrics.Money}, {Key: "margin", Title: "Margin", Unit: metrics.Ratio},
		}},
	}
	names := []string{"House blend 1 kg", "Descaler 500 ml", "Hand grinder, walnut", "Espresso machine Duo with integrated burr grinder and milk system",
		"Cup set, 6 pieces", "Milk jug 350 ml", "Filter papers no. 4", "Gift box autumn"}
	for i := range 16 {
		deals, revenue := int64(912-51*i), 61_200-3_310.55*float64(i)
		row := []metrics.Cell{fmt.Sprintf("%05d", 123+i), fmt.Sprintf("%s%s", names[i%len(names)], []string{"", " (new)"}[i/len(names)]),
			[]string{"Coffee", "Equipment"}[i%2], deals, deals / 3, deals - deals/3, sales.Quantity(deals * 12_500), eur(revenue), eur(revenue * 0.37), 0.37}
		if i == 15 {
			row[2], row[8], row[9] = nil, nil, nil
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	return s
}

func fixtureTypes() metrics.Section {
	s := metrics.Section{
		Name: "types", Title: "Product types", Question: "Which product types do deals combine?", Chapter: string(metrics.Deals),
		Lead:  "Equipment grew from 31 % to 38 % of net revenue in six months.",
		Scope: "Net revenue by business area and month",
		Charts: []metrics.Chart{
			{Kind: metrics.Stacked, Title: "Net revenue by business area", X: "start", Y: []string{"revenue"}, Series: "area"},
			{Kind: metrics.Line, Title: "The same, each area from zero", X: "start", Y: []string{"revenue"}, Series: "area"},
		},
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "start", Title: "From", Unit: metrics.Date}, {Key: "area", Title: "Area", Unit: metrics.Text}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money},
		}},
	}
	for i := range 6 {
		for k, area := range []string{"Coffee", "Equipment", "Care", "Gifts"} {
			s.Table.Rows = append(s.Table.Rows, []metrics.Cell{sales.DayOf(2026, time.April+time.Month(i), 1), area, eur(float64([]int{160, 96, 50, 44}[k])*1000 + float64(i*(k-1)*5200))})
		}
	}
	return s
}
