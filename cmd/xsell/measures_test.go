package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A measure of a pair is the same number on the page, in the workbook, in the JSON and,
// where it is of deals, in the rules of xsell baskets: all of them for every pair of a
// small file, within what each prints.
func TestMeasuresAgree(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "sales.csv")
	writeDeals(t, file)
	out := filepath.Join(dir, "report")
	var notes bytes.Buffer
	if code := run(t.Context(), []string{"report", "-q", "--window", "all", "--only", "pairs", "-o", out, file}, &notes, &notes); code != exitDone {
		t.Fatal(notes.String())
	}
	rules := rulesOf(t, file)
	keys, rows := pairRows(t, out)
	page, sheet := pageRows(t, out), sheetRows(t, out)
	if len(rows) != 15 || len(page) != len(rows) || len(sheet) != len(rows) {
		t.Fatalf("%d pairs in the JSON, %d on the page, %d in the workbook, want 15", len(rows), len(page), len(sheet))
	}
	for i, row := range rows {
		a, b := row[0], row[2]
		for j, cell := range row {
			sameCell(t, fmt.Sprintf("%s of %s and %s on the page", keys[j], a, b), page[i][j], cell, true)
			sameCell(t, fmt.Sprintf("%s of %s and %s in the workbook", keys[j], a, b), sheet[i][j], cell, false)
		}
		for key, rule := range map[string]string{"n": "n", "n_a": "n_a", "n_b": "n_b", "n_ab": "n_ab", "attach_ab": "attach", "deal_lift": "lift",
			"conviction": "conviction", "kulczynski": "kulczynski", "imbalance": "imbalance"} {
			sameCell(t, fmt.Sprintf("%s of %s and %s as a rule", key, a, b), rules[a+","+b][rule], row[place(keys, key)], true)
		}
		sameCell(t, "attach_ba as a rule", rules[b+","+a]["attach"], row[place(keys, "attach_ba")], true)
		expected := numberIn(t, rules[a+","+b]["n_a"]) * numberIn(t, rules[a+","+b]["n_b"]) / numberIn(t, rules[a+","+b]["n"])
		if got, want := numberIn(t, rules[a+","+b]["leverage"])*numberIn(t, rules[a+","+b]["n"]), numberIn(t, row[place(keys, "n_ab")])-expected; math.Abs(got-want) > 1e-3 {
			t.Errorf("leverage of %s and %s is %g deals, want %g", a, b, got, want)
		}
	}
}

// writeDeals writes deals of forty customers with six products, tea mostly with a pot.
func writeDeals(t *testing.T, name string) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 11))
	text := "Date,Order,Customer,Product,Net amount,Cost\n"
	for deal := range 160 {
		tea := r.Float64() < 0.4
		for i, product := range []string{"tea", "pot", "cup", "mug", "tin", "jam"} {
			share := 0.15 + 0.05*float64(i)
			if product == "tea" || product == "pot" && tea && r.Float64() < 0.8 {
				share = 1
			}
			if product == "tea" && !tea || r.Float64() >= share {
				continue
			}
			text += fmt.Sprintf("2026-%02d-%02d,d%d,c%d,%s,%d.50,%d\n", 1+deal/28, 1+deal%28, deal, r.IntN(40), product, 10+i, 5+i)
		}
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rulesOf are the rules of two products by "if,then", cells by column.
func rulesOf(t *testing.T, file string) map[string]map[string]string {
	t.Helper()
	rules := map[string]map[string]string{}
	for _, line := range printed(t, "-q", "--window", "all", "--rules", "--min-count", "1", "--max-size", "2", "--format", "sales", file) {
		cells := strings.Split(line, ",")
		of := map[string]string{}
		for i, column := range ruleColumns {
			of[column] = cells[i]
		}
		rules[of["if"]+","+of["then"]] = of
	}
	return rules
}

// pairRows are the pairs of the JSON as text; blank for null.
func pairRows(t *testing.T, dir string) (keys []string, rows [][]string) {
	t.Helper()
	table := reportIn(t, dir).Sections[0].Table
	for _, c := range table.Columns {
		keys = append(keys, c.Key)
	}
	for _, row := range table.Rows {
		var cells []string
		for _, cell := range row {
			if cell == nil {
				cell = ""
			}
			cells = append(cells, fmt.Sprint(cell))
		}
		rows = append(rows, cells)
	}
	return keys, rows
}

// pageRows are the rows of the only table of the page, as they are read.
func pageRows(t *testing.T, dir string) (rows [][]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(data), "<tbody")
	body, _, _ = strings.Cut(body, "</table>")
	cell, plain := regexp.MustCompile(`<td[^>]*>([^<]*)`), strings.NewReplacer("\u00a0", " ", "\u2212", "-")
	for _, row := range strings.Split(body, "<tr")[1:] {
		var cells []string
		for _, c := range cell.FindAllStringSubmatch(row, -1) {
			cells = append(cells, plain.Replace(c[1]))
		}
		rows = append(rows, cells)
	}
	return rows
}

// sheetRows are the rows of the sheet below its headings, numbers unformatted.
func sheetRows(t *testing.T, dir string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(filepath.Join(dir, "report.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := f.GetRows("Pairs of products", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	width := 0
	for _, row := range all {
		switch {
		case len(row) > 2 && row[0] == "A" && row[2] == "B":
			width = len(row)
		case width > 0 && len(row) > 2:
			rows = append(rows, append(row, make([]string, max(0, width-len(row)))...))
		}
	}
	return rows
}

// sameCell compares a cell with that of the JSON: to the last digit that is printed of a
// number, or to 1 part in 10^12.
func sameCell(t *testing.T, what, got, want string, printed bool) {
	t.Helper()
	exact, err := strconv.ParseFloat(want, 64)
	if err != nil {
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
		return
	}
	allowed := 1e-12 * math.Abs(exact)
	if printed {
		allowed = lastDigit(got)/2 + 1e-9*math.Abs(exact)
	}
	if v := numberIn(t, got); math.Abs(v-exact) > allowed {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

// numberIn is what a text says: "52.6 %", "1,204", "4.9e-27".
func numberIn(t *testing.T, text string) float64 {
	t.Helper()
	share, percent := strings.CutSuffix(text, " %")
	v, err := strconv.ParseFloat(strings.ReplaceAll(share, ",", ""), 64)
	if err != nil {
		t.Errorf("%q is no number", text)
	}
	if percent {
		v /= 100
	}
	return v
}

// lastDigit is what the last digit of a number stands for.
func lastDigit(text string) float64 {
	share, percent := strings.CutSuffix(text, " %")
	mantissa, exponent, _ := strings.Cut(share, "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	power, _ := strconv.Atoi(exponent)
	if percent {
		power -= 2
	}
	return math.Pow10(power - len(decimals))
}

func place(keys []string, key string) int {
	for i, k := range keys {
		if k == key {
			return i
		}
	}
	return -1
}
