package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"xsell/metrics/sales"
)

// mostAreas is how many business areas have a column in the trend.
const mostAreas = 8

// trendAreasSQL is the net revenue of each business area in each period.
const trendAreasSQL = `
SELECT bucket AS start, area, CAST(sum(revenue) AS BIGINT) AS revenue
FROM lines GROUP BY 1, 2 ORDER BY 1, 2`

type areaBucket struct {
	Start   sales.Day
	Area    string
	Revenue sales.Money
}

// areaColumn is a business area with its net revenue by the first days of the periods.
type areaColumn struct {
	name  string
	total sales.Money
	of    map[sales.Day]sales.Money
}

// trendAreas are the business areas over the periods shown, the largest first; those
// beyond mostAreas are one, the last and named other. None where there is only one area.
func trendAreas(ctx context.Context, l *sales.Ledger, o Options, buckets []bucket) ([]areaColumn, error) {
	if !l.Has(sales.Area) || len(buckets) == 0 {
		return nil, nil
	}
	rows, err := query[areaBucket](ctx, l, o, trendAreasSQL)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var areas []areaColumn
	for _, r := range rows {
		if r.Start > buckets[len(buckets)-1].What {
			continue
		}
		i, ok := at[r.Area]
		if !ok {
			i, at[r.Area] = len(areas), len(areas)
			areas = append(areas, areaColumn{name: r.Area, of: map[sales.Day]sales.Money{}})
		}
		areas[i].total += r.Revenue
		areas[i].of[r.Start] += r.Revenue
	}
	if len(areas) < 2 {
		return nil, nil
	}
	slices.SortFunc(areas, func(a, b areaColumn) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.name, b.name))
	})
	return foldAreas(areas), nil
}

// foldAreas adds up the areas beyond the first mostAreas.
func foldAreas(areas []areaColumn) []areaColumn {
	if len(areas) <= mostAreas {
		return areas
	}
	rest := areaColumn{name: other, of: map[sales.Day]sales.Money{}}
	for _, a := range areas[mostAreas:] {
		rest.total += a.total
		for start, m := range a.of {
			rest.of[start] += m
		}
	}
	return append(areas[:mostAreas:mostAreas], rest)
}

// areaKey is the column of an area: area_1 is the largest, area_other all that have none
// of their own.
func areaKey(i int) string {
	if i == mostAreas {
		return "area_other"
	}
	return fmt.Sprintf("area_%d", i+1)
}

// areasChart shows each area with one part in a hundred of the revenue or more, on one scale.
func areasChart(areas []areaColumn) Chart {
	c := Chart{Kind: Multiples, Title: "Net revenue by business area, on one scale", X: "label"}
	var all sales.Money
	for _, a := range areas {
		all += a.total
	}
	for i, a := range areas[:min(len(areas), mostAreas)] {
		if 100*a.total >= all {
			c.Y = append(c.Y, areaKey(i))
		}
	}
	return c
}
