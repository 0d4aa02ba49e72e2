package basketfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"

	"xsell/metrics/basket"
)

// A parser turns whole lines into baskets, items numbered as it meets them.
// Every worker has its own, so that nothing is shared while reading.
type parser struct {
	Layout
	items *dictionary
	row   []int32

	baskets basket.Baskets // of baskets one a line

	deals  *dictionary // of the long form
	sales  []sale
	broken int64 // lines of the long form without a deal or an item

	unquoted []byte
}

// A sale is a line of the long form.
type sale struct{ deal, item int32 }

func newParser(l Layout) *parser {
	return &parser{Layout: l, items: newDictionary(), deals: newDictionary()}
}

// padding is how many bytes must be readable behind a text.
const padding = 8

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// A finder finds the bytes that may end or begin a cell in a special way, eight
// at a time: the separator, quotes, and control characters, line ends among
// them. The lowest byte it finds in a word is right, those above may not be.
type finder struct{ below, separator, quote uint64 }

func (l Layout) finder() finder {
	f := finder{ones * 0x20, ones * uint64(l.Separator), ones * '"'}
	if l.Separator == ' ' {
		f.below = ones * 0x21
	}
	return f
}

// first returns the place of the first special byte in a word, 8 for none.
func (f finder) first(word uint64) int {
	separator, quote := word^f.separator, word^f.quote
	found := (word-f.below)&^word | (separator-ones)&^separator | (quote-ones)&^quote
	return bits.TrailingZeros64(found&highs) / 8
}

var errZero = errors.New("zero bytes in it: this is no text; save it as csv in UTF-8")

// readBaskets reads lines that are a basket each. The text ends with a line
// end, and padding stands behind it.
func (p *parser) readBaskets(text []byte) error {
	f := p.finder()
	padded := text[:len(text)+padding]
	row := p.row[:0]
	for at := 0; at < len(text); {
		word := binary.LittleEndian.Uint64(padded[at:])
		if item, n := p.items.wholeAt(word); item >= 0 {
			if end := padded[at+n]; end == p.Separator || end == '\n' {
				row = append(row, item)
				if end == '\n' {
					p.baskets.Add(row...)
					row = row[:0]
				}
				at += n + 1
				continue
			}
		}
		n := f.first(word)
		if n < 8 {
			end := padded[at+n]
			if n == 0 && end == p.Separator {
				at++
				continue
			}
			if plain := end == p.Separator || end == '\n'; plain && (n == 0 || byte(word) != ' ' && padded[at+n-1] != ' ') {
				if n > 0 {
					row = append(row, p.items.short(word&(1<<(8*n)-1), n))
				}
				if end == '\n' && len(row) > 0 {
					p.baskets.Add(row...)
					row = row[:0]
				}
				at += n + 1
				continue
			}
		}
		cell, next, ended, err := p.cell(padded, at)
		if err != nil {
			return err
		}
		if len(cell) > 0 {
			row = append(row, p.items.number(cell))
		}
		if ended && len(row) > 0 {
			p.baskets.Add(row...)
			row = row[:0]
		}
		at = next
	}
	p.row = row
	return nil
}

// readSales reads lines of the long form, as [parser.readBaskets] does.
func (p *parser) readSales(text []byte) error {
	padded := text[:len(text)+padding]
	for at := 0; at < len(text); {
		deal, item, empty := int32(-1), int32(-1), true
		for column, ended := 0, false; !ended; column++ {
			var cell []byte
			var err error
			if cell, at, ended, err = p.cell(padded, at); err != nil {
				return err
			}
			if len(cell) == 0 {
				continue
			}
			empty = false
			switch column {
			case p.Deal:
				deal = p.deals.number(cell)
			case p.Item:
				item = p.items.number(cell)
			}
		}
		switch {
		case deal >= 0 && item >= 0:
			p.sales = append(p.sales, sale{deal, item})
		case !empty:
			p.broken++
		}
	}
	return nil
}

// cell returns the cell that begins at a place, without blanks around it, where
// the next one begins, and whether a line ends between them. The cell is valid
// until the next call.
func (p *parser) cell(padded []byte, at int) (cell []byte, next int, ended bool, err error) {
	for p.isBlank(padded[at]) {
		at++
	}
	if padded[at] == '"' {
		return p.quoted(padded, at+1)
	}
	f, start := p.finder(), at
	for {
		n := f.first(binary.LittleEndian.Uint64(padded[at:]))
		at += n
		if n == 8 {
			continue
		}
		switch c := padded[at]; {
		case c == 0:
			return nil, 0, false, errZero
		case p.ends(c):
			next, ended = after(padded, at)
			return p.trimmed(padded[start:at]), next, ended, nil
		}
		at++ // a quote or control character inside a cell
	}
}

// quoted is [parser.cell] behind a quote. A quote that is never closed ends with
// its line, so that one stray quote cannot swallow a file.
func (p *parser) quoted(padded []byte, at int) (cell []byte, next int, ended bool, err error) {
	p.unquoted = p.unquoted[:0]
	for {
		c := padded[at]
		if c == '\n' || c == '\r' || c == '"' && padded[at+1] != '"' {
			break
		}
		if c == '"' {
			at++
		}
		p.unquoted = append(p.unquoted, c)
		at++
	}
	for padded[at] == '"' || !p.ends(padded[at]) {
		at++
	}
	if bytes.IndexByte(p.unquoted, 0) >= 0 {
		return nil, 0, false, errZero
	}
	next, ended = after(padded, at)
	return p.trimmed(p.unquoted), next, ended, nil
}

// ends reports whether a cell ends before the byte.
func (p *parser) ends(c byte) bool {
	return c == p.Separator || c == '\n' || c == '\r' || c == '\t' && p.Separator == ' '
}

// isBlank reports whether the byte is left out around cells.
func (p *parser) isBlank(c byte) bool {
	return c == ' ' || c == '\t' && p.Separator != '\t'
}

func (p *parser) trimmed(cell []byte) []byte {
	for len(cell) > 0 && p.isBlank(cell[0]) {
		cell = cell[1:]
	}
	for len(cell) > 0 && p.isBlank(cell[len(cell)-1]) {
		cell = cell[:len(cell)-1]
	}
	return cell
}

// after returns what follows the separator or line end at a place.
func after(padded []byte, at int) (next int, ended bool) {
	switch {
	case padded[at] == '\r' && padded[at+1] == '\n':
		return at + 2, true
	case padded[at] == '\r', padded[at] == '\n':
		return at + 1, true
	}
	return at + 1, false
}
