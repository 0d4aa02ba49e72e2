package sales

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ParquetSource is several files with columns of the same types as a relation of the
// engine: file_index, file_row_number (both from 0) and the columns by their [ParquetColumn.Name].
func ParquetSource(files []*Parquet) string {
	patterns, width := make([]string, len(files)), 0
	for i, p := range files {
		patterns[i], width = p.pattern(), p.width()
	}
	return sourceOf("["+strings.Join(patterns, ", ")+"]", width)
}

// SQL is the name of the column in a query.
func (c ParquetColumn) SQL() string { return fmt.Sprintf("c%d", c.place) }

// Kind is the type of the column, in the words of the engine.
func (c ParquetColumn) Kind() string { return c.kind }

// mostWhole is where amounts end: no more than twelve digits stand before the point.
const mostWhole = "1000000000000"

// Scaled are the values of a column of numbers as BIGINT in 1/10 000, halves away from
// zero, NULL where there is none, and the condition of those that are no amount: infinite
// ones and ones of more than twelve digits. A double is taken for the shortest decimal that
// is this double. ok is false for a column that is not of numbers.
func (c ParquetColumn) Scaled() (value, unreadable string, ok bool) {
	x := c.SQL()
	outside := fmt.Sprintf("(%[1]s >= %[2]s OR %[1]s <= -%[2]s)", x, mostWhole)
	guarded := func(value string) string { return "CASE WHEN NOT " + outside + " THEN " + value + " END" }
	switch c.kind {
	case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER":
		return "CAST(" + x + " AS BIGINT) * 10000", "FALSE", true
	case "BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT":
		return guarded("TRY_CAST(" + x + " AS BIGINT) * 10000"), outside, true
	case "FLOAT", "DOUBLE":
		outside = fmt.Sprintf("(NOT isnan(%[1]s) AND %[2]s)", x, outside)
		return "CASE WHEN NOT isnan(" + x + ") AND NOT " + outside + " THEN " + c.shortest() + " END", outside, true
	}
	width, scale, isDecimal := c.decimal()
	switch {
	case !isDecimal:
		return "", "", false
	case scale > 4:
		x = fmt.Sprintf("CAST(%s AS DECIMAL(%d, 4))", x, min(38, width-scale+5))
	}
	value = "CAST(" + x + " * 10000 AS BIGINT)"
	if width-scale <= 12 {
		return value, "FALSE", true
	}
	return guarded(value), outside, true
}

// shortest scales a double. Where the product is near to a whole number, the shortest
// decimal rounds to it, too; else its digits decide. Those below 1/10 000 are written with
// an exponent, which the engine rounds wrongly.
func (c ParquetColumn) shortest() string {
	near := "abs(CAST({x} AS DOUBLE) * 10000 - round(CAST({x} AS DOUBLE) * 10000)) < 0.4 AND abs({x}) < 1000000000"
	if c.kind == "FLOAT" {
		near = "FALSE"
	}
	return strings.NewReplacer("{near}", strings.ReplaceAll(near, "{x}", c.SQL()), "{x}", c.SQL(), "{kind}", c.kind).Replace(
		`CASE WHEN {near} THEN CAST(round(CAST({x} AS DOUBLE) * 10000) AS BIGINT)
		WHEN abs({x}) < CAST(0.0001 AS {kind}) THEN CASE WHEN abs({x}) >= CAST(0.00005 AS {kind}) THEN CAST(sign({x}) AS BIGINT) ELSE 0 END
		ELSE CAST(CAST(CAST({x} AS VARCHAR) AS DECIMAL(18, 4)) * 10000 AS BIGINT) END`)
}

// decimal is the width and scale of a column of decimals.
func (c ParquetColumn) decimal() (width, scale int, ok bool) {
	n, err := fmt.Sscanf(c.kind, "DECIMAL(%d,%d)", &width, &scale)
	return width, scale, err == nil && n == 2
}

// DayNumber are the values of a column of days, or of days and times, as the number of the
// day, in UTC; NULL where there is none, and outside of the years 1900 to 2100, which no
// sale is of.
func (c ParquetColumn) DayNumber() (value string, ok bool) {
	day := c.SQL()
	switch c.kind {
	case "DATE":
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS":
		day = "CAST(" + day + " AS DATE)"
	case "TIMESTAMP WITH TIME ZONE":
		day = "CAST(" + day + " AT TIME ZONE 'UTC' AS DATE)"
	default:
		return "", false
	}
	return fmt.Sprintf("CASE WHEN %[1]s BETWEEN DATE '1900-01-01' AND DATE '2100-12-31' THEN CAST(%[1]s - DATE '1970-01-01' AS BIGINT) END", day), true
}

// Words are the values of a column as texts, NULL where there is none, and the condition of
// those that are not written as a person would. A key that is a whole number is written
// without decimal places. free says that the texts are anybody's and may have to be
// cleaned. ok is false for days, moments and bytes.
func (c ParquetColumn) Words(isKey bool) (value, odd string, free, ok bool) {
	x := c.SQL()
	digits := "CAST(" + x + " AS VARCHAR)"
	_, scale, isDecimal := c.decimal()
	switch {
	case c.kind == "VARCHAR":
		return x, "FALSE", true, true
	case c.kind == "JSON" || c.kind == "UUID" || c.kind == "BOOLEAN" || strings.HasPrefix(c.kind, "ENUM"):
		return digits, "FALSE", true, true
	case strings.HasSuffix(c.kind, "INT") || strings.HasSuffix(c.kind, "INTEGER"):
		return digits, "FALSE", false, true
	case c.kind == "DOUBLE" || c.kind == "FLOAT":
		whole := fmt.Sprintf("(%[1]s = trunc(%[1]s) AND abs(%[1]s) < 1000000000000000 AND NOT (%[1]s = 0))", x)
		return "CASE WHEN " + whole + " THEN CAST(CAST(" + x + " AS BIGINT) AS VARCHAR) END", "NOT isnan(" + x + ") AND NOT " + whole, false, true
	case isDecimal && scale > 0 && isKey:
		whole := fmt.Sprintf("(%[1]s = trunc(%[1]s) AND %[1]s > 0)", x)
		return "CASE WHEN " + whole + " THEN CAST(CAST(" + x + " AS HUGEINT) AS VARCHAR) END", "NOT " + whole, false, true
	case isDecimal:
		return digits, "FALSE", false, true
	}
	return "", "", false, false
}

// blanks are what stands at the ends of a text without being part of it.
const blanks = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(12288)"

// Compared are the values as they are compared to find copies of a row.
func (c ParquetColumn) Compared() string {
	x := c.SQL()
	switch c.kind {
	case "VARCHAR":
		return "CASE WHEN " + Unclean(x) + " OR " + x + " = '' THEN nullif(trim(" + x + ", " + blanks + "), '') ELSE " + x + " END"
	case "DOUBLE", "FLOAT":
		return "CASE WHEN NOT isnan(" + x + ") THEN " + x + " END"
	}
	return x
}

// Unclean is the condition of texts that may have to be cleaned: with control characters or
// unusual blanks in them, blanks at their ends, or that may be a way to write that there is
// none, an error of a spreadsheet or a key that lost its form.
func Unclean(text string) string {
	return "regexp_matches(" + text + `, '^[ #]|[ ]$|^$|^[-–—N<(n][^ ]{0,5}$|^[0-9]+\.0+$|[\x{0}-\x{1f}\x{7f}-\x{a0}\x{1680}\x{2000}-\x{200b}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]')`
}

// Literal writes a text as a literal of SQL. It must not hold the character zero.
func Literal(s string) string { return quote(s) }

// ReadsParquet tells whether the engine of the ledger can read the files of this machine.
func (l *Ledger) ReadsParquet() bool {
	_, ok := l.engine.(*embedded)
	return ok
}

// Take appends the rows of a query to a relation, with a column for each of the fields, in
// their order and held as the relation holds them. The engine must read parquet.
func (l *Ledger) Take(ctx context.Context, r Relation, fields []Field, query string) error {
	e, ok := l.engine.(*embedded)
	if !ok {
		return errors.New("the engine of the ledger cannot read the files of this machine")
	}
	columns, err := columnsOf(r, fields)
	if err != nil {
		return err
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = ident(string(c.Field))
	}
	if err := e.exec(ctx, fmt.Sprintf("INSERT INTO read_%s (%s) %s", r, strings.Join(names, ", "), query)); err != nil {
		return err
	}
	for _, c := range columns {
		l.given[r][c.Field] = true
	}
	return nil
}

// DamagedParquet finds the first of the files that cannot be read to its end, and says what
// is wrong with it; -1 where there is none. It reads all of them.
func DamagedParquet(ctx context.Context, files []*Parquet) (int, error) {
	for i, p := range files {
		if err := p.readThrough(ctx); err != nil {
			return i, err
		}
	}
	return -1, nil
}

func (p *Parquet) readThrough(ctx context.Context) error {
	e, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	list := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		list[i] = c.SQL()
	}
	var rows int64
	err = e.db.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT hash("+strings.Join(list, ", ")+") AS h FROM "+p.source(p.width())+") AS r WHERE h > 0 OR h <= 0").Scan(&rows)
	return p.fault(ctx, err)
}

// IsRoom tells whether an error says that memory or disk have no room left.
func IsRoom(err error) bool { return errors.Is(err, errRoom) }
