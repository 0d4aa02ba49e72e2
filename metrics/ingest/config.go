package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"xsell/metrics/sales"
)

// Config is the part of xsell.yaml that says how to read. All of it may be left out:
// it settles what the content of the sheets leaves open, and overrules it.
type Config struct {
	// Columns names the columns of fields, in all sheets: revenue: [Net sales]. Beside
	// the fields of the relations there are price, unit_cost, profit, margin,
	// discount_rate, status, category (area or type), year, quarter, month and ignore.
	Columns map[sales.Field][]string `yaml:"columns"`

	// Sheets says what sheets are, by "file:sheet", sheet or file; hidden sheets are
	// read only when they are named here.
	Sheets map[string]SheetConfig `yaml:"sheets"`

	DateOrder      string   `yaml:"date_order"`      // dmy or mdy
	Decimal        string   `yaml:"decimal"`         // "." or ","
	Encoding       string   `yaml:"encoding"`        // of csv files: windows-1251, big5, ...
	Delimiter      string   `yaml:"delimiter"`       // of csv files
	Duplicates     string   `yaml:"duplicates"`      // keep (default) or drop
	ReturnPrefixes []string `yaml:"return_prefixes"` // deals that begin with one of them are returns: [C]
	ReturnStatus   []string `yaml:"return_status"`   // more words of a status column that mean returned
	NoProgramme    []string `yaml:"no_programme"`    // more names that mean that a line has no programme
	PseudoProducts []string `yaml:"pseudo_products"` // products that are postage, fees and the like; default DefaultPseudoProducts

	NeverOffer NeverOffer `yaml:"never_offer"`
}

// NeverOffer names, by key or by name, what no offer is made of, and customers that none
// is made to, besides those marked so in their sheets.
type NeverOffer struct {
	Products  []string `yaml:"products"`
	Types     []string `yaml:"types"`
	Areas     []string `yaml:"areas"`
	Customers []string `yaml:"customers"`
}

// under returns the names as the ledger has them: customers by their pseudonyms where there
// are any.
func (n NeverOffer) under(p *Pseudonyms) sales.NeverOffered {
	out := sales.NeverOffered{Products: n.Products, Types: n.Types, Areas: n.Areas, Customers: n.Customers}
	if names := p.namer(); names != nil {
		out.Customers = nil
		for _, c := range n.Customers {
			out.Customers = append(out.Customers, names.of([]byte(c)))
		}
	}
	return out
}

// SheetConfig says what one sheet is.
type SheetConfig struct {
	Relation string                   `yaml:"relation"` // lines, products, ..., or skip; empty: by content
	Header   int                      `yaml:"header"`   // row of the header; 0: it is looked for
	Columns  map[sales.Field][]string `yaml:"columns"`
}

// DefaultPseudoProducts are product keys and names, folded, that stand for postage,
// fees and corrections where the configuration names none.
func DefaultPseudoProducts() []string {
	return []string{"post", "postage", "dot", "dotcom postage", "carriage", "manual", "discount", "samples", "bank charges", "amazonfee", "amazon fee",
		"cruk commission", "adjust bad debt", "shipping", "shipping costs", "freight", "handling fee", "fee", "deposit", "rounding",
		"versand", "versandkosten", "fracht", "porto", "pfand", "rabatt", "rundung", "frais de port", "livraison", "remise", "arrondi",
		"envio", "gastos de envio", "flete", "redondeo", "descuento", "frete", "desconto", "arredondamento", "wysylka", "przesylka", "koszty wysylki", "rabat",
		"доставка", "скидка", "комиссия банка", "округление"}
}

// ConfigError is a key or value of the configuration that means nothing.
type ConfigError struct {
	Path []string // the keys that lead to it: sheets, Orders, relation
	Text string   // what is wrong with it and what it can be
}

func (e *ConfigError) Error() string { return "configuration: " + e.Text }

// Check refuses what the configuration cannot mean, with a [ConfigError].
func (c Config) Check() error {
	for _, o := range []struct{ key, value, allowed string }{
		{"date_order", c.DateOrder, " dmy mdy "},
		{"decimal", c.Decimal, " . , "},
		{"duplicates", c.Duplicates, " keep drop "},
	} {
		if !strings.Contains(o.allowed, " "+o.value+" ") && o.value != "" {
			return &ConfigError{[]string{o.key}, fmt.Sprintf("%s is %q; it can be %s", o.key, o.value, strings.Join(strings.Fields(o.allowed), " or "))}
		}
	}
	if len(c.Delimiter) > 1 {
		return &ConfigError{[]string{"delimiter"}, fmt.Sprintf("delimiter is %q; it is one character", c.Delimiter)}
	}
	if err := CheckEncoding(c.Encoding); err != nil {
		return &ConfigError{[]string{"encoding"}, fmt.Sprintf("encoding is %q; %v", c.Encoding, err)}
	}
	if err := checkFields(c.Columns, "columns"); err != nil {
		return err
	}
	for _, name := range sortedKeys(c.Sheets) {
		if err := c.Sheets[name].check(name); err != nil {
			return err
		}
	}
	return nil
}

func (s SheetConfig) check(name string) error {
	if s.Relation != "" && s.Relation != "skip" && !slices.Contains(sales.Relations(), sales.Relation(s.Relation)) {
		return &ConfigError{[]string{"sheets", name, "relation"},
			fmt.Sprintf("relation is %q; it can be %s or skip", s.Relation, listOf(sales.Relations()))}
	}
	if s.Header < 0 {
		return &ConfigError{[]string{"sheets", name, "header"}, fmt.Sprintf("header is %d; it is the number of a row", s.Header)}
	}
	return checkFields(s.Columns, "sheets", name, "columns")
}

// CheckEncoding refuses the names of encodings that are not known; an empty one stands
// for what the bytes say.
func CheckEncoding(name string) error {
	if name == "" {
		return nil
	}
	if _, err := htmlindex.Get(name); err != nil {
		return errors.New("want a name as utf-8, utf-16le, windows-1252 or big5")
	}
	return nil
}

func checkFields(columns map[sales.Field][]string, path ...string) error {
	for _, f := range sortedFields(columns) {
		known := vocabularyFields()
		if slices.Contains(known, f) {
			continue
		}
		next := "fields are " + listOf(known)
		if near := Nearest(string(f), texts(known)); near != "" {
			next = fmt.Sprintf("did you mean %q?", near)
		}
		return &ConfigError{append(path, string(f)), fmt.Sprintf("unknown field %q; %s", f, next)}
	}
	return nil
}

// vocabularyFields are the fields a column may be named for.
func vocabularyFields() []sales.Field {
	fields := map[sales.Field]bool{}
	for _, v := range vocabulary {
		fields[v.field] = true
	}
	for _, r := range sales.Relations() {
		for _, v := range contextVocabulary[r] {
			fields[v.field] = true
		}
	}
	return sortedFields(fields)
}

// sheet is what the configuration says of a table.
func (c Config) sheet(t *table) (SheetConfig, bool) {
	for _, name := range []string{t.name(), t.sheet, t.file} {
		if s, ok := c.Sheets[name]; ok && name != "" {
			return s, true
		}
	}
	return SheetConfig{}, false
}

// named maps the folded names of columns to the fields the configuration gives them.
func (c Config) named(t *table) map[string][]sales.Field {
	fields := map[string][]sales.Field{}
	s, _ := c.sheet(t)
	for _, columns := range []map[sales.Field][]string{c.Columns, s.Columns} {
		for _, f := range sortedFields(columns) {
			for _, name := range columns[f] {
				if !slices.Contains(fields[fold(name)], f) {
					fields[fold(name)] = append(fields[fold(name)], f)
				}
			}
		}
	}
	return fields
}

func (c Config) decimal() byte {
	if c.Decimal == "" {
		return 0
	}
	return c.Decimal[0]
}

func (c Config) order() dateOrder {
	switch c.DateOrder {
	case "dmy":
		return dayFirst
	case "mdy":
		return monthFirst
	}
	return unknownOrder
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func listOf[S ~string](list []S) string { return strings.Join(texts(list), ", ") }

func texts[S ~string](list []S) []string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = string(s)
	}
	return texts
}
