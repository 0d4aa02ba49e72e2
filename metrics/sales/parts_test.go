package sales_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// shop is a ledger, not yet finished, in which every name says whose it is: what ends on N or
// holds "North" is of the North alone, on S of the South, on B of both.
func shop(t *testing.T) *sales.Ledger {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	table := func(r sales.Relation, head string, rows ...string) {
		t.Helper()
		b := &sales.Batch{Rows: len(rows)}
		var fields []sales.Field
		for c, name := range strings.Fields(head) {
			fields = append(fields, sales.Field(name))
			i := slices.IndexFunc(r.Columns(), func(c sales.Column) bool { return string(c.Field) == name })
			var v sales.Values
			for _, row := range rows {
				text := strings.Split(row, "\t")[c]
				if r.Columns()[i].Kind == sales.Text {
					v.Text.Append(text)
					continue
				}
				n, err := strconv.ParseInt(text, 10, 64)
				v.Int, v.Null = append(v.Int, n), append(v.Null, err != nil)
			}
			b.Columns = append(b.Columns, v)
		}
		if err := l.Load(t.Context(), r, fields, once(b)); err != nil {
			t.Fatal(err)
		}
	}
	tab := func(cells string) string { return strings.Join(strings.Split(cells, " "), "\t") }
	l.AddSource(sales.Source{Name: "south.csv", Read: sales.Totals{Lines: 4, Quantity: 30000, Revenue: 401, Cost: 100}, Refused: sales.Totals{Lines: 1, Revenue: 1}})
	l.AddSource(sales.Source{Name: "all.xlsx:Sales", Read: sales.Totals{Lines: 4, Quantity: 40000, Revenue: 800, Cost: 220}})
	table(sales.Lines, "source row deal day customer product type seller partner programme revenue quantity cost channel",
		tab("0 2 d1S 20000 annS teaS hot svenS agentS pS 100 10000 50 shop"),
		tab("0 3 d2S 20001 annS cakeB - svenS - - 100 10000 50 shop"),
		tab("0 4 d3S 20002 bobB cakeB - svenS - pB 200 10000 - web"),
		tab("1 2 d4N 20003 bobB cakeB - ninaN - pB 200 10000 70 shop"),
		tab("1 3 d4N 20003 bobB hamN cold ninaN agentN pN 300 10000 80 shop"),
		tab("1 4 d5N 20004 eveN hamN cold ninaN agentN pN 200 10000 - web"),
		tab("1 5 d6O 20005 lostO cakeB - - - - 100 10000 70 shop"))
	// A dash is a text of its own, and no number.
	table(sales.Products, "product product_name type area cost", "teaS\tTea South\thot\tdrinksS\t7", "cakeB\tCake\tsweet\tfood\t20", "hamN\tHam North\tcold\tfood\t30", "neverO\tNever sold\tcold\tfood\t1")
	table(sales.Customers, "customer customer_name region seller", "annS\tAnn South\tSouth\tsvenS", "bobB\tBob\tSouth\tsvenS", "eveN\tEve North\tNorth\tninaN", "nilO\tNil\tNorth\tninaN")
	table(sales.People, "seller region manager", "svenS\tSouth\tbossO", "ninaN\tNorth\tbossO")
	table(sales.Trainings, "seller day topic", "svenS\t19990\ttalkS", "ninaN\t19990\ttalkN")
	table(sales.Partners, "partner partner_name commission", "agentS\tAgency South\t500", "agentN\tAgency North\t500")
	table(sales.Referrals, "day customer partner business", "20001\tannS\tagentS\t5", "20001\teveN\tagentN\t6", "20002\tnilO\tAgency North\t7")
	table(sales.Targets, "day area seller target", "19997\tdrinksS\tsvenS\t111", "19997\tfood\tninaN\t222")
	table(sales.Returns, "deal product day reason", "d1S\t\t20006\tlate", "d4N\thamN\t20006\tstale")
	table(sales.Programmes, "programme from_products to_products partner owner cost control",
		"pS\tTea South\tdrinksS\tagentS\tsvenS\t9\tannS, nilO", "pN\tcakeB, ham north\tfood\tAgency North\tsvenS\t9\tbobB; annS", "pB\tfood\tfood\t\tninaN\t9\t7.77 %")
	l.NeverOffer(sales.NeverOffered{Products: []string{"teaS", "hamN"}, Customers: []string{"annS", "Eve North"}})
	l.Inputs = []sales.Input{{Name: "south.csv", Sheets: []sales.Sheet{{Relation: sales.Lines, Rows: 4}}}, {Name: "all.xlsx", Sheets: []sales.Sheet{{Name: "Sales", Relation: sales.Lines, Rows: 4}, {Name: "Ann South", Relation: sales.Targets, Rows: 2}}}}
	l.Problems = []sales.Problem{{File: "south.csv", Row: 5, Column: "C", Value: "annS", Refused: true}, {File: "south.csv", Row: 3, Column: "D", Value: "oddS"}, {File: "all.xlsx", Sheet: "Sales", Row: 3, Column: "D", Value: "oddN"}, {File: "all.xlsx", Sheet: "Sales", Value: "all lines"}}
	l.Derived = []string{"cost = revenue - profit in south.csv", "return = deal that begins with C (2 lines) in all.xlsx:Sales"}
	return l
}

// contents is every row of every table and view of the engine as text, and what the ledger
// itself says.
func contents(t *testing.T, l *sales.Ledger) string {
	t.Helper()
	type name struct{ Name string }
	tables, err := sales.Query[name](t.Context(), l, "SELECT table_catalog || '.' || table_schema || '.' || table_name AS name FROM information_schema.tables ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) < 15 {
		t.Fatalf("only %d tables are searched: %v", len(tables), tables)
	}
	types, err := sales.Query[name](t.Context(), l, "SELECT CAST(list(labels) AS VARCHAR) AS name FROM duckdb_types() WHERE labels IS NOT NULL")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, t := range types {
		all.WriteString(t.Name)
	}
	for _, of := range tables {
		rows, err := sales.Query[name](t.Context(), l, "SELECT CAST(x AS VARCHAR) AS name FROM "+of.Name+" AS x")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			all.WriteString(of.Name + " " + r.Name + "\n")
		}
	}
	for _, s := range l.Sources {
		all.WriteString(s.Name + "\n")
	}
	for _, in := range l.Inputs {
		all.WriteString(in.Name + "\n")
		for _, s := range in.Sheets {
			all.WriteString(s.Name + "\n")
		}
	}
	for _, p := range l.Problems {
		all.WriteString(p.String() + "\n")
	}
	return all.String() + strings.Join(l.Derived, "\n")
}

// TestPartsHoldNothingForeign looks through all that the engine of a part holds.
func TestPartsHoldNothingForeign(t *testing.T) {
	south := []string{"annS", "Ann South", "teaS", "Tea South", "svenS", "agentS", "Agency South", "pS", "talkS", "drinksS", "south.csv", "oddS", "d1S"}
	north := []string{"eveN", "Eve North", "hamN", "Ham North", "ninaN", "agentN", "Agency North", "pN", "talkN", "all.xlsx", "oddN", "d4N"}
	nobodys := []string{"neverO", "nilO", "lostO", "bossO", "all lines", "7.77 %"}
	for name, c := range map[string]struct {
		where        sales.Where
		own, foreign []string
	}{
		"seller":  {sales.Where{{Field: sales.Seller, Values: []string{"svenS"}}}, south, append(north, nobodys...)},
		"other":   {sales.Where{{Field: sales.Seller, Values: []string{"ninaN"}}}, north, append(south, nobodys...)},
		"partner": {sales.Where{{Field: sales.Partner, Values: []string{"agentN"}}}, []string{"eveN", "Eve North", "Bob", "hamN", "ninaN", "Agency North"}, slices.Concat(south, []string{"cakeB", "talkN", "222"}, []string{"neverO", "lostO", "bossO"})},
		"product": {sales.Where{{Field: sales.Product, Values: []string{"Tea South"}}}, []string{"annS", "d1S"}, append(north, "cakeB", "d2S", "bobB")},
	} {
		t.Run(name, func(t *testing.T) {
			l := shop(t)
			if err := l.Finish(t.Context(), sales.FinishOptions{Where: c.where}); err != nil {
				t.Fatal(err)
			}
			if err := l.Check(); err != nil {
				t.Error(err)
			}
			all := contents(t, l)
			for _, n := range c.own {
				if !strings.Contains(all, n) {
					t.Errorf("%s is missing", n)
				}
			}
			for _, n := range c.foreign {
				if i := strings.Index(all, n); i >= 0 {
					t.Errorf("%s is foreign and stands there: %q", n, all[max(0, i-100):min(len(all), i+100)])
				}
			}
		})
	}
}

// TestPartsAddUp holds the parts of a field, with what belongs to none, to the whole.
func TestPartsAddUp(t *testing.T) {
	for _, by := range []sales.Field{sales.Seller, sales.Area, sales.Region, sales.Partner, sales.Channel, sales.Customer} {
		parts, err := shop(t).Part(t.Context(), sales.FinishOptions{Deduct: true})
		if err != nil {
			t.Fatal(err)
		}
		defer parts.Close()
		whole, err := parts.Ledger(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer whole.Close()
		type row struct{ Value string }
		values, err := sales.Query[row](t.Context(), whole, "SELECT DISTINCT CAST("+string(by)+" AS VARCHAR) AS value FROM lines ORDER BY value")
		if err != nil {
			t.Fatal(err)
		}
		var sum sales.Totals
		joined := sales.Money(0)
		for _, v := range values {
			own, err := parts.Ledger(t.Context(), sales.Condition{Field: by, Values: []string{v.Value}})
			if err != nil {
				t.Fatal(err)
			}
			defer own.Close()
			if err := own.Check(); err != nil {
				t.Error(err)
			}
			if own.Calendar != whole.Calendar {
				t.Errorf("%s %s has another calendar", by, v.Value)
			}
			sum, joined = sum.Add(own.Total().Used), joined+own.Total().JoinedCost
		}
		want := whole.Total()
		if len(values) < 2 || sum != want.Used || joined != want.JoinedCost || want.Used.Lines != 7 || want.Deducted.Revenue == 0 {
			t.Errorf("%s: %d parts add up to %v and %v, the whole is %v", by, len(values), sum, joined, want)
		}
	}
}

// TestWhere reads conditions by the values of the input.
func TestWhere(t *testing.T) {
	for name, c := range map[string]struct {
		where sales.Where
		lines int64
		share float64 // 0 where it is not said
		wrong sales.WhereError
	}{
		"one":         {where: sales.Where{{Field: sales.Channel, Values: []string{"shop"}}}, lines: 5, share: 5. / 7},
		"with commas": {where: sales.Where{{Field: sales.Channel, Values: []string{"shop, web"}}}, lines: 7, share: 1},
		"said twice":  {where: sales.Where{{Field: sales.Channel, Values: []string{"shop"}}, {Field: sales.Channel, Values: []string{"web"}}}, lines: 7, share: 1},
		"both hold":   {where: sales.Where{{Field: sales.Channel, Values: []string{"shop"}}, {Field: sales.Customer, Values: []string{"Bob"}}}, lines: 2, share: 2. / 7},
		"not":         {where: sales.Where{{Field: sales.Seller, Not: true, Values: []string{"ninaN", "-"}}}, lines: 3, share: 3. / 7},
		"joined":      {where: sales.Where{{Field: sales.Area, Values: []string{"food"}}}, lines: 6, share: 6. / 7},
		"lacking":     {where: sales.Where{{Field: sales.Region, Values: []string{"(unassigned)"}}}, lines: 1, share: 1. / 7},
		"no share":    {where: sales.Where{{Field: sales.Partner, Not: true, Values: []string{"agentN"}}}, lines: 5},
		"no value":    {where: sales.Where{{Field: sales.Channel, Values: []string{"shop,wep"}}}, wrong: sales.WhereError{Field: sales.Channel, Value: "wep", Known: []string{"shop", "web"}}},
		"no column":   {where: sales.Where{{Field: sales.Payment, Values: []string{"paid"}}}, wrong: sales.WhereError{Field: sales.Payment}},
	} {
		t.Run(name, func(t *testing.T) {
			l := shop(t)
			err := l.Finish(t.Context(), sales.FinishOptions{Where: c.where})
			var wrong *sales.WhereError
			if errors.As(err, &wrong) {
				if wrong.Field != c.wrong.Field || wrong.Value != c.wrong.Value || !slices.Equal(wrong.Known, c.wrong.Known) {
					t.Errorf("%#v, want %#v", wrong, c.wrong)
				}
				return
			}
			if err != nil || c.wrong.Field != "" {
				t.Fatal(err, c.wrong)
			}
			if n := l.Total().Used.Lines; n != c.lines || l.Scope.Share.V != c.share || l.Scope.Share.Valid != (c.share > 0) {
				t.Errorf("%d lines, share %v; want %d and %v", n, l.Scope.Share, c.lines, c.share)
			}
		})
	}
	l := shop(t)
	if err := l.Finish(t.Context(), sales.FinishOptions{Where: sales.Where{{Field: sales.Channel, Values: []string{"web"}}, {Field: sales.Seller, Values: []string{"-"}}}}); err == nil || !strings.Contains(err.Error(), "no sales line is left") {
		t.Error(err)
	}
}
