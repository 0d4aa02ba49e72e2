package metrics

func (f partnerFindings) table() Table {
	t := Table{Columns: []Column{
		{"kind", "Kind", Word}, {"partner", "Partner", Text}, {"quarter", "Quarter from", Date}, {"status", "Balance says", Word},
		{"sourced_deals", "Sourced deals", Count}, {"sourced_customers", "Sourced customers", Count}, {"sourced", "Sourced revenue", Money}, {"sourced_cm1", "Sourced CM1", Money}, {"sourced_net_cm", "Sourced net CM", Money},
		{"influenced_deals", "Influenced deals", Count}, {"influenced", "Influenced revenue", Money}, {"influenced_net_cm", "Influenced net CM", Money},
		{"revenue", "Revenue with it", Money}, {"commission", "Commission paid", Money}, {"influenced_commission", "of it on influenced deals", Money}, {"net_cm", "Net CM with it", Money}, {"internal", "Deals with two areas of ours", Ratio},
		{"sent", "Customers sent", Count}, {"business", "Business sent", Money}, {"commission_in", "Commission to us", Money}, {"balance", "Balance", Money}, {"both", "Customers both credit", Count}, {"evidence", "Evidence", Word},
	}}
	for i, b := range f.of {
		if i == f.o.MaxRows && len(f.of) > i+1 {
			t.Rows = append(t.Rows, f.cells(f.others(f.of[i:])))
			break
		}
		t.Rows = append(t.Rows, f.cells(b))
	}
	for _, q := range f.quarters {
		row := make([]Cell, len(t.Columns))
		row[0], row[1], row[2], row[12] = "quarter", q.Partner, q.Quarter, q.Revenue
		if f.roles {
			row[6], row[10] = q.Sourced, q.Influenced
		}
		if f.refers {
			row[18] = q.Business
		}
		t.Rows = append(t.Rows, row)
	}
	if !f.pays {
		t.drop("commission")
		t.drop("influenced_commission")
	}
	if !f.costs {
		for _, key := range []string{"sourced_cm1", "sourced_net_cm", "influenced_net_cm", "net_cm"} {
			t.drop(key)
		}
	}
	return t
}

// others are the partners beyond the last row that fits.
func (f partnerFindings) others(rest []partnerBalance) partnerBalance {
	all := partnerBalance{name: other}
	for _, b := range rest {
		all.sourced, all.influenced, all.unknown = all.sourced.add(b.sourced), all.influenced.add(b.influenced), all.unknown.add(b.unknown)
		all.sent.Customers, all.sent.Business, all.sent.Commission = all.sent.Customers+b.sent.Customers, all.sent.Business+b.sent.Business, all.sent.Commission+b.sent.Commission
	}
	return all
}

func (f partnerFindings) cells(b partnerBalance) []Cell {
	deals := b.sourced.Deals + b.influenced.Deals + b.unknown.Deals
	row := []Cell{"partner", b.name, nil, text(b.status), nil, nil, nil, nil, nil, nil, nil, nil, b.revenue(), b.commission(), nil, amount(b.netCM()), ratio(float64(b.sourced.Internal+b.influenced.Internal+b.unknown.Internal), float64(deals)),
		nil, nil, nil, nil, nil, string(Coincidence)}
	if f.roles {
		row[4], row[5], row[6], row[7], row[8] = b.sourced.Deals, b.sourced.Customers, b.sourced.Revenue, amount(b.sourced.CM1), amount(b.sourced.NetCM)
		row[9], row[10], row[11], row[14] = b.influenced.Deals, b.influenced.Revenue, amount(b.influenced.NetCM), b.influenced.Commission
	}
	if f.refers {
		row[17], row[18], row[19], row[21] = b.sent.Customers, b.sent.Business, b.sent.Commission, b.sent.BothWays
	}
	if f.roles && f.refers {
		row[20] = b.balance()
	}
	return row
}

func (f partnerFindings) charts() []Chart {
	both := Chart{Kind: Bars, Title: "Revenue with each partner", X: "partner", Y: []string{"revenue"}, Where: "kind", Is: "partner", Limit: 12}
	switch {
	case f.roles && f.refers:
		both.Title, both.Y = f.o.say("Revenue that each partner opened, and business sent to it"), []string{"sourced", "business"}
	case f.roles:
		both.Title, both.Y = f.o.say("Revenue that each partner opened, and that it only joined"), []string{"sourced", "influenced"}
	}
	charts := []Chart{both}
	quarters := map[int]bool{}
	for _, q := range f.quarters {
		quarters[int(q.Quarter)] = true
	}
	if len(quarters) > 2 {
		charts = append(charts, Chart{Kind: Line, Title: "Revenue with each partner by quarter", X: "quarter", Y: []string{"revenue"}, Series: "partner", Where: "kind", Is: "quarter"})
	}
	return charts
}
