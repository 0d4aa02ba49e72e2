package ingest

import (
	"fmt"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

const pseudonymKey = "3b1f0d5c9e7a42618f90c4d2e6b7a8533b1f0d5c9e7a42618f90c4d2e6b7a853"

func testPseudonyms(t *testing.T) *Pseudonyms {
	t.Helper()
	p, err := NewPseudonyms([]byte(pseudonymKey))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The digits are those of hmac and hashlib in Python, and of openssl dgst -sha256 -hmac:
// 18a1535de3bab1d8... for 10472.
func TestPseudonymsAreThoseOfOtherPrograms(t *testing.T) {
	n := testPseudonyms(t).namer()
	for name, want := range map[string]string{
		"10472":         "Customer 32GN-6QF3-QARX",
		"Miller & Sons": "Customer 4169-MYP6-BK7P",
		"Zoë Müller":    "Customer 3HQW-NZ2T-8Y1F",
		"":              "",
		sales.Unknown:   sales.Unknown,
	} {
		for range 2 { // worked out, then remembered
			if got := n.of([]byte(name)); got != want {
				t.Errorf("pseudonym of %q is %q, want %q", name, got, want)
			}
		}
	}
}

func TestPseudonymsAreNeverShared(t *testing.T) {
	p := testPseudonyms(t)
	n, seen := p.namer(), map[string]bool{}
	for i := range 100_000 {
		seen[n.of(fmt.Appendf(nil, "%d", i))] = true
	}
	if len(seen) != 100_000 || p.check() != nil {
		t.Errorf("100,000 customers have %d pseudonyms, error %v", len(seen), p.check())
	}
	p.remember(1, 2)
	p.remember(1, 2)
	if err := p.check(); err != nil {
		t.Errorf("one customer twice gave: %v", err)
	}
	p.remember(1, 3)
	if err := p.check(); err == nil {
		t.Error("two customers share a pseudonym and nobody noticed")
	}
	if _, err := NewPseudonyms([]byte(pseudonymKey[:KeyBytes-1])); err == nil {
		t.Error("a short key was taken")
	}
}

// Sheets that name customers still join: lines by number and by name, the customers' own
// sheet, and the list of those that a programme leaves out.
func TestAnonymisedSheetsJoin(t *testing.T) {
	dir := written(t, map[string]string{
		"lines.csv":      "date,order,customer no,customer name,product,amount\n2026-01-05,1,7,Ann,tea,10\n2026-01-06,2,,Bob,pot,20\n2026-01-07,3,8.0,Cy,pot,20\n",
		"customers.csv":  "customer no,customer name,segment\n7,Ann,Homes\n8,Cy,Offices\n9,Total,Offices\n",
		"programmes.csv": "programme,start,end,discount,control group\nP1,2026-01-01,2026-02-01,0.1,7; 8\nP2,2026-01-01,2026-02-01,0.1,\"8, Bob\"\n",
	})
	l, err := sales.New(t.Context(), sales.EngineOptions{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := Read(t.Context(), []string{dir}, Options{Pseudonyms: testPseudonyms(t)}, l); err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), sales.FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	type row struct{ Programme, Audience, Customer string }
	rows, err := sales.Query[row](t.Context(), l, `
		SELECT programme, l.audience, l.customer || ' ' || customer_name AS customer
		FROM (SELECT programme, unnest(string_split(control, '; ')) AS customer FROM programmes) AS p JOIN customers USING (customer)
		JOIN (SELECT customer, audience FROM lines) AS l USING (customer) ORDER BY programme, audience`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	n := testPseudonyms(t).namer()
	for _, r := range rows {
		got = append(got, r.Programme+" "+r.Audience+" "+r.Customer)
	}
	var want []string
	for _, r := range [][3]string{{"P1", "Homes", "7"}, {"P1", "Offices", "8"}, {"P2", "(unassigned)", "Bob"}, {"P2", "Offices", "8"}} {
		name := n.of([]byte(r[2]))
		want = append(want, r[0]+" "+r[1]+" "+name+" "+name)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("joined:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
