package basket

import "sort"

// Baskets is a list of baskets whose items are numbered densely from 0: the
// memory of [Mine] grows with the largest number. The zero value is empty.
//
// It takes 4 bytes for an item and 4 for a basket, in blocks: what was added is
// never moved, so that no second copy stands beside it while it grows.
type Baskets struct {
	blocks []block
	n      int
}

// A block is a run of baskets.
type block struct {
	first int // number of its first basket
	items []int32
	ends  []uint32 // of each basket in items
	money []int64  // of each item; nil where no basket has any
}

// The sizes of blocks, in items.
const (
	firstBlock = 1 << 8
	mostBlock  = 1 << 18
)

// Add appends a basket. An item that is repeated counts once.
func (b *Baskets) Add(items ...int32) {
	to := b.room(len(items), false)
	to.items = append(to.items, items...)
	to.ends = append(to.ends, uint32(len(to.items)))
	b.n++
}

// A Sold is an item in a basket with the money it brought there, of any sign.
type Sold struct {
	Item  int32
	Money int64
}

// AddSold appends a basket for [MineMoney], which takes 8 bytes more for each
// item. An item that is repeated counts once, with its money added up.
func (b *Baskets) AddSold(items ...Sold) {
	to := b.room(len(items), true)
	for _, s := range items {
		to.items = append(to.items, s.Item)
		to.money = append(to.money, s.Money)
	}
	to.ends = append(to.ends, uint32(len(to.items)))
	b.n++
}

// room returns the block that the next basket goes to.
func (b *Baskets) room(items int, money bool) *block {
	last := len(b.blocks) - 1
	if last >= 0 && items <= cap(b.blocks[last].items)-len(b.blocks[last].items) && money == (b.blocks[last].money != nil) {
		return &b.blocks[last]
	}
	size := firstBlock
	if last >= 0 {
		size = min(4*cap(b.blocks[last].items), mostBlock)
	}
	size = max(size, items)
	b.blocks = append(b.blocks, block{first: b.n, items: make([]int32, 0, size)})
	last++
	if money {
		b.blocks[last].money = make([]int64, 0, size)
	}
	return &b.blocks[last]
}

// Append moves the baskets of another list, in their order, to the end of this
// one; the other is empty after it.
func (b *Baskets) Append(other *Baskets) {
	for _, o := range other.blocks {
		o.first = b.n
		b.n += len(o.ends)
		b.blocks = append(b.blocks, o)
	}
	*other = Baskets{}
}

// Renumber gives every item the number that stands at its old one.
func (b *Baskets) Renumber(numbers []int32) {
	for _, block := range b.blocks {
		for i, item := range block.items {
			block.items[i] = numbers[item]
		}
	}
}

// Len returns the number of baskets, empty ones included.
func (b *Baskets) Len() int {
	return b.n
}

// At returns the items of a basket as they were added, in the memory of b: the
// caller must not write to it.
func (b *Baskets) At(i int) []int32 {
	after := sort.Search(len(b.blocks), func(k int) bool { return b.blocks[k].first > i })
	in := &b.blocks[after-1]
	return in.at(i - in.first)
}

func (b *block) at(i int) []int32 {
	var start uint32
	if i > 0 {
		start = b.ends[i-1]
	}
	return b.items[start:b.ends[i]]
}

// bounds returns how many items stand in the baskets, repeated ones included,
// the largest number, -1 for none, and whether one is negative.
func (b *Baskets) bounds(workers int) (items int, most int32, negative bool) {
	type bound struct{ most, signs int32 }
	of := make([]bound, len(b.blocks))
	share(len(of), workers, func(_, i int) {
		most, signs := int32(-1), int32(0)
		for _, item := range b.blocks[i].items {
			most = max(most, item)
			signs |= item
		}
		of[i] = bound{most, signs}
	})
	most = -1
	for i, in := range b.blocks {
		items += len(in.items)
		most = max(most, of[i].most)
		negative = negative || of[i].signs < 0
	}
	return items, most, negative
}
