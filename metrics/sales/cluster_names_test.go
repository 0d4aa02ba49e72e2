package sales

import "testing"

func TestQueriesGetTheNamesTheySpeakOf(t *testing.T) {
	var n names
	n.add("mended", "SELECT * FROM memory.x.mended")
	n.add("lines", "SELECT *, revenue - cost AS cm1 FROM mended")
	n.add("products", "SELECT * FROM memory.x.products")
	for _, c := range []struct{ query, want string }{
		{"SELECT 1", "SELECT 1"},
		{"SELECT 1 FROM products", "WITH products AS (SELECT * FROM memory.x.products) SELECT 1 FROM products"},
		{"SELECT sum(cm1) FROM lines", "WITH mended AS (SELECT * FROM memory.x.mended), lines AS (SELECT *, revenue - cost AS cm1 FROM mended) SELECT sum(cm1) FROM lines"},
		{"\nWITH a AS (\n\tSELECT 1 FROM products)\nSELECT * FROM a", "\nWITH products AS (SELECT * FROM memory.x.products), a AS (\n\tSELECT 1 FROM products)\nSELECT * FROM a"},
		{"WITH a AS (SELECT 2), products AS (SELECT 1)\nSELECT * FROM products", "WITH a AS (SELECT 2), products AS (SELECT 1)\nSELECT * FROM products"},
	} {
		if got := n.with(c.query); got != c.want {
			t.Errorf("%q:\n%s\nwant\n%s", c.query, got, c.want)
		}
	}
	n.add("products", "SELECT 1 AS product")
	if got := n.with("SELECT * FROM products"); got != "WITH products AS (SELECT 1 AS product) SELECT * FROM products" {
		t.Errorf("a name given anew: %s", got)
	}
}
