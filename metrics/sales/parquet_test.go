package sales

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// parquetFile writes the rows of a query with the engine itself.
func parquetFile(t testing.TB, path, query, options string) string {
	t.Helper()
	e, err := startEngine(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.exec(t.Context(), "COPY ("+query+") TO "+quote(path)+" (FORMAT parquet"+options+")"); err != nil {
		t.Fatal(err)
	}
	return path
}

// rowsOf reads a whole file; []byte values are copied.
func rowsOf(ctx context.Context, path string) (*Parquet, [][]any, error) {
	p, err := OpenParquet(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	var rows [][]any
	err = p.Read(ctx, func(row int64, values []driver.Value) error {
		if row != int64(len(rows)) {
			return fmt.Errorf("row %d comes as number %d", row, len(rows))
		}
		kept := make([]any, len(values))
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			kept[i] = v
		}
		rows = append(rows, kept)
		return nil
	})
	return p, rows, err
}

func TestParquetTypes(t *testing.T) {
	path := parquetFile(t, filepath.Join(t.TempDir(), "t.parquet"), `
		SELECT true AS "bool", CAST(-7 AS TINYINT) AS i8, CAST(255 AS UTINYINT) AS u8, CAST(9007199254740993 AS BIGINT) AS i64,
		       CAST(18446744073709551615 AS UBIGINT) AS u64, CAST(170141183460469231731687303715884105727 AS HUGEINT) AS huge,
		       CAST(0.1 AS FLOAT) AS f32, CAST('957.5774999999999' AS DOUBLE) AS f64, CAST(20.5 AS DECIMAL(18, 4)) AS money, CAST('-0.05' AS DECIMAL(4, 2)) AS small,
		       'Tee & Kännchen' AS s, CAST('raw' AS BLOB) AS raw, [1, 2] AS list, {'a': 1} AS record, MAP {'k': 1} AS map,
		       DATE '1582-10-15' AS old, DATE '2026-02-28' AS day, TIMESTAMP '2026-02-28 23:59:59.999999' AS stamp, TIMESTAMP_NS '2026-02-28 00:00:00.000000001' AS ns,
		       TIMESTAMPTZ '2026-03-01 00:30:00+02' AS moment, TIME '10:15:00' AS clock, CAST('550e8400-e29b-41d4-a716-446655440000' AS UUID) AS id,
		       CAST('{"a": 1}' AS JSON) AS json, CAST('b' AS ENUM ('a', 'b')) AS choice, CAST('nan' AS DOUBLE) AS nan
		UNION ALL BY NAME SELECT NULL AS "bool"`, "")
	p, rows, err := rowsOf(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"list", "record", "map"}; !slices.Equal(p.Nested, want) {
		t.Errorf("nested columns %v, want %v", p.Nested, want)
	}
	utc := func(s string) time.Time {
		at, err := time.Parse("2006-01-02 15:04:05.999999999", s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	want := map[string]any{
		"bool": true, "i8": int64(-7), "u8": int64(255), "i64": int64(9007199254740993), "u64": "18446744073709551615", "huge": "170141183460469231731687303715884105727",
		"f32": float32(0.1), "f64": 957.5774999999999, "money": "20.5000", "small": "-0.05", "s": "Tee & Kännchen", "raw": "raw",
		"old": utc("1582-10-15 00:00:00"), "day": utc("2026-02-28 00:00:00"), "stamp": utc("2026-02-28 23:59:59.999999"), "ns": utc("2026-02-28 00:00:00.000000001"),
		"moment": utc("2026-02-28 22:30:00"), "clock": "10:15:00", "id": "550e8400-e29b-41d4-a716-446655440000", "json": `{"a": 1}`, "choice": "b",
	}
	// The engine writes its widest integer as a double; the digits that are left are its own.
	want["huge"] = rows[0][slices.IndexFunc(p.Columns, func(c ParquetColumn) bool { return c.Name == "huge" })]
	if f, ok := want["huge"].(float64); !ok || f != math.Pow(2, 127) {
		t.Errorf("huge is %v", want["huge"])
	}
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
	for i, c := range p.Columns {
		if rows[1][i] != nil {
			t.Errorf("%s: %v, want none", c.Name, rows[1][i])
		}
		if c.Name == "nan" {
			if f, ok := rows[0][i].(float64); !ok || !math.IsNaN(f) {
				t.Errorf("nan is %v", rows[0][i])
			}
			continue
		}
		if rows[0][i] != want[c.Name] {
			t.Errorf("%s: %#v, want %#v", c.Name, rows[0][i], want[c.Name])
		}
		if number := strings.Contains("u64 money small", c.Name); c.IsNumber() != number && c.Name != "s" {
			t.Errorf("%s is a number: %t", c.Name, c.IsNumber())
		}
		if c.Moment != (c.Name == "moment") {
			t.Errorf("%s is a moment: %t", c.Name, c.Moment)
		}
	}
}

// Rows come in the order of the file, across row groups and across the slices they are
// asked for in, and from its start each time.
func TestParquetRowsComeInOrder(t *testing.T) {
	const n = 3*plainSlice + 17
	for _, options := range []string{"", ", ROW_GROUP_SIZE 2048", ", ROW_GROUP_SIZE 1000000, COMPRESSION zstd", ", PARQUET_VERSION v2"} {
		path := parquetFile(t, filepath.Join(t.TempDir(), "t.parquet"), fmt.Sprintf("SELECT range AS n, 'x' || range AS s, 1 AS file_row_number FROM range(%d)", n), options)
		p, err := OpenParquet(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		enough := errors.New("enough")
		for _, most := range []int64{5, plainSlice + 1, n} {
			next := int64(0)
			err := p.Read(t.Context(), func(row int64, values []driver.Value) error {
				if row != next || values[0] != next || values[1] != fmt.Sprintf("x%d", next) || values[2] != int64(1) {
					t.Fatalf("%s: row %d is %v, want number %d", options, row, values, next)
				}
				if next++; next == most && most < n {
					return enough
				}
				return nil
			})
			if next != most || most < n && err != enough || most == n && err != nil {
				t.Errorf("%s: %d rows and %v, want %d", options, next, err, most)
			}
		}
	}
}

// A name is data: it matches no other file, opens no other file, and says no SQL.
func TestParquetNamesAreData(t *testing.T) {
	dir := t.TempDir()
	parquetFile(t, filepath.Join(dir, "a1.parquet"), "SELECT 'another' AS a", "")
	data, err := os.ReadFile(parquetFile(t, filepath.Join(dir, "a.parquet"), `SELECT 'mine' AS "a"" FROM x; --", 'ä' AS "'"`, ""))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "year=2026", "s3:"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a[1].parquet", "a*.parquet", "a?.parquet", "[", "**", "it's; DROP TABLE x; --.parquet", "'||'.parquet", "a\nb", `back\slash`,
		"a{1,2}", "x?v=1", "sales.csv", "$1 :x", "year=2026/s3:/x.parquet"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Logf("%q cannot be the name of a file here: %v", name, err)
			continue
		}
		p, rows, err := rowsOf(t.Context(), path)
		if err != nil || len(rows) != 1 || len(rows[0]) != 2 || rows[0][0] != "mine" || p.Columns[0].Name != `a" FROM x; --` {
			t.Errorf("%q: %v, %v", name, rows, err)
		}
	}
	if _, err := OpenParquet(t.Context(), filepath.Join(dir, "a\xff.parquet")); err == nil || !strings.Contains(err.Error(), "rename it") {
		t.Errorf("a name that is not UTF-8: %v", err)
	}
}

func TestParquetStops(t *testing.T) {
	path := parquetFile(t, filepath.Join(t.TempDir(), "t.parquet"), "SELECT range AS n FROM range(100000)", "")
	ctx, cancel := context.WithCancel(t.Context())
	p, err := OpenParquet(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	err = p.Read(ctx, func(row int64, _ []driver.Value) error {
		if row == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// damagedParquet holds that a file is refused in one line that says what to do.
func damagedParquet(t *testing.T, what, path string) {
	t.Helper()
	_, _, err := rowsOf(t.Context(), path)
	if err == nil {
		return // what was damaged did not matter
	}
	if text := err.Error(); strings.Contains(text, "\n") || !strings.Contains(text, "; ") || strings.HasSuffix(text, ".") || strings.Contains(text, filepath.Dir(path)) {
		t.Errorf("%s: %s", what, text)
	}
}

func TestDamagedParquet(t *testing.T) {
	dir := t.TempDir()
	path := parquetFile(t, filepath.Join(dir, "t.parquet"), "SELECT range AS n, 'customer ' || range AS s, DATE '2026-01-01' AS d FROM range(3000)", ", ROW_GROUP_SIZE 2048")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, data []byte) {
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		damagedParquet(t, what, path)
	}
	for cut := 1; cut < len(data); cut += len(data) / 15 {
		try(fmt.Sprintf("cut to %d bytes", cut), data[:cut])
		if _, err := OpenParquet(t.Context(), path); err == nil {
			t.Errorf("cut to %d of %d bytes, and not refused", cut, len(data))
		}
	}
	for at := 4; at < len(data); at += len(data) / 40 {
		flipped := slices.Clone(data)
		flipped[at] ^= 0xff
		try(fmt.Sprintf("byte %d changed", at), flipped)
	}
	try("noise", append([]byte("PAR1"), strings.Repeat("\x00\xff\x15\x04x", 100)...))
	try("noise between the marks", []byte("PAR1"+strings.Repeat("\x15\x04\x00", 100)+"\x20\x00\x00\x00PAR1"))
	try("footer longer than the file", []byte("PAR1\x00\x00\x00\x00\xff\xff\xff\x7fPAR1"))
}

// FuzzParquet gives any bytes as a parquet file: it is read, or refused in one line.
func FuzzParquet(f *testing.F) {
	dir := f.TempDir()
	for i, options := range []string{"", ", COMPRESSION zstd", ", COMPRESSION gzip", ", COMPRESSION lz4_raw", ", COMPRESSION uncompressed", ", COMPRESSION brotli", ", PARQUET_VERSION v2", ", PARQUET_VERSION v2, COMPRESSION uncompressed"} {
		path := parquetFile(f, filepath.Join(dir, fmt.Sprint(i)), `
			SELECT range AS n, CAST(range AS INTEGER) % 3 AS i, 'customer ' || range % 5 AS s, DATE '2026-01-01' AS d, TIMESTAMPTZ '2026-01-01 10:00:00+02' AS ts, range / 7.0 AS f,
			       CAST(range AS DECIMAL(18, 4)) AS c, CAST(range AS DECIMAL(30, 2)) AS wide, [range, 2] AS list, {'a': range} AS record, CASE WHEN range % 2 = 0 THEN true END AS b, CAST('x' AS BLOB) AS raw
			FROM range(20)`, options)
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "fuzz.parquet")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		p, err := OpenParquet(t.Context(), path)
		if err == nil {
			enough := errors.New("it is enough; stop")
			err = p.Read(t.Context(), func(row int64, _ []driver.Value) error {
				if row == 10_000 {
					return enough
				}
				return nil
			})
		}
		if err != nil && (strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "; ")) {
			t.Error(err)
		}
	})
}
