package sales

import (
	"encoding/binary"
	"runtime"
	"unsafe"
)

// Texts is a column of texts, held as the engine takes them. Texts are most of what a
// load moves; written here once, where the text is at hand, they are only copied over.
// The zero value holds none.
type Texts struct {
	slots []slot
	valid []uint64 // a bit a row, set where it has a text
	pages [][]byte // the texts that do not fit their slot; empty pages last
	page  int      // the one that is being filled
}

// A slot (duckdb_string_t in duckdb.h) is a length of four bytes, then the text itself
// where it has at most 12 bytes, zeros behind it; else its first four bytes and a
// pointer to all of it.
type slot [16]byte

const (
	slotText   = 4  // where a short text, or the beginning of a long one, stands
	slotTarget = 8  // where the pointer to a long text stands
	slotInline = 12 // bytes of the longest short text
	pageBytes  = 64 << 10
)

// TextsOf is a column of these texts.
func TextsOf(list ...string) Texts {
	var t Texts
	t.Append(list...)
	return t
}

// Append adds rows with these texts.
func (t *Texts) Append(list ...string) {
	for _, s := range list {
		t.Grow(1)
		t.Set(len(t.slots)-1, []byte(s))
	}
}

// Grow adds rows without a text.
func (t *Texts) Grow(rows int) {
	t.slots = append(t.slots, make([]slot, rows)...)
	if words := (len(t.slots) + 63) / 64; words > len(t.valid) {
		t.valid = append(t.valid, make([]uint64, words-len(t.valid))...)
	}
}

// Clear lets go of all texts. The rows stay, to be set again.
func (t *Texts) Clear() {
	t.page = 0
	for i, page := range t.pages {
		if cap(page) > pageBytes {
			t.pages = nil
			return
		}
		t.pages[i] = page[:0]
	}
}

// Set copies a text, which must be valid UTF-8, into a row; an empty text is missing.
func (t *Texts) Set(row int, text []byte) {
	n := len(text)
	if n == 0 {
		t.valid[row/64] &^= 1 << (row % 64)
		return
	}
	t.valid[row/64] |= 1 << (row % 64)
	s := &t.slots[row]
	binary.NativeEndian.PutUint32(s[:], uint32(n))
	if n > slotInline {
		copy(s[slotText:slotTarget], text)
		*(*uintptr)(unsafe.Pointer(&s[slotTarget])) = uintptr(unsafe.Pointer(t.keep(text)))
		return
	}
	var low, high uint64 // bytes 0 to 7 and 8 to 11, from loads that overlap instead of a loop
	switch {
	case n >= 8:
		low = binary.LittleEndian.Uint64(text)
		high = binary.LittleEndian.Uint64(text[n-8:]) >> (8 * (16 - n))
	case n >= 4:
		low = uint64(binary.LittleEndian.Uint32(text)) | uint64(binary.LittleEndian.Uint32(text[n-4:]))<<(8*(n-4))
	default:
		low = uint64(text[0]) | uint64(text[n/2])<<(8*(n/2)) | uint64(text[n-1])<<(8*(n-1))
	}
	binary.LittleEndian.PutUint64(s[slotText:], low)
	binary.LittleEndian.PutUint32(s[slotTarget+slotText:], uint32(high))
}

// at is the text of a row, where it has one.
func (t *Texts) at(row int) (string, bool) {
	if t.valid[row/64]&(1<<(row%64)) == 0 {
		return "", false
	}
	s := &t.slots[row]
	n := binary.NativeEndian.Uint32(s[:])
	if n <= slotInline {
		return string(s[slotText : slotText+n]), true
	}
	long := *(**byte)(unsafe.Pointer(&s[slotTarget]))
	return string(unsafe.Slice(long, n)), true
}

// Move puts the text of a row into another.
func (t *Texts) Move(to, from int) {
	t.slots[to] = t.slots[from]
	t.valid[to/64] &^= 1 << (to % 64)
	t.valid[to/64] |= t.valid[from/64] >> (from % 64) & 1 << (to % 64)
}

// keep copies a long text to a page and gives its address.
func (t *Texts) keep(text []byte) *byte {
	for t.page < len(t.pages) && cap(t.pages[t.page])-len(t.pages[t.page]) < len(text) {
		t.page++
	}
	if t.page == len(t.pages) {
		t.pages = append(t.pages, make([]byte, 0, max(pageBytes, len(text))))
	}
	page := &t.pages[t.page]
	from := len(*page)
	*page = append(*page, text...)
	return &(*page)[from]
}

// pin keeps the pages where they are, so that the engine may follow the slots to them.
func (t *Texts) pin(p *runtime.Pinner) {
	for _, page := range t.pages {
		p.Pin(unsafe.SliceData(page))
	}
}
