package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"xsell/metrics/basket/basketfile"
	"xsell/metrics/ingest"
	"xsell/metrics/sales"
)

// formats are what --format can say of the files, with their separators.
var formats = map[string]byte{"comma": ',', "semicolon": ';', "tab": '\t', "blank": ' '}

func checkFormat(name string) error {
	if _, separator := formats[name]; name == "" || separator || name == "long" || name == "sales" {
		return nil
	}
	return fmt.Errorf("--format %s: want comma, semicolon, tab, blank, long or sales", name)
}

// basketInputs is what the inputs turned out to be.
type basketInputs struct {
	*flags
	reader basketfile.Reader
	told   []string // how the baskets are laid out
	sold   []string // inputs that hold sales
	remove []func() // copies of standard input
}

// readBaskets reads files of baskets, or of sales whose deals are the baskets, and says
// what it took them for.
func readBaskets(ctx context.Context, f *flags, inputs []string, notes io.Writer) (catalogue, error) {
	in := basketInputs{flags: f}
	defer func() {
		for _, remove := range in.remove {
			remove()
		}
	}()
	for _, name := range inputs {
		if err := in.read(ctx, name); err != nil {
			return catalogue{}, err
		}
	}
	if len(in.sold) > 0 && len(in.told) > 0 {
		return catalogue{}, fmt.Errorf("read %s: it holds sales, but others hold baskets; read them apart", in.sold[0])
	}
	if len(in.sold) > 0 {
		return dealsOf(ctx, f, in.sold, notes)
	}
	if len(f.where) > 0 {
		return catalogue{}, usageError{fmt.Errorf("--where goes with sales, and %s holds baskets; give the sales lines, or leave it out", inputs[0])}
	}
	if flag := f.mining.ofSales(); flag != "" {
		return catalogue{}, usageError{fmt.Errorf("--%s goes with sales, and %s holds baskets without money, types and areas; give the sales lines, or leave it out", flag, inputs[0])}
	}
	c := catalogue{Contents: in.reader.Contents()}
	if c.Baskets.Len() == 0 {
		return c, fmt.Errorf("no basket in %s; a line is a basket, or a deal and an item", strings.Join(inputs, ", "))
	}
	for _, name := range c.Names {
		if !utf8.ValidString(name) {
			return c, fmt.Errorf("read %s: %q is not UTF-8; say the encoding, as --encoding windows-1251", strings.Join(inputs, ", "), name)
		}
	}
	fmt.Fprintln(notes, understood(c, strings.Join(in.told, "; ")))
	return c, nil
}

// read reads one file of baskets, or keeps the name of one that holds sales.
func (in *basketInputs) read(ctx context.Context, name string) error {
	if in.mining.format == "sales" || isFolderOrGlob(name) {
		in.sold = append(in.sold, name)
		return nil
	}
	file := os.Stdin
	if name != "-" {
		var err error
		if file, err = os.Open(name); err != nil {
			return fmt.Errorf("read %w; check the name and the folder it is looked for in", withoutOpen(err))
		}
		defer file.Close()
	}
	if err := in.readText(ctx, name, file); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return ctx.Err()
}

func isFolderOrGlob(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir() || err != nil && strings.ContainsAny(name, "*?[")
}

func (in *basketInputs) readText(ctx context.Context, name string, file io.Reader) error {
	text, head, err := textOf(file, in.encoding)
	if err != nil {
		return err
	}
	l, how, err := layoutOf(ctx, in.mining.format, head)
	switch {
	case err != nil:
		return err
	case how == "" && name == "-":
		copied, remove, err := spooled(text)
		in.sold, in.remove = append(in.sold, copied), append(in.remove, remove)
		return err
	case how == "":
		in.sold = append(in.sold, name)
		return nil
	}
	if !slices.Contains(in.told, how) {
		in.told = append(in.told, how)
	}
	return in.reader.Read(ctx, text, l)
}

// withoutOpen leaves "open" out of an error that says it cannot be.
func withoutOpen(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("%s: %w", path.Path, path.Err)
	}
	return err
}

// headBytes is what a file is told by.
const headBytes = 64 << 10

// textOf returns the text of a file as UTF-8, unpacked, with its head; no head where the
// bytes are no text.
func textOf(file io.Reader, name string) (text io.Reader, head []byte, err error) {
	packed := bufio.NewReaderSize(file, headBytes)
	if magic, _ := packed.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(packed)
		if err != nil {
			return nil, nil, fmt.Errorf("the compressed file is damaged (%w); fetch it again", err)
		}
		packed = bufio.NewReaderSize(z, headBytes)
	}
	head, err = packed.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	if len(head) == 0 {
		return nil, nil, errors.New("the file is empty; fetch it again")
	}
	e, err := encodingOf(head, name)
	if err != nil {
		return nil, nil, err
	}
	if e == nil {
		return packed, textHead(head), nil
	}
	decoded := bufio.NewReaderSize(transform.NewReader(packed, e.NewDecoder()), headBytes)
	head, err = decoded.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	return decoded, textHead(head), nil
}

// encodingOf is what a text must be decoded from, nil for UTF-8 without a mark.
func encodingOf(head []byte, name string) (encoding.Encoding, error) {
	switch {
	case name != "":
		return htmlindex.Get(name)
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return unicode.UTF8BOM, nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), nil
	}
	return nil, nil
}

// textHead returns the head of a text, nil for that of a workbook or of other bytes,
// which the reader of sales can name better.
func textHead(head []byte) []byte {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.IndexByte(head, 0) >= 0 {
		return nil
	}
	return head
}

// layoutOf tells how baskets are laid out, and says it; nothing where they are sales.
func layoutOf(ctx context.Context, format string, head []byte) (l basketfile.Layout, how string, err error) {
	if head == nil {
		return l, "", nil
	}
	if separator, given := formats[format]; given {
		l = basketfile.Layout{Separator: separator}
		return l, "one a line, " + separated(separator), nil
	}
	l = basketfile.Recognise(head)
	if l.Separator != ' ' {
		isSales, long, err := columnsOf(ctx, head)
		if err != nil || isSales && format == "" {
			return l, "", err
		}
		if long != nil {
			long.Separator = l.Separator
			l = *long
		}
	}
	if format == "long" && !l.Long {
		l.Long, l.Deal, l.Item = true, 0, 1
	}
	if l.Long {
		return l, fmt.Sprintf("deal and item in each line, columns %s and %s, %s", ingest.Letter(l.Deal), ingest.Letter(l.Item), separated(l.Separator)), nil
	}
	return l, "one a line, " + separated(l.Separator), nil
}

func separated(separator byte) string {
	return "separated by " + map[byte]string{',': "commas", ';': "semicolons", '\t': "tabs", ' ': "blanks"}[separator]
}

// columnsOf asks the reader of sales what the columns of a text are: sales, or the long
// form where a header names a deal and a product.
func columnsOf(ctx context.Context, head []byte) (isSales bool, long *basketfile.Layout, err error) {
	dir, err := os.MkdirTemp("", "xsell-head-")
	if err != nil {
		return false, nil, fmt.Errorf("make a temporary folder: %w; set TMPDIR to one that can be written", err)
	}
	defer os.RemoveAll(dir)
	if end := bytes.LastIndexByte(head, '\n'); end >= 0 && len(head) == headBytes {
		head = head[:end+1]
	}
	path := filepath.Join(dir, "head.csv")
	if err := os.WriteFile(path, head, 0o600); err != nil {
		return false, nil, err
	}
	for _, relation := range []string{"", string(sales.Lines)} {
		config := ingest.Config{Encoding: "utf-8", Sheets: map[string]ingest.SheetConfig{"head.csv": {Relation: relation}}}
		// An error says that these are no sales, which is what was asked.
		u, _ := ingest.Check(ctx, []string{path}, ingest.Options{Config: config})
		if u == nil || len(u.Files) == 0 || len(u.Files[0].Sheets) == 0 {
			continue
		}
		sheet := u.Files[0].Sheets[0]
		if relation == "" && sheet.Relation == sales.Lines {
			return true, nil, nil
		}
		deal, item := columnOf(sheet, sales.Deal), columnOf(sheet, sales.Product)
		if relation != "" && sheet.Header > 0 && deal >= 0 && item >= 0 {
			return false, &basketfile.Layout{Long: true, Deal: deal, Item: item, Skip: sheet.Header}, nil
		}
	}
	return false, nil, ctx.Err()
}

// columnOf is the column whose header names a field, -1 where there is none.
func columnOf(s *ingest.Sheet, field sales.Field) int {
	return slices.IndexFunc(s.Columns, func(c ingest.Column) bool {
		return c.Why == ingest.ByName && slices.Contains(c.Fields, field)
	})
}
