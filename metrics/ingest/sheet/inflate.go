package sheet

import (
	"errors"
	"io"
)

// inflater decompresses deflate (RFC 1951) straight into the buffers that are
// scanned. It decodes like libdeflate: up to 63 bits of input in one word, tables
// whose entries say all about a symbol, and matches copied by words. It takes about
// half the time of the inflaters to be had for Go, and inflating is the longest
// part of reading a sheet.
type inflater struct {
	in         io.Reader
	buf        []byte
	pos, limit int    // what is left of buf
	bits       uint64 // input already taken from buf, the next bit lowest
	n          uint   // how many of bits count
	atEnd      bool   // in has no more

	state    inflateState
	final    bool // the block is the last
	stored   int  // bytes left of a stored block
	distance int  // of the match that the end of the output interrupted
	length   int  // bytes left of it
	total    int  // bytes given in earlier calls, as far as they matter
	err      error

	literals  codeTable
	distances codeTable
	lengths   [maxSymbols]uint8 // of the codes of a block
	fixed     bool              // the tables hold the fixed code
}

type inflateState uint8

const (
	atHeader inflateState = iota
	inStored
	inCodes
)

const (
	maxMatch = 258

	// fastIn and fastOut are what decodeFast needs for one round: two loads of eight
	// bytes, and room for three literals or for two and a match, which is copied in
	// words of eight bytes.
	fastIn  = 16
	fastOut = 2 + maxMatch + 8
)

var errDeflate = errors.New("invalid deflate data")

// newInflater reads compressed data of about size bytes from in.
func newInflater(in io.Reader, size uint64) *inflater {
	return &inflater{in: in, buf: make([]byte, min(64<<10, size)+16)}
}

// fill is a source.
func (f *inflater) fill(buf []byte, at int) (int, error) {
	out := at
	for out < len(buf) && f.err == nil {
		switch f.state {
		case atHeader:
			f.err = f.header()
		case inStored:
			out = f.copyStored(buf, out)
		case inCodes:
			out = f.decode(buf, at-min(f.total, history), out)
		}
	}
	f.total = min(f.total+out-at, history)
	return out - at, f.err
}

// header reads the header of a block.
func (f *inflater) header() error {
	if f.final {
		return io.EOF
	}
	f.final = f.take(1) == 1
	switch kind := f.take(2); {
	case f.err != nil:
	case kind == 0:
		return f.storedHeader()
	case kind == 1:
		f.state = inCodes
		return f.fixedCodes()
	case kind == 2:
		f.state = inCodes
		return f.dynamicCodes()
	default:
		return errDeflate
	}
	return f.err
}

func (f *inflater) storedHeader() error {
	f.take(f.n & 7)
	size, check := f.take(16), f.take(16)
	if f.err == nil && size != ^check&0xffff {
		f.err = errDeflate
	}
	f.state, f.stored = inStored, int(size)
	return f.err
}

func (f *inflater) copyStored(buf []byte, out int) int {
	for f.stored > 0 && out < len(buf) {
		f.unread()
		if f.pos == f.limit && !f.more() {
			f.err = f.fail(io.ErrUnexpectedEOF)
			return out
		}
		n := copy(buf[out:], f.buf[f.pos:min(f.limit, f.pos+f.stored)])
		f.pos, f.stored, out = f.pos+n, f.stored-n, out+n
	}
	if f.stored == 0 {
		f.state = atHeader
	}
	return out
}

// unread gives whole bytes in bits back to buf.
func (f *inflater) unread() {
	f.pos -= int(f.n / 8)
	f.n &= 7
	f.bits &= 1<<f.n - 1
}

// more moves what is left of buf to its front, with the whole bytes in bits, and
// reads on; it is false where that leaves nothing in buf.
func (f *inflater) more() bool {
	if f.atEnd {
		return false
	}
	f.unread()
	f.limit = copy(f.buf, f.buf[f.pos:f.limit])
	f.pos = 0
	n, err := io.ReadAtLeast(f.in, f.buf[f.limit:], 1)
	f.limit += n
	if err != nil {
		f.atEnd = true
		if err != io.EOF {
			f.err = err
		}
	}
	return f.limit > 0
}

// top fills bits as far as the input goes, to 56 or more.
func (f *inflater) top() {
	for f.n < 56 {
		if f.pos == f.limit && !f.more() {
			return
		}
		f.bits |= uint64(f.buf[f.pos]) << f.n
		f.pos, f.n = f.pos+1, f.n+8
	}
}

// take is the next n bits of the input, at most 16; 0 with f.err set where it ends.
func (f *inflater) take(n uint) uint {
	if f.n < n {
		f.top()
	}
	v := uint(f.bits & (1<<n - 1))
	f.drop(n)
	return v
}

func (f *inflater) drop(n uint) {
	if n > f.n {
		f.err = f.fail(io.ErrUnexpectedEOF)
		return
	}
	f.bits >>= n
	f.n -= n
}

// fail keeps the first error.
func (f *inflater) fail(err error) error {
	if f.err != nil {
		return f.err
	}
	return err
}

// decode gives the symbols of a block until the block or buf ends. buf[base:out] is
// what matches may refer to.
func (f *inflater) decode(buf []byte, base, out int) int {
	out = f.finishMatch(buf, out)
	for out < len(buf) && f.state == inCodes && f.err == nil {
		if f.limit-f.pos < fastIn {
			f.more()
		}
		if f.limit-f.pos >= fastIn && len(buf)-out >= fastOut {
			out = f.decodeFast(buf, base, out)
		} else {
			out = f.decodeOne(buf, base, out)
		}
	}
	return out
}

// finishMatch copies what the end of the output left of a match.
func (f *inflater) finishMatch(buf []byte, out int) int {
	for ; f.length > 0 && out < len(buf); out++ {
		buf[out] = buf[out-f.distance]
		f.length--
	}
	return out
}

// decodeOne decodes one symbol near the end of the input or of the output.
func (f *inflater) decodeOne(buf []byte, base, out int) int {
	f.top()
	e := f.literals.lookup(f.bits)
	value := e.value(f.bits)
	f.drop(e.bits())
	switch {
	case f.err != nil:
	case e&isLiteral != 0:
		buf[out] = byte(value)
		return out + 1
	case e&isEnd != 0:
		f.state = atHeader
	case e&isSpecial != 0:
		f.err = errDeflate
	default:
		f.top()
		d := f.distances.lookup(f.bits)
		f.distance, f.length = d.value(f.bits), value
		f.drop(d.bits())
		if f.err == nil && (d&isSpecial != 0 || f.distance > out-base) {
			f.err = errDeflate
		}
		if f.err == nil {
			return f.finishMatch(buf, out)
		}
		f.length = 0
	}
	return out
}
