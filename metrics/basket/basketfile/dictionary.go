package basketfile

import (
	"encoding/binary"
	"math/bits"
)

// A dictionary numbers texts from 0 in the order they are met.
//
// Texts of up to seven bytes, as most product codes are, are told apart by the
// word they make, longer ones by a hash of 63 bits and then by their bytes.
type dictionary struct {
	whole []int32 // numbers plus 1 of the texts that are small whole numbers
	slots []slot  // a power of two of them, at most three in four taken
	shift uint    // of a hash to a slot
	taken int
	names []string
}

// A slot holds a text; key 0 is an empty one.
type slot struct {
	key    uint64
	number int32
}

const (
	long      = 1 << 63 // in the key of texts of eight bytes and more
	scatter   = 0x9e3779b97f4a7c15
	firstSize = 1 << 10
	mostWhole = 1 << 20 // whole numbers below it are looked up by their value
)

func newDictionary() *dictionary {
	return &dictionary{slots: make([]slot, firstSize), shift: 64 - uint(bits.TrailingZeros(firstSize))}
}

// short returns the number of a text of n bytes, one to seven, which are the low
// ones of the word.
func (d *dictionary) short(word uint64, n int) int32 {
	if value, ok := wholeNumber(word, n); ok && value < mostWhole {
		if value < uint64(len(d.whole)) && d.whole[value] > 0 {
			return d.whole[value] - 1
		}
		return d.addWhole(value, word, n)
	}
	mask := uint64(len(d.slots) - 1)
	for at := word * scatter >> d.shift; ; at++ {
		switch s := &d.slots[at&mask]; s.key {
		case word:
			return s.number
		case 0:
			return d.add(s, word, textOf(word, n))
		}
	}
}

// wholeAt returns the number of a whole number known to the dictionary, which
// the first n bytes of a word are, and -1 where they are none. It is the short way
// for the items that most files of baskets have.
func (d *dictionary) wholeAt(word uint64) (number int32, n int) {
	digits := word ^ ones*'0'
	n = bits.TrailingZeros64((digits+ones*0x76|digits)&highs) / 8 // before the first that is none
	if n == 0 || n == 8 || byte(digits) == 0 && n > 1 {
		return -1, n
	}
	if value := valueOf(digits << (64 - 8*n)); value < uint64(len(d.whole)) {
		return d.whole[value] - 1, n
	}
	return -1, n
}

// number returns the number of a text of any length but 0, without zero bytes.
func (d *dictionary) number(text []byte) int32 {
	if len(text) < 8 {
		return d.short(wordOf(text), len(text))
	}
	hash := uint64(len(text))
	for rest := text; len(rest) > 0; {
		word := uint64(0)
		if len(rest) >= 8 {
			word, rest = binary.LittleEndian.Uint64(rest), rest[8:]
		} else {
			word, rest = wordOf(rest), nil
		}
		high, low := bits.Mul64(hash^word, scatter)
		hash = high ^ low
	}
	return d.long(hash|long, text)
}

// long returns the number of a text of eight bytes or more with this key.
func (d *dictionary) long(key uint64, text []byte) int32 {
	mask := uint64(len(d.slots) - 1)
	for at := key * scatter >> d.shift; ; at++ {
		switch s := &d.slots[at&mask]; {
		case s.key == key && d.names[s.number] == string(text):
			return s.number
		case s.key == 0:
			return d.add(s, key, string(text))
		}
	}
}

// add puts a new text into an empty slot.
func (d *dictionary) add(s *slot, key uint64, text string) int32 {
	number := int32(len(d.names))
	*s = slot{key, number}
	d.taken++
	d.names = append(d.names, text)
	if 4*d.taken > 3*len(d.slots) {
		d.grow()
	}
	return number
}

// addWhole notes a new text that is a whole number.
func (d *dictionary) addWhole(value, word uint64, n int) int32 {
	if short := int(value) + 1 - len(d.whole); short > 0 {
		d.whole = append(d.whole, make([]int32, max(short, len(d.whole)))...)
	}
	d.names = append(d.names, textOf(word, n))
	d.whole[value] = int32(len(d.names))
	return d.whole[value] - 1
}

func (d *dictionary) grow() {
	before := d.slots
	d.slots = make([]slot, 2*len(before))
	d.shift--
	mask := uint64(len(d.slots) - 1)
	for _, s := range before {
		if s.key == 0 {
			continue
		}
		at := s.key * scatter >> d.shift
		for d.slots[at&mask].key != 0 {
			at++
		}
		d.slots[at&mask] = s
	}
}

// wordOf returns up to seven bytes as a word.
func wordOf(text []byte) uint64 {
	word := uint64(0)
	for i, c := range text {
		word |= uint64(c) << (8 * i)
	}
	return word
}

// textOf is the text whose n bytes are the low ones of a word.
func textOf(word uint64, n int) string {
	var text [8]byte
	binary.LittleEndian.PutUint64(text[:], word)
	return string(text[:n])
}

// wholeNumber returns the value of a text of n bytes that is a whole number
// without zeros before it.
func wholeNumber(word uint64, n int) (value uint64, ok bool) {
	digits := word<<(64-8*n) - ones*'0'<<(64-8*n) // the last one in the highest byte
	if (digits+ones*0x76|digits)&highs != 0 || byte(word) == '0' && n > 1 {
		return 0, false
	}
	return valueOf(digits), true
}

// valueOf returns the value of eight digits, the first one in the lowest byte.
func valueOf(digits uint64) uint64 {
	// Pairs of digits, then fours, then all eight are put together.
	digits = digits*10 + digits>>8
	return (digits&0x000000ff000000ff*(100+1000000<<32) + digits>>16&0x000000ff000000ff*(1+10000<<32)) >> 32
}
