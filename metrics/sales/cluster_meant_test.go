package sales

import "testing"

func TestDivisionsMeanTheSame(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT 1.0 * sum(cm1) / nullif(sum(costed), 0) AS margin":                        "SELECT 1.0E0 * sum(cm1) * 1E0 / nullif(sum(costed), 0) AS margin",
		"SELECT a/b -- of 1.5 / 2\nFROM lines /* 3.5 / 4 */ WHERE area = 'A/B 1.5 it''s'": "SELECT a* 1E0 /b -- of 1.5 / 2\nFROM lines /* 3.5 / 4 */ WHERE area = 'A/B 1.5 it''s'",
		`SELECT l.x1, "a/b" + .5 + 2. + 1.5e3 + 2E1 + 7 FROM q1 AS l`:                     `SELECT l.x1, "a/b" + .5E0 + 2.E0 + 1.5e3 + 2E1 + 7 FROM q1 AS l`,
	} {
		if got := (&cluster{}).meant(query); got != want {
			t.Errorf("%s\nis %s", query, got)
		}
	}
}

func TestWhatIsWrongIsSaidWithoutTheDriver(t *testing.T) {
	got := worded(`trino: query failed (200 OK): "USER_ERROR: line 10:8: Column 'b.customer' cannot be resolved"`)
	if got != "column 'b.customer' cannot be resolved" {
		t.Errorf("it says %s", got)
	}
}
