package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// item is a product, type or area that was sold.
type item struct {
	Level     int64
	Key, Name string
}

// levelNames are the levels by their numbers in the queries.
var levelNames = []string{"product", "type", "area"}

// sold asks for what sales know of the items of some levels.
type sold struct {
	*sales.Ledger
	levels []string
}

// fill puts the levels into a query.
func (s sold) fill(query string) string {
	var parts []string
	for number, level := range levelNames {
		if slices.Contains(s.levels, level) {
			parts = append(parts, strings.NewReplacer("{number}", strconv.Itoa(number), "{level}", level).Replace(levelSQL))
		}
	}
	money := "revenue"
	if s.Has(sales.Cost) {
		money = "cm1"
	}
	return strings.NewReplacer("{levels}", strings.Join(parts, "\n\tUNION ALL"), "{money}", money).Replace(query)
}

// dealsOf reads sales, whose deals of the window are the baskets.
func dealsOf(ctx context.Context, f *flags, inputs []string, notes io.Writer) (catalogue, error) {
	var c catalogue
	if named, err := readConfig(f); err == nil && named.Engine != "" {
		return c, errors.New("xsell baskets goes with files; leave --config out, or give one without a warehouse")
	}
	in, err := read(ctx, f, inputs, nil, notes)
	if err != nil {
		return c, err
	}
	l := in.ledger
	defer l.Close()
	if err := in.whereFault(f, l.Finish(ctx, in.finish)); err != nil {
		return c, err
	}
	s := sold{l, f.mining.levels}
	if len(s.levels) == 0 {
		s.levels = levelNames[:1]
	}
	for _, level := range s.levels {
		if field := levelFields[level]; !l.Has(field) {
			return c, usageError{fmt.Errorf("--levels %s: the sales name no %s; name its column in --config, or leave the level out", strings.Join(s.levels, ","), field)}
		}
	}
	if c, err = s.catalogue(ctx, f.mining); err != nil {
		return c, err
	}
	fmt.Fprintln(notes, understood(c, "the deals of "+l.Calendar.Window.Label+"; --window asks for others"))
	return c, nil
}

// catalogue are the deals as baskets, with what the flags need of their items.
func (s sold) catalogue(ctx context.Context, m mining) (catalogue, error) {
	var c catalogue
	items, err := sales.Query[item](ctx, s.Ledger, s.fill(itemsSQL))
	if err != nil {
		return c, err
	}
	names := itemNames(items, len(s.levels) > 1)
	c.Names = slices.Sorted(slices.Values(names))
	numbers := make([]int32, len(names))
	for i, name := range names {
		place, _ := slices.BinarySearch(c.Names, name)
		numbers[i] = int32(place)
	}
	if c.Baskets, err = s.baskets(ctx, numbers, m.money > 0); err != nil {
		return c, err
	}
	if len(s.levels) > 1 {
		if c.above, err = s.above(ctx, numbers); err != nil {
			return c, err
		}
	}
	if m.offers {
		c.worth, err = s.worth(ctx, numbers)
	}
	return c, err
}

// baskets are the deals as baskets of the numbers given to the items, with what each
// brought where that is wanted.
func (s sold) baskets(ctx context.Context, numbers []int32, withMoney bool) (*basket.Baskets, error) {
	var b basket.Baskets
	var row []int32
	var earned []basket.Sold
	add := func() {
		if withMoney {
			b.AddSold(earned...)
		} else {
			b.Add(row...)
		}
		row, earned = row[:0], earned[:0]
	}
	deal := int64(0)
	err := sales.Integers(ctx, s.Ledger, s.fill(dealsSQL), func(r []int64) error {
		if r[0] != deal && len(row) > 0 {
			add()
		}
		number := numbers[r[1]-1]
		deal, row = r[0], append(row, number)
		if withMoney {
			earned = append(earned, basket.Sold{Item: number, Money: r[2]})
		}
		return nil
	})
	if len(row) > 0 {
		add()
	}
	return &b, err
}

// above are the items of other levels that an item belongs to.
func (s sold) above(ctx context.Context, numbers []int32) ([][]int32, error) {
	above := make([][]int32, len(numbers))
	err := sales.Integers(ctx, s.Ledger, s.fill(aboveSQL), func(r []int64) error {
		item := numbers[r[0]-1]
		above[item] = append(above[item], numbers[r[1]-1])
		return nil
	})
	for _, items := range above {
		slices.Sort(items)
	}
	return above, err
}

// worth is the median of what a deal with an item brought, 0 where no deal says it.
func (s sold) worth(ctx context.Context, numbers []int32) ([]int64, error) {
	worth := make([]int64, len(numbers))
	err := sales.Integers(ctx, s.Ledger, s.fill(worthSQL), func(r []int64) error {
		worth[numbers[r[0]-1]] = r[1] + (r[2]-r[1])/2
		return nil
	})
	return worth, err
}

// itemNames are the names of the items: those of types and areas say so where there are
// several levels, and those that several share have the key behind them.
func itemNames(items []item, severalLevels bool) []string {
	times := map[string]int{}
	names := make([]string, len(items))
	for i, p := range items {
		if names[i] = p.Name; severalLevels && p.Level > 0 {
			names[i] = fmt.Sprintf("%s (%s)", p.Name, levelNames[p.Level])
		}
		times[names[i]]++
	}
	for i, p := range items {
		if name := names[i]; times[name] > 1 || name == "" {
			names[i] = fmt.Sprintf("%s (%s)", name, p.Key)
		}
	}
	return names
}

// spooled copies what came by standard input to a file, for the reader of sales. What it
// returns removes the copy.
func spooled(text io.Reader) (name string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "xsell-input-")
	if err != nil {
		return "", func() {}, fmt.Errorf("make a copy of it: %w; set TMPDIR to a folder that can be written", err)
	}
	remove = func() { os.RemoveAll(dir) }
	name = filepath.Join(dir, "standard input")
	file, err := os.Create(name)
	if err != nil {
		return name, remove, err
	}
	_, err = io.Copy(file, text)
	return name, remove, errors.Join(err, file.Close())
}
