// Package basketfile reads baskets written as text: one basket a line, its
// items separated by commas, semicolons, tabs or blanks; or the long form, a
// deal and an item in each line.
//
// It numbers the items and knows nothing of what is done with them. Sales, with
// days and amounts, are not its matter but that of package ingest.
package basketfile

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"

	"xsell/metrics/basket"
)

// A Reader collects the baskets of one text after the other. The zero value is
// ready.
type Reader struct {
	Workers int // goroutines that read, 0 for one per processor

	parsers []*parser
}

// Contents are the baskets read.
type Contents struct {
	Baskets *basket.Baskets

	// Names are the items by number, in rising order of their bytes, whatever
	// order they stood in.
	Names []string

	Broken int64 // lines of the long form without a deal or an item, left out
}

const (
	firstBlock  = 1 << 14 // bytes of the first block; every other is of twice the size
	mostBlock   = 1 << 18 // up to this one
	longestLine = 64 << 20
)

// Read adds the baskets of a text that is laid out as given. Items and deals of
// the same name are the same in all texts. It fails for a line of 64 MB, for
// zero bytes, and with the errors of r and ctx; what was read up to an error
// stays among the baskets.
func (r *Reader) Read(ctx context.Context, text io.Reader, l Layout) error {
	workers := r.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	for len(r.parsers) < workers {
		r.parsers = append(r.parsers, newParser(l))
	}
	from := &cutter{text: text, skip: l.Skip, size: firstBlock}
	errs := make([]error, len(r.parsers))
	var wait sync.WaitGroup
	for w, p := range r.parsers {
		p.Layout = l
		wait.Go(func() {
			if errs[w] = p.readFrom(ctx, from); errs[w] != nil {
				from.stop()
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// readFrom reads blocks until there are no more.
func (p *parser) readFrom(ctx context.Context, from *cutter) error {
	var memory []byte
	for {
		block, err := from.next(&memory)
		if err != nil || len(block) == 0 {
			return err
		}
		if err := cmp.Or(ctx.Err(), p.read(block)); err != nil {
			return err
		}
	}
}

func (p *parser) read(text []byte) error {
	if p.Long {
		return p.readSales(text)
	}
	return p.readBaskets(text)
}

// A cutter cuts a text into blocks of whole lines for several readers.
type cutter struct {
	mu   sync.Mutex
	text io.Reader
	rest []byte // of a line that has begun
	skip int    // lines still to be left out
	size int    // of the next block
	done bool
}

// next returns the next block, in the memory given where that is enough: a line
// end stands at its end and padding behind. It returns none at the end.
func (c *cutter) next(memory *[]byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for !c.done {
		block, err := c.cut(memory)
		if err != nil {
			c.done = true
			return nil, err
		}
		for ; c.skip > 0 && len(block) > 0; c.skip-- {
			_, block = line(block)
		}
		if len(block) > 0 {
			return block, nil
		}
	}
	return nil, nil
}

// cut returns the lines that end in the next stretch of the text.
func (c *cutter) cut(memory *[]byte) ([]byte, error) {
	if need := max(c.size, 2*len(c.rest)) + padding + 1; len(*memory) < need {
		*memory = make([]byte, need)
	}
	c.size = min(2*c.size, mostBlock)
	block := (*memory)[:len(*memory)-padding-1]
	begun := copy(block, c.rest)
	n, err := io.ReadFull(c.text, block[begun:])
	block = block[:begun+n]
	c.done = errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !c.done {
		return nil, err
	}
	if c.done && len(block) > 0 {
		block = append(block, '\n')
	}
	end := lastLineEnd(block, c.done)
	if c.rest = append(c.rest[:0], block[end:]...); len(c.rest) > longestLine {
		return nil, fmt.Errorf("a line of more than %d MB; a line is a basket, or a deal and an item", longestLine>>20)
	}
	return block[:end], nil
}

// stop makes this the end.
func (c *cutter) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done = true
}

// lastLineEnd returns where the last whole line of a block ends. A carriage
// return at its end may have a line feed behind it, unless the text ends here.
func lastLineEnd(block []byte, ended bool) int {
	if ended {
		return len(block)
	}
	if i := bytes.LastIndexByte(block, '\n'); i >= 0 {
		return i + 1
	}
	if i := bytes.LastIndexByte(block[:max(0, len(block)-1)], '\r'); i >= 0 {
		return i + 1
	}
	return 0
}

// line returns the first line of a text, without its end, and what follows.
func line(text []byte) (first, rest []byte) {
	i := bytes.IndexAny(text, "\r\n")
	if i < 0 {
		return text, nil
	}
	if text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n' {
		return text[:i], text[i+2:]
	}
	return text[:i], text[i+1:]
}

// Contents returns the baskets of all texts. The Reader is empty after it.
func (r *Reader) Contents() Contents {
	parsers := r.parsers
	r.parsers = nil
	items := make([]*dictionary, len(parsers))
	for i, p := range parsers {
		items[i] = p.items
	}
	names, numbers := merge(items)
	to := inOrder(names)
	c := Contents{Baskets: &basket.Baskets{}, Names: make([]string, len(names))}
	for number, name := range names {
		c.Names[to[number]] = name
	}
	var wait sync.WaitGroup
	for i, p := range parsers {
		wait.Go(func() {
			for local, number := range numbers[i] {
				numbers[i][local] = to[number]
			}
			p.baskets.Renumber(numbers[i])
			for s := range p.sales {
				p.sales[s].item = numbers[i][p.sales[s].item]
			}
		})
	}
	wait.Wait()
	for _, p := range parsers {
		c.Baskets.Append(&p.baskets)
		c.Broken += p.broken
	}
	addDeals(c.Baskets, parsers)
	return c
}

// merge returns the texts of all dictionaries, numbered, and for each
// dictionary the numbers of its own.
func merge(all []*dictionary) (names []string, numbers [][]int32) {
	numbers = make([][]int32, len(all))
	for i, d := range all {
		numbers[i] = make([]int32, len(d.names))
		for local, name := range d.names {
			numbers[i][local] = all[0].number([]byte(name))
		}
		names = all[0].names
	}
	return names, numbers
}

// inOrder returns the place of every name among all in rising order.
func inOrder(names []string) []int32 {
	type entry struct {
		head   uint64 // first bytes, which decide most comparisons
		number int32
	}
	entries := make([]entry, len(names))
	for i, name := range names {
		var head [8]byte
		copy(head[:], name)
		entries[i] = entry{binary.BigEndian.Uint64(head[:]), int32(i)}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Compare(names[a.number], names[b.number])
	})
	place := make([]int32, len(names))
	for i, e := range entries {
		place[e.number] = int32(i)
	}
	return place
}

// addDeals adds the baskets of the long form, whose lines need not stand
// together.
func addDeals(to *basket.Baskets, parsers []*parser) {
	deals := make([]*dictionary, len(parsers))
	for i, p := range parsers {
		deals[i] = p.deals
	}
	if len(parsers) == 0 {
		return
	}
	names, numbers := merge(deals)
	ends := make([]int, len(names)+1) // of each deal, after its first pass; its start before
	for i, p := range parsers {
		for _, s := range p.sales {
			ends[numbers[i][s.deal]+1]++
		}
	}
	for d := range names {
		ends[d+1] += ends[d]
	}
	items := make([]int32, ends[len(names)])
	for i, p := range parsers {
		for _, s := range p.sales {
			d := numbers[i][s.deal]
			items[ends[d]] = s.item
			ends[d]++
		}
		p.sales = nil
	}
	start := 0
	for d := range names {
		if ends[d] > start {
			to.Add(items[start:ends[d]]...)
			start = ends[d]
		}
	}
}
