package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// heldPartsSQL counts what each customer kept of what was bought in the window: business areas, or
// what {part} is, and products.
const heldPartsSQL = `
SELECT customer, count(DISTINCT nullif({part}, '(unassigned)')) AS parts, count(DISTINCT product) AS products
FROM baskets WHERE in_window GROUP BY customer`

// heldPartsTable is what they are kept as.
func heldPartsTable(part sales.Field) string { return "held_" + string(part) + "s" }

func heldPartsOf(part sales.Field) string {
	return strings.ReplaceAll(heldPartsSQL, "{part}", string(part))
}

// createHeldParts is how the reader could make the relation.
func createHeldParts(part sales.Field) string {
	return "CREATE TABLE " + heldPartsTable(part) + " AS" + heldPartsOf(part) + ";\n"
}

// heldParts lets the engine count what customers kept, once for all sections.
func (o Options) heldParts(ctx context.Context, l *sales.Ledger, part sales.Field) error {
	return o.keep(ctx, l, heldPartsTable(part), heldPartsOf(part))
}
