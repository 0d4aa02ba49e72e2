package basket

import "slices"

// A filler writes the reduced rows of those buckets that are a worker's own.
type filler struct {
	roles     []role   // of the first ranks
	isPartner []uint64 // of each bucket, bits by the number of a partner
	words     int      // of a bucket in isPartner
	memory    []int32
	ends      []int // of the rows of each bucket, in the memory

	// Of the row at work: its ranks that are a partner in any bucket, rising, their
	// numbers, and the buckets of its ranks.
	row, numbers []int32
	owners       []owner
}

// A role is what a rank is in some buckets.
type role struct {
	bucket int32 // which one it is the rarest of, -1 for none
	number int32 // among the partners in any bucket, -1 where it is none
}

// An owner is a bucket that a row belongs to, by one of its ranks, with how many partners
// the row has below this rank.
type owner struct{ bucket, partners int32 }

// fill reads all rows once and writes the reduced rows of the buckets, which are
// of so many first ranks. Each worker fills the buckets that are its own. The
// memory is for the bounds and the slack of each, which is what a row may be
// written beyond the bound before it is known to be short.
func (s *search) fill(buckets []bucket, ranks int, memory []int32, slack int) {
	roles, partners := rolesIn(buckets, ranks)
	words := (partners + 63) / 64
	isPartner := make([]uint64, len(buckets)*words)
	starts := make([]int, len(buckets)+1)
	for i, b := range buckets {
		starts[i+1] = starts[i] + b.bound + slack
		for _, partner := range b.partners {
			number := int(roles[partner].number)
			isPartner[i*words+number/64] |= 1 << (number % 64)
		}
	}
	parallel(s.Workers, func(w int) {
		f := filler{
			roles: slices.Clone(roles), isPartner: isPartner, words: words, memory: memory, ends: slices.Clone(starts),
			row: make([]int32, slack), numbers: make([]int32, slack), owners: make([]owner, slack),
		}
		for i := range buckets { // a copy of a bucket would hold what another worker writes
			if i%s.Workers != w {
				f.roles[buckets[i].rank].bucket = -1
			}
		}
		for _, r := range s.root.runs {
			f.read(s.root.values[r.from:r.to])
		}
		for i := w; i < len(buckets); i += s.Workers {
			buckets[i].values = memory[starts[i]:f.ends[i]]
		}
	})
}

// rolesIn returns what so many first ranks are in the buckets, and how many partners.
func rolesIn(buckets []bucket, ranks int) (roles []role, partners int) {
	roles = make([]role, ranks)
	for rank := range roles {
		roles[rank] = role{-1, -1}
	}
	for i, b := range buckets {
		roles[b.rank].bucket = int32(i)
		for _, partner := range b.partners {
			if r := &roles[partner]; r.number < 0 {
				r.number = int32(partners)
				partners++
			}
		}
	}
	return roles, partners
}

// read adds rows to their buckets.
func (f *filler) read(values []int32) {
	partners, owners := 0, 0
	for _, v := range values {
		if rank := v ^ v>>31; int(rank) < len(f.roles) {
			// Without a branch, which could not be predicted.
			role := f.roles[rank]
			f.owners[owners] = owner{role.bucket, int32(partners)}
			owners += int(1 + role.bucket>>31)
			f.row[partners], f.numbers[partners] = rank, role.number
			partners += int(1 + role.number>>31)
		}
		if v >= 0 {
			continue
		}
		for _, o := range f.owners[:owners] {
			if o.partners > 1 {
				f.add(o)
			}
		}
		partners, owners = 0, 0
	}
}

// add appends the partners in the row to a bucket, unless there are fewer than two.
func (f *filler) add(o owner) {
	numbers, row := f.numbers[:o.partners], f.row[:o.partners]
	isPartner := f.isPartner[int(o.bucket)*f.words:][:f.words]
	start, end := f.ends[o.bucket], 0
	to := f.memory[start:][:o.partners]
	for i, number := range numbers {
		// Without a branch, which could not be predicted.
		to[end] = row[i]
		end += int(isPartner[uint32(number)/64] >> (uint32(number) % 64) & 1)
	}
	if end > 1 {
		to[end-1] = ^to[end-1]
		f.ends[o.bucket] += end
	}
}
