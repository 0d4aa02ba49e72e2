package ingest

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/xuri/excelize/v2"

	"xsell/metrics/sales"
)

const smallCSV = "Date,Product,Amount\n2026-01-01,tea,10\n2026-01-02,pot,5\n"

func TestFoldersAndPatterns(t *testing.T) {
	dir := written(t, map[string]string{"b.csv": smallCSV, "a.CSV": smallCSV, "c.txt": smallCSV, ".hidden.csv": smallCSV,
		"~$b.xlsx": "lock", "README.md": "text", "d.csv.gz": "gz"})
	if err := os.Mkdir(filepath.Join(dir, "old.csv"), 0o777); err != nil {
		t.Fatal(err)
	}
	for pattern, want := range map[string]string{"": "a.CSV b.csv c.txt d.csv.gz", "[ab].*": "a.CSV b.csv", "*": "a.CSV b.csv c.txt d.csv.gz old.csv"} {
		files, err := expand([]string{filepath.Join(dir, pattern), filepath.Join(dir, "b.csv")})
		if err != nil {
			t.Fatal(err)
		}
		for i := range files {
			files[i] = filepath.Base(files[i])
		}
		if got := strings.Join(files, " "); got != want {
			t.Errorf("%q names %s, want %s", pattern, got, want)
		}
	}
}

// book writes a workbook; a sheet is a list of rows, the first its name.
func book(t *testing.T, path string, sheets ...[][]any) string {
	t.Helper()
	f := excelize.NewFile()
	for i, rows := range sheets {
		name := rows[0][0].(string)
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for j, row := range rows[1:] {
			cell, _ := excelize.CoordinatesToCellName(1, j+1)
			if err := f.SetSheetRow(name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

var smallBook = [][]any{{"Orders"}, {"Order ID", "Order Date", "Product", "Amount"}, {1, "2026-01-01", "tea", 10}, {2, "2026-01-02", "pot", 5.5}}

func gzipped(t *testing.T, data []byte) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func zipped(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range sortedKeys(files) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestBytesDecide: the content of a file counts, not its name.
func TestBytesDecide(t *testing.T) {
	dir := t.TempDir()
	workbook, err := os.ReadFile(book(t, filepath.Join(dir, "x.xlsx"), smallBook))
	if err != nil {
		t.Fatal(err)
	}
	files := written(t, map[string]string{
		"workbook.csv":   string(workbook),
		"text.xlsx":      smallCSV,
		"packed.csv.gz":  gzipped(t, []byte(smallCSV)),
		"packed.xlsx.gz": gzipped(t, workbook),
		"archive.zip":    zipped(t, map[string]string{"a/sales.csv": smallCSV, "readme.md": "x"}),
	})
	for name, want := range map[string]sales.Money{"workbook.csv": 15_5000, "text.xlsx": 15_0000, "packed.csv.gz": 15_0000, "packed.xlsx.gz": 15_5000, "archive.zip": 15_0000} {
		l, _ := loaded(t, Options{}, filepath.Join(files, name))
		if got := l.Total().Used.Revenue; got != want {
			t.Errorf("%s: revenue %s, want %s", name, got, want)
		}
	}
}

func TestBadInput(t *testing.T) {
	zeros := strings.Repeat(" ", 100<<20)
	packed := gzipped(t, []byte(strings.Repeat(smallCSV, 100)))
	dir := written(t, map[string]string{
		"empty.csv":    "",
		"header.csv":   "Date,Product,Amount\n",
		"page.xls":     "<html><table><tr><td>Date</td></tr></table></html>",
		"old.xls":      "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600),
		"damaged.xlsx": "PK\x03\x04" + strings.Repeat("x", 600),
		"bytes.csv":    "\x00\x01\x02\x03" + strings.Repeat("\x00\x9f\x01", 600),
		"dates.csv":    "Product,Amount\ntea,1\npot,2\n",
		"amounts.csv":  "Date,Product\n2026-01-01,tea\n2026-01-02,pot\n",
		"notes.csv":    "nothing here\nis a table\n",
		"cut.csv.gz":   packed[:len(packed)/2],
		"bomb.csv.gz":  gzipped(t, []byte(zeros)),
		"bomb.zip":     zipped(t, map[string]string{"a.csv": zeros}),
		"photos.zip":   zipped(t, map[string]string{"a.jpg": "x"}),
		"products.csv": "Product,Name,Type\n1,Pot,Pots\n2,Cup,Cups\n",
		"open.ods":     zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
		"binary.xlsb":  zipped(t, map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}),
	})
	if err := os.Mkdir(filepath.Join(dir, "none"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"missing.csv":  "there is no such file or folder",
		"*.parquet":    "the pattern matches no spreadsheet",
		"none":         "the folder holds no spreadsheet",
		"empty.csv":    "the file is empty; fetch it again",
		"header.csv":   "no rows below the header",
		"page.xls":     "a web page named like a workbook",
		"old.xls":      "open it in Excel or LibreOffice and save it as xlsx",
		"open.ods":     "open.ods: an OpenDocument file that is no spreadsheet; name a spreadsheet",
		"binary.xlsb":  "binary.xlsb: a binary workbook (xlsb), which cannot be read; open it in Excel and save it as xlsx",
		"damaged.xlsx": "damaged or cut short",
		"bytes.csv":    "neither a workbook nor text; save it as xlsx or csv",
		"dates.csv":    "it has no date column (its columns: Product, Amount); name the columns in xsell.yaml",
		"amounts.csv":  "it has no amount column (its columns: Date, Product)",
		"notes.csv":    "no header row found",
		"cut.csv.gz":   "the compressed file is damaged",
		"bomb.csv.gz":  "unpacks to more than 400 times its size",
		"bomb.zip":     "unpacks to more than 400 times its size",
		"photos.zip":   "the archive holds no spreadsheet",
		"products.csv": "it was taken for products (its columns: Product, Name, Type); add the file with the sales",
	} {
		got := refusal(t, Options{}, filepath.Join(dir, name))
		if !strings.Contains(got, want) || strings.Contains(got, "\n") || strings.HasSuffix(got, ".") {
			t.Errorf("%s: %s; want %q", name, got, want)
		}
	}
}

// A spreadsheet in a folder that cannot be read is no silence: it is reported, and refused
// where nothing else is there.
func TestUnreadSpreadsheetsOfAFolderAreReported(t *testing.T) {
	dir := written(t, map[string]string{"may.csv": smallCSV, "april.xls": "x", "march.FODS": "x", "notes.md": "x", "~$june.xls": "x"})
	l, _ := loaded(t, Options{}, dir)
	var names []string
	for _, p := range l.Problems {
		if p.Kind == kindUnread {
			names = append(names, p.File)
		}
	}
	if got := strings.Join(names, " "); got != "april.xls march.FODS" {
		t.Errorf("reported as not read: %s", got)
	}
	old := written(t, map[string]string{"april.xls": "x"})
	if got := refusal(t, Options{}, old); !strings.Contains(got, "the folder holds only spreadsheets that cannot be read (april.xls); save them as xlsx or csv") {
		t.Error(got)
	}
}

// TestChecksums: every file has the SHA-256 of its bytes, whatever is in it, in the
// ledger and in what Check says.
func TestChecksums(t *testing.T) {
	text := "Date,Product,Amount\n" + strings.Repeat("2026-01-01,tea,1\n", 100_000)
	files := map[string]string{"a.csv": text, "b.csv.gz": gzipped(t, []byte(text)), "c.csv": "Date,Product,Amount\n2026-01-02,pot,2\n"}
	dir := written(t, files)
	l, u := loaded(t, Options{}, dir)
	checked, err := Check(t.Context(), []string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range u.Files {
		want := fmt.Sprintf("%x", sha256.Sum256([]byte(files[f.Name])))
		if f.SHA256 != want || l.Inputs[i].SHA256 != want || checked.Files[i].SHA256 != want || f.Bytes != int64(len(files[f.Name])) {
			t.Errorf("%s of %d bytes has the checksums %s, %s and %s, want %s", f.Name, f.Bytes, f.SHA256, l.Inputs[i].SHA256, checked.Files[i].SHA256, want)
		}
	}
}
