package ingest

import (
	"context"
	"strings"
	"sync/atomic"

	"xsell/metrics/ingest/sheet"
)

// openWorkbook lists the sheets of the workbook at path as tables. The name is that of
// the workbook inside an archive, or empty.
func (in *input) openWorkbook(name, path string) error {
	book, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		return withoutPath(err, path)
	}
	in.books = append(in.books, book)
	if name == "" {
		in.Form = book.Form()
	}
	for i, s := range book.Sheets() {
		t := bookTable(book, i, s)
		t.file, t.form = in.within(name), book.Form()
		in.tables = append(in.tables, t)
	}
	return nil
}

// within is the name of the input, with that of a file inside it.
func (in *input) within(name string) string {
	if name == "" {
		return in.Name
	}
	return in.Name + "/" + name
}

func bookTable(book *sheet.Book, i int, s sheet.Sheet) *table {
	var start atomic.Int64
	return &table{
		sheet: s.Name, hidden: s.Hidden, date1904: book.Date1904(), typed: true, bytes: s.Compressed,
		rows: func(ctx context.Context, each func(int, []sheet.Cell) error) error {
			start.Store(book.Consumed())
			return book.Rows(ctx, i, each)
		},
		consumed: func() int64 { return book.Consumed() - start.Load() },
		merges:   func(ctx context.Context) ([]sheet.Range, error) { return book.Merges(ctx, i) },
	}
}

// withoutPath takes the beginning off an error that the caller writes again.
func withoutPath(err error, path string) error {
	return causeOnly{err, strings.TrimPrefix(err.Error(), "read "+path+": ")}
}

// causeOnly is an error with a shorter text.
type causeOnly struct {
	error
	text string
}

func (c causeOnly) Error() string { return c.text }

func (c causeOnly) Unwrap() error { return c.error }
