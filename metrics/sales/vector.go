package sales

import (
	"fmt"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
)

// A text vector of the engine is an array of slots of 16 bytes (duckdb_string_t in
// duckdb.h): a length of four bytes, then the text itself where it has at most 12
// bytes, zeros behind it; else its first four bytes and a pointer to all of it. Giving
// texts one by one costs two calls into C each, which is most of the time of a load.
// Here a column costs two calls a batch: the long texts go over as one, which the
// vector keeps, and the slots are written in place to point into it.
const (
	slotBytes  = 16
	slotText   = 4  // where a short text, or the beginning of a long one, stands
	slotTarget = 8  // where the pointer to a long text stands
	slotInline = 12 // the longest short text

	maxTogether = 16 << 20 // bytes of the long texts that go over as one
)

// textWriter fills text vectors. It keeps its buffer between batches.
type textWriter struct {
	long []byte
	at   []int // where in long the text of a row starts
}

// textVector is a vector whose slots can be written.
type textVector struct {
	writer duckdb.VectorWriter[string]
	view   duckdb.VectorView[string]
}

func textVectorOf(chunk *duckdb.DataChunk, column int) (textVector, error) {
	vector, err := chunk.GetVector(column)
	if err != nil {
		return textVector{}, err
	}
	w, err := duckdb.GetVectorWriter[string](vector)
	if err != nil {
		return textVector{}, err
	}
	v, err := duckdb.GetVectorView[string](vector)
	return textVector{w, v}, err
}

// put sets the first row and gives the address at which the engine keeps its text.
func (v textVector) put(s string) (unsafe.Pointer, error) {
	if err := v.writer.Set(0, s); err != nil {
		return nil, err
	}
	kept, ok, err := v.view.GetValueBorrowed(0)
	if err == nil && (!ok || kept != s) {
		err = fmt.Errorf("a text did not arrive in the engine: it is not valid UTF-8")
	}
	return unsafe.Pointer(unsafe.StringData(kept)), err
}

// fill sets the rows of the vector to the texts; an empty text is missing.
func (w *textWriter) fill(v textVector, texts []string) error {
	if !w.gather(texts) {
		return v.setEach(texts)
	}
	var long unsafe.Pointer
	var err error
	if len(w.long) > 0 {
		if long, err = v.put(unsafe.String(unsafe.SliceData(w.long), len(w.long))); err != nil {
			return err
		}
	}
	first, err := v.put("?") // a short text stands in its slot
	if err != nil {
		return err
	}
	slots := unsafe.Add(first, -slotText)
	for i, s := range texts {
		slot := unsafe.Add(slots, i*slotBytes)
		switch {
		case s == "":
			err = v.writer.SetNull(i)
		case len(s) <= slotInline:
			writeShort(slot, s)
		default:
			writeLong(slot, s, unsafe.Add(long, w.at[i]))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// gather puts the long texts one behind the other; one that is the text of the row
// before is not repeated. It is false where they are too long together.
func (w *textWriter) gather(texts []string) bool {
	w.long, w.at = w.long[:0], w.at[:0]
	at, last := 0, ""
	for _, s := range texts {
		if len(s) > slotInline && (len(s) != len(last) || unsafe.StringData(s) != unsafe.StringData(last)) {
			if at, last = len(w.long), s; at+len(s) > maxTogether {
				w.long = nil
				return false
			}
			w.long = append(w.long, s...)
		}
		w.at = append(w.at, at)
	}
	return true
}

// setEach sets the rows one by one.
func (v textVector) setEach(texts []string) error {
	for i, s := range texts {
		var err error
		if s == "" {
			err = v.writer.SetNull(i)
		} else {
			err = v.writer.Set(i, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func writeShort(slot unsafe.Pointer, s string) {
	var text [slotInline]byte
	copy(text[:], s)
	*(*uint32)(slot) = uint32(len(s))
	*(*[slotInline]byte)(unsafe.Add(slot, slotText)) = text
}

func writeLong(slot unsafe.Pointer, s string, target unsafe.Pointer) {
	*(*uint32)(slot) = uint32(len(s))
	*(*[slotTarget - slotText]byte)(unsafe.Add(slot, slotText)) = [slotTarget - slotText]byte([]byte(s[:slotTarget-slotText]))
	*(*uintptr)(unsafe.Add(slot, slotTarget)) = uintptr(target)
}
