package metrics

import (
	"fmt"
	"math/bits"
	"strings"
)

// bundleTables are the tables of the sets of goods that are in so many deals of the first four
// fifths, in the order in which they build on each other. Sets of a size are looked for in deals
// that hold smaller ones in them often enough.
func bundleTables(atLeast int64) relations {
	enough := func(sets string) string {
		return fmt.Sprintf("\nSELECT * FROM (%s) AS s WHERE deals >= %d", sets, atLeast)
	}
	tables := relations{
		{"{m}_early_deals", `
SELECT s.deal AS owner, s.good FROM {m}_sold AS s JOIN {m}_deals AS d ON d.deal = s.deal WHERE d.day < {split} AND s.good IS NOT NULL`},
		{"{m}_early_buyers", `
SELECT buyer AS owner, good FROM {m}_held WHERE early = 1`},
		{"{m}_sets1", enough("SELECT good AS a, count(*) AS deals FROM {m}_early_deals GROUP BY good")},
	}
	for size := 2; size <= largestBundle; size++ {
		of, by := placesSQL("g%[1]d.good AS %[2]c", size, ", "), placesSQL("g%[1]d.good", size, ", ")
		met := fmt.Sprintf("{m}_met%d", size)
		tables = append(tables, relation{met, enough(`
SELECT ` + of + `, count(*) AS deals
FROM ` + togetherSQL("{m}_early_deals", size, "") + `
GROUP BY ` + by)},
			relation{fmt.Sprintf("{m}_sets%d", size), `
WITH had AS (
	SELECT ` + of + `, count(*) AS buyers
	FROM ` + togetherSQL("{m}_early_buyers", size, met) + `
	GROUP BY ` + by + `)
SELECT ` + placesSQL("m.%[2]c", size, ", ") + `, m.deals, coalesce(h.buyers, 0) AS buyers
FROM ` + met + ` AS m LEFT JOIN had AS h ON ` + placesSQL("h.%[2]c = m.%[2]c", size, " AND ")})
	}
	return tables
}

// bundleSQL is what the engine counts the bundles by.
func (c *marketTables) bundleSQL(atLeast int64) string {
	sets := strings.ReplaceAll(setsSQL(largestBundle), "{least}", fmt.Sprint(atLeast))
	return c.filled(countedTables).create() + c.filled(bundleTables(atLeast)).create() + c.words.Replace(sets)
}

// placesSQL writes a text for each place of a set: its number and its letter.
func placesSQL(text string, size int, between string) string {
	var out []string
	for i := range size {
		out = append(out, fmt.Sprintf(text, i, 'a'+i))
	}
	return strings.Join(out, between)
}

// togetherSQL joins what an owner has to sets of so many goods, those of a table where it is
// named, else those of which every part is in the table of its size.
func togetherSQL(from string, size int, of string) string {
	out := from + " AS g0"
	for i := range size {
		if i > 0 {
			out += fmt.Sprintf("\n\tJOIN %[1]s AS g%[2]d ON g%[2]d.owner = g0.owner AND g%[2]d.good > g%[3]d.good", from, i, i-1)
		}
		first := subset(1)<<(i+1) - 1
		switch {
		case i+1 < size:
			out += partSQL(fmt.Sprintf("{m}_sets%d", i+1), first, "g%[1]d.good")
		case of != "":
			out += partSQL(of, first, "g%[1]d.good")
		default:
			for p := subset(1); p <= first; p++ {
				if p.has(i) && bits.OnesCount8(uint8(p)) == i {
					out += partSQL(fmt.Sprintf("{m}_sets%d", i), p, "g%[1]d.good")
				}
			}
		}
	}
	return out
}

// partSQL joins the table of a part of a set, of which a text gives each good by its place or letter.
func partSQL(table string, p subset, good string) string {
	var on []string
	for i := range largestBundle {
		if p.has(i) {
			on = append(on, fmt.Sprintf("p%d.%c = ", p, 'a'+len(on))+fmt.Sprintf(good, i, 'a'+i))
		}
	}
	return fmt.Sprintf("\n\tJOIN %s AS p%d ON %s", table, p, strings.Join(on, " AND "))
}

// setSpreadSQL is how many sets of up to so many goods are in how many deals.
func setSpreadSQL(size int) string {
	var all []string
	for n := range size {
		all = append(all, fmt.Sprintf("SELECT deals FROM {m}_sets%d", n+1))
	}
	return "SELECT deals AS shared, count(*) AS sets FROM (" + strings.Join(all, " UNION ALL ") + ") AS s GROUP BY deals ORDER BY deals DESC"
}

// setsSQL are the sets of a size with the buyers of each of their parts.
func setsSQL(size int) string {
	columns, from := placesSQL("s.%[2]c - 1 AS %[2]c", size, ", "), fmt.Sprintf("{m}_sets%d AS s", size)
	for _, p := range largerParts(size) {
		if n := bits.OnesCount8(uint8(p)); n < size {
			columns += fmt.Sprintf(", p%[1]d.buyers AS buyers%[1]d", p)
			from += partSQL(fmt.Sprintf("{m}_sets%d", n), p, "s.%[2]c")
		}
	}
	return "SELECT " + columns + ", s.buyers FROM " + from + " WHERE s.deals >= {least} ORDER BY " + placesSQL("s.%[2]c", size, ", ")
}

// wantedSQL are the sets that are asked about: the place of each, and its goods with the bits of their parts.
const wantedSQL = `
WITH wanted AS (
	SELECT * FROM (VALUES {wanted}) AS w (place, part, good)),
whole AS (
	SELECT place, sum(part) AS part, count(*) AS goods FROM wanted GROUP BY place)`

// middleSQL are of some amounts those in the middle, both of an even number, else one twice.
const middleSQL = `,
placed AS (
	SELECT place, part, kind, amount, 2 * row_number() OVER (PARTITION BY place, part, kind ORDER BY amount) AS number, count(*) OVER (PARTITION BY place, part, kind) AS n
	FROM amounts)
SELECT place, CAST(part AS BIGINT) AS part, kind, min(amount) AS low, max(amount) AS high FROM placed
WHERE number >= n AND number <= n + 2 GROUP BY place, part, kind ORDER BY place, part, kind`

// rangesSQL are the buyers with the classes of the number of their goods, one of them counted or not.
var rangesSQL = `ranges AS (
	SELECT buyer, audience, ` + classSQL("goods", rangeClass) + ` AS class, ` + classSQL("goods - 1", rangeClass) + ` AS less FROM {m}_buyers)`

func rangeClass(n int32) int32 { return int32(classOfRange(n)) }

// The queries of what is known of those who have some goods of a set, each of whole numbers.
const countedSetsSQL = `SELECT count(*) AS sets FROM {m}_sets{size} WHERE deals >= {least}`

var (
	countedKindsOfRangeSQL = `
WITH ` + rangesSQL + `
SELECT count(*) AS kinds FROM (SELECT audience, class, less FROM ranges GROUP BY audience, class, less) AS k`
	countedPhasesSQL = wantedSQL + `,
had AS (
	SELECT w.place, h.buyer, CAST(sum(w.part * h.early) AS BIGINT) AS early, CAST(sum(w.part * h.late) AS BIGINT) AS late
	FROM wanted AS w JOIN {m}_held AS h ON h.good = w.good GROUP BY w.place, h.buyer)
SELECT place, early, late, count(*) AS buyers FROM had GROUP BY place, early, late ORDER BY place, early, late`
	countedAlikeSQL = wantedSQL + `,
had AS (
	SELECT w.place, h.buyer, CAST(sum(w.part) AS BIGINT) AS has FROM wanted AS w JOIN {m}_held AS h ON h.good = w.good GROUP BY w.place, h.buyer),
` + rangesSQL + `
SELECT h.place, h.has, r.audience, r.class, r.less, count(*) AS buyers
FROM had AS h JOIN ranges AS r ON r.buyer = h.buyer GROUP BY h.place, h.has, r.audience, r.class, r.less ORDER BY h.place, h.has, r.audience, r.class, r.less`
	countedBroughtSQL = wantedSQL + `,
had AS (
	SELECT w.place, h.buyer, count(*) AS goods, CAST(sum(h.revenue) AS BIGINT) AS spent FROM wanted AS w JOIN {m}_held AS h ON h.good = w.good GROUP BY w.place, h.buyer),
every AS (
	SELECT h.place, h.buyer, h.spent FROM had AS h JOIN whole AS w ON w.place = h.place AND w.goods = h.goods),
brought AS (
	SELECT e.place, w.part, h.revenue, h.cm1 FROM every AS e JOIN wanted AS w ON w.place = e.place JOIN {m}_held AS h ON h.buyer = e.buyer AND h.good = w.good),
amounts AS (
	SELECT place, 0 AS part, 0 AS kind, spent AS amount FROM every UNION ALL SELECT place, part, 0, revenue FROM brought
	UNION ALL SELECT place, part, 1, cm1 FROM brought WHERE cm1 IS NOT NULL)` + middleSQL
	countedMonthlySQL = wantedSQL + `,
had AS (
	SELECT w.place, s.deal, CAST(sum(w.part) AS BIGINT) AS has FROM wanted AS w JOIN {m}_sold AS s ON s.good = w.good GROUP BY w.place, s.deal)
SELECT h.place, d.month, h.has, count(*) AS deals FROM had AS h JOIN {m}_deals AS d ON d.deal = h.deal GROUP BY h.place, d.month, h.has ORDER BY h.place, d.month, h.has`
	countedEarnedSQL = wantedSQL + `,
had AS (
	SELECT w.place, s.deal, sum(w.part) AS part, count(*) AS goods FROM wanted AS w JOIN {m}_sold AS s ON s.good = w.good GROUP BY w.place, s.deal),
brought AS (
	SELECT h.place, h.part, d.revenue, d.cm1 FROM had AS h JOIN whole AS w ON w.place = h.place JOIN {m}_deals AS d ON d.deal = h.deal WHERE h.goods >= w.goods - 1),
amounts AS (
	SELECT place, part, 0 AS kind, revenue AS amount FROM brought UNION ALL SELECT place, part, 1, cm1 FROM brought WHERE cm1 IS NOT NULL)` + middleSQL
)
