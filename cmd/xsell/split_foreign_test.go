package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"xsell/metrics/ingest"
	"xsell/metrics/sales"
)

// ownersSQL lists everybody and everything with a name, and whose it is: the values of the
// field that lines with it have, or nobody's.
const ownersSQL = `
SELECT DISTINCT name, value FROM (
	SELECT l.deal AS name, {by} AS value FROM lines AS l
	UNION ALL SELECT l.customer, {by} FROM lines AS l
	UNION ALL SELECT c.customer_name, {by} FROM lines AS l JOIN customers AS c ON c.customer = l.customer
	UNION ALL SELECT l.product, {by} FROM lines AS l
	UNION ALL SELECT p.product_name, {by} FROM lines AS l JOIN products AS p ON p.product = l.product
	UNION ALL SELECT l.seller, {by} FROM lines AS l
	UNION ALL SELECT l.partner, {by} FROM lines AS l
	UNION ALL SELECT x.partner_name, {by} FROM lines AS l JOIN partners AS x ON x.partner = l.partner
	UNION ALL SELECT l.programme, {by} FROM lines AS l
	UNION ALL SELECT x.programme_name, {by} FROM lines AS l JOIN programmes AS x ON x.programme = l.programme
	UNION ALL SELECT customer, NULL FROM customers UNION ALL SELECT customer_name, NULL FROM customers
	UNION ALL SELECT product, NULL FROM products UNION ALL SELECT product_name, NULL FROM products
	UNION ALL SELECT seller, NULL FROM people UNION ALL SELECT manager, NULL FROM people UNION ALL SELECT seller, NULL FROM trainings
	UNION ALL SELECT owner, NULL FROM programmes UNION ALL SELECT programme_name, NULL FROM programmes
	UNION ALL SELECT partner, NULL FROM partners UNION ALL SELECT partner_name, NULL FROM partners
	{referrals}) AS n
WHERE name IS NOT NULL AND name <> '' AND name NOT IN ('(unknown)', '(unassigned)') ORDER BY 1, 2`

// referredSQL gives a partner the customers that were referred to it.
const referredSQL = `UNION ALL SELECT customer, partner FROM referrals`

// saidSQL are the names that lines say themselves, of which the ledger keeps one a key.
const saidSQL = `
SELECT DISTINCT name, {by} AS value FROM (SELECT product_name AS name, {by} FROM read_lines UNION ALL SELECT customer_name, {by} FROM read_lines) AS n
WHERE name IS NOT NULL AND {by} IS NOT NULL ORDER BY 1, 2`

// owners are the names of the input, each with the values it belongs to.
func owners(t *testing.T, by sales.Field, inputs ...string) map[string][]string {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := ingest.Read(t.Context(), inputs, ingest.Options{}, l); err != nil {
		t.Fatal(err)
	}
	type row struct {
		Name  string
		Value *string
	}
	said, err := sales.Query[row](t.Context(), l, strings.ReplaceAll(saidSQL, "{by}", string(by)))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), sales.FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	referrals := ""
	if by == sales.Partner {
		referrals = referredSQL
	}
	rows, err := sales.Query[row](t.Context(), l, strings.NewReplacer("{by}", "CAST(l."+string(by)+" AS VARCHAR)", "{referrals}", referrals).Replace(ownersSQL))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, r := range append(rows, said...) {
		values := out[r.Name]
		if r.Value != nil {
			values = append(values, *r.Value)
		}
		out[r.Name] = values
	}
	return out
}

// word is a piece of a text between marks, with what stands around it.
type word struct {
	text          string
	before, after rune
}

func words(text string) []word {
	var out []word
	for len(text) > 0 {
		i := strings.IndexFunc(text, isWord)
		if i < 0 {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		text = text[i:]
		end := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) })
		if end < 0 {
			end = len(text)
		}
		after, _ := utf8.DecodeRuneInString(text[end:])
		out = append(out, word{text[:end], before, after})
		text = text[end:]
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// known finds names in words, the longest first.
type known map[string][]knownWords

type knownWords struct {
	words []string
	own   bool
	name  string
}

// knownTo splits the names by whose they are.
func knownTo(value string, owners map[string][]string) (known, int) {
	k, foreign := known{}, 0
	for name, values := range owners {
		ws := words(name)
		if len(ws) == 0 {
			continue
		}
		n := knownWords{own: slices.Contains(values, value), name: name}
		for _, w := range ws {
			n.words = append(n.words, w.text)
		}
		if !n.own {
			foreign++
		}
		k[ws[0].text] = append(k[ws[0].text], n)
	}
	for _, list := range k {
		slices.SortFunc(list, func(a, b knownWords) int {
			if len(a.words) != len(b.words) {
				return len(b.words) - len(a.words)
			}
			return map[bool]int{true: -1, false: 1}[a.own]
		})
	}
	return k, foreign
}

// foreignIn are the names of others that a text holds, and how many own ones it does.
func (k known) foreignIn(text string) (foreign map[string]string, own int) {
	foreign = map[string]string{}
	ws := words(text)
	for i := 0; i < len(ws); i++ {
		for _, n := range k[ws[i].text] {
			end := i + len(n.words)
			if end > len(ws) || !slices.EqualFunc(ws[i:end], n.words, func(w word, s string) bool { return w.text == s }) {
				continue
			}
			if len(n.words) == 1 && isNumber(n.name) && !standsAsText(ws[i]) {
				continue // a count or an amount
			}
			if n.own {
				own++
				i = end - 1
				break
			}
			var around []string
			for _, w := range ws[max(0, i-6):min(len(ws), end+3)] {
				around = append(around, w.text)
			}
			foreign[n.name] = strings.Join(around, " ")
			break
		}
	}
	return foreign, own
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// standsAsText tells whether a number stands as a text: numbers of four digits and more are written
// with separators, or without quotes.
func standsAsText(w word) bool {
	return strings.ContainsRune(`">| (`, w.before) && strings.ContainsRune(`"<| ),;`, w.after)
}

var (
	unicodeEscape = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)
	workbookCell  = regexp.MustCompile(`<c ([^>]*)>.*?</c>`)
	cellNumber    = regexp.MustCompile(`<v>[-0-9.eE+]*</v>`)
	reference     = regexp.MustCompile(`\$?\b[A-Z]{1,3}\$?[0-9]{1,7}\b`)
	textOfCell    = regexp.MustCompile(`(?s)<t(?: [^>]*)?>.*?</t>|<v>.*?</v>`)
)

// withoutNumbers leaves out of a part of a workbook the numbers in its cells and, but for what is
// a text in them, the names of cells.
func withoutNumbers(xml string) string {
	xml = workbookCell.ReplaceAllStringFunc(xml, func(c string) string {
		if strings.Contains(workbookCell.FindStringSubmatch(c)[1], `t="str"`) {
			return c
		}
		return cellNumber.ReplaceAllString(c, "")
	})
	var b strings.Builder
	last := 0
	for _, at := range textOfCell.FindAllStringIndex(xml, -1) {
		b.WriteString(reference.ReplaceAllString(xml[last:at[0]], "") + xml[at[0]:at[1]])
		last = at[1]
	}
	return b.String() + reference.ReplaceAllString(xml[last:], "")
}

// texts are the files below a folder as texts: what is packed is unpacked, what is escaped
// is not, and cells of numbers are gone.
func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			unpack(t, path, data, out)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func unpack(t *testing.T, name string, data []byte, out map[string]string) {
	t.Helper()
	if strings.HasPrefix(string(data), "PK") {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			unpack(t, name+"/"+f.Name, content, out)
		}
		return
	}
	if strings.HasPrefix(string(data), "\x1f\x8b") {
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		unpack(t, name+" unpacked", content, out)
		return
	}
	text := string(data)
	if i := strings.Index(text, `id="library">`); i > 0 { // the chart library, the same in every page
		end := strings.Index(text[i:], "</script>")
		text = text[:i] + text[i+end:]
	}
	text = unicodeEscape.ReplaceAllStringFunc(text, func(s string) string {
		n, _ := strconv.ParseUint(s[2:], 16, 32)
		return string(rune(n))
	})
	if strings.HasSuffix(name, ".xml") {
		text = withoutNumbers(text)
	}
	out[name] = html.UnescapeString(text)
}

// splitInto writes the reports of inputs by a field into a folder.
func splitInto(t *testing.T, dir, by string, more ...string) {
	t.Helper()
	var out, errs strings.Builder
	args := append([]string{"report", "--split-by", by, "-o", dir}, more...)
	if code := run(context.Background(), args, &out, &errs); code != exitDone {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
}

// TestSplitReportsNameNobodyElse looks through every file of every report for the names of
// customers, deals, products, sellers, partners and programmes that its lines do not have.
func TestSplitReportsNameNobodyElse(t *testing.T) {
	for _, c := range []struct {
		by   sales.Field
		name string
		slow bool // more reports than a run of all tests has time for
	}{
		{sales.Area, sampleData, true},
		{sales.Seller, sampleData, true},
		{sales.Region, sampleData, true},
		{sales.Partner, sampleData, false},
		{sales.Region, "Sample - Superstore.xlsx", true},
	} {
		t.Run(string(c.by)+" of "+c.name, func(t *testing.T) {
			if c.slow && os.Getenv("XSELL_SLOW") == "" {
				t.Skip("XSELL_SLOW=1 looks through these, too")
			}
			input := inputNamed(t, c.name)
			dir := t.TempDir()
			splitInto(t, dir, string(c.by), input)
			all := owners(t, c.by, input)
			parts := markedIn(dir)
			if len(parts) < 3 {
				t.Fatalf("%d reports", len(parts))
			}
			for folder, p := range parts {
				k, others := knownTo(p.Value, all)
				if others < 20 {
					t.Errorf("%s: only %d names are foreign", p.Value, others)
				}
				own := 0
				for name, text := range texts(t, filepath.Join(dir, folder)) {
					foreign, n := k.foreignIn(text)
					own += n
					for f, around := range foreign {
						t.Errorf("%s: %s names %q: %s", p.Value, name, f, around)
					}
				}
				if own < 100 {
					t.Errorf("%s: only %d own names were found: the search is blind", p.Value, own)
				}
			}
			for name, text := range texts(t, filepath.Join(dir, "index.html")) {
				if !strings.Contains(text, fmt.Sprintf("%d reports by", len(parts))) {
					t.Errorf("%s does not say how many reports there are", name)
				}
			}
		})
	}
}
