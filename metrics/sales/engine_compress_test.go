package sales

import "testing"

// TestCompress looks at what the engine says it takes, before and after.
func TestCompress(t *testing.T) {
	e, err := startEngine(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.exec(t.Context(), "CREATE TABLE wide AS SELECT 'deal ' || n // 3 AS deal, n % 7 AS area FROM range(300_000) AS r(n)"); err != nil {
		t.Fatal(err)
	}
	taken := func() (bytes int64) {
		if err := e.db.QueryRowContext(t.Context(), "SELECT CAST(sum(memory_usage_bytes) AS BIGINT) FROM duckdb_memory()").Scan(&bytes); err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	before := taken()
	if err := e.compress(t.Context(), before+1); err != nil {
		t.Fatal(err)
	}
	if after := taken(); after != before {
		t.Errorf("tables below the limit went from %d to %d bytes", before, after)
	}
	if err := e.compress(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	if after := taken(); after > before/2 {
		t.Errorf("compressed tables take %d bytes of %d before", after, before)
	}
	// Tables that have not grown since are left alone.
	if e.compressed == 0 || e.compressed > before/2 {
		t.Errorf("it takes %d bytes to be what small tables take", e.compressed)
	}
	if err := e.exec(t.Context(), "CREATE TABLE more AS SELECT n FROM range(300_000) AS r(n)"); err != nil {
		t.Fatal(err)
	}
	grown := taken()
	if err := e.compress(t.Context(), grown-e.compressed+1); err != nil {
		t.Fatal(err)
	}
	if after := taken(); after != grown {
		t.Errorf("tables that grew by less went from %d to %d bytes", grown, after)
	}
	// A later connection finds the same tables.
	e.db.SetMaxIdleConns(0)
	var n int64
	if err := e.db.QueryRowContext(t.Context(), "SELECT count(DISTINCT deal) FROM wide").Scan(&n); err != nil || n != 100_000 {
		t.Errorf("%d deals, %v", n, err)
	}
}
