package report

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"xsell/metrics"
)

// pairsTable has a row for each "A B", with a value that falls from row to row.
func pairsTable(pairs ...string) metrics.Section {
	s := metrics.Section{Name: "pairs", Table: metrics.Table{Columns: []metrics.Column{
		{Key: "a", Title: "A", Unit: metrics.Text}, {Key: "b", Title: "B", Unit: metrics.Text}, {Key: "share", Title: "Share", Unit: metrics.Ratio},
		{Key: "low", Title: "Low", Unit: metrics.Ratio}, {Key: "high", Title: "High", Unit: metrics.Ratio}, {Key: "pool", Title: "Pool", Unit: metrics.Count}}},
		Charts: []metrics.Chart{{Kind: metrics.Network, X: "a", Series: "b", Y: []string{"share"}}}}
	for i, p := range pairs {
		a, b, _ := strings.Cut(p, " ")
		share := 0.9 / float64(i+1)
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{a, b, share, share / 2, math.Sqrt(share), int64(10 + i)})
	}
	return s
}

// TestNetworkShowsGroupsOnly: names that three lines hold together are drawn, pairs and chains
// of two are not; a pair that stands in the table both ways is one line.
func TestNetworkShowsGroupsOnly(t *testing.T) {
	s := pairsTable("tea pot", "pot cup", "x y", "cup tea", "pot tea", "p q", "q r", "a b", "c d", "b c")
	d := laidOut(t, &s, 1)[0]
	series := d.Option["series"].([]any)
	var names []string
	for _, k := range series[1].(map[string]any)["data"].([]any) {
		names = append(names, k.(map[string]any)["name"].(string))
	}
	if got := strings.Join(names, " "); got != "a b c d tea pot cup" {
		t.Errorf("drawn are %s", got)
	}
	if lines := series[0].(map[string]any)["data"].([]any); len(lines) != 6 {
		t.Errorf("%d lines, want 6", len(lines))
	}
	if note := d.Notes[len(d.Notes)-1]; !strings.Contains(note, "Drawn are 6 of the first 10 pairs") {
		t.Errorf("the note is %q", note)
	}
	for _, pairs := range [][]string{{"a b", "b c", "d e"}, {"a b", "b a", "a a", "a "}, nil} {
		s := pairsTable(pairs...)
		if drawings, err := drawCharts(&s); err != nil || len(drawings) > 0 {
			t.Errorf("%q are drawn as %d networks, %v", pairs, len(drawings), err)
		}
	}
}

// TestNamesOfANetworkDoNotMeet: all knots stand inside the plot, no name on another, on a
// phone too, and the same pairs stand at the same places.
func TestNamesOfANetworkDoNotMeet(t *testing.T) {
	var pairs []string
	for i := range 30 { // a dense group
		pairs = append(pairs, "product-"+string(rune('a'+i%7))+" product-"+string(rune('h'+i%11)))
	}
	s := pairsTable(append(pairs, "tea pot", "pot cup", "cup tea")...)
	views, err := viewsOf(s.Table, s.Charts[0])
	if err != nil {
		t.Fatal(err)
	}
	groups := views[0].linked()
	for width, name := range map[int]int{figureFull: knotWidth, phoneWidth: phoneKnotWidth} {
		w := arrange(groups, width, name)
		if again := arrange(views[0].linked(), width, name); !reflect.DeepEqual(w, again) {
			t.Error("the same pairs stand elsewhere")
		}
		var taken []box
		for _, k := range w.knots {
			b := box{k.x, k.y - knotHeight/2 + 1, k.x + float64(min(labelWidth(k.name), name-14)), k.y + knotHeight/2 - 1}
			if b.left < 0 || b.right > float64(width) || b.top < 0 || b.bottom > float64(w.height) {
				t.Errorf("%d wide: %s stands at %v in a plot of height %d", width, k.name, b, w.height)
			}
			if b.meets(taken) {
				t.Errorf("%d wide: %s stands on another name", width, k.name)
			}
			taken = append(taken, b)
		}
	}
}

// TestScatterHasLimits: dots with columns of limits carry them as upright lines, inside the scale.
func TestScatterHasLimits(t *testing.T) {
	s := pairsTable("tea pot", "pot cup", "cup tea")
	s.Table.Rows[2][3] = nil
	s.Charts = []metrics.Chart{{Kind: metrics.Scatter, X: "pool", Y: []string{"share", "pool", "low", "high"}, Label: "a"}}
	d := laidOut(t, &s, 1)[0]
	series := d.Option["series"].([]any)
	stems := series[2].(map[string]any)
	if data := stems["data"].([]any); stems["renderItem"] != "fn:stem" || len(data) != 2 {
		t.Fatalf("%v", stems)
	}
	first := stems["data"].([]any)[0].(map[string]any)["value"].([]any)
	if first[0] != 10.0 || first[1] != 0.45 || first[2] != math.Sqrt(0.9) {
		t.Errorf("the limits of the first dot are %v", first)
	}
	if top := d.Option["yAxis"].([]any)[0].(map[string]any)["max"].(float64); top < math.Sqrt(0.9) {
		t.Errorf("the axis ends at %v", top)
	}
}
