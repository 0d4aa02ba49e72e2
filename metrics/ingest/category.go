package ingest

import (
	"slices"

	"xsell/metrics/sales"
)

// fewAreas is how many values a lone category column may have to be taken for the
// business area as well as the product type.
const fewAreas = 12

// settleCategories decides which columns are the product type and the business area.
// The broader of two (fewer different values) is the area. A category beside a named
// type is the area; beside a named area, the type. One category column alone is the
// type, and also the area when it has no more than fewAreas values: with so few, it
// reads like a list of lines of business. That second meaning is taken back by
// soleArea where a products sheet knows the areas.
func (s *Sheet) settleCategories() {
	var categories []int
	for i, c := range s.Columns {
		if slices.Contains(c.Fields, categoryField) {
			categories = append(categories, i)
		}
	}
	slices.SortStableFunc(categories, func(a, b int) int {
		return len(s.profiles[a].distinct) - len(s.profiles[b].distinct)
	})
	hasArea, hasType := s.column(sales.Area) >= 0, s.column(sales.Type) >= 0
	for _, i := range categories {
		s.Columns[i].Fields, s.Columns[i].Why = nil, ""
	}
	switch n := len(categories); {
	case n == 0 || hasArea && hasType:
	case hasType:
		s.give(categories[0], sales.Area)
	case hasArea:
		s.give(categories[n-1], sales.Type)
	case n > 1:
		s.give(categories[0], sales.Area)
		s.give(categories[n-1], sales.Type)
	default:
		s.give(categories[0], sales.Type)
	}
	if i := s.column(sales.Type); i >= 0 && s.column(sales.Area) < 0 && len(s.profiles[i].distinct) <= fewAreas {
		s.give(i, sales.Area)
	}
}

func (s *Sheet) give(column int, f sales.Field) {
	c := &s.Columns[column]
	c.Fields = append(c.Fields, f)
	if c.Why == "" {
		c.Why = ByName
	}
}

// soleArea takes back the area from type columns of the lines where another sheet
// has a column of its own for it.
func soleArea(sheets []*Sheet) {
	known := slices.ContainsFunc(sheets, func(s *Sheet) bool {
		i := s.column(sales.Area)
		return s.Relation == sales.Products && i >= 0 && len(s.Columns[i].Fields) == 1
	})
	for _, s := range sheets {
		i := s.column(sales.Area)
		if known && s.Relation == sales.Lines && i >= 0 && slices.Contains(s.Columns[i].Fields, sales.Type) {
			s.Columns[i].Fields = []sales.Field{sales.Type}
		}
	}
}
