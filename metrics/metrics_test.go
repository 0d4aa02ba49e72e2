package metrics

import (
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
)

var update = flag.Bool("update", false, "write the wanted sections in testdata anew; read the diff")

// TestSections computes, for every testdata/NAME.txtar, the section NAME (up to a dot:
// pairs.returns.txtar tests pairs) of the ledger in it and compares it with the file
// "want". The other files are relations as csv with field names as header; the
// comment at the top may hold "window", "period", "as-of", "max-rows", "bridge-level", "currency" and "returns deduct".
// With "history" the section sees the snapshots of the ledgers in before/RELATION and
// earlier/RELATION, each made after that of the one earlier.
func TestSections(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	columns := columnsSeen{}
	defer columns.hold(t)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			section, _, _ := strings.Cut(name, ".")
			got := draw(t, archive, section, columns)
			for i := range archive.Files {
				f := &archive.Files[i]
				if f.Name != "want" {
					continue
				}
				if *update {
					f.Data = []byte(got)
					if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				if got != string(f.Data) {
					t.Errorf("got:\n%s\nwant:\n%s", got, f.Data)
				}
				return
			}
			t.Fatal("the archive has no file called want")
		})
	}
}

func draw(t *testing.T, archive *txtar.Archive, section string, columns columnsSeen) string {
	finish, options := settings(t, string(archive.Comment))
	options.Only = []string{section}
	l := ledgerOf(t, archive, finish)
	options.Identity = IdentityOf(l, "", "")
	for _, folder := range []string{"earlier/", "before/"} {
		past := &txtar.Archive{}
		for _, f := range archive.Files {
			if name, is := strings.CutPrefix(f.Name, folder); is {
				past.Files = append(past.Files, txtar.File{Name: name, Data: f.Data})
			}
		}
		if len(past.Files) > 0 {
			r, err := Compute(t.Context(), ledgerOf(t, past, finish), options)
			if err != nil {
				t.Fatal(err)
			}
			options.Earlier = append(options.Earlier, *r.Snapshot)
		}
	}
	r, err := Compute(t.Context(), l, options)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Sections) == 0 {
		return "left out\n"
	}
	columns.add(r.Sections[0])
	return dump(r.Sections[0])
}

func settings(t *testing.T, comment string) (sales.FinishOptions, Options) {
	var f sales.FinishOptions
	var o Options
	for _, line := range strings.Split(comment, "\n") {
		key, value, _ := strings.Cut(line, " ")
		var err error
		switch key {
		case "window":
			f.Calendar.Window = value
		case "period":
			f.Calendar.Unit = sales.Unit(value)
		case "as-of":
			f.Calendar.AsOf, err = sales.ParseDay(value)
		case "max-rows":
			o.MaxRows, err = strconv.Atoi(value)
		case "min-count":
			o.MinCount, err = strconv.ParseInt(value, 10, 64)
		case "bridge-level":
			o.BridgeLevel = value
		case "discount-limit":
			o.DiscountLimit.Valid = true
			o.DiscountLimit.V, err = strconv.ParseInt(value, 10, 64)
		case "minimum-sale":
			o.MinimumSale = sales.Money(parse(sales.Amount, value))
		case "history":
			o.History = true
		case "currency":
			f.Currency = value
		case "returns":
			f.Deduct = value == "deduct"
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return f, o
}

// ledgerOf loads the csv files of an archive, each named as its relation.
func ledgerOf(t *testing.T, archive *txtar.Archive, f sales.FinishOptions) *sales.Ledger {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	for _, file := range archive.Files {
		if file.Name == "want" || strings.Contains(file.Name, "/") {
			continue
		}
		rows, err := csv.NewReader(strings.NewReader(string(file.Data))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		load(t, l, sales.Relation(file.Name), rows)
	}
	if err := l.Finish(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return l
}

// ledgerOfLines is a finished ledger of lines.
func ledgerOfLines(t *testing.T, rows [][]string, f sales.FinishOptions) *sales.Ledger {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	load(t, l, sales.Lines, rows)
	if err := l.Finish(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return l
}

// load puts csv rows into a relation; dates as 2026-01-31, amounts and quantities in units.
func load(t *testing.T, l *sales.Ledger, r sales.Relation, rows [][]string) {
	t.Helper()
	kinds := map[sales.Field]sales.Kind{}
	for _, c := range r.Columns() {
		kinds[c.Field] = c.Kind
	}
	var fields []sales.Field
	for _, name := range rows[0] {
		fields = append(fields, sales.Field(strings.TrimSpace(name)))
	}
	if r == sales.Lines {
		fields = append(fields, sales.SourceField, sales.RowField)
	}
	source := sales.Source{Name: "test"}
	number := -1
	if r == sales.Lines {
		number = l.AddSource(source)
	}
	i := 1
	err := l.Load(t.Context(), r, fields, func() (*sales.Batch, error) {
		if i >= len(rows) {
			return nil, io.EOF
		}
		row := rows[i]
		i++
		if r == sales.Lines {
			row = append(row, strconv.Itoa(number), strconv.Itoa(i))
			source.Read = source.Read.Add(totalsOf(fields, row))
		}
		b := &sales.Batch{Rows: 1}
		for c, f := range fields {
			text := strings.TrimSpace(row[c])
			if kinds[f] == sales.Text {
				b.Columns = append(b.Columns, sales.Values{Text: sales.TextsOf(text)})
				continue
			}
			b.Columns = append(b.Columns, sales.Values{Int: []int64{parse(kinds[f], text)}, Null: []bool{text == ""}})
		}
		return b, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if r == sales.Lines {
		l.Sources[number].Read = source.Read
	}
}

func totalsOf(fields []sales.Field, row []string) sales.Totals {
	t := sales.Totals{Lines: 1}
	for i, f := range fields {
		switch f {
		case sales.QuantityOf:
			t.Quantity = sales.Quantity(parse(sales.Number, strings.TrimSpace(row[i])))
		case sales.Revenue:
			t.Revenue = sales.Money(parse(sales.Amount, strings.TrimSpace(row[i])))
		case sales.Cost:
			t.Cost = sales.Money(parse(sales.Amount, strings.TrimSpace(row[i])))
		}
	}
	return t
}

// parse reads a test cell; what it cannot read is a mistake in the test data.
func parse(k sales.Kind, s string) int64 {
	switch {
	case s == "":
		return 0
	case k == sales.Date:
		d, err := sales.ParseDay(s)
		if err != nil {
			panic(err)
		}
		return int64(d)
	case k == sales.Whole || k == sales.Flag:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			panic(err)
		}
		return n
	}
	if k == sales.Factor {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			panic(err)
		}
		return int64(math.Round(f * sales.FactorScale))
	}
	whole, decimals, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+(decimals + "0000")[:4], 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

// dump writes a section as text that is easy to read and to compare.
func dump(s Section) string {
	var b strings.Builder
	fmt.Fprintf(&b, "lead: %s\nscope: %s\n", s.Lead, s.Scope)
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	for _, f := range s.Findings {
		fmt.Fprintf(&b, "%s: %s (%s)\n", f.Role, f.Text, f.Weight)
	}
	for i, c := range s.Table.Columns {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(c.Key)
	}
	b.WriteByte('\n')
	for _, row := range s.Table.Rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteString(" | ")
			}
			switch v := cell.(type) {
			case nil:
				b.WriteByte('-')
			case sales.Money:
				b.WriteString(v.Number())
			case float64:
				b.WriteString(strconv.FormatFloat(v, 'g', 5, 64))
			default:
				fmt.Fprint(&b, v)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
