package metrics

import "xsell/metrics/sales"

// leftOut is the section in the place of one that asks for more rows than may come back from
// where the sales lie: it says so, and has no rows.
func (m Metric) leftOut(o Options, many *sales.RowsError) Section {
	s := Section{
		LeftOut: true,

		Lead:  o.say("Left out: the section looks at more than %d rows one by one, which do not leave the warehouse.", many.Limit),
		Notes: []string{o.say("It is drawn where the lines stand in files, where the warehouse may send more rows (the key rows), or where a query leaves fewer lines.")},
	}
	if many.Here {
		s.Lead = o.say("Left out: the section looks at more than %d rows one by one, more than the memory given holds.", many.Limit)
		s.Notes = []string{o.say("It is drawn where the program is given more memory (--memory), or of fewer lines (--where).")}
	}
	if m.Own != nil {
		s.Table.Columns = m.Own.Columns
		return s
	}
	for _, key := range Columns(m.Name, nil) {
		s.Table.Columns = append(s.Table.Columns, Column{key, key, Text})
	}
	return s
}
