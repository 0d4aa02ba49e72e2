package metrics

import (
	"slices"
	"sync"
)

// underway tells of the sections that are being computed.
type underway struct {
	mu        sync.Mutex
	done, all int
	names     []string
	tell      func(done, all int, names []string)
}

func newUnderway(all int, tell func(done, all int, names []string)) *underway {
	if tell == nil {
		tell = func(int, int, []string) {}
	}
	return &underway{all: all, tell: tell}
}

func (u *underway) begin(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.names = append(u.names, name)
	u.tell(u.done, u.all, u.names)
}

func (u *underway) end(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.done++
	u.names = slices.DeleteFunc(u.names, func(n string) bool { return n == name })
	u.tell(u.done, u.all, u.names)
}
