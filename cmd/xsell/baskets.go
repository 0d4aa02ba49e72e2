package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"

	"xsell/metrics/basket"
	"xsell/metrics/basket/basketfile"
)

// mining is what the command line says to baskets.
type mining struct {
	minCount      int64
	maxSize       int
	maxSets       int
	with          []string
	rules         bool
	minConfidence float64
	format        string
}

// miningFlags are the flags of baskets alone.
var miningFlags = []string{"min-count", "max-size", "max-sets", "with", "rules", "min-confidence", "format"}

// checkMining refuses wrong values, and flags that mean nothing to a command.
func checkMining(f *flags, command string) error {
	for _, name := range miningFlags {
		if command != "baskets" && f.given(name) {
			return fmt.Errorf("--%s goes with xsell baskets", name)
		}
	}
	m := f.mining
	switch {
	case f.given("min-count") && m.minCount < 1:
		return fmt.Errorf("--min-count %d: want at least 1", m.minCount)
	case m.maxSize < 0:
		return fmt.Errorf("--max-size %d: want at least 1, or 0 for any size", m.maxSize)
	case m.maxSets < 1:
		return fmt.Errorf("--max-sets %d: want at least 1", m.maxSets)
	case !(m.minConfidence >= 0 && m.minConfidence <= 1):
		return fmt.Errorf("--min-confidence %v: want 0 to 1", m.minConfidence)
	case f.given("min-confidence") && !m.rules:
		return errors.New("--min-confidence goes with --rules")
	}
	return checkFormat(m.format)
}

// mostSetBytes bounds the memory of the itemsets.
const mostSetBytes = 512 << 20

// baskets prints as csv what is bought together: itemsets with their counts, or rules.
func baskets(ctx context.Context, f *flags, inputs []string, stdout, stderr io.Writer) error {
	if len(inputs) == 0 {
		return usageError{errors.New("no input given; try: xsell baskets sample-data --window all")}
	}
	if err := checkFlags(f); err != nil {
		return usageError{err}
	}
	if f.threads > 0 {
		runtime.GOMAXPROCS(f.threads)
	}
	notes := stderr
	if f.quiet {
		notes = io.Discard
	}
	c, err := readBaskets(ctx, f, inputs, notes)
	if err != nil {
		return err
	}
	with, err := numbersOf(c.Names, f.mining.with)
	if err != nil {
		return err
	}
	if f.mining.minCount == 0 {
		f.mining.minCount = defaultMinCount(c.Baskets.Len())
		fmt.Fprintf(notes, "minimum count %d, the larger of 10 and one in 1,000 baskets; --min-count asks for another\n", f.mining.minCount)
	}
	if f.mining.rules {
		return printRules(ctx, f, c, with, stdout, notes)
	}
	sets, err := mine(ctx, f, c.Baskets, with, notes)
	if err != nil {
		return err
	}
	return writeSets(stdout, sets, c.Names, rowsWanted(f))
}

// defaultMinCount is one in a thousand baskets, and at least ten.
func defaultMinCount(baskets int) int64 {
	return max(10, (int64(baskets)+999)/1000)
}

// rowsWanted is how many rows --top asks for, all where it is not given.
func rowsWanted(f *flags) int {
	if f.given("top") {
		return f.top
	}
	return int(^uint(0) >> 1)
}

// numbersOf looks up items by their names.
func numbersOf(names, wanted []string) ([]int32, error) {
	var numbers []int32
	for _, name := range wanted {
		i, found := slices.BinarySearch(names, name)
		if !found {
			return nil, fmt.Errorf("--with %s: no basket holds it; write it as in the file", name)
		}
		if !slices.Contains(numbers, int32(i)) {
			numbers = append(numbers, int32(i))
		}
	}
	return numbers, nil
}

// mine finds the itemsets and says where there were too many.
func mine(ctx context.Context, f *flags, b *basket.Baskets, with []int32, notes io.Writer) (*basket.Itemsets, error) {
	sets, err := basket.Mine(ctx, b, basket.Options{
		MinCount: f.mining.minCount, MaxSize: f.mining.maxSize,
		MaxSets: f.mining.maxSets, MaxBytes: mostSetBytes, With: with,
	})
	if err != nil {
		return nil, err
	}
	if sets.MinCount > f.mining.minCount {
		fmt.Fprintf(notes, "from count %d on there are more than %s itemsets, or they take more than %d MB: shown are those from count %d on; --max-sets and --max-size change that\n",
			f.mining.minCount, grouped(int64(f.mining.maxSets)), mostSetBytes>>20, sets.MinCount)
	}
	return sets, nil
}

// order is the place of every itemset when those in most baskets come first, of these the
// smaller ones, and of these by their items. The items of each are sorted too.
type order struct {
	sets  *basket.Itemsets
	items []int32 // of all sets, each sorted
	ends  []int
	by    []entry
}

// entry is an itemset with what decides most comparisons.
type entry struct {
	count int64
	head  uint64 // the first two items
	set   int32
	size  int32
}

func ordered(sets *basket.Itemsets) *order {
	o := &order{sets: sets, ends: make([]int, sets.Len()), by: make([]entry, sets.Len())}
	total := 0
	for i := range sets.Len() {
		items, _ := sets.At(i)
		total += len(items)
		o.ends[i] = total
	}
	o.items = make([]int32, total)
	inChunks(sets.Len(), func(from, to int) {
		for i := from; i < to; i++ {
			items, count := sets.At(i)
			own := o.at(int32(i))
			copy(own, items)
			slices.Sort(own)
			e := entry{count: count, set: int32(i), size: int32(len(own))}
			for place := range min(2, len(own)) {
				e.head |= uint64(own[place]) << (32 - 32*place)
			}
			o.by[i] = e
		}
	})
	sortInParts(o.by, func(a, b entry) int {
		if c := cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.size, b.size), cmp.Compare(a.head, b.head)); c != 0 || a.size <= 2 {
			return c
		}
		return slices.Compare(o.at(a.set), o.at(b.set))
	})
	return o
}

// at is the items of a set, sorted.
func (o *order) at(set int32) []int32 {
	from := 0
	if set > 0 {
		from = o.ends[set-1]
	}
	return o.items[from:o.ends[set]]
}

// writeSets prints the first itemsets.
func writeSets(w io.Writer, sets *basket.Itemsets, names []string, most int) error {
	if _, err := io.WriteString(w, "items,size,count\n"); err != nil {
		return err
	}
	o, cells := ordered(sets), newCells(names)
	return writeRows(w, min(most, sets.Len()), func(row []byte, i int) []byte {
		e := o.by[i]
		row = append(cells.set(row, o.at(e.set)), ',')
		row = append(strconv.AppendInt(row, int64(e.size), 10), ',')
		return append(strconv.AppendInt(row, e.count, 10), '\n')
	})
}

// understood says what was read.
func understood(c basketfile.Contents, how string) string {
	text := fmt.Sprintf("read %s baskets of %s items (%s)", grouped(int64(c.Baskets.Len())), grouped(int64(len(c.Names))), how)
	if c.Broken > 0 {
		text += fmt.Sprintf("; left out %s lines without a deal or an item", grouped(c.Broken))
	}
	return text
}

// grouped is a number with commas between its thousands.
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
