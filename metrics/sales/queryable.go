package sales

import (
	"slices"
	"strings"
)

// QueryRelation is a relation that queries of the user can ask, with what its columns hold.
type QueryRelation struct {
	Name    string
	About   string
	Columns []QueryColumn
}

// QueryColumn is a column of it. Money and quantities are whole numbers of 1/10 000.
type QueryColumn struct{ Name, Kind, About string }

func isQueryable(name string) bool { return slices.Contains(queryableNames(), strings.ToLower(name)) }

func queryableNames() []string {
	var names []string
	for _, r := range Queryable() {
		names = append(names, r.Name)
	}
	return names
}

// Queryable lists the relations that a query of the user can ask. Each is there whatever the
// input has; what no sheet says is NULL or, of texts in lines, '(unassigned)' or empty.
func Queryable() []QueryRelation {
	return []QueryRelation{
		{"lines", "one row for each line that the report counts", linesQueryable},
		{"baskets", "one row for each product that stayed in a deal, net of what the deal took back", []QueryColumn{
			{"deal", "text", "order, invoice or receipt number"}, {"product", "text", "number of the product"}, {"customer", "text", "number of the customer, or '(unknown)'"},
			{"audience", "text", "of the customer"}, {"type", "text", "of the product"}, {"area", "text", "business area of the product"}, {"day", "date", "of the deal"},
			{"revenue", "money", "net amount"}, {"cm1", "money", "revenue less cost; NULL without a cost"},
			{"in_window", "truth", "the day is in the window"}, {"is_current", "truth", "in the period"}, {"is_previous", "truth", "in the period before"}, {"is_year_ago", "truth", "in the period a year ago"}}},
		{"products", "one row for each product of the lines or of the sheet of products", []QueryColumn{
			{"product", "text", "number"}, {"product_name", "text", "name, or the number where there is none"}, {"type", "text", "product type, or '(unassigned)'"}, {"area", "text", "business area, or '(unassigned)'"},
			{"audience", "text", "whom it is made for"}, {"cost", "money", "of one unit"}, {"list", "money", "price of one unit"}, {"benefit", "text", "what it does for the customer"},
			{"advantage", "text", "over others"}, {"measure", "text", "unit that it is counted in"}, {"is_fee", "truth", "postage and the like: money, no product"},
			{"is_blocked", "truth", "never to be offered"}, {"in_sheet", "truth", "stands in the sheet of products"}, {"in_lines", "truth", "was sold"}}},
		{"customers", "one row for each customer of the lines or of the sheet of customers", []QueryColumn{
			{"customer", "text", "number"}, {"customer_name", "text", "name, or the number where there is none"}, {"audience", "text", "or '(unassigned)'"}, {"region", "text", "or '(unassigned)'"},
			{"seller", "text", "who looks after the customer"}, {"is_blocked", "truth", "never to be called"}, {"in_sheet", "truth", "stands in the sheet of customers"}, {"in_lines", "truth", "bought"}}},
		{"programmes", "the sheet of programmes", []QueryColumn{
			{"programme", "text", "code"}, {"programme_name", "text", "as the sheet says"}, {"kind", "text", "internal or external"}, {"from_products", "text", "as the sheet says"}, {"to_products", "text", "as the sheet says"},
			{"audience", "text", "as the sheet says"}, {"partner", "text", "as the sheet says"}, {"discount", "share", "in 1/10 000: 1250 is 12.5 %"}, {"bonus", "money", "for one sale"}, {"owner", "text", "as the sheet says"},
			{"cost", "money", "of advertising"}, {"start_day", "date", "as the sheet says"}, {"end_day", "date", "as the sheet says"}, {"control", "text", "customers left out, as the sheet says"}}},
		{"partners", "the sheet of partners", []QueryColumn{
			{"partner", "text", "code"}, {"partner_name", "text", "as the sheet says"}, {"kind", "text", "as the sheet says"}, {"commission", "share", "in 1/10 000 of the revenue"}}},
		{"referrals", "the sheet of referrals: customers sent to partners", []QueryColumn{
			{"day", "date", "as the sheet says"}, {"customer", "text", "or '(unknown)'"}, {"partner", "text", "as the sheet says"}, {"need", "text", "as the sheet says"}, {"business", "money", "that came of it"}, {"commission", "money", "from the partner"}}},
		{"returns", "deals, or products of a deal, that the sheet of returns names", []QueryColumn{
			{"deal", "text", "as the sheet says"}, {"product", "text", "NULL for the whole deal"}, {"day", "date", "of the return"}, {"reason", "text", "as the sheet says"}}},
		{"trainings", "who was trained when", []QueryColumn{
			{"seller", "text", "as the sheet says"}, {"day", "date", "as the sheet says"}, {"topic", "text", "or '(unnamed)'"}}},
		{"targets", "planned net revenue", []QueryColumn{
			{"day", "date", "first of its plan period"}, {"area", "text", "or '(unassigned)'"}, {"seller", "text", "or '(unassigned)'"}, {"region", "text", "or '(unassigned)'"}, {"target", "money", "as the sheet says"}}},
		{"people", "the sheet of sellers", []QueryColumn{
			{"seller", "text", "as the sheet says"}, {"region", "text", "as the sheet says"}, {"manager", "text", "as the sheet says"}, {"team", "text", "as the sheet says"}, {"sole", "truth", "the only one of the region"}}},
	}
}

var linesQueryable = []QueryColumn{
	{"source", "count", "number of the file or sheet, from 0"}, {"row", "count", "row in it"},
	{"deal", "text", "order, invoice or receipt number; without one customer and day"}, {"day", "date", "of the sale"},
	{"customer", "text", "number, or name where there is none; '(unknown)'"}, {"audience", "text", "of the customer, or '(unassigned)'"},
	{"product", "text", "number, or name where there is none; '(unassigned)'"}, {"type", "text", "product type, or '(unassigned)'"}, {"area", "text", "business area, or '(unassigned)'"},
	{"seller", "text", "or '(unassigned)'"}, {"region", "text", "or '(unassigned)'"}, {"channel", "text", "or '(unassigned)'"},
	{"partner", "text", "or empty"}, {"partner_role", "text", "or empty"}, {"programme", "text", "or empty"}, {"payment", "text", "unpaid, what the sheet says instead, or empty"},
	{"measure", "text", "unit that the quantity counts, or empty"}, {"quantity", "quantity", "or NULL"},
	{"list", "money", "list amount, or NULL"}, {"discount", "money", "amount given away, or NULL"}, {"revenue", "money", "net amount"},
	{"cost", "money", "of the goods, or NULL"}, {"bonus", "money", "to the seller, or NULL"}, {"commission", "money", "to a partner or agent, or NULL"},
	{"cm1", "money", "revenue less cost; NULL without a cost"}, {"costed", "money", "revenue of lines with a cost, the base of a margin; NULL without one"},
	{"is_return", "truth", "negative or cancelled"}, {"is_returned", "truth", "the deal was returned"}, {"is_deduction", "truth", "takes the money of a returned deal back"},
	{"is_fee", "truth", "postage and the like: money, no product"}, {"is_sole", "truth", "no other line of the deal has the product"},
	{"cost_read", "truth", "the line names the cost itself"}, {"seller_read", "truth", "the line names the seller itself"},
	{"bucket", "date", "first day of the period that the day is in"}, {"in_window", "truth", "the day is in the window"},
	{"is_current", "truth", "in the period"}, {"is_previous", "truth", "in the period before"}, {"is_year_ago", "truth", "in the period a year ago"},
}
