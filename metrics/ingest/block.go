package ingest

import (
	"context"

	"xsell/metrics/ingest/sheet"
)

// block is some rows of a table, one behind the other, to be taken apart beside others:
// the text of whole records, or cells.
type block struct {
	above int // records of the table before it; 0 until its turn comes
	count int // records in it, once they were taken out

	memory  []byte // holds the texts
	text    []byte // records, where there are no cells
	skipped int    // records before them that were left out
	d       dialect
	records records

	rows  []gatheredRow // where there are no records
	cells []sheet.Cell

	// Of the row that each gives:
	plain bool   // all its bytes are printable ASCII
	line  []byte // its cells, with one byte between them; nil where they stand otherwise
}

// gatheredRow is a row of cells with its number.
type gatheredRow struct {
	number int
	cells  int // where they end
	text   int // where their texts end
}

const (
	blockBytes = 256 << 10 // of the texts of gathered cells
	blockCells = 32 << 10
	blockKept  = 4 * csvBlock // bytes that are kept for the next rows
)

// empty makes the block fit for other rows.
func (b *block) empty() {
	if cap(b.memory) > blockKept || cap(b.records.unquoted) > blockKept {
		b.memory, b.records.unquoted = nil, nil
	}
	b.above, b.count, b.skipped, b.memory, b.text = 0, 0, 0, b.memory[:0], nil
	b.rows, b.cells = b.rows[:0], b.cells[:0]
}

// add copies a row into the block.
func (b *block) add(row int, cells []sheet.Cell) {
	for _, c := range cells {
		from := len(b.memory)
		b.memory = append(b.memory, c.Text...)
		c.Text = b.memory[from:len(b.memory):len(b.memory)]
		b.cells = append(b.cells, c)
	}
	b.rows = append(b.rows, gatheredRow{row, len(b.cells), len(b.memory)})
}

func (b *block) isFull() bool { return len(b.memory) >= blockBytes || len(b.cells) >= blockCells }

// each gives the rows of the block. The cells are valid during the call, their texts as
// long as the block is. Rows of text are counted from those above.
func (b *block) each(f func(row int, cells []sheet.Cell) error) error {
	var last gatheredRow
	b.line = nil
	for _, r := range b.rows {
		b.plain = isPrintable(b.memory[last.text:r.text])
		if err := f(r.number, b.cells[last.cells:r.cells]); err != nil {
			return err
		}
		last = r
	}
	b.count = b.skipped
	b.records.start(b.text, b.d)
	for cells, ok := b.records.next(); ok; cells, ok = b.records.next() {
		b.count++
		b.plain, b.line = b.records.plain, b.records.line
		if err := f(b.above+b.count, cells); err != nil {
			return err
		}
	}
	return nil
}

// carrier hands out an empty block, and takes it when it is full before it hands out
// another. It fails when nobody wants any more.
type carrier struct {
	empty func() (*block, error)
	full  func()
}

// gather copies the rows behind number below into blocks.
func (t *table) gather(ctx context.Context, below int, c carrier) error {
	var b *block
	err := t.rows(ctx, func(row int, cells []sheet.Cell) (err error) {
		if row <= below {
			return nil
		}
		if b == nil {
			if b, err = c.empty(); err != nil {
				return err
			}
		}
		if b.add(row, cells); b.isFull() {
			c.full()
			b = nil
		}
		return nil
	})
	if b != nil {
		c.full()
	}
	return err
}
