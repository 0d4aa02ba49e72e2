package main

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// lying is the memory in bytes that baskets take before any garbage is collected, which most
// files never reach.
const lying = 128 << 20

// collectLate lets garbage lie until the program has taken so many bytes, and then until there
// is four times as much of it as of what is in use. What it returns sets back how it was.
func collectLate(bytes int64) (back func()) {
	limit := debug.SetMemoryLimit(-1)
	percent := debug.SetGCPercent(-1)
	debug.SetMemoryLimit(min(limit, bytes))
	var mu sync.Mutex
	over := false
	set := func(percent int, last bool) {
		mu.Lock()
		defer mu.Unlock()
		if !over {
			debug.SetGCPercent(percent)
			debug.SetMemoryLimit(limit)
		}
		over = over || last
	}
	// The first collection finds that nobody holds this, and tells it.
	runtime.AddCleanup(&struct{ next *int }{}, func(int) { set(400, false) }, 0)
	return func() { set(percent, true) }
}
