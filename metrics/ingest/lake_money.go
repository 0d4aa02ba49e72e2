package ingest

import (
	"fmt"
	"strings"
)

// The amounts of a line in SQL, as money works them out row by row: of the columns n_...,
// which are whole numbers of 1/10 000, NULL where there is none.

// roles are the columns of money by their names in SQL.
func (m *money) roles() map[string]*numberColumn {
	roles := map[string]*numberColumn{
		"n_quantity": m.quantity, "n_revenue": m.revenue, "n_list": m.list, "n_discount": m.discount, "n_cost": m.cost,
		"n_price": m.price, "n_unit": m.unitCost, "n_profit": m.profit, "n_margin": m.margin, "n_rate": m.rate,
	}
	for i, c := range m.bonuses {
		roles[fmt.Sprint("n_bonus", i)] = c
	}
	for i, c := range m.commissions {
		roles[fmt.Sprint("n_commission", i)] = c
	}
	return roles
}

// ratio is a*b/c, c > 0, halves away from zero, NULL where it is too large; see mulDiv.
func ratio(a, b, c string) string {
	return fmt.Sprintf("TRY_CAST((CAST(%[1]s AS HUGEINT) * %[2]s + sign(%[1]s) * sign(%[2]s) * (%[3]s // 2)) // %[3]s AS BIGINT)", a, b, c)
}

func product(a, b string) string { return ratio(a, b, "10000") }

// minus is a-b, NULL where it is too large.
func minus(a, b string) string {
	return fmt.Sprintf("TRY_CAST(CAST(%s AS HUGEINT) - %s AS BIGINT)", a, b)
}

// revenueSQL is the net amount; see workOutRevenue.
func (m *money) revenueSQL() string {
	base := product("n_price", "n_quantity")
	switch {
	case m.revenue != nil:
		return "n_revenue"
	case m.list != nil:
		base = "n_list"
	case m.quantity == nil:
		base = "n_price"
	}
	return fmt.Sprintf("CASE WHEN n_discount IS NOT NULL THEN %s WHEN n_rate IS NOT NULL THEN %s ELSE %s END",
		minus(base, "n_discount"), minus(base, "coalesce("+product(base, "n_rate")+", 0)"), base)
}

// listSQL is the amount before discount; see workOutList.
func (m *money) listSQL() string {
	if m.list != nil {
		return "n_list"
	}
	worked := "CASE WHEN revenue IS NULL THEN NULL"
	if m.revenue != nil {
		worked += " WHEN n_rate < 10000 THEN " + ratio("revenue", "10000", "(10000 - n_rate)")
	}
	when := "n_rate IS NOT NULL"
	switch {
	case m.listed:
		when = "TRUE"
	case m.revenue != nil:
		when = "FALSE"
	}
	return worked + " WHEN " + when + " AND n_price IS NOT NULL AND n_quantity IS NOT NULL THEN " + product("n_price", "n_quantity") + " END"
}

// costSQL is the cost of the line; see workOutCost.
func (m *money) costSQL() string {
	if m.cost != nil {
		return "n_cost"
	}
	unit := "n_unit IS NOT NULL AND n_quantity IS NOT NULL THEN " + product("n_unit", "n_quantity")
	if m.quantity == nil {
		unit = "n_unit IS NOT NULL THEN n_unit"
	}
	return "CASE WHEN " + unit + " WHEN n_profit IS NOT NULL THEN " + minus("revenue", "n_profit") +
		" WHEN n_margin IS NOT NULL THEN " + minus("revenue", product("revenue", "n_margin")) + " END"
}

// sumSQL adds up the columns that are there; it is NULL where none is.
func sumSQL(name string, columns []*numberColumn) string {
	var any, sum []string
	for i := range columns {
		any = append(any, fmt.Sprintf("%s%d IS NOT NULL", name, i))
		sum = append(sum, fmt.Sprintf("coalesce(%s%d, 0)", name, i))
	}
	return "CASE WHEN " + strings.Join(any, " OR ") + " THEN " + strings.Join(sum, " + ") + " END"
}
