package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// FuzzInput gives any bytes as an input file: it is understood, and the configuration
// written of it can be read, or it is refused in one line; never a crash.
func FuzzInput(f *testing.F) {
	for _, seed := range []string{
		"Дата;Товар;Сумма\n07.03.2021 0:00;чай;1 234,50\n08.03.2021 0:00;кофе;10\nИтого;;1 244,50\n",
		"\xc4\xe0\xf2\xe0;\xd2\xee\xe2\xe0\xf0;\xd1\xf3\xec\xec\xe0\n07.03.2021;\xf7\xe0\xe9;10\n", // the same heads in Windows-1251
		"\xff\xfeD\x00a\x00y\x00,\x00P\x00r\x00i\x00c\x00e\x00\n\x007\x00,\x001\x00\n\x00",
		"\xef\xbb\xbfref;prix;stock\r\n12;9,5;3\r\n",
		"Sales of May\n\n,,Net,\nDate,Product,Amount,Amount\n2021-03-07,tea,1,2\n,Total,1,2\n",
		"00004 1 19970101 2 29.33\n00004 1 19970118 2 29.73\n",
		"milk,bread\ntea\nmilk,tea,rum\n",
		"sep=;\nDate;Product;Amount\n2021-03-07;tea;(45,00)\n",
		"PK\x03\x04", "\x1f\x8b\x08\x00", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "<html><table><tr><td>1</td></tr></table></html>",
	} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "sales.csv")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		u, err := Check(t.Context(), []string{path}, Options{})
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%q is refused in more than one line: %v", data, err)
		}
		var account, config bytes.Buffer
		if err := u.Print(&account, nil, nil); err != nil {
			t.Error(err)
		}
		if err := u.WriteConfig(&config); err != nil {
			t.Error(err)
		}
		readBack(t, data, config.Bytes())
	})
}

// readBack holds the written configuration to be one that can be read.
func readBack(t *testing.T, data, text []byte) {
	t.Helper()
	var c Config
	if err := yaml.UnmarshalWithOptions(text, &c, yaml.DisallowUnknownField()); err != nil {
		t.Fatalf("the configuration of %q cannot be read: %v\n%s", data, err, text)
	}
	if err := c.Check(); err != nil {
		t.Errorf("the configuration of %q is refused: %v", data, err)
	}
}
