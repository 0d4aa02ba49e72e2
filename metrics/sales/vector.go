package sales

import (
	"encoding/binary"
	"errors"
	"reflect"
	"runtime"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// The driver sets one value at a time, which costs up to two calls into C for each.
// Here a batch is written where the engine holds it, as its C interface describes it
// (duckdb_vector_get_data and duckdb_vector_get_validity in duckdb.h).

// vector is a column of a chunk of the engine.
type vector struct {
	data  unsafe.Pointer // 8 bytes a number, a slot of 16 bytes a text
	valid []uint64       // a bit a row, set where the row has a value
}

// vectorsOf are the columns of a chunk. The driver keeps the handle that the C
// interface wants in a field of its own, from where it is read.
func vectorsOf(chunk duckdb.DataChunk, columns int) ([]vector, error) {
	field := reflect.ValueOf(chunk).FieldByName("chunk")
	if !field.IsValid() || field.Type() != reflect.TypeFor[mapping.DataChunk]() {
		return nil, errors.New("the driver of the engine holds its chunks in another way than this program was built for")
	}
	handle := mapping.DataChunk{Ptr: field.FieldByName("Ptr").UnsafePointer()}
	vectors := make([]vector, columns)
	for i := range vectors {
		v := mapping.DataChunkGetVector(handle, mapping.IdxT(i))
		mapping.VectorEnsureValidityWritable(v)
		mask := (*uint64)(mapping.VectorGetValidity(v))
		vectors[i] = vector{mapping.VectorGetData(v), unsafe.Slice(mask, duckdb.GetDataChunkCapacity()/64)}
	}
	return vectors, nil
}

// setInts sets the rows of a vector of BIGINT; nulls may be nil.
func (v vector) setInts(values []int64, nulls []bool) {
	copy(unsafe.Slice((*int64)(v.data), len(values)), values)
	for i := range (len(values) + 63) / 64 {
		v.valid[i] = ^uint64(0)
	}
	for i, null := range nulls {
		if null {
			v.valid[i/64] &^= 1 << (i % 64)
		}
	}
}

// A slot of a text (duckdb_string_t in duckdb.h) is a length of four bytes, then the
// text itself where it has at most 12 bytes, zeros behind it; else its first four bytes
// and a pointer to all of it.
const (
	slotBytes  = 16
	slotText   = 4  // where a short text, or the beginning of a long one, stands
	slotTarget = 8  // where the pointer to a long text stands
	slotInline = 12 // the longest short text
)

// setTexts sets the rows of a vector of VARCHAR; an empty text is missing. The long
// texts are copied to where the engine may look for them until the next chunk.
func (v vector) setTexts(texts []string, long *pinnedTexts) {
	var last string
	var target *byte
	for from := 0; from < len(texts); from += 64 {
		valid := uint64(0)
		for i, s := range texts[from:min(from+64, len(texts))] {
			if s == "" {
				continue
			}
			valid |= 1 << i
			slot := (*[slotBytes]byte)(unsafe.Add(v.data, (from+i)*slotBytes))
			if len(s) <= slotInline {
				writeShort(slot, s)
				continue
			}
			if len(s) != len(last) || unsafe.StringData(s) != unsafe.StringData(last) {
				last, target = s, long.keep(s)
			}
			binary.NativeEndian.PutUint32(slot[:], uint32(len(s)))
			copy(slot[slotText:slotTarget], s)
			// As a number, because the collector would follow what stood here as a pointer.
			*(*uintptr)(unsafe.Pointer(&slot[slotTarget])) = uintptr(unsafe.Pointer(target))
		}
		v.valid[from/64] = valid
	}
}

// writeShort writes a text of 1 to 12 bytes, with loads that overlap instead of a loop.
func writeShort(slot *[slotBytes]byte, s string) {
	var low, high uint64 // bytes 0 to 7 and 8 to 11, as little-endian numbers
	b, n := unsafe.Slice(unsafe.StringData(s), len(s)), len(s)
	switch {
	case n >= 8:
		low = binary.LittleEndian.Uint64(b)
		high = binary.LittleEndian.Uint64(b[n-8:]) >> (8 * (16 - n))
	case n >= 4:
		low = uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[n-4:]))<<(8*(n-4))
	default:
		low = uint64(b[0]) | uint64(b[n/2])<<(8*(n/2)) | uint64(b[n-1])<<(8*(n-1))
	}
	binary.NativeEndian.PutUint32(slot[:], uint32(n))
	binary.LittleEndian.PutUint64(slot[slotText:], low)
	binary.LittleEndian.PutUint32(slot[slotTarget+slotText:], uint32(high))
}

// pageBytes is how much memory for long texts is taken at a time.
const pageBytes = 256 << 10

// pinnedTexts holds copies of texts in memory that the engine may point into: pinned,
// so that C may keep pointers to it.
type pinnedTexts struct {
	pinner runtime.Pinner
	pages  [][]byte // empty ones last
	page   int      // the page that is being filled
}

// keep copies a text and gives its address, which holds until clear or free.
func (p *pinnedTexts) keep(s string) *byte {
	for p.page < len(p.pages) && cap(p.pages[p.page])-len(p.pages[p.page]) < len(s) {
		p.page++
	}
	if p.page == len(p.pages) {
		page := make([]byte, 0, max(pageBytes, len(s)))
		p.pinner.Pin(unsafe.SliceData(page))
		p.pages = append(p.pages, page)
	}
	page := &p.pages[p.page]
	from := len(*page)
	*page = append(*page, s...)
	return &(*page)[from]
}

// clear empties the pages for the next chunk. After texts longer than a page it gives
// all memory back.
func (p *pinnedTexts) clear() {
	p.page = 0
	for i := range p.pages {
		if cap(p.pages[i]) > pageBytes {
			p.free()
			return
		}
		p.pages[i] = p.pages[i][:0]
	}
}

// free gives the memory back. The engine must be done with it.
func (p *pinnedTexts) free() {
	p.pinner.Unpin()
	p.pages, p.page = nil, 0
}
