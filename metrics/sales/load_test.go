package sales

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// loadBatches gives n batches of lines of full length, all alike.
func loadBatches(n int) ([]Field, func() (*Batch, error)) {
	fields := []Field{Deal, Customer, CustomerName, Audience, Product, ProductName, Type, Area, Region, Seller, SourceField, RowField, DayField, QuantityOf, Revenue, Cost}
	b := &Batch{Rows: BatchRows, Columns: make([]Values, len(fields))}
	column := func(i int, form string, distinct int) {
		names := make([]string, distinct)
		for k := range names {
			names[k] = fmt.Sprintf(form, k)
		}
		for row := range BatchRows {
			b.Columns[i].Text.Append(names[row*7%distinct])
		}
	}
	column(0, "O%08d", 700)
	column(1, "C%07d", 700)
	column(2, "Customer number %d", 700)
	column(3, "Seg %d", 4)
	column(4, "P%05d", 500)
	column(5, "Product number %d", 500)
	column(6, "Type %d", 80)
	column(7, "Area %d", 6)
	column(8, "Region %d", 9)
	column(9, "Seller %d", 50)
	for i := 10; i < len(fields); i++ {
		b.Columns[i].Null = make([]bool, BatchRows)
		for row := range BatchRows {
			b.Columns[i].Int = append(b.Columns[i].Int, int64(row*i))
		}
	}
	return fields, func() (*Batch, error) {
		if n--; n < 0 {
			return nil, io.EOF
		}
		return b, nil
	}
}

// BenchmarkLoad loads lines of 16 fields: the time of a line must not grow with their
// number.
func BenchmarkLoad(b *testing.B) {
	for _, batches := range []int{5, 49, 490} {
		lines := batches * BatchRows
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer() // starting the engine is not reading
				l, err := New(b.Context(), EngineOptions{})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				fields, next := loadBatches(batches)
				if err := l.Load(b.Context(), Lines, fields, next); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				l.Close()
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
		})
	}
}

// TestLoadKeepsTexts loads texts around the length that the engine keeps in place.
func TestLoadKeepsTexts(t *testing.T) {
	l, err := New(t.Context(), EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var texts []string
	for n := range 40 {
		text := strings.Repeat("Żółw-", 8)[:n]
		texts = append(texts, strings.ToValidUTF8(text, "x"), strings.ToValidUTF8(text, "x"))
	}
	names := make([]string, len(texts))
	days, revenues := make([]int64, len(texts)), make([]int64, len(texts))
	for i := range texts {
		names[i] = strings.Repeat("n", (i*7)%30)
		days[i], revenues[i] = int64(i), int64(-i)
	}
	nulls := make([]bool, len(texts))
	nulls[3] = true
	given := false
	err = l.Load(t.Context(), Lines, []Field{Product, ProductName, DayField, Revenue}, func() (*Batch, error) {
		if given {
			return nil, io.EOF
		}
		given = true
		return &Batch{Rows: len(texts), Columns: []Values{{Text: TextsOf(texts...)}, {Text: TextsOf(names...)}, {Int: days}, {Int: revenues, Null: nulls}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Product, ProductName Null[string]
		Day                  int64
		Revenue              Null[int64]
	}
	rows, err := Query[row](t.Context(), l, `SELECT product, product_name, day, revenue FROM read_lines ORDER BY day`)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if r.Product.V != texts[i] || r.Product.Valid != (texts[i] != "") || r.ProductName.V != names[i] || r.ProductName.Valid != (names[i] != "") {
			t.Errorf("row %d: got %+v, want %q and %q", i, r, texts[i], names[i])
		}
		if r.Day != int64(i) || r.Revenue.Valid == nulls[i] || r.Revenue.Valid && r.Revenue.V != revenues[i] {
			t.Errorf("row %d: got %+v", i, r)
		}
	}
	if len(rows) != len(texts) {
		t.Errorf("%d rows of %d", len(rows), len(texts))
	}
}

// TestLoadGivesThreadsBack loads on one thread and leaves the engine as it was.
func TestLoadGivesThreadsBack(t *testing.T) {
	l, err := New(t.Context(), EngineOptions{Threads: 3})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	fields, next := loadBatches(2)
	if err := l.Load(t.Context(), Lines, fields, next); err != nil {
		t.Fatal(err)
	}
	type row struct{ Threads, Lines int64 }
	rows, err := Query[row](t.Context(), l, `SELECT current_setting('threads') AS threads, count(*) AS lines FROM read_lines`)
	if err != nil {
		t.Fatal(err)
	}
	if rows[0] != (row{3, 2 * BatchRows}) {
		t.Errorf("got %+v", rows[0])
	}
}

// TestMovedTexts moves texts to other rows, as one who drops rows does.
func TestMovedTexts(t *testing.T) {
	l, err := New(t.Context(), EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dice := rand.New(rand.NewPCG(5, 6))
	var texts Texts
	var want []string
	for range 5000 {
		text := strings.Repeat("tea", dice.IntN(8))
		texts.Append(text)
		if dice.IntN(3) > 0 {
			texts.Move(len(want), len(texts.slots)-1)
			want = append(want, text)
		}
	}
	given := false
	err = l.Load(t.Context(), Lines, []Field{Product, RowField}, func() (*Batch, error) {
		if given {
			return nil, io.EOF
		}
		given = true
		rows := make([]int64, len(want))
		for i := range rows {
			rows[i] = int64(i)
		}
		return &Batch{Rows: len(want), Columns: []Values{{Text: texts}, {Int: rows}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ Product Null[string] }
	rows, err := Query[row](t.Context(), l, `SELECT product FROM read_lines ORDER BY "row"`)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if r.Product.V != want[i] || r.Product.Valid != (want[i] != "") {
			t.Fatalf("row %d is %+v, want %q", i, r.Product, want[i])
		}
	}
}

// TestLongTexts loads texts that fill pages of memory, and some that are longer than one.
func TestLongTexts(t *testing.T) {
	l, err := New(t.Context(), EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	names := make([]string, 34)
	size := 0
	for i := range names {
		names[i] = strings.Repeat(string(rune('a'+i%26)), 2*pageBytes*i/len(names))
		size += len(names[i])
	}
	names[5] = ""
	size -= 2 * pageBytes * 5 / len(names)
	given := 0
	err = l.Load(t.Context(), Lines, []Field{ProductName, Product}, func() (*Batch, error) {
		if given++; given > 3 {
			return nil, io.EOF
		}
		return &Batch{Rows: len(names), Columns: []Values{{Text: TextsOf(names...)}, {Text: TextsOf(names...)}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ Lines, Named, Bytes, Alike int64 }
	rows, err := Query[row](t.Context(), l, `
		SELECT count(*) AS lines, count(product_name) AS named, CAST(sum(strlen(product_name)) AS BIGINT) AS bytes,
		       count(*) FILTER (WHERE product = repeat(substr(product_name, 1, 1), CAST(strlen(product_name) AS BIGINT))) AS alike
		FROM read_lines`)
	if err != nil {
		t.Fatal(err)
	}
	if want := (row{3 * 34, 3 * 32, 3 * int64(size), 3 * 32}); rows[0] != want {
		t.Errorf("got %+v, want %+v", rows[0], want)
	}
}

// TestBatchesOfAnyLength loads batches that are empty, shorter and longer than what the
// engine takes at a time, in the same memory one after the other.
func TestBatchesOfAnyLength(t *testing.T) {
	l, err := New(t.Context(), EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	const most = 3 * BatchRows
	b := &Batch{Columns: []Values{{Int: make([]int64, most)}, {Int: make([]int64, most), Null: make([]bool, most)}, {}}}
	b.Columns[2].Text.Grow(most)
	lengths := []int{0, 1, 63, 64, 65, 0, BatchRows - 1, BatchRows, BatchRows + 1, most, 0}
	type row struct{ Lines, Days, Filled, Right int64 }
	var want row
	err = l.Load(t.Context(), Lines, []Field{DayField, QuantityOf, Product}, func() (*Batch, error) {
		if len(lengths) == 0 {
			return nil, io.EOF
		}
		b.Rows, lengths = lengths[0], lengths[1:]
		b.Columns[2].Text.Clear()
		for i := range b.Rows {
			day := want.Lines
			b.Columns[0].Int[i], b.Columns[1].Int[i], b.Columns[1].Null[i] = day, -day, day%5 == 0
			text := ""
			want.Lines++
			want.Days += day
			if day%5 != 0 {
				text = fmt.Sprint("row num ", day)
				want.Filled++
			}
			b.Columns[2].Text.Set(i, []byte(text))
		}
		return b, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want.Right = want.Filled
	rows, err := Query[row](t.Context(), l, `
		SELECT count(*) AS lines, CAST(sum(day) AS BIGINT) AS days, count(quantity) AS filled,
		       count(*) FILTER (WHERE quantity = -day AND product = 'row num ' || day) AS right
		FROM read_lines WHERE (quantity IS NULL) = (product IS NULL)`)
	if err != nil {
		t.Fatal(err)
	}
	if rows[0] != want {
		t.Errorf("got %+v, want %+v", rows[0], want)
	}
}
