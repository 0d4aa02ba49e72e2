package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// engineLines has the engine make lines of the files of a lake without bringing their rows
// here. It does so for rows whose columns hold numbers as numbers and days as days, and
// leaves all rows that are not plainly a line to the reader of rows: those without a day or
// an amount, with a number that is none, with a text to be cleaned of too many such, or that
// may be a return or a fee.
type engineLines struct {
	*lineReader
	lake    *lake
	layouts []*layout
}

// layout is files whose columns have the same names and types, in one order; they are asked
// together.
type layout struct {
	files []*lakeFile
	from  string       // their rows: "row", c... as they stand in the files, and k... of the folders
	lines string       // their rows: "row", day, revenue, n... and x..., u... to be compared, and bad
	empty map[int]bool // columns of the lake without a value in these files, whatever their type
}

// column is the i-th column of the lake in the files, where it holds a value.
func (s *layout) column(i int) (sales.ParquetColumn, bool) {
	if s.empty[i] {
		return sales.ParquetColumn{}, false
	}
	return s.files[0].column(i)
}

// newEngineLines finds out whether the engine can make the lines; else it says in words why
// not.
func (r *lineReader) newEngineLines(ctx context.Context) (e *engineLines, why string, err error) {
	e = &engineLines{lineReader: r, lake: r.s.table.lake}
	if why := e.unfit(); why != "" {
		return nil, why, nil
	}
	byLayout := map[string]*layout{}
	for _, f := range e.lake.files {
		id := fmt.Sprint(f.at)
		for _, c := range f.Columns {
			id += fmt.Sprintf("%q %s,", c.Name, c.Kind())
		}
		if byLayout[id] == nil {
			byLayout[id] = &layout{}
			e.layouts = append(e.layouts, byLayout[id])
		}
		byLayout[id].files = append(byLayout[id].files, f)
	}
	for _, s := range e.layouts {
		if why, err = e.describeOrEmpty(ctx, s); err != nil || why != "" {
			return nil, why, err
		}
	}
	return e, "", nil
}

// describeOrEmpty describes a layout; where a column hinders, those without any value are
// taken for missing: a writer that meets no value of a column has to guess its type.
func (e *engineLines) describeOrEmpty(ctx context.Context, s *layout) (why string, err error) {
	if why, err = e.describe(ctx, s); err != nil || why == "" {
		return why, err
	}
	s.empty = map[int]bool{}
	for i := range e.lake.columns {
		c, ok := s.files[0].column(i)
		if !ok {
			continue
		}
		some, err := e.different(ctx, s, "TRUE", c.SQL()+" IS NOT NULL", 1)
		if err != nil {
			return "", err
		}
		s.empty[i] = len(some) == 0
	}
	return e.describe(ctx, s)
}

// unfit says what of the choices and the other sheets needs every row here.
func (e *engineLines) unfit() string {
	for _, s := range e.run.sheets {
		if s != e.s && s.Relation == sales.Lines && s.signature() == e.s.signature() {
			return "since " + s.table.name() + " has the same columns, and may have the same lines"
		}
	}
	switch {
	case !e.run.l.ReadsParquet():
		return "since the engine of the configuration reads no files"
	case e.o.Pseudonyms != nil:
		return "to give customers their pseudonyms"
	case e.o.Config.Duplicates == "drop":
		return "to drop copies"
	case e.s.Header != headerRow:
		return "since the configuration says where the header is"
	}
	return ""
}

// describe writes the query of the rows of a layout; else it says which column hinders it.
func (e *engineLines) describe(ctx context.Context, s *layout) (why string, err error) {
	if s.from, why = e.relation(s); why != "" {
		return why, nil
	}
	day, why := e.day(s)
	if why != "" {
		return why, nil
	}
	list, bad := []string{`"row"`, day + " AS day"}, []string{"FALSE"}
	roles := e.money.roles()
	for _, role := range sortedKeys(roles) {
		value, unreadable, why := e.number(s, roles[role])
		if why != "" {
			return why, nil
		}
		if role == "n_discount" && e.money.returned {
			value = "-(" + value + ")"
		}
		list, bad = append(list, value+" AS "+role), append(bad, unreadable)
	}
	for j, c := range e.textColumns() {
		w, ok, err := e.wording(ctx, s, c)
		if err != nil || !ok {
			return e.hinders(s, c.column, "texts that can be looked up"), err
		}
		list, bad = append(list, fmt.Sprintf("%s AS x%d", w.value, j)), append(bad, w.odd)
	}
	status, why, err := e.status(ctx, s)
	if err != nil || why != "" {
		return why, err
	}
	bad = append(bad, status)
	for i := range e.lake.columns {
		list = append(list, fmt.Sprintf("%s AS u%d", s.compared(i), i))
	}
	for i, b := range bad {
		bad[i] = "coalesce(" + b + ", FALSE)"
	}
	s.lines = "(SELECT *, " + e.money.revenueSQL() + " AS revenue FROM (SELECT " + strings.Join(list, ", ") + ", " + strings.Join(bad, " OR ") + " AS bad FROM " + s.from + ") AS n) AS l"
	return "", nil
}

// relation is the files as a relation.
func (e *engineLines) relation(s *layout) (from, why string) {
	var files []*sales.Parquet
	var rows []string
	names := "i, first"
	for i := range e.lake.columns {
		if _, ok := s.files[0].key(i); ok {
			names += fmt.Sprintf(", k%d", i)
		}
	}
	for n, f := range s.files {
		files = append(files, f.Parquet)
		row := fmt.Sprintf("(%d, %d", n, f.first+headerRow+1)
		for i := range e.lake.columns {
			if _, ok := f.key(i); ok {
				value, why := e.keyValue(f, i)
				if why != "" {
					return "", why
				}
				row += ", " + value
			}
		}
		rows = append(rows, row+")")
	}
	return fmt.Sprintf(`(SELECT *, f.first + s.file_row_number AS "row" FROM (SELECT file_index, file_row_number, * FROM %s) AS s JOIN (VALUES %s) AS f(%s) ON f.i = s.file_index) AS r`,
		sales.ParquetSource(files), strings.Join(rows, ", "), names), ""
}

// keyValue is what the folders of a file say in a column of the lake, as a literal.
func (e *engineLines) keyValue(f *lakeFile, i int) (literal, why string) {
	hinders := fmt.Sprintf("since the folder of %s says nothing plain of %q", f.label, e.lake.columns[i])
	cells := make([]sheet.Cell, i+1)
	cells[i], _ = f.key(i)
	if i == e.date.column {
		switch day, state := e.dateColumn(newColumnHabits(len(e.s.Columns), e.o.Config)).read(cells); state {
		case undecided:
			return "", hinders
		case readable:
			return fmt.Sprintf("CAST(%d AS BIGINT)", day), ""
		}
		return "CAST(NULL AS BIGINT)", ""
	}
	text := cells[i].Text
	for _, c := range e.textColumns() {
		if c.column == i {
			clean, marked := c.read(cells, false)
			if text = clean; marked || cells[i].Kind == sheet.Error {
				return "", hinders
			}
		}
	}
	if len(text) == 0 || slices.Contains(text, 0) {
		return "CAST(NULL AS VARCHAR)", ""
	}
	return sales.Literal(string(text)), ""
}

// compared is a column as it is compared to find copies.
func (s *layout) compared(i int) string {
	if _, ok := s.files[0].key(i); ok {
		return fmt.Sprintf("k%d", i)
	}
	if c, ok := s.files[0].column(i); ok {
		return c.Compared()
	}
	return "NULL"
}

// hinders says that a column is not held as its field needs it.
func (e *engineLines) hinders(s *layout, i int, want string) string {
	kind := "texts of its folder"
	if c, ok := s.files[0].column(i); ok {
		kind = c.Kind()
	}
	return fmt.Sprintf("since column %q does not hold %s but %s", e.lake.columns[i], want, kind)
}

func (e *engineLines) day(s *layout) (value, why string) {
	i := e.date.column
	if _, ok := s.files[0].key(i); ok {
		return fmt.Sprintf("k%d", i), ""
	}
	c, ok := s.column(i)
	if !ok {
		return "CAST(NULL AS BIGINT)", ""
	}
	if value, ok = c.DayNumber(); !ok {
		return "", e.hinders(s, i, "days")
	}
	return value, ""
}

func (e *engineLines) number(s *layout, n *numberColumn) (value, unreadable, why string) {
	const none = "CAST(NULL AS BIGINT)"
	if n == nil {
		return none, "FALSE", ""
	}
	if _, ok := s.files[0].key(n.column); ok {
		return "", "", e.hinders(s, n.column, "numbers")
	}
	c, ok := s.column(n.column)
	if !ok {
		return none, "FALSE", ""
	}
	if value, unreadable, ok = c.Scaled(); !ok {
		return "", "", e.hinders(s, n.column, "numbers")
	}
	if n.whole {
		value = ratio("("+value+")", "1", "100")
	}
	return value, unreadable, ""
}

// status is the condition of rows whose status says that they are returned.
func (e *engineLines) status(ctx context.Context, s *layout) (condition, why string, err error) {
	i := e.returns.status
	if i < 0 {
		return "FALSE", "", nil
	}
	value := fmt.Sprintf("k%d", i)
	if c, ok := s.column(i); ok {
		if value, _, _, ok = c.Words(false); !ok {
			return "", e.hinders(s, i, "texts"), nil
		}
	} else if _, ok := s.files[0].key(i); !ok {
		return "FALSE", "", nil
	}
	texts, err := e.different(ctx, s, value, "v IS NOT NULL", mostUnclean+1)
	if err != nil || len(texts) > mostUnclean {
		return "", e.hinders(s, i, "a few words"), err
	}
	texts = slices.DeleteFunc(texts, func(t string) bool { return !e.returns.words[fold(clean([]byte(t)))] })
	return "FALSE" + among(value, texts), "", nil
}

// plain is the condition of rows that are lines as they stand.
func (e *engineLines) plain() string {
	condition := "day IS NOT NULL AND revenue IS NOT NULL AND NOT bad"
	if e.place.deal < 0 {
		return condition
	}
	deal := fmt.Sprintf("x%d", e.place.deal)
	for _, p := range e.returns.prefixes {
		condition += " AND NOT coalesce(starts_with(" + deal + ", " + sales.Literal(p) + "), FALSE)"
	}
	if e.returns.letters {
		condition += " AND NOT coalesce(n_quantity < 0 AND substr(" + deal + ", 1, 1) > '9', FALSE)"
	}
	return condition
}
