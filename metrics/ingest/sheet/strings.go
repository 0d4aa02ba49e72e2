package sheet

import (
	"context"
	"fmt"
	"io"
)

// stringTable holds the shared strings of a book end to end.
type stringTable struct {
	text []byte
	ends []uint32 // where each string ends in text
}

func (t *stringTable) len() int { return len(t.ends) }

// at is string i, which must be in the table.
func (t *stringTable) at(i int) []byte {
	var from uint32
	if i > 0 {
		from = t.ends[i-1]
	}
	to := t.ends[i]
	return t.text[from:to:to]
}

// loadStrings reads the table once for the book.
func (b *Book) loadStrings(ctx context.Context) error {
	b.lock.Lock()
	defer b.lock.Unlock()
	if b.stringsPart == nil || b.stringsRead {
		return nil
	}
	if err := b.readStrings(ctx); err != nil {
		return fmt.Errorf("the table of shared strings: %w", err)
	}
	b.stringsRead = true
	return nil
}

func (b *Book) readStrings(ctx context.Context) error {
	src, err := b.openPart(b.stringsPart)
	if err != nil {
		return err
	}
	f := startFeed(ctx, src, b.stringsPart.UncompressedSize64)
	defer f.stop()
	b.shared = stringTable{text: make([]byte, 0, min(b.stringsPart.UncompressedSize64/2, 16<<20))}
	r := stringsReader{w: newWindow(f), table: &b.shared, limits: b.limits}
	return r.run()
}

// stringsReader fills a table from a part of shared strings.
type stringsReader struct {
	w      *window
	table  *stringTable
	limits Limits
	prefix []byte // of the root element
	rooted bool
}

func (r *stringsReader) run() error {
	for {
		if r.rooted && r.w.begins("<si>") {
			if err := r.item(); err != nil {
				return err
			}
			continue
		}
		t, next, err := r.w.peek()
		switch {
		case err == io.EOF && r.rooted:
			return nil
		case err == io.EOF:
			return errDamaged
		case err != nil:
			return err
		case !r.rooted && (t.kind == open || t.kind == selfShut):
			r.rooted, r.prefix = true, prefixOf(t.name)
		case t.kind == open && named(t.name, r.prefix, "si"):
			if err := r.item(); err != nil {
				return err
			}
			continue
		case t.kind == selfShut && named(t.name, r.prefix, "si"):
			if err := r.finish(len(r.table.text)); err != nil {
				return err
			}
		}
		r.w.pos = next
	}
}

// item reads one string.
func (r *stringsReader) item() error {
	from := len(r.table.text)
	err := r.w.unit(func(b []byte, p int) (next int, err error) {
		if len(r.prefix) == 0 {
			if text, next := fastItem(b, p); next > 0 {
				r.table.text = append(r.table.text[:from], text...)
				return next, nil
			}
		}
		r.table.text, next, err = appendItem(r.table.text[:from], b, p, r.prefix, "si")
		return next, err
	})
	if err != nil {
		return err
	}
	return r.finish(from)
}

// finish ends the string that begins at from in the text.
func (r *stringsReader) finish(from int) error {
	to := len(r.table.text)
	r.table.ends = append(r.table.ends, uint32(to))
	switch {
	case to-from > r.limits.Cell:
		return errCell(r.limits)
	case int64(to)+4*int64(len(r.table.ends)) > r.limits.SharedStrings:
		return fmt.Errorf("above the limit of %s of text; split the workbook, or raise the limit", byteCount(uint64(r.limits.SharedStrings)))
	}
	return nil
}

func errCell(l Limits) error {
	return fmt.Errorf("a text is longer than %s; shorten it, or raise the limit", byteCount(uint64(l.Cell)))
}

// appendItem appends the text of the element at b[p:], whose name is closing: of
// a shared string (si) or an inline one (is), that of its t elements, without the
// phonetic ones; of a value (v), its own.
func appendItem(dst, b []byte, p int, prefix []byte, closing string) ([]byte, int, error) {
	_, p, err := lex(b, p)
	inText, phonetic := closing == "v", false
	for err == nil {
		var t token
		if t, p, err = lex(b, p); err != nil {
			break
		}
		switch {
		case t.kind == cdata && inText, t.kind == chars && inText:
			dst = appendText(dst, t.body, t.kind == cdata)
		case t.kind == open && named(t.name, prefix, "t"):
			inText = !phonetic
		case t.kind == open && named(t.name, prefix, "rPh"):
			phonetic = true
		case t.kind != shut:
		case named(t.name, prefix, closing):
			return dst, p, nil
		case named(t.name, prefix, "t"):
			inText = false
		case named(t.name, prefix, "rPh"):
			phonetic = false
		}
	}
	return dst, p, err
}
