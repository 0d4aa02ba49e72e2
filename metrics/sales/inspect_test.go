package sales_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// The list of what can be asked is what there is, column by column, on a filled ledger and on
// a sketch alike; nothing else that the engine holds is in it.
func TestQueryableIsWhatThereIs(t *testing.T) {
	sketch, err := sales.NewSketch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sketch.Close()
	filled := small(t, []row{{"1", "ann", "tea", 20_458, 1, 100, 70}}, nil, sales.FinishOptions{})
	kinds := map[string]string{"text": "VARCHAR", "date": "DATE", "truth": "BOOLEAN", "money": "BIGINT", "quantity": "BIGINT", "count": "BIGINT", "share": "BIGINT"}
	results := map[string]sales.ResultKind{"VARCHAR": sales.TextResult, "DATE": sales.DayResult, "BOOLEAN": sales.OtherResult, "BIGINT": sales.WholeResult}
	type column struct{ ColumnName, DataType string }
	for _, r := range sales.Queryable() {
		rows, err := sales.Query[column](t.Context(), filled, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '"+r.Name+"' ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		var got, want, drawn, sketched []string
		for _, c := range rows {
			if strings.HasPrefix(c.DataType, "ENUM") {
				c.DataType = "VARCHAR"
			}
			got = append(got, c.ColumnName+" "+c.DataType)
		}
		for _, c := range r.Columns {
			want = append(want, c.Name+" "+kinds[c.Kind])
			drawn = append(drawn, c.Name+" "+string(results[kinds[c.Kind]]))
		}
		columns, err := sketch.Inspect(t.Context(), "SELECT * FROM "+r.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range columns {
			sketched = append(sketched, c.Name+" "+string(c.Kind))
		}
		slices.Sort(want)
		slices.Sort(drawn)
		slices.Sort(sketched)
		if !slices.Equal(got, want) || !slices.Equal(sketched, drawn) {
			t.Errorf("%s:\nhas     %v\nsays    %v\nsketch  %v\nsays    %v", r.Name, got, want, sketched, drawn)
		}
	}
}

// Nothing that reads files, the network or the engine's own tables, that changes anything or
// that would be another in the next run gets through; each refusal names its line.
func TestInspectRefuses(t *testing.T) {
	l, err := sales.NewSketch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, c := range []struct{ query, want string }{
		{"-- remark\nCOPY lines TO 'out.csv'", "line 2: no SELECT"},
		{"ATTACH 'other.db'", "line 1: no SELECT"},
		{"SET memory_limit = '1TB'", "line 1: no SELECT"},
		{"SET enable_external_access = true", "line 1: no SELECT"},
		{"PRAGMA database_list", "line 1: "},
		{"INSTALL httpfs", "line 1: no SELECT"},
		{"LOAD httpfs", "line 1: no SELECT"},
		{"CREATE TABLE x AS SELECT 1", "line 1: no SELECT"},
		{"DROP TABLE mended", "line 1: no SELECT"},
		{"DELETE FROM products", "line 1: no SELECT"},
		{"EXPLAIN SELECT 1", "line 1: no SELECT"},
		{"CALL pragma_version()", "line 1: no SELECT"},
		{"WITH x AS (INSERT INTO products VALUES (1) RETURNING 1) SELECT * FROM x", "a CTE needs a SELECT"},
		{"SELECT 1; SELECT 2", "2 statements where one SELECT is wanted"},
		{"SELECT 1; DROP TABLE products", "no SELECT"},
		{"-- nothing", "0 statements"},
		{"SELECT *\nFROM 'sales.csv'", `line 2: "sales.csv" looks like a file`},
		{"SELECT *\nFROM \"https://example.com/x.parquet\"", `line 2: "https://example.com/x.parquet" looks like a file`},
		{"SELECT *\nFROM\n  read_csv('/etc/passwd')", "line 3: read_csv cannot be asked"},
		{"SELECT * FROM read_parquet('s3://bucket/x')", "read_parquet cannot be asked"},
		{"SELECT * FROM read_text('/etc/passwd')", "read_text cannot be asked"},
		{"SELECT * FROM glob('*')", "glob cannot be asked"},
		{"SELECT * FROM sniff_csv('x')", "sniff_csv cannot be asked"},
		{"SELECT * FROM query('SELECT * FROM mended')", "query cannot be asked"},
		{"SELECT * FROM query_table('mended')", "query_table cannot be asked"},
		{"SELECT * FROM json_execute_serialized_sql('{}')", "json_execute_serialized_sql cannot be asked"},
		{"SELECT * FROM duckdb_settings()", "duckdb_settings cannot be asked"},
		{"SELECT * FROM pragma_table_info('lines')", "pragma_table_info cannot be asked"},
		{"SELECT * FROM duckdb_tables", `relation "duckdb_tables" not found; there are lines, baskets,`},
		{"SELECT * FROM information_schema.tables", "tables cannot be asked by a name with a dot"},
		{"SELECT * FROM main.mended", "mended cannot be asked by a name with a dot"},
		{"SELECT count(*)\nFROM mended", `line 2: relation "mended" not found`},
		{"SELECT count(*) FROM read_people", `relation "read_people" not found`},
		{"WITH mended AS (SELECT * FROM mended) SELECT * FROM mended", `the name "mended" is taken`},
		{"SELECT (SELECT count(*) FROM (WITH mended AS (SELECT 1) SELECT * FROM mended)), * FROM mended", `the name "mended" is taken`},
		{"SELECT * FROM (DESCRIBE lines)", "DESCRIBE and SHOW cannot be asked"},
		{"SHOW TABLES", "DESCRIBE and SHOW cannot be asked"},
		{"SELECT current_setting('temp_directory')", "current_setting is not the same in every run"},
		{"SELECT getenv('HOME')", "getenv is not the same in every run"},
		{"SELECT 1,\n random()", "line 2: random is not the same in every run"},
		{"SELECT uuid()", "uuid is not the same"},
		{"SELECT now()", "now depends on the clock"},
		{"SELECT today()", "today depends on the clock"},
		{"SELECT *\nFROM lines\nWHERE day > current_date", "line 3: current_date depends on the clock, and the same input is to give the same report; write {as_of}"},
		{"SELECT current_timestamp", "current_timestamp depends on the clock"},
		{"SELECT age(day) FROM lines", "age depends on the clock"},
		{"SELECT nextval('x')", "nextval is not the same"},
		{"SELECT any_value(product) FROM lines", "any_value depends on the order of the rows"},
		{"SELECT string_agg(product, ',') FROM lines", "string_agg depends on the order"},
		{"SELECT list(product) FROM lines", "list depends on the order"},
		{"SELECT max_by(product, revenue) FROM lines", "max_by depends on the order"},
		{"SELECT row_number() OVER (PARTITION BY area) FROM lines", "row_number depends on the order"},
		{"SELECT lag(revenue) OVER () FROM lines", "lag depends on the order"},
		{"SELECT approx_quantile(revenue, 0.5) FROM lines", "approx_quantile is not the same"},
		{"SELECT * FROM lines USING SAMPLE 10", "a sample is another one in every run"},
		{"SELECT * FROM lines TABLESAMPLE 10%", "a sample is another one in every run"},
		{"SELECT * FROM products ORDER BY rowid", "rowid is another one in every run"},
		{"SELECT * FROM products POSITIONAL JOIN customers", "a positional join depends on the order"},
		{"SELECT * FROM\n (SELECT deal FROM lines LIMIT 3) AS x", "line 2: LIMIT takes any of the rows"},
		{"SELECT * FROM (SELECT DISTINCT ON (deal) deal, product FROM lines) AS x", "DISTINCT ON takes any of the rows"},
		{"SELECT ? FROM lines", "a parameter has no value here"},
		{"SELECT\n  revnue\nFROM lines", `line 2: column "revnue" not found; did you mean "revenue"?`},
		{"SELECT l.revnue FROM lines AS l", `column "revnue" not found`},
		{"SELECT sum(revenue) FROM linse", `relation "linse" not found`},
		{"SELECT\nsums(revenue) FROM lines", `line 2: function "sums" not found`},
		{"SELECT area FROM lines GROUP\n\n type", `line 3: syntax error at or near "type"`},
		{"SELECT 'open", "line 1: unterminated quoted string"},
		{"SELECT area, sum(revenue)\nFROM lines", `line 1: column "area" must appear in the GROUP BY clause`},
		{"SELECT sum(area) FROM lines", "line 1: no function matches the given name and argument types 'sum(VARCHAR)'"},
	} {
		_, err := l.Inspect(t.Context(), c.query)
		var fault *sales.QueryError
		switch {
		case !errors.As(err, &fault):
			t.Errorf("%q: %v", c.query, err)
		case !strings.HasPrefix(fault.Error(), c.want) && !strings.HasPrefix(fault.Text, c.want):
			t.Errorf("%q: %q, want %q", c.query, fault.Error(), c.want)
		case strings.Contains(fault.Text, "\n"):
			t.Errorf("%q: several lines: %q", c.query, fault.Text)
		}
	}
}

func TestInspectKnowsTheColumns(t *testing.T) {
	l, err := sales.NewSketch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, c := range []struct{ query, want string }{
		{"SELECT area, sum(revenue) AS revenue, avg(cm1) AS a, min(day) AS d, count(*) AS n FROM lines GROUP BY area", "[{area a text} {revenue a whole number} {a a decimal number} {d a date} {n a whole number}]"},
		{"WITH x AS (SELECT deal FROM lines ORDER BY deal LIMIT 3) SELECT * FROM x;", "[{deal a text}]"},
		{"FROM lines SELECT count(*) AS n LIMIT 3", "[{n a whole number}]"},
		{"WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < 3) SELECT n FROM x", "[{n a whole number}]"},
		{"SELECT string_agg(product, ',' ORDER BY product) AS a, list(product ORDER BY product)[1] AS b, list(product ORDER BY revenue, product)[1] AS c FROM lines", "[{a a text} {b a text} {c a text}]"},
		{"SELECT row_number() OVER (ORDER BY product) AS n, sum(1) OVER () AS s FROM products", "[{n a whole number} {s a whole number}]"},
		{"SELECT DISTINCT ON (deal) deal, [1] AS list FROM lines", "[{deal a text} {list something else}]"},
		{"SELECT area, age(max(day), min(day)) AS span, sum(revenue) FILTER (WHERE is_current) * 1.0 AS r FROM lines GROUP BY GROUPING SETS ((area), ())", "[{area a text} {span something else} {r a decimal number}]"},
		{"SELECT x FROM (VALUES (1), (2)) AS v(x) CROSS JOIN generate_series(1, 3) AS g(y)", "[{x a whole number}]"},
		{"SELECT p.area, median(l.revenue) AS m FROM lines AS l JOIN products AS p USING (product) GROUP BY ALL", "[{area a text} {m a decimal number}]"},
	} {
		got, err := l.Inspect(t.Context(), c.query)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%q: %v %v, want %s", c.query, got, err, c.want)
		}
	}
}

// What is refused beforehand would be refused by the engine too: once the input is in, it
// opens no file and changes no setting.
func TestTheEngineIsClosed(t *testing.T) {
	l := small(t, []row{{"1", "ann", "tea", 20_458, 1, 100, 70}}, nil, sales.FinishOptions{})
	file := t.TempDir() + "/x.csv"
	for query, want := range map[string]string{
		"SELECT * FROM read_csv('" + file + "')":              "file system operations are disabled",
		"SELECT * FROM '" + file + "'":                        "file system operations are disabled",
		"SELECT * FROM read_text('/etc/hostname')":            "file system operations are disabled",
		"SELECT * FROM read_csv('https://example.com/x.csv')": "disabled",
		"COPY lines TO '" + file + "'":                        "file system operations are disabled",
		"ATTACH '" + file + "'":                               "disabled",
		"INSTALL httpfs":                                      "disabled",
		"SET enable_external_access = true":                   "Cannot",
		"SET temp_directory = '/tmp'":                         "disabled",
	} {
		_, err := sales.Rows(t.Context(), l, query, 1)
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(want)) {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
}

func TestOrdered(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"SELECT a, b FROM t", "SELECT a, b FROM t ORDER BY 1, 2 "},
		{"SELECT a, b FROM t -- ORDER BY x\n;", "SELECT a, b FROM t ORDER BY 1, 2  -- ORDER BY x\n;"},
		{"SELECT a, b FROM t ORDER BY b DESC", "SELECT a, b FROM t ORDER BY b DESC, 1, 2 "},
		{"select a, b from t order by (select 1 limit 2), b desc\nlimit 3 offset 1;", "select a, b from t order by (select 1 limit 2), b desc\n, 1, 2 limit 3 offset 1;"},
		{"SELECT a, b FROM t LIMIT 3", "SELECT a, b FROM t  ORDER BY 1, 2 LIMIT 3"},
		{"SELECT a, sum(b) OVER (ORDER BY a) FROM t", "SELECT a, sum(b) OVER (ORDER BY a) FROM t ORDER BY 1, 2 "},
		{"SELECT 'it''s ) order by', \"order by\" FROM t /* order by ( */", "SELECT 'it''s ) order by', \"order by\" FROM t ORDER BY 1, 2  /* order by ( */"},
		{"SELECT a, b FROM t ORDER BY ALL DESC", "SELECT a, b FROM t ORDER BY ALL DESC"},
		{"(SELECT a, b FROM t ORDER BY a LIMIT 1) UNION SELECT 1, 2", "(SELECT a, b FROM t ORDER BY a LIMIT 1) UNION SELECT 1, 2 ORDER BY 1, 2 "},
	} {
		if got := sales.Ordered(c.query, 2); got != c.want {
			t.Errorf("%q:\n got %q\nwant %q", c.query, got, c.want)
		}
	}
}

// Rows gives the values in the few kinds that tables know.
func TestRows(t *testing.T) {
	l := small(t, []row{{"1", "ann", "tea", 20_458, 1, 100, 70}, {"2", "bob", "tea", 20_459, 1, 30, 20}}, nil, sales.FinishOptions{})
	got, err := sales.Rows(t.Context(), l, `
		SELECT deal, day, sum(revenue) AS revenue, 'NaN'::DOUBLE AS nan, 1 / 0 AS by_zero, 1e400::DOUBLE IS NULL AS truth, 2.5 AS d, NULL AS nothing, CAST(3 AS UTINYINT) AS small
		FROM lines GROUP BY deal, day ORDER BY deal`, 1)
	if err != nil {
		t.Fatal(err)
	}
	if want := "[[1 2026-01-05 1000000 <nil> <nil> false 2.5 <nil> 3]]"; fmt.Sprint(got.Rows) != want || got.Beyond != 1 {
		t.Errorf("got %v and %d more, want %s and 1", got.Rows, got.Beyond, want)
	}
	for query, want := range map[string]string{
		"SELECT CAST('12345678901234567890' AS HUGEINT) AS x": `column "x": 12345678901234567890 has too many digits`,
		"SELECT [1] AS x": `column "x": a value is a`,
		"SELECT deal,\nCAST(product AS INTEGER) FROM lines": "line 2: could not convert string 'tea' to INT32",
	} {
		_, err := sales.Rows(t.Context(), l, query, 1)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
}
