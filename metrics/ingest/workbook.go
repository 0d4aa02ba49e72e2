package ingest

import (
	"context"
	"strings"

	"xsell/metrics/ingest/sheet"
)

// openWorkbook lists the sheets of a workbook as tables.
func (in *input) openWorkbook(ctx context.Context) error {
	if err := in.digest(func([]byte) {}); err != nil {
		return err
	}
	return in.openWorkbookAt(ctx, in.source.Name())
}

func (in *input) openWorkbookAt(_ context.Context, path string) error {
	book, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		return withoutPath(err, path)
	}
	in.close = book.Close
	in.Form = "xlsx"
	for i, s := range book.Sheets() {
		in.tables = append(in.tables, bookTable(in, book, i, s))
	}
	return nil
}

func bookTable(in *input, book *sheet.Book, i int, s sheet.Sheet) *table {
	start := int64(0)
	return &table{
		file: in.Name, sheet: s.Name, hidden: s.Hidden, date1904: book.Date1904(), typed: true, form: in.Form, bytes: s.Compressed,
		rows: func(ctx context.Context, each func(int, []sheet.Cell) error) error {
			start = book.Consumed()
			return book.Rows(ctx, i, each)
		},
		consumed: func() int64 { return book.Consumed() - start },
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
