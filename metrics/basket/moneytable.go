package basket

import (
	"cmp"
	"slices"
)

// An earningTable holds the baskets of a branch: rows of items that may still
// be taken, by slot and rising, with their money.
type earningTable struct {
	items []int32 // of the slots
	rows  []earningRow
	cells []earningCell
}

// An earningRow is a row and what the prefix brings in it.
type earningRow struct {
	from, to int // in cells
	prefix   int64
}

type earningCell struct {
	slot  int32
	money int64
}

// A slotSum is what the prefix and the item in a slot bring, in how many rows,
// and what they and items in lower slots cannot exceed.
type slotSum struct{ count, money, bound int64 }

// moneyTable returns the baskets that hold the required items, without these and
// without items that cannot be in any set; what the required items bring; and
// whether they can stand together.
func moneyTable(b *Baskets, numbers int, o MoneyOptions) (t *earningTable, whole Earner, possible bool) {
	whole.Items = o.With
	for i, item := range o.With {
		if int(item) >= numbers || o.MaxSize > 0 && len(o.With) > o.MaxSize ||
			o.Apart != nil && slices.ContainsFunc(o.With[i+1:], func(other int32) bool { return o.Apart(item, other) }) {
			return nil, whole, false
		}
	}
	t = &earningTable{items: make([]int32, numbers)}
	for item := range t.items {
		t.items[item] = int32(item)
	}
	for _, in := range b.blocks {
		start := uint32(0)
		for _, end := range in.ends {
			money := []int64(nil)
			if in.money != nil {
				money = in.money[start:end]
			}
			t.add(in.items[start:end], money, o.With)
			start = end
		}
	}
	for _, r := range t.rows {
		whole.Count++
		whole.Money += r.prefix
	}
	return t.ranked(o), whole, true
}

// add appends a basket as a row in which slots are item numbers, unless it lacks
// a required item.
func (t *earningTable) add(items []int32, money []int64, with []int32) {
	from := len(t.cells)
	for i, item := range items {
		cell := earningCell{slot: item}
		if money != nil {
			cell.money = money[i]
		}
		t.cells = append(t.cells, cell)
	}
	row := t.cells[from:]
	slices.SortFunc(row, func(a, b earningCell) int { return cmp.Compare(a.slot, b.slot) })
	r := earningRow{from: from, to: from}
	required := 0
	for i := 0; i < len(row); {
		cell := row[i]
		for i++; i < len(row) && row[i].slot == cell.slot; i++ {
			cell.money += row[i].money
		}
		if slices.Contains(with, cell.slot) {
			required++
			r.prefix += cell.money
			continue
		}
		t.cells[r.to] = cell
		r.to++
	}
	t.cells = t.cells[:r.to]
	if required < len(with) {
		t.cells = t.cells[:from]
		return
	}
	t.rows = append(t.rows, r)
}

// ranked returns the table with only the items that may be in a set, in slots by
// falling count and equal ones by number.
func (t *earningTable) ranked(o MoneyOptions) *earningTable {
	whole := make([]slotSum, len(t.items)) // with the bound by whole rows
	for _, r := range t.rows {
		bound := t.most(r)
		for _, c := range t.cells[r.from:r.to] {
			whole[c.slot].count++
			whole[c.slot].bound = addTo(whole[c.slot].bound, bound)
		}
	}
	var items []int32
	for item, s := range whole {
		apart := o.Apart != nil && slices.ContainsFunc(o.With, func(w int32) bool { return o.Apart(int32(item), w) })
		if s.count >= o.MinCount && s.bound >= o.MinMoney && !apart {
			items = append(items, int32(item))
		}
	}
	slices.SortFunc(items, func(a, b int32) int {
		return cmp.Or(cmp.Compare(whole[b].count, whole[a].count), cmp.Compare(a, b))
	})
	slots := make([]int32, len(t.items))
	for i := range slots {
		slots[i] = -1
	}
	for slot, item := range items {
		slots[item] = int32(slot)
	}
	return t.keep(items, slots)
}

// most is what no set in a row brings more than: the prefix and all money above
// 0; not below 0.
func (t *earningTable) most(r earningRow) int64 {
	sum := r.prefix
	for _, c := range t.cells[r.from:r.to] {
		sum = addTo(sum, max(0, c.money))
	}
	return max(0, sum)
}

// keep reduces the table, in its own memory, to slots that get another number,
// which stand sorted again; rows without any are left out.
func (t *earningTable) keep(items, slots []int32) *earningTable {
	kept := &earningTable{items: items, rows: t.rows[:0], cells: t.cells[:0]}
	for _, r := range t.rows {
		from := len(kept.cells)
		for _, c := range t.cells[r.from:r.to] {
			if slot := slots[c.slot]; slot >= 0 {
				kept.cells = append(kept.cells, earningCell{slot, c.money})
			}
		}
		if to := len(kept.cells); to > from {
			slices.SortFunc(kept.cells[from:], func(a, b earningCell) int { return cmp.Compare(a.slot, b.slot) })
			kept.rows = append(kept.rows, earningRow{from, to, r.prefix})
		}
	}
	return kept
}

// sums returns what every slot brings together with the prefix.
func (t *earningTable) sums() []slotSum {
	sums := make([]slotSum, len(t.items))
	for _, r := range t.rows {
		lower := int64(0) // money above 0 in lower slots
		for _, c := range t.cells[r.from:r.to] {
			s := &sums[c.slot]
			s.count++
			s.money += r.prefix + c.money
			s.bound = addTo(s.bound, max(0, r.prefix+c.money+lower))
			lower += max(0, c.money)
		}
	}
	return sums
}

// rowsBySlot lists for every slot the rows that hold it.
func (t *earningTable) rowsBySlot() [][]int32 {
	counts := make([]int, len(t.items))
	for _, c := range t.cells {
		counts[c.slot]++
	}
	memory := make([]int32, len(t.cells))
	rows := make([][]int32, len(t.items))
	for slot, n := range counts {
		rows[slot], memory = memory[:0:n], memory[n:]
	}
	for i, r := range t.rows {
		for _, c := range t.cells[r.from:r.to] {
			rows[c.slot] = append(rows[c.slot], int32(i))
		}
	}
	return rows
}

// project returns the rows that hold a slot, reduced to those lower slots that
// allow lets through: it is told the item, in how many of the rows it is, and
// what no set brings more than that holds it, the prefix and the slot.
func (t *earningTable) project(slot int, rows []int32, allow func(item int32, s slotSum) bool) *earningTable {
	sums := make([]slotSum, slot)
	for _, i := range rows {
		lower, prefix := t.below(t.rows[i], slot)
		bound := prefix
		for _, c := range lower {
			bound += max(0, c.money)
		}
		for _, c := range lower {
			sums[c.slot].count++
			sums[c.slot].bound = addTo(sums[c.slot].bound, max(0, bound))
		}
	}
	child := &earningTable{}
	slots := make([]int32, slot)
	for other, s := range sums {
		slots[other] = -1
		if s.count > 0 && allow(t.items[other], s) {
			slots[other] = int32(len(child.items))
			child.items = append(child.items, t.items[other])
		}
	}
	for _, i := range rows {
		lower, prefix := t.below(t.rows[i], slot)
		from := len(child.cells)
		for _, c := range lower {
			if slots[c.slot] >= 0 {
				child.cells = append(child.cells, earningCell{slots[c.slot], c.money})
			}
		}
		if to := len(child.cells); to > from {
			child.rows = append(child.rows, earningRow{from, to, prefix})
		}
	}
	return child
}

// below returns the cells of a row below a slot that it holds, and what the
// prefix with that slot brings.
func (t *earningTable) below(r earningRow, slot int) (lower []earningCell, prefix int64) {
	row := t.cells[r.from:r.to]
	at, _ := slices.BinarySearchFunc(row, int32(slot), func(c earningCell, slot int32) int { return cmp.Compare(c.slot, slot) })
	return row[:at], r.prefix + row[at].money
}
