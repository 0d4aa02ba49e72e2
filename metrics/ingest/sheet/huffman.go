package sheet

import "math/bits"

// entry is what a table says about the code whose bits were looked up:
//
//	bits 0-7    how many bits the symbol takes, its extra bits included
//	bits 8-12   of these, the bits of the code; in a link, the bits to look up next
//	bit 13      isEnd: the end of the block
//	bit 14      isLink: the code is longer, value is where its second table begins
//	bit 15      isSpecial: an end, a link, or no code at all
//	bits 16-30  value: a literal, the base of a length or of a distance
//	bit 31      isLiteral
type entry uint32

const (
	isEnd     entry = 1 << 13
	isLink    entry = 1 << 14
	isSpecial entry = 1 << 15
	isLiteral entry = 1 << 31

	codeShift  = 8
	valueShift = 16

	tableBits = 11 // of a code that the first table resolves
	tableMask = 1<<tableBits - 1

	maxCode    = 15  // bits of a code
	maxSymbols = 320 // lengths of a block: 288 literals and lengths, 32 distances
	endOfBlock = 256
)

func (e entry) bits() uint { return uint(e & 0xff) }

// value is the literal, or the base with the extra bits that follow the code in acc.
func (e entry) value(acc uint64) int {
	extra := acc & (1<<(e&63) - 1) >> (e >> codeShift & 31)
	return int(e>>valueShift&0x7fff) + int(extra)
}

// codeTable decodes one Huffman code of a block.
type codeTable struct {
	first  [1 << tableBits]entry
	beyond []entry // the second tables
}

func (t *codeTable) lookup(acc uint64) entry {
	e := t.first[acc&tableMask]
	if e&isLink != 0 {
		e = t.second(e, acc)
	}
	return e
}

// second follows a link; of another special entry it is the entry itself.
func (t *codeTable) second(e entry, acc uint64) entry {
	if e&isLink == 0 {
		return e
	}
	return t.beyond[int(e>>valueShift)+int(acc>>tableBits&(1<<(e>>codeShift&31)-1))]
}

// build makes the table of the canonical code with these lengths (RFC 1951, 3.2.2).
// symbols say what each symbol is. It is false for lengths that are no code: too
// many codes, or too few, other than a single one of one bit or none where
// distances may be unused.
func (t *codeTable) build(lengths []uint8, symbols []entry) bool {
	var count [maxCode + 1]int
	for _, n := range lengths {
		count[n]++
	}
	count[0] = 0
	left, used, longest := 1, 0, 0
	var next [maxCode + 1]int // the next code of each length
	for n := 1; n <= maxCode; n++ {
		next[n] = (next[n-1] + count[n-1]) << 1
		if left = left<<1 - count[n]; left < 0 {
			return false
		}
		if used += count[n]; count[n] > 0 {
			longest = n
		}
	}
	if left > 0 && longest > 1 {
		return false
	}
	for i := range t.first {
		t.first[i] = isSpecial
	}
	t.beyond = t.beyond[:0]
	for symbol, n := range lengths {
		if n > 0 {
			code := bits.Reverse16(uint16(next[n])) >> (16 - n)
			next[n]++
			t.put(int(code), int(n), longest, symbols[symbol])
		}
	}
	return true
}

// put enters a symbol wherever an index ends with its code.
func (t *codeTable) put(code, n, longest int, symbol entry) {
	e := symbol + entry(n) + entry(n)<<codeShift
	if n <= tableBits {
		for i := code; i < len(t.first); i += 1 << n {
			t.first[i] = e
		}
		return
	}
	width := longest - tableBits
	link := t.first[code&tableMask]
	if link&isLink == 0 {
		link = entry(len(t.beyond))<<valueShift | isSpecial | isLink | entry(width)<<codeShift
		t.first[code&tableMask] = link
		for range 1 << width {
			t.beyond = append(t.beyond, isSpecial)
		}
	}
	from := int(link >> valueShift)
	for i := code >> tableBits; i < 1<<width; i += 1 << (n - tableBits) {
		t.beyond[from+i] = e
	}
}

// literalSymbols are the literals, the end of a block and the lengths;
// distanceSymbols the distances (RFC 1951, 3.2.5). lengthSymbols are the lengths of
// codes in the header of a block, as literals.
var (
	literalSymbols  = makeLiteralSymbols()
	distanceSymbols = makeDistanceSymbols()
	lengthSymbols   = literalSymbols[:19]
)

func makeLiteralSymbols() []entry {
	symbols := make([]entry, 0, 288)
	for i := range entry(256) {
		symbols = append(symbols, isLiteral|i<<valueShift)
	}
	symbols = append(symbols, isSpecial|isEnd)
	base := entry(3)
	for i := range 28 {
		extra := max(0, i/4-1)
		symbols = append(symbols, base<<valueShift|entry(extra))
		base += 1 << extra
	}
	return append(symbols, maxMatch<<valueShift, isSpecial, isSpecial)
}

func makeDistanceSymbols() []entry {
	symbols := make([]entry, 0, 32)
	base := entry(1)
	for i := range 30 {
		extra := max(0, i/2-1)
		symbols = append(symbols, base<<valueShift|entry(extra))
		base += 1 << extra
	}
	return append(symbols, isSpecial, isSpecial)
}

// fixedCodes sets the tables of the code that RFC 1951, 3.2.6, fixes.
func (f *inflater) fixedCodes() error {
	if f.fixed {
		return nil
	}
	f.fixed = true
	for i := range 288 {
		switch {
		case i < 144, i >= 280:
			f.lengths[i] = 8
		case i < 256:
			f.lengths[i] = 9
		default:
			f.lengths[i] = 7
		}
	}
	f.literals.build(f.lengths[:288], literalSymbols)
	for i := range 32 {
		f.lengths[i] = 5
	}
	f.distances.build(f.lengths[:32], distanceSymbols)
	return nil
}

// dynamicCodes reads the codes of a block (RFC 1951, 3.2.7).
func (f *inflater) dynamicCodes() error {
	f.fixed = false
	literals, distances, lengths := int(f.take(5))+257, int(f.take(5))+1, int(f.take(4))+4
	if literals > 286 || distances > 30 {
		return errDeflate
	}
	clear(f.lengths[:19])
	order := [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	for _, symbol := range order[:lengths] {
		f.lengths[symbol] = uint8(f.take(3))
	}
	if f.err != nil {
		return f.err
	}
	if !f.distances.build(f.lengths[:19], lengthSymbols) { // until the distances are known
		return errDeflate
	}
	if err := f.readLengths(literals + distances); err != nil {
		return err
	}
	if f.lengths[endOfBlock] == 0 || !f.literals.build(f.lengths[:literals], literalSymbols) ||
		!f.distances.build(f.lengths[literals:literals+distances], distanceSymbols) {
		return errDeflate
	}
	return nil
}

// readLengths reads the lengths of n codes, run by run.
func (f *inflater) readLengths(n int) error {
	for i := 0; i < n; {
		f.top()
		e := f.distances.lookup(f.bits)
		if e&isSpecial != 0 {
			return errDeflate
		}
		symbol, length, times := e.value(f.bits), uint8(0), 1
		f.drop(e.bits())
		switch {
		case symbol < 16:
			length = uint8(symbol)
		case symbol == 16 && i == 0:
			return errDeflate
		case symbol == 16:
			length, times = f.lengths[i-1], 3+int(f.take(2))
		case symbol == 17:
			times = 3 + int(f.take(3))
		case symbol == 18:
			times = 11 + int(f.take(7))
		}
		if f.err != nil {
			return f.err
		}
		if i+times > n {
			return errDeflate
		}
		for range times {
			f.lengths[i] = length
			i++
		}
	}
	return nil
}
