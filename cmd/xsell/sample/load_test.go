package sample_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"xsell/cmd/xsell/sample"
)

// row is one line of the committed files as a stranger reads it. Amounts are in
// hundredths, the date is yyyy-mm-dd.
type row struct {
	file, sheet                             string
	number                                  int
	order, date, customer, product          string
	quantity                                int64
	unit, list, discount, net, cost         int64
	bonus, commission                       int64
	netText                                 string
	seller, partner, role, programme, chann string
}

// book is what the committed files say.
type book struct {
	rows   []row                 // header left out, everything else kept
	sheets map[string][][]string // raw cells by sheet
}

var loadBook = sync.OnceValues(func() (*book, error) {
	b := &book{sheets: map[string][][]string{}}
	if err := b.loadWorkbook(sampleData + "/" + sample.WorkbookName); err != nil {
		return nil, err
	}
	return b, b.loadExport(sampleData + "/" + sample.WebShopName)
})

func load(t *testing.T) *book {
	t.Helper()
	b, err := loadBook()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *book) loadWorkbook(path string) error {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		if b.sheets[name], err = f.GetRows(name, excelize.Options{RawCellValue: true}); err != nil {
			return err
		}
	}
	for i, cells := range b.sheets["Sales"][1:] {
		c := append(cells, make([]string, 19-len(cells))...)
		b.rows = append(b.rows, row{
			file: sample.WorkbookName, sheet: "Sales", number: i + 2,
			order: c[0], date: serial(c[1]), customer: c[2], product: c[3], quantity: hundredths(c[4]) / 100,
			unit: hundredths(c[5]), list: hundredths(c[6]), discount: hundredths(c[7]), net: hundredths(c[8]), netText: c[8],
			cost: hundredths(c[9]), bonus: hundredths(c[10]), commission: hundredths(c[11]),
			seller: c[12], partner: c[13], role: c[14], programme: c[15], chann: c[16],
		})
	}
	return nil
}

func (b *book) loadExport(path string) error {
	f, err := openText(path)
	if err != nil {
		return err
	}
	r := csv.NewReader(f)
	r.Comma = ';'
	records, err := r.ReadAll()
	if err != nil {
		return err
	}
	for i, c := range records[1:] {
		for k := 6; k <= 11; k++ {
			c[k] = strings.ReplaceAll(strings.ReplaceAll(c[k], ".", ""), ",", ".")
		}
		b.rows = append(b.rows, row{
			file: sample.WebShopName, number: i + 2, order: c[0], date: turned(c[1]), customer: c[2], product: c[4],
			quantity: hundredths(c[6]) / 100, unit: hundredths(c[7]), list: hundredths(c[8]), discount: hundredths(c[9]),
			net: hundredths(c[10]), netText: c[10], cost: hundredths(c[11]), programme: c[12], chann: c[13],
		})
	}
	return nil
}

func openText(path string) (*bytes.Reader, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	return bytes.NewReader(text), err
}

// hundredths reads a decimal number exactly; 0 for what is not one.
func hundredths(text string) int64 {
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil || len(part) > 2 {
		return 0
	}
	return n
}

// serial turns a spreadsheet's day number into a date, and leaves text as it is.
func serial(text string) string {
	days, err := strconv.Atoi(text)
	if err != nil {
		return text
	}
	return time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func turned(german string) string {
	d, err := time.Parse("02.01.2006", german)
	if err != nil {
		return german
	}
	return d.Format(time.DateOnly)
}

// clean leaves out the dirty rows and the totals, by the list of flaws.
func (b *book) clean() []row {
	dirty := map[string]bool{}
	for _, f := range sample.Flaws() {
		dirty[fmt.Sprint(f.File, f.Row)] = true
	}
	var rows []row
	for _, r := range b.rows {
		if !dirty[fmt.Sprint(r.file, r.number)] {
			rows = append(rows, r)
		}
	}
	return rows
}
