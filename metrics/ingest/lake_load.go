package ingest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// loadTable reads the sheet into the ledger: by the engine where it holds parquet and can be
// read so, row by row elsewhere.
func (r *lineReader) loadTable(ctx context.Context) error {
	if r.s.table.lake == nil {
		return r.load(ctx)
	}
	e, why, err := r.newEngineLines(ctx)
	if err == nil && why == "" {
		why, err = e.load(ctx)
	}
	switch {
	case err != nil:
		return r.s.table.lake.blame(ctx, err)
	case why != "":
		r.note("read row by row, " + why)
		return r.load(ctx)
	}
	return nil
}

func (r *lineReader) note(text string) {
	if r.s.Note != "" {
		r.s.Note += "; "
	}
	r.s.Note += text
}

// blame finds the file that an error of the engine is about.
func (k *lake) blame(ctx context.Context, err error) error {
	if ctx.Err() != nil || sales.IsRoom(err) {
		return err
	}
	files := make([]*sales.Parquet, len(k.files))
	for i, f := range k.files {
		files[i] = f.Parquet
	}
	if i, fault := sales.DamagedParquet(ctx, files); i >= 0 {
		return k.named(k.files[i], fault)
	}
	return err
}

const (
	freeOdd  = 10_000  // rows that may be left to the reader of rows in any case
	mostOdd  = 1 << 20 // that may be
	oddShare = 4       // of so many rows at most one may be, else it reads all
)

// load has the engine make the lines. Nothing is loaded where it says why it does not.
func (e *engineLines) load(ctx context.Context) (why string, err error) {
	lines, err := e.count(ctx)
	if err != nil {
		return "", err
	}
	odd, why, err := e.odd(ctx, e.lake.rowCount()-lines.Lines)
	if err != nil || why != "" {
		return why, err
	}
	e.byEngine = true
	if err := e.lineReader.count(&e.totals.Read, lines); err != nil {
		return "", err
	}
	if len(odd) > 0 {
		some := *e.s.table
		some.rows = func(ctx context.Context, each func(int, []sheet.Cell) error) error {
			return e.lake.read(ctx, odd, each)
		}
		e.from = &some
		if err := e.loadRows(ctx); err != nil {
			return "", err
		}
	}
	for _, s := range e.layouts {
		if err := e.run.l.Take(ctx, sales.Lines, e.fields, "SELECT "+strings.Join(e.values(), ", ")+" FROM "+s.lines+" WHERE "+e.plain()); err != nil {
			return "", err
		}
	}
	if err := e.findCopies(ctx); err != nil {
		return "", err
	}
	e.rows += lines.Lines
	e.run.progress(e.s.table, e.rows)
	e.close()
	return "", nil
}

// count adds up the rows that are lines as they stand, in the files.
func (e *engineLines) count(ctx context.Context) (sales.Totals, error) {
	type row struct {
		Lines                   int64
		Quantity, Revenue, Cost sales.Null[int64]
		Bytes                   float64
	}
	texts := fmt.Sprint(len(e.fields))
	for j := range e.textFields() {
		texts += fmt.Sprintf(" + coalesce(strlen(x%d), 0)", j)
	}
	sum := func(value string) string { return "TRY_CAST(coalesce(sum(" + value + "), 0) AS BIGINT)" }
	var all sales.Totals
	bytes := 0.0
	for _, s := range e.layouts {
		rows, err := sales.Query[row](ctx, e.run.l, fmt.Sprintf("SELECT count(*) AS lines, %s AS quantity, %s AS revenue, %s AS cost, CAST(coalesce(sum(%s), 0) AS DOUBLE) AS bytes FROM %s WHERE %s",
			sum("n_quantity"), sum("revenue"), sum(e.money.costSQL()), texts, s.lines, e.plain()))
		if err != nil {
			return all, err
		}
		t := rows[0]
		if !t.Quantity.Valid || !t.Revenue.Valid || !t.Cost.Valid {
			return all, e.lineReader.count(&sales.Totals{Revenue: math.MaxInt64}, sales.Totals{Revenue: 1})
		}
		if err := e.lineReader.count(&all, sales.Totals{Lines: t.Lines, Quantity: sales.Quantity(t.Quantity.V), Revenue: sales.Money(t.Revenue.V), Cost: sales.Money(t.Cost.V)}); err != nil {
			return all, err
		}
		bytes += t.Bytes
	}
	if bytes > ratioFree && bytes/maxRatio > float64(e.lake.size) {
		return all, errRepeats
	}
	return all, nil
}

// odd are the numbers of the rows that are left to the reader of rows. It says why where
// they are too many, or hold a total, which is compared with the lines above it.
func (e *engineLines) odd(ctx context.Context, count int64) (odd []int64, why string, err error) {
	switch {
	case count == 0:
		return nil, "", nil
	case count > mostOdd, count > freeOdd && count*oddShare > e.lake.rowCount():
		return nil, fmt.Sprintf("since %d of its %d rows are not plainly lines", count, e.lake.rowCount()), nil
	}
	odd = make([]int64, 0, count)
	for _, s := range e.layouts {
		query := `SELECT "row" FROM ` + s.lines + " WHERE NOT (" + e.plain() + ")"
		err := sales.Integers(ctx, e.run.l, query, func(row []int64) error {
			odd = append(odd, row[0])
			return nil
		})
		if err != nil {
			return nil, "", err
		}
	}
	slices.Sort(odd)
	err = e.lake.read(ctx, odd, func(row int, cells []sheet.Cell) error {
		if row > headerRow && isTotal(cells) {
			why = "since it has rows of totals"
			return errEnough
		}
		return nil
	})
	if err == errEnough {
		err = nil
	}
	return odd, why, err
}

// values are the expressions of the fields.
func (e *engineLines) values() []string {
	p, m := &e.place, e.money
	list := make([]string, len(e.fields))
	for j := range e.textFields() {
		list[j] = fmt.Sprintf("x%d", j)
	}
	put := func(place int, value string) {
		if place >= 0 {
			list[place] = value
		}
	}
	put(p.source, fmt.Sprint(e.source))
	put(p.row, `"row"`)
	put(p.day, "day")
	put(p.revenue, "revenue")
	put(p.quantity, "n_quantity")
	put(p.list, m.listSQL())
	put(p.discount, "n_discount")
	put(p.cost, m.costSQL())
	put(p.bonus, sumSQL("n_bonus", m.bonuses))
	put(p.commission, sumSQL("n_commission", m.commissions))
	put(p.isReturn, "0")
	return list
}

// findCopies counts the lines all of whose cells are those of a line above. They are looked
// for among the rows that share a hash of their deal, product, day and amounts with another:
// the texts beside them tell few more apart, and cost most to read.
func (e *engineLines) findCopies(ctx context.Context) error {
	var cells, few, parts []string
	for i, c := range e.s.Columns {
		cells = append(cells, fmt.Sprintf("u%d", i))
		if slices.ContainsFunc(c.Fields, func(f sales.Field) bool {
			return f == sales.Deal || f == sales.Product || kindOf(sales.Lines, f) != sales.Text
		}) {
			few = append(few, cells[i])
		}
	}
	list := strings.Join(cells, ", ")
	for _, s := range e.layouts {
		parts = append(parts, `SELECT "row", revenue, `+list+" FROM "+s.lines+" WHERE day IS NOT NULL AND revenue IS NOT NULL")
	}
	type row struct {
		Lines, First, Revenue sales.Null[int64]
	}
	rows, err := sales.Query[row](ctx, e.run.l, strings.NewReplacer("{rows}", "("+strings.Join(parts, " UNION ALL ")+") AS a", "{list}", list, "{few}", strings.Join(few, ", ")).Replace(`
SELECT CAST(sum(n - 1) AS BIGINT) AS lines, min(second) AS first, CAST(sum((n - 1) * revenue) AS BIGINT) AS revenue
FROM (SELECT count(*) AS n, min("row", 2)[2] AS second, any_value(revenue) AS revenue FROM {rows}
	WHERE hash({few}) IN (SELECT h FROM (SELECT hash({few}) AS h FROM {rows}) AS b GROUP BY h HAVING count(*) > 1)
	GROUP BY {list} HAVING count(*) > 1) AS c`))
	if err != nil || !rows[0].Lines.Valid {
		return err
	}
	e.copies.first[sameSheet] = int(rows[0].First.V)
	e.copies.sums[sameSheet] = sales.Totals{Lines: rows[0].Lines.V, Revenue: sales.Money(rows[0].Revenue.V)}
	return nil
}
