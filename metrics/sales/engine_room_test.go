package sales

import (
	"testing"
)

// What DuckDB says of its settings when it has no room left becomes what to do.
func TestNoRoomNamesTheNextStep(t *testing.T) {
	e, err := startEngine(t.Context(), "", []string{"SET threads = 1", "SET memory_limit = '4MB'", "SET temp_directory = ''"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	want := "the sales engine is out of memory, and the disk has no room for what does not fit; give it more with --memory, or set TMPDIR to a folder on a larger disk"
	err = e.exec(t.Context(), "CREATE TABLE t AS SELECT hash(range) AS x FROM range(10000000) ORDER BY x")
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	err = e.exec(t.Context(), "SELECT nothing FROM nowhere")
	if err == nil || err.Error() == want {
		t.Errorf("a wrong query gave %v", err)
	}
}
