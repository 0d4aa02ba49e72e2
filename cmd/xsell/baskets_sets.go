package main

import (
	"io"
	"slices"
	"strconv"

	"xsell/metrics/basket"
)

// setsHeader is the first line of itemsets.
const setsHeader = "items,size,count\n"

// pieceSets is how many itemsets a goroutine writes at a time, at least.
const pieceSets = 1 << 11

// writeSets prints all itemsets in the order in which they are searched.
func writeSets(w io.Writer, tree *basket.Tree, names []string) error {
	if _, err := io.WriteString(w, setsHeader); err != nil {
		return err
	}
	c, pieces := newCells(names), tree.Pieces(pieceSets)
	return inTurns(w, len(pieces), func() func(rows []byte, i int) []byte {
		sets := setRows{cells: c}
		return func(rows []byte, i int) []byte {
			for b := range pieces[i].Branches() {
				rows = sets.append(rows, b)
			}
			return rows
		}
	})
}

// writeTopSets prints the itemsets in most baskets, of these the smaller ones first.
func writeTopSets(w io.Writer, sets *basket.Itemsets, names []string, most int) error {
	if _, err := io.WriteString(w, setsHeader); err != nil {
		return err
	}
	c, row, cell := newCells(names), []byte(nil), []int32(nil)
	for _, i := range topSets(sets, most) {
		items, count := sets.At(i)
		cell = append(cell[:0], items...)
		slices.Sort(cell)
		row = append(c.set(row[:0], cell), ',')
		row = strconv.AppendInt(row, int64(len(items)), 10)
		row = strconv.AppendInt(append(row, ','), count, 10)
		if _, err := w.Write(append(row, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// topSets is the numbers of the sets in most baskets, of these the smaller ones first, and
// of these those that were searched first.
func topSets(sets *basket.Itemsets, most int) []int {
	counts := make([]int64, sets.Len())
	for i := range counts {
		_, counts[i] = sets.At(i)
	}
	sorted := slices.Sorted(slices.Values(counts))
	least := int64(0)
	if most < len(sorted) {
		least = sorted[len(sorted)-most]
	}
	var top []int
	for i, count := range counts {
		if count >= least {
			top = append(top, i)
		}
	}
	slices.SortStableFunc(top, func(i, j int) int {
		if counts[i] != counts[j] {
			return int(counts[j] - counts[i])
		}
		a, _ := sets.At(i)
		b, _ := sets.At(j)
		return len(a) - len(b)
	})
	return top[:min(most, len(top))]
}
