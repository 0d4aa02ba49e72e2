package ingest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// smallODS is an OpenDocument spreadsheet as programs write it, with a repeated row.
const smallODS = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
	` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>` +
	`<table:table table:name="Orders"><table:table-row><table:table-cell office:value-type="string"><text:p>Date</text:p></table:table-cell>` +
	`<table:table-cell office:value-type="string"><text:p>Product</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Amount</text:p></table:table-cell></table:table-row>` +
	`<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2026-01-02"><text:p>02.01.26</text:p></table:table-cell>` +
	`<table:table-cell office:value-type="string"><text:p>tea</text:p></table:table-cell><table:table-cell office:value-type="currency" office:value="5.5"><text:p>5,50 €</text:p></table:table-cell></table:table-row>` +
	`<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`

func TestODS(t *testing.T) {
	spreadsheet := zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": smallODS})
	dir := written(t, map[string]string{
		"sales.ods":    spreadsheet,
		"sales.csv":    spreadsheet,
		"sales.ods.gz": gzipped(t, []byte(spreadsheet)),
		"sales.zip":    zipped(t, map[string]string{"in/sales.ods": spreadsheet}),
		"cut.ods":      spreadsheet[:len(spreadsheet)/2],
	})
	for _, name := range []string{"sales.ods", "sales.csv", "sales.ods.gz", "sales.zip"} {
		l, u := loaded(t, Options{}, filepath.Join(dir, name))
		if got := l.Total().Used; got != (sales.Totals{Lines: 2, Revenue: 11_0000}) {
			t.Errorf("%s: %s", name, got)
		}
		if f := u.Files[0]; name != "sales.zip" && f.Form != "ods" || f.Sheets[0].Name != "Orders" {
			t.Errorf("%s is understood as %+v", name, f)
		}
	}
	if got := refusal(t, Options{}, filepath.Join(dir, "cut.ods")); !strings.Contains(got, "damaged or cut short") {
		t.Error(got)
	}
	if files, err := expand([]string{dir}); err != nil || len(files) != 4 {
		t.Errorf("the folder holds %v, %v", files, err)
	}
}

// TestODSReadsAsWorkbook lets LibreOffice save workbooks as ods: the same lines, totals
// and problems. Those beside the repository are compared with XSELL_SLOW=1.
func TestODSReadsAsWorkbook(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed")
	}
	paths := []string{company(t)}
	if os.Getenv("XSELL_SLOW") == "1" {
		paths = append(paths, realFile(t, "Sample - Superstore.xlsx"), realFile(t, "FoodMart 1997.xlsx"), realFile(t, "messy/ru-cheki-receipts.xlsx"),
			realFile(t, "messy/br-acai-vendas.xlsx"), realFile(t, "messy/es-ventas-pivot-first-sheet.xlsx"))
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			dir := t.TempDir()
			command := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "ods", "--outdir", dir, path)
			if text, err := command.CombinedOutput(); err != nil {
				t.Fatalf("soffice: %v\n%s", err, text)
			}
			name := filepath.Base(path)
			saved := strings.TrimSuffix(name, ".xlsx") + ".ods"
			got, _ := loaded(t, Options{}, filepath.Join(dir, saved))
			want, _ := loaded(t, Options{}, path)
			sameLedger(t, got, want, saved, name)
		})
	}
}
