package sheet

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// large is the size from which a file is compared only when XSELL_SLOW=1: excelize
// takes a minute for 25 MB.
const large = 3 << 20

// TestDifferential reads the real workbooks beside the repository, where they are,
// with this package and with excelize.
func TestDifferential(t *testing.T) {
	for _, path := range realWorkbooks(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			b, err := Open(path, Limits{})
			if err != nil {
				if _, theirs := excelize.OpenFile(path); theirs == nil {
					t.Errorf("excelize reads what gives %v", err)
				}
				if message := err.Error(); !strings.Contains(message, "; ") || strings.Contains(message, "\n") {
					t.Errorf("%q does not name the next step in one line", message)
				}
				return
			}
			defer b.Close()
			if info, err := os.Stat(path); err != nil || info.Size() > large && os.Getenv("XSELL_SLOW") != "1" {
				t.Skip("set XSELL_SLOW=1 to compare a file of this size")
			}
			f, err := excelize.OpenFile(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			compare(t, b, f)
		})
	}
}

// realWorkbooks lists the workbooks of the data folder beside the repository.
func realWorkbooks(t *testing.T) []string {
	t.Helper()
	root, err := os.Getwd()
	for ; err == nil && filepath.Dir(root) != root; root = filepath.Dir(root) {
		if _, missing := os.Stat(filepath.Join(root, "go.mod")); missing == nil {
			break
		}
	}
	var found []string
	filepath.WalkDir(filepath.Join(root, "..", "shared", "data"), func(path string, _ fs.DirEntry, err error) error {
		if err == nil && (filepath.Ext(path) == ".xlsx" || filepath.Ext(path) == ".xlsm") {
			found = append(found, path)
		}
		return nil
	})
	if len(found) == 0 {
		t.Skip("no workbooks in ../shared/data beside the repository")
	}
	return found
}

// compare reads every sheet with both readers, cell by cell.
func compare(t *testing.T, b *Book, f *excelize.File) {
	t.Helper()
	cells := 0
	for i, s := range b.Sheets() {
		theirs, err := f.Rows(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		at := 0 // the row excelize has read
		next := func() []string {
			at++
			columns, err := theirs.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			return columns
		}
		err = b.Rows(context.Background(), i, func(row int, ours []Cell) error {
			for theirs.Next() {
				want := next()
				if at == row {
					cells += len(ours)
					return sameRow(row, ours, want)
				}
				if strings.Join(want, "") != "" {
					return fmt.Errorf("row %d is missing: %q", at, want)
				}
			}
			return fmt.Errorf("excelize has no row %d", row)
		})
		for err == nil && theirs.Next() {
			if want := next(); strings.Join(want, "") != "" {
				err = fmt.Errorf("row %d is missing: %q", at, want)
			}
		}
		if err != nil {
			t.Errorf("sheet %q: %v", s.Name, err)
		}
	}
	if cells == 0 {
		t.Error("no cell was compared")
	}
}

func sameRow(row int, ours []Cell, theirs []string) error {
	for column := range max(len(ours), len(theirs)) {
		var mine, yours string
		if column < len(ours) {
			mine = string(ours[column].Text)
		}
		if column < len(theirs) {
			yours = theirs[column]
		}
		if mine != yours {
			return fmt.Errorf("%s%d is %q, with excelize %q", columnName(column), row, mine, yours)
		}
	}
	return nil
}

func compareBytes(t *testing.T, data []byte) {
	t.Helper()
	b, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, b, f)
}

// TestDifferentialWritten compares workbooks that excelize writes: shared strings,
// rich text, dates and formulas on one sheet, and a streamed sheet.
func TestDifferentialWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	f := excelize.NewFile()
	for row := 1; row <= 300; row++ {
		for column := 1; column <= 1+r.IntN(30); column++ {
			name, _ := excelize.CoordinatesToCellName(column, row)
			if err := setRandom(f, name, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := f.NewSheet("Streamed"); err != nil {
		t.Fatal(err)
	}
	w, err := f.NewStreamWriter("Streamed")
	if err != nil {
		t.Fatal(err)
	}
	for row := 1; row < 3000; row += 1 + r.IntN(3) {
		name, _ := excelize.CoordinatesToCellName(1+r.IntN(40), row)
		values := []any{randomText(r), row, math.Exp(float64(row) / 99), nil, row%2 == 0, time.Unix(int64(row)*86400, 0).UTC()}
		if err := w.SetRow(name, values); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	compareBytes(t, data.Bytes())
}

func setRandom(f *excelize.File, name string, r *rand.Rand) error {
	switch r.IntN(8) {
	case 0:
		return f.SetCellValue("Sheet1", name, time.Unix(r.Int64N(2e9), 0).UTC())
	case 1:
		return f.SetCellBool("Sheet1", name, r.IntN(2) == 0)
	case 2:
		return f.SetCellRichText("Sheet1", name, []excelize.RichTextRun{{Text: randomText(r)}, {Text: randomText(r), Font: &excelize.Font{Bold: true}}})
	case 3:
		return f.SetCellValue("Sheet1", name, r.NormFloat64()*1e6)
	case 4:
		return f.SetCellInt("Sheet1", name, r.Int64N(1e9))
	case 5:
		return nil
	}
	return f.SetCellStr("Sheet1", name, randomText(r))
}

// randomText has what must be escaped, and what looks as if it were.
func randomText(r *rand.Rand) string {
	pieces := []string{"lamp", " ", "&", "<", ">", "\"", "é", "日本", "😀", "_x000D_", "_", "\n", "\t", "&amp;", "]]", "=1", "0"}
	var s strings.Builder
	for range 1 + r.IntN(9) {
		s.WriteString(pieces[r.IntN(len(pieces))])
	}
	return s.String()
}

// TestDifferentialXML compares sheets whose XML varies in what both readers know:
// attributes in any order, spaces, missing references, formulas and comments.
func TestDifferentialXML(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 5))
		p := book(randomRows(r)).strings(`<si><t>pen</t></si><si><r><t>red </t></r><r><t>lamp</t></r></si><si><t xml:space="preserve"> x </t></si>`).formats("General", "d/m/yyyy")
		p["[Content_Types].xml"] = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
		compareBytes(t, p.zipped(t))
	}
}

func randomRows(r *rand.Rand) string {
	pick := func(choices ...string) string { return choices[r.IntN(len(choices))] }
	var out strings.Builder
	row := 0
	for range 60 {
		row += 1 + r.IntN(2)*r.IntN(4)
		out.WriteString(pick("", "\n", "<!-- c -->"))
		fmt.Fprintf(&out, `<row r="%d"%s>`, row, pick("", ` spans="1:9"`, ` ht="12.5" customHeight="1"`))
		for column := 0; column < 40; column += 1 + r.IntN(2)*r.IntN(9) {
			ref, style := fmt.Sprintf(`r="%s%d"`, columnName(column), row), pick("", ` s="1"`, ` s="0"`)
			value, kind := pick("1", "2.5", "-3E-7", "40513.35138888889"), pick("", ` t="n"`)
			switch r.IntN(6) {
			case 0:
				kind, value = ` t="s"`, pick("0", "1", "2")
			case 1:
				kind, value = ` t="str"`, pick("a", "a &lt; b", "", "é")
			case 2:
				kind, value = ` t="e"`, pick("#N/A", "#DIV/0!")
			case 3:
				fmt.Fprintf(&out, `<c %s%s t="inlineStr"><is><t>%s</t></is></c>`, ref, style, pick("lamp", "&amp;&#65;", "<![CDATA[<]]>", "naïve"))
				continue
			case 4:
				fmt.Fprintf(&out, `<c %s%s/>`, ref, style)
				continue
			}
			fmt.Fprintf(&out, `<c %s>%s<v>%s</v></c>`, pick(ref+style+kind, ref+kind+style, kind+style+" "+ref), pick("", "", "<f>SUM(A1:B2)</f>", " "), value)
		}
		out.WriteString(pick("", "\n") + "</row>")
	}
	return out.String()
}

// TestRealTotals adds up what is known of a real workbook: 266,773 units and sales
// of 565,238.13.
func TestRealTotals(t *testing.T) {
	for _, path := range realWorkbooks(t) {
		if filepath.Base(path) != "FoodMart 1997.xlsx" {
			continue
		}
		b, err := Open(path, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		sums, kinds := totals(t, b)
		if got := math.Round(sums["Units"]); got != 266773 {
			t.Errorf("%v units, want 266773", got)
		}
		if got := math.Round(sums["Sales"] * 100); got != 56523813 {
			t.Errorf("sales of %v cents, want 56523813", got)
		}
		if kinds["Date"] != Date || kinds["Sales"] != Number || kinds["State"] != Text {
			t.Errorf("the columns are of the kinds %v", kinds)
		}
		return
	}
	t.Skip("the workbook is not there")
}

// totals sums the columns of the first sheet and says what kind their last cell is.
func totals(t *testing.T, b *Book) (map[string]float64, map[string]Kind) {
	t.Helper()
	sums, kinds := map[string]float64{}, map[string]Kind{}
	var header []string
	err := b.Rows(context.Background(), 0, func(row int, cells []Cell) error {
		for i, c := range cells {
			if row == 1 {
				header = append(header, string(c.Text))
				continue
			}
			f, _ := c.Float()
			sums[header[i]] += f
			kinds[header[i]] = c.Kind
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums, kinds
}
