package main

import (
	"math"
	"strconv"
	"testing"
)

// TestBridgeOfTwoYears holds the bridge of Superstore from 2016 to 2017 against the
// formulas of the definitions in exact fractions (Python's fractions over pandas), by
// product and by sub-category. Ours rounds each product's effects to 1/10 000, so that the
// sum over 1,600 products may differ by a little.
func TestBridgeOfTwoYears(t *testing.T) {
	path := realFile(t, "Sample - Superstore.xlsx")
	for level, bridges := range map[string]map[string]map[string]float64{
		"product": {
			"Net revenue on 2016": {"before": 609205.598, "price": -14851.8898, "volume": 77604.7596, "mix": 26622.3502, "new": 157347.4412, "lost": -122713.004, "after": 733215.2552},
			"CM1 on 2016":         {"before": 81795.1743, "price": -14851.8898, "unit_cost": 1067.7644, "volume": 10717.8915, "mix": 17266.2931, "new": 12050.3568, "lost": -14606.3207, "after": 93439.2696},
		},
		"type": {
			"Net revenue on 2016": {"before": 609205.598, "price": -9120.329, "volume": 163433.3204, "mix": -30303.3342, "after": 733215.2552},
			"CM1 on 2016":         {"before": 81795.1743, "price": -9120.329, "unit_cost": -972.0355, "volume": 21943.4243, "mix": -206.9645, "after": 93439.2696},
		},
		"area": {
			"Net revenue on 2016": {"price": -40291.0607, "volume": 163433.3204, "mix": 867.3974},
			"CM1 on 2016":         {"price": -40291.0607, "unit_cost": 25382.663, "volume": 21943.4243, "mix": 4609.0686},
		},
	} {
		got := reportOf(t, path, "--only", "bridge", "--period", "year", "--as-of", "2017-12-31", "--bridge-level", level)
		for bridge, steps := range bridges {
			for step, want := range steps {
				cell := got.bridgeStep(t, bridge, step)
				if v, err := strconv.ParseFloat(cell, 64); err != nil || math.Abs(v-want) > 0.001 {
					t.Errorf("by %s, %s, %s: %s, want %v", level, bridge, step, cell, want)
				}
			}
		}
	}
}

// TestLadderOfRealFiles: sums of decimals in Python over the rows of the window; a list
// amount of Superstore is its sales / (1 - discount).
func TestLadderOfRealFiles(t *testing.T) {
	for file, want := range map[string]map[string]string{
		"Sample - Superstore.xlsx": {"list": "919515.26", "discounts": "-173130.2806", "revenue": "746384.9794", "cm1": "102841.2321"},
		"adventureworks-sales.csv": {"list": "50191536.6312", "discounts": "-265152.134", "revenue": "49926384.4972", "cost": "-43652843.5328", "cm1": "6273540.9644"},
	} {
		got := reportOf(t, realFile(t, file), "--only", "ladder", "--window", "12m")
		for step, amount := range want {
			if cell := got.cell(t, "ladder", "step", step, "amount"); cell != amount {
				t.Errorf("%s: %s is %s, want %s", file, step, cell, amount)
			}
		}
	}
}

// TestAdventureWorksByAreaSellerAndChannel: sums of decimals in Python, of 2013 and 2012.
func TestAdventureWorksByAreaSellerAndChannel(t *testing.T) {
	got := reportOf(t, realFile(t, "adventureworks-sales.csv"), "--only", "movers,area-profit", "--period", "year", "--as-of", "2013-12-31")
	for area, cm1 := range map[string][2]string{
		"Bikes": {"5200808.3763", "2597836.9582"}, "Accessories": {"555181.6797", "43868.8611"}, "Components": {"327440.217", "542342.5896"}, "Clothing": {"190110.6914", "159857.6534"},
	} {
		if now, before := got.cell(t, "area-profit", "area", area, "period_cm1"), got.cell(t, "area-profit", "area", area, "previous_cm1"); now != cm1[0] || before != cm1[1] {
			t.Errorf("%s: CM1 %s after %s, want %v", area, now, before, cm1)
		}
	}
	for item, want := range map[string][3]string{
		"Internet": {"16351550.34", "5842485.1952", "6765410.971"}, "Reseller": {"33574834.1572", "28193631.5321", "-491870.0066"},
		"Employee 292": {"3066150.914", "1346241.7272", "-87343.7873"}, "Employee 282": {"3943176.2449", "4052371.439", "26066.1463"}, "Employee 294": {"172524.4515", "0", "-20766.4382"},
	} {
		if got := [3]string{got.cell(t, "movers", "item", item, "current"), got.cell(t, "movers", "item", item, "previous"), got.cell(t, "movers", "item", item, "current_cm1")}; got != want {
			t.Errorf("%s: %v, want %v", item, got, want)
		}
	}
}

// TestFoodMartByFamily: sums of decimals in Python over the sales joined with the products.
func TestFoodMartByFamily(t *testing.T) {
	got := reportOf(t, realFile(t, "FoodMart 1997.xlsx"), "--only", "area-profit")
	for family, want := range map[string][4]string{
		"Food": {"19770", "409035.59", "163270.7235", "245764.8665"}, "Drink": {"6683", "48836.21", "19477.2346", "29358.9754"}, "Non-Consumable": {"11202", "107366.33", "42879.2755", "64487.0545"},
	} {
		for i, column := range []string{"deals", "revenue", "cost", "cm1"} {
			if cell := got.cell(t, "area-profit", "area", family, column); cell != want[i] {
				t.Errorf("%s of %s is %s, want %s", column, family, cell, want[i])
			}
		}
	}
}

// bridgeStep is the amount of a step of a bridge, or of the total before or after.
func (p parsed) bridgeStep(t *testing.T, bridge, step string) string {
	t.Helper()
	for _, row := range p.table(t, "bridge") {
		if row["bridge"] == bridge && row["item"] == step {
			for _, column := range []string{"change", "before", "after"} {
				if row[column] != "" {
					return row[column]
				}
			}
		}
	}
	t.Fatalf("no step %s of %s", step, bridge)
	return ""
}

// table is the table of a section, each row by the keys of its columns.
func (p parsed) table(t *testing.T, section string) []map[string]string {
	t.Helper()
	for _, s := range p.Sections {
		if s.Name != section {
			continue
		}
		rows := make([]map[string]string, len(s.Table.Rows))
		for i, cells := range s.Table.Rows {
			rows[i] = map[string]string{}
			for j, c := range s.Table.Columns {
				rows[i][c.Key] = plain(cells[j])
			}
		}
		return rows
	}
	t.Fatalf("no section %s", section)
	return nil
}
