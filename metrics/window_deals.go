package metrics

// dealsOfWindow brings the lines of the window down to its deals. sold are the lines that are no
// returns; day is the first of them, products are their distinct ones, postage and fees apart, and product
// is the first of these by name.
var dealsOfWindow = relation{"window_deals", `
SELECT deal, min(day) FILTER (WHERE NOT is_return) AS day, min(product) FILTER (WHERE NOT is_return AND NOT is_fee) AS product,` + dealtColumnsSQL + `
FROM lines WHERE in_window GROUP BY deal`}

// dealtColumnsSQL is what a deal holds and brings.
const dealtColumnsSQL = `
       count(*) FILTER (WHERE NOT is_return) AS sold,
       count(*) FILTER (WHERE is_sole AND NOT is_return AND NOT is_fee) + count(DISTINCT product) FILTER (WHERE NOT is_sole AND NOT is_return AND NOT is_fee) AS products,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed`
