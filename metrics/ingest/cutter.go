package ingest

import (
	"errors"
	"io"
)

const (
	csvBlock  = 512 << 10 // bytes of a block, unless a record is longer
	csvRecord = 64 << 20  // bytes of one record at most
)

// errRecord is a record beyond csvRecord.
var errRecord = errors.New("takes more than 64 MB: a quote is opened in it and never closed; close it and save the file again")

// cutter cuts delimited text into blocks of whole records.
type cutter struct {
	src  io.Reader
	d    dialect
	rest []byte // read, and not given yet
	err  error  // why reading ended
}

// next gives the next block, in the memory of the one that is handed in or in more.
func (c *cutter) next(block []byte) ([]byte, error) {
	block = append(block[:0], c.rest...)
	for c.err == nil {
		if len(block) == cap(block) {
			if len(block) >= csvRecord {
				return nil, errRecord
			}
			block = append(make([]byte, 0, min(max(csvBlock, 2*len(block)), csvRecord)), block...)
		}
		var n int
		n, c.err = readBlock(c.src, block[len(block):cap(block)])
		block = block[:len(block)+n]
		if c.err == io.EOF {
			break
		}
		if whole := c.d.whole(block); whole > 0 {
			c.rest = append(c.rest[:0], block[whole:]...)
			return block[:whole], nil
		}
	}
	c.rest = nil
	if c.err == io.EOF && len(block) > 0 {
		return block, nil
	}
	return nil, c.err
}

// readBlock fills the block as far as it can. Unlike io.ReadFull it leaves the error as
// it is, so that the end of a stream and one that is cut off can be told apart.
func readBlock(r io.Reader, block []byte) (int, error) {
	n := 0
	for n < len(block) {
		m, err := r.Read(block[n:])
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
