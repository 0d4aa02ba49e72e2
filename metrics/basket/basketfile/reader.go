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
	mostBlock   = 1 << 20 // up to this one
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
	blocks := make(chan []byte)
	free := make(chan []byte, 2*workers)
	for range 2 * workers {
		free <- nil
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wait sync.WaitGroup
	for _, p := range r.parsers {
		p.Layout = l
		wait.Go(func() {
			for block := range blocks {
				if err := p.read(block); err != nil {
					stop(err)
				}
				free <- block
			}
		})
	}
	err := cut(ctx, text, l.Skip, blocks, free)
	close(blocks)
	wait.Wait()
	return cmp.Or(context.Cause(ctx), err)
}

func (p *parser) read(text []byte) error {
	if p.Long {
		return p.readSales(text)
	}
	return p.readBaskets(text)
}

// cut sends the text, without the lines to skip, in blocks of whole lines, each
// with a line end at its end and padding behind. Blocks that are read come back.
func cut(ctx context.Context, text io.Reader, skip int, blocks chan<- []byte, free <-chan []byte) error {
	var block, rest []byte // rest is a line that has begun
	taken := false         // whether block is still to be sent
	for size := firstBlock; ; size = min(2*size, mostBlock) {
		if !taken {
			select {
			case block = <-free:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		if need := max(size, 2*len(rest)) + padding + 1; cap(block) < need {
			block = make([]byte, need)
		}
		block = block[:cap(block)-padding-1]
		begun := copy(block, rest)
		n, err := io.ReadFull(text, block[begun:])
		block = block[:begun+n]
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return err
		}
		if ended && len(block) > 0 {
			block = append(block, '\n')
		}
		end := lastLineEnd(block, ended)
		if rest = append(rest[:0], block[end:]...); len(rest) > longestLine {
			return fmt.Errorf("a line of more than %d MB; a line is a basket, or a deal and an item", longestLine>>20)
		}
		block = block[:end]
		for ; skip > 0 && len(block) > 0; skip-- {
			_, block = line(block)
		}
		if taken = len(block) == 0; !taken {
			blocks <- block
		}
		if ended {
			return nil
		}
	}
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
		return cmp.Or(cmp.Compare(a.head, b.head), cmp.Compare(names[a.number], names[b.number]))
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
