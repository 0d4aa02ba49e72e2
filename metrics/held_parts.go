package metrics

// heldParts counts what each customer kept of what was bought in the window: business areas, or
// what {part} is, and products.
var heldParts = relation{"held_{part}s", `
SELECT customer, count(DISTINCT nullif({part}, '(unassigned)')) AS parts, count(DISTINCT product) AS products
FROM baskets WHERE in_window GROUP BY customer`}
