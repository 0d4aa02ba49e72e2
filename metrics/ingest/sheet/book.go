package sheet

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"
)

// Book is an open workbook. Its methods may be called from several goroutines.
type Book struct {
	name        string // as errors show it
	limits      Limits
	closer      io.Closer
	archive     *archive
	sheets      []Sheet
	styles      []style // by the s attribute of cells
	date1904    bool
	stringsPart *zip.File // nil where the book has no shared strings
	content     *zip.File // of an OpenDocument spreadsheet; nil where the book is xlsx
	consumed    atomic.Int64

	lock        sync.Mutex // guards what follows
	stringsRead bool
	shared      stringTable     // read before the first row, and not changed after
	merges      map[int][]Range // by sheet, once it was read to its end
}

// Open opens the workbook at path and reads its list of sheets and styles. An
// error says what the file is instead of a workbook, or which limit it exceeds,
// and what to do about it.
func Open(path string, l Limits) (*Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	info, err := f.Stat()
	if err == nil {
		var b *Book
		if b, err = openBook(path, f, info.Size(), l); err == nil {
			b.closer = f
			return b, nil
		}
	}
	f.Close()
	return nil, fmt.Errorf("read %s: %w", path, err)
}

// OpenReader is Open for a workbook of size bytes in r.
func OpenReader(r io.ReaderAt, size int64, l Limits) (*Book, error) {
	b, err := openBook("workbook", r, size, l)
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	return b, nil
}

func openBook(name string, r io.ReaderAt, size int64, l Limits) (*Book, error) {
	a, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	b := &Book{name: name, limits: l.withDefaults(), archive: a, merges: map[int][]Range{}}
	if a.isODS() {
		err = b.readODS(a.part("content.xml"))
	} else {
		err = b.readWorkbook()
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Close closes the file that Open opened. No cell of the book may be used after.
func (b *Book) Close() error {
	if b.closer == nil {
		return nil
	}
	return b.closer.Close()
}

// Sheets lists the worksheets in the order of the workbook.
func (b *Book) Sheets() []Sheet { return slices.Clone(b.sheets) }

// Form is the kind of the book: "xlsx" or "ods".
func (b *Book) Form() string {
	if b.content != nil {
		return "ods"
	}
	return "xlsx"
}

// Date1904 tells whether serial numbers count from 1904-01-01 instead of 1900.
func (b *Book) Date1904() bool { return b.date1904 }

// Consumed is how many compressed bytes have been read so far, for a progress
// bar; set it against the Compressed of the sheets being read. It may be called
// while Rows runs.
func (b *Book) Consumed() int64 { return b.consumed.Load() }

// Rows calls each for the rows of sheet i (an index into [Book.Sheets]) that hold
// a value, in the order of the file. row is the number of the row in the sheet,
// from 1; cells are indexed by column, from 0 for column A, and end with the last
// that is not Empty. The cells and their texts are valid only during the call.
//
// An error of each ends the reading and is returned as it is. Other errors name
// the file and the sheet; rows before a damage have been given to each by then.
func (b *Book) Rows(ctx context.Context, i int, each func(row int, cells []Cell) error) error {
	if i < 0 || i >= len(b.sheets) {
		return fmt.Errorf("read %s: there is no sheet %d, the workbook has %d", b.name, i, len(b.sheets))
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("read %s: sheet %q: %w", b.name, b.sheets[i].Name, err)
	}
	var eachErr error
	err := b.scan(ctx, i, func(row int, cells []Cell) error {
		eachErr = each(row, cells)
		return eachErr
	})
	switch {
	case eachErr != nil:
		return eachErr
	case err != nil:
		return fmt.Errorf("read %s: sheet %q: %w", b.name, b.sheets[i].Name, err)
	}
	return nil
}

func (b *Book) scan(ctx context.Context, i int, each func(int, []Cell) error) error {
	if b.content != nil {
		return b.scanTable(ctx, i, each)
	}
	src, err := b.openPart(b.sheets[i].part)
	if err != nil {
		return err
	}
	f := startFeed(ctx, src, b.sheets[i].part.UncompressedSize64) // it inflates the sheet while the strings are read
	defer f.stop()
	if err := b.loadStrings(ctx); err != nil {
		return err
	}
	s := newScanner(b, newWindow(f), each)
	if err := s.run(); err != nil {
		return err
	}
	b.lock.Lock()
	defer b.lock.Unlock()
	b.merges[i] = s.merges
	return nil
}

// Range is a rectangle of cells; rows count from 1 and columns from 0, and the
// last ones belong to it.
type Range struct {
	FirstRow, FirstColumn, LastRow, LastColumn int
}

// Merges lists the merged cells of sheet i, in the order of the file. A sheet
// names them after its rows: they are known once Rows has read to the end, and a
// sheet not yet read is read now.
func (b *Book) Merges(ctx context.Context, i int) ([]Range, error) {
	b.lock.Lock()
	merges, ok := b.merges[i]
	b.lock.Unlock()
	if ok {
		return merges, nil
	}
	if err := b.Rows(ctx, i, func(int, []Cell) error { return nil }); err != nil {
		return nil, err
	}
	return b.Merges(ctx, i)
}
