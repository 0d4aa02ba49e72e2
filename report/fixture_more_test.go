package report

import (
	"fmt"
	"strings"

	"xsell/metrics"
	"xsell/metrics/sales"
)

func fixturePairs() metrics.Section {
	s := metrics.Section{
		Name: "pairs", Title: "Product pairs", Question: "Which products are bought together more than chance explains?", Chapter: string(metrics.BoughtTogether),
		Lead:  "Nine pairs are confirmed; the strongest is Hand grinder with House blend: lift 2.50 (1.80 to 3.48).",
		Scope: "Pairs of products in one basket per customer, 12 months to 30 Sep 2026",
		Findings: []metrics.Finding{
			{Role: metrics.Do, Text: "Offer House blend to the 25 buyers of a Hand grinder who do not have it: 4.1 k EUR of CM1 to rely on.", Weight: eur(4_100)},
			{Role: metrics.Do, Text: "Add Descaler to every Espresso machine: 188 customers without it.", Weight: eur(2_900)},
		},
		Charts: []metrics.Chart{
			{Kind: metrics.Interval, Title: "Lift with its 95 % limits", X: "a", Label: "pair", Y: []string{"lift", "lift_low", "lift_high"}},
			{Kind: metrics.Scatter, Title: "Attach rate against the number of customers to ask", X: "pool_ab", Y: []string{"attach_ab", "n_ab"}, Label: "pair"},
			{Kind: metrics.Network, Title: "Pairs that hang together", X: "a", Series: "b", Y: []string{"attach_ab"}},
		},
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "pair", Title: "Pair", Unit: metrics.Text}, {Key: "a", Title: "A", Unit: metrics.Text}, {Key: "b", Title: "B", Unit: metrics.Text},
			{Key: "n_ab", Title: "Both", Unit: metrics.Count}, {Key: "attach_ab", Title: "Attach rate A → B", Unit: metrics.Ratio},
			{Key: "lift", Title: "Lift", Unit: metrics.Number}, {Key: "lift_low", Title: "Low", Unit: metrics.Number}, {Key: "lift_high", Title: "High", Unit: metrics.Number},
			{Key: "pool_ab", Title: "Pool", Unit: metrics.Count},
		}},
	}
	a := []string{"Hand grinder", "Espresso machine Duo", "Cup set", "Milk jug", "Gift box", "Descaler"}
	b := []string{"House blend", "Descaler", "Milk jug", "Filter papers"}
	for i := range 14 {
		lift := 2.5 - 0.13*float64(i)
		x, y := a[i%len(a)], b[(i/2)%len(b)]
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{x + " → " + y, x, y, int64(150 - 9*i), 0.375 - 0.021*float64(i), lift, lift * 0.72, lift * 1.39, int64(25 + i*i*31)})
	}
	return s
}

func fixtureTogether() metrics.Section {
	s := metrics.Section{
		Name: "areas-together", Title: "Areas together", Question: "Which business areas share customers?", Chapter: string(metrics.BoughtTogether),
		Lead:  "Accessories and Cups & glass share customers 2.47 times as often as chance.",
		Scope: "Lift of pairs of product types (1 = independent), 12 months to 30 Sep 2026",
		Charts: []metrics.Chart{
			{Kind: metrics.HeatMap, Title: "Lift of each pair of types", X: "b", Series: "a", Y: []string{"lift"}},
		},
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "a", Title: "Type", Unit: metrics.Text}, {Key: "b", Title: "With", Unit: metrics.Text}, {Key: "lift", Title: "Lift", Unit: metrics.Number},
		}},
	}
	types := []string{"Coffee machines", "Coffee & beans", "Grinders", "Milk & frothers", "Cups & glass", "Cleaning & care"}
	lifts := [][]float64{{0, .76, .71, 1.49, 1.47, .84}, {.76, 0, .98, 1.87, .44, 1.44}, {.71, .98, 0, 2.2, .78, 1.49}, {1.49, 1.87, 2.2, 0, .85, 1.13}, {1.47, .44, .78, .85, 0, 1.18}, {.84, 1.44, 1.49, 1.13, 1.18, 0}}
	for i, a := range types {
		for k, b := range types {
			cell := metrics.Cell(lifts[i][k])
			if i == k {
				cell = nil
			}
			s.Table.Rows = append(s.Table.Rows, []metrics.Cell{a, b, cell})
		}
	}
	return s
}

func fixtureCustomers() metrics.Section {
	s := metrics.Section{
		Name: "customer-profit", Title: "Customer profit", Question: "What does each customer earn?", Chapter: string(metrics.Profitability),
		Lead:  "The best 28 of 40 customers earn 113.0 % of CM1; 12 customers give 17.6 k EUR back.",
		Scope: "CM1 by customer, 12 months to 30 Sep 2026",
		Findings: []metrics.Finding{
			{Role: metrics.Watch, Text: "12 customers cost money: together −17.6 k EUR of CM1.", Weight: eur(17_600)},
		},
		Charts: []metrics.Chart{
			{Kind: metrics.Whale, Title: "Cumulative CM1", X: "customer", Y: []string{"cm1"}},
			{Kind: metrics.Bars, Title: "Revenue and a year earlier", X: "customer", Y: []string{"revenue", "year_ago_revenue"}, Limit: 6},
			{Kind: metrics.Bars, Title: "Customers by CM1", X: "customer", Y: []string{"cm1"}, Where: "audience", Is: "Offices"},
		},
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "customer", Title: "Customer", Unit: metrics.Text}, {Key: "audience", Title: "Audience", Unit: metrics.Text},
			{Key: "revenue", Title: "Revenue", Unit: metrics.Money}, {Key: "year_ago_revenue", Title: "A year earlier", Unit: metrics.Money},
			{Key: "cm1", Title: "CM1", Unit: metrics.Money}, {Key: "cumulative_share", Title: "Cumulative share", Unit: metrics.Ratio},
		}},
	}
	total := 0.0
	for i := range 40 {
		total += 9_000 - 320*float64(i)
	}
	sum := 0.0
	for i := range 40 {
		cm1 := 9_000 - 320*float64(i)
		sum += cm1
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{fmt.Sprintf("Customer %02d Ltd", i+1), []string{"Homes", "Offices", "Cafés"}[i%3],
			eur(24_000 - 500*float64(i)), eur(21_000 - 480*float64(i)), eur(cm1), sum / total})
	}
	return s
}

// fixtureWeekdays has eight weeks, of which the first begins on its Thursday.
func fixtureWeekdays() metrics.Section {
	s := metrics.Section{
		Name: "weekdays", Title: "Days and weekdays", Question: "On which days do deals come?", Chapter: string(metrics.Deals),
		Lead:  "Friday is the busiest day of the week with 22.1 % of 6,884 deals.",
		Scope: "Deals by their first day",
		Table: metrics.Table{Columns: []metrics.Column{{Key: "label", Title: "Week", Unit: metrics.Text}, {Key: "start", Title: "From", Unit: metrics.Date}}},
	}
	c := metrics.Chart{Kind: metrics.Calendar, Title: "Deals on each day", X: "start"}
	for _, day := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"} {
		s.Table.Columns = append(s.Table.Columns, metrics.Column{Key: strings.ToLower(day), Title: day, Unit: metrics.Count})
		c.Y = append(c.Y, strings.ToLower(day))
	}
	for week := range 8 {
		start := sales.DayOf(2026, 8, 3) + sales.Day(7*week)
		row := []metrics.Cell{sales.Week.Period(start).Label, start}
		for day := range 7 {
			row = append(row, int64((week*5+day*day*7)%31*(6-day)/3))
		}
		if week == 0 {
			row[2], row[3], row[4] = nil, nil, nil
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	s.Charts = []metrics.Chart{c}
	return s
}

func fixtureMatrix() metrics.Section {
	s := metrics.Section{
		Name: "area-audience", Title: "Area and audience", Question: "Where do we earn?", Chapter: string(metrics.Profitability),
		Lead:  "Offices buying Equipment earn most: 41.2 k EUR; Gifts to Cafés cost 3.1 k EUR.",
		Scope: "CM1 by business area and audience, 12 months to 30 Sep 2026",
		Charts: []metrics.Chart{
			{Kind: metrics.HeatMap, Title: "CM1", X: "audience", Series: "area", Y: []string{"cm1"}},
		},
		Table: metrics.Table{Columns: []metrics.Column{
			{Key: "area", Title: "Area", Unit: metrics.Text}, {Key: "audience", Title: "Audience", Unit: metrics.Text}, {Key: "cm1", Title: "CM1", Unit: metrics.Money},
		}},
	}
	for i, area := range []string{"Coffee", "Equipment", "Gifts"} {
		for k, audience := range []string{"Homes", "Offices", "Cafés"} {
			s.Table.Rows = append(s.Table.Rows, []metrics.Cell{area, audience, eur([][]float64{{12_000, 22_500, 18_000}, {9_100, 41_200, 15_000}, {4_400, 800, -3_100}}[i][k])})
		}
	}
	return s
}

func fixtureControl() metrics.Section {
	return metrics.Section{
		Name: "control", Title: "Control totals", Question: "Is every line accounted for?", Chapter: string(metrics.CanITrustThis),
		Lead: "All 10,068 lines are accounted for: 10,060 used, 8 refused.",
		Table: metrics.Table{
			Columns: []metrics.Column{
				{Key: "source", Title: "Source", Unit: metrics.Text}, {Key: "lines_read", Title: "Lines read", Unit: metrics.Count}, {Key: "lines_used", Title: "Used", Unit: metrics.Count},
				{Key: "quantity_used", Title: "Quantity", Unit: metrics.Quantity}, {Key: "revenue_used", Title: "Revenue", Unit: metrics.Money},
			},
			Rows: [][]metrics.Cell{
				{"sales.xlsx:Orders", int64(10068), int64(10060), sales.Quantity(312_345_000), eur(4_204_912.77)},
				{"total", int64(10068), int64(10060), sales.Quantity(312_345_000), eur(4_204_912.77)},
			},
		},
	}
}
