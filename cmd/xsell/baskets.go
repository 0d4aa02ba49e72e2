package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// mining is what the command line says to baskets.
type mining struct {
	minCount      int64
	maxSize       int
	maxSets       int
	with          []string
	levels        []string
	minMoney      string // as it was given
	money         sales.Money
	offers        bool
	rules         bool
	minConfidence float64
	format        string
}

// miningFlags are the flags of baskets alone.
var miningFlags = []string{"min-count", "max-size", "max-sets", "with", "levels", "min-money", "offers", "rules", "min-confidence", "format"}

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
	if err := f.mining.checkSold(f.given); err != nil {
		return err
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
	if err := checkFlags(f, &config{}); err != nil {
		return usageError{err}
	}
	if f.threads > 0 {
		runtime.GOMAXPROCS(f.threads)
	}
	notes := stderr
	if f.quiet {
		notes = io.Discard
	}
	collectLate()
	c, err := readBaskets(ctx, f, inputs, notes)
	if err != nil {
		return err
	}
	with, err := numbersOf(c.Names, f.mining.with)
	if err != nil {
		return err
	}
	if f.mining.money > 0 {
		return printEarners(ctx, f, c, with, stdout, notes)
	}
	if f.mining.minCount == 0 {
		f.mining.minCount = defaultMinCount(c.Baskets.Len())
		fmt.Fprintf(notes, "minimum count %d, the larger of 10 and one in 1,000 baskets; --min-count asks for another\n", f.mining.minCount)
	}
	if f.mining.rules {
		return printRules(ctx, f, c, with, stdout, notes)
	}
	if f.mining.offers {
		return printOffers(ctx, f, c, stdout, notes)
	}
	tree, err := c.mineTree(ctx, f, c.Baskets, with, notes)
	if err != nil {
		return err
	}
	if f.given("top") {
		return writeTopSets(stdout, tree.Itemsets(), c.Names, f.top)
	}
	return writeSets(stdout, tree, c.Names)
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
func (c catalogue) mine(ctx context.Context, f *flags, b *basket.Baskets, with []int32, notes io.Writer) (*basket.Itemsets, error) {
	tree, err := c.mineTree(ctx, f, b, with, notes)
	if err != nil {
		return nil, err
	}
	return tree.Itemsets(), nil
}

func (c catalogue) mineTree(ctx context.Context, f *flags, b *basket.Baskets, with []int32, notes io.Writer) (*basket.Tree, error) {
	tree, err := basket.MineTree(ctx, b, basket.Options{
		MinCount: f.mining.minCount, MaxSize: f.mining.maxSize,
		MaxSets: f.mining.maxSets, MaxBytes: mostSetBytes, With: with, Apart: c.apart(),
	})
	if err != nil {
		return nil, err
	}
	if tree.MinCount > f.mining.minCount {
		fmt.Fprintf(notes, "from count %d on there are more than %s itemsets, or they take more than %d MB: shown are those from count %d on; --max-sets and --max-size change that\n",
			f.mining.minCount, grouped(int64(f.mining.maxSets)), mostSetBytes>>20, tree.MinCount)
	}
	return tree, nil
}

// understood says what was read.
func understood(c catalogue, how string) string {
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
