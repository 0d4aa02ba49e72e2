package metrics

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
)

// TestPartnerBalances: who gives more stands out, who does so by one customer or by chance
// does not, and what is influenced is not taken for sourced.
func TestPartnerBalances(t *testing.T) {
	var lines, sent strings.Builder
	lines.WriteString("deal,day,customer,product,area,partner,partner_role,revenue,commission\n")
	sent.WriteString("day,customer,partner,need,business,commission\n")
	deal := 0
	add := func(partner, role string, customers int, revenue float64) {
		for i := range customers {
			deal++
			fmt.Fprintf(&lines, "%d,2026-03-%02d,%s%s%d,tea,Drinks,%s,%s,%g,%g\n", deal, 1+i%28, partner, role, i, partner, role, revenue, revenue/10)
		}
	}
	refer := func(partner string, customers int, business float64) {
		for i := range customers {
			fmt.Fprintf(&sent, "2026-03-%02d,%s-sent%d,%s,desk,%g,1\n", 1+i%28, partner, i, partner, business)
		}
	}
	add("giver", "sourced", 40, 100)
	refer("giver", 10, 100)
	add("taker", "sourced", 10, 100)
	add("taker", "influenced", 90, 100)
	refer("taker", 40, 100)
	add("whale", "sourced", 12, 100)
	add("whale", "sourced", 1, 30000)
	refer("whale", 13, 100)
	add("chance", "sourced", 9, 100)
	refer("chance", 14, 100)
	add("small", "sourced", 4, 100)
	a := &txtar.Archive{Files: []txtar.File{{Name: "lines", Data: []byte(lines.String())}, {Name: "referrals", Data: []byte(sent.String())}}}
	s := computed(t, ledgerOf(t, a, sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}}), "partners", Options{})
	for partner, want := range map[string]string{"giver": partnerGives, "taker": partnerTakes, "whale": partnerEven, "chance": partnerEven, "small": partnerFew} {
		if got := cellOf(t, s, "status", "kind", "partner", "partner", partner); got != want {
			t.Errorf("%s: %v, want %s", partner, got, want)
		}
	}
	if got := cellOf(t, s, "balance", "kind", "partner", "partner", "taker"); got != sales.Money(-3000*sales.Scale) {
		t.Errorf("balance %v, want what was influenced left out: -3000", got)
	}
	if len(s.Findings) != 2 || s.Findings[0].Role != Watch || s.Findings[1].Role != Do || s.Findings[1].Weight != sales.Money(900*sales.Scale) {
		t.Errorf("findings %v", s.Findings)
	}
}
