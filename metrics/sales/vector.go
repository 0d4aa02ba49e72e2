package sales

import (
	"errors"
	"reflect"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// The driver sets one value at a time, which costs up to two calls into C for each.
// Here a batch is written where the engine holds it, as its C interface describes it
// (duckdb_vector_get_data and duckdb_vector_get_validity in duckdb.h).

// vector is a column of a chunk of the engine.
type vector struct {
	data  unsafe.Pointer // 8 bytes a number, a slot a text
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

// setTexts sets the rows of a vector of VARCHAR to some of the texts, the first of them
// in a row that is a multiple of 64.
func (v vector) setTexts(t *Texts, from, to int) {
	copy(unsafe.Slice((*slot)(v.data), to-from), t.slots[from:to])
	copy(v.valid, t.valid[from/64:(to+63)/64])
}
