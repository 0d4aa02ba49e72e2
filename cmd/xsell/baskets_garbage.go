package main

import (
	"runtime"
	"runtime/debug"
)

// collectLate lets 128 MB of garbage lie, which most files never reach, and from the first
// collection on four times as much of it as of what is in use. Only for a program that ends
// with what it does now: nothing sets it back.
func collectLate() {
	debug.SetGCPercent(3200) // of the least heap, 4 MB
	runtime.AddCleanup(&struct{ next *int }{}, func(int) { debug.SetGCPercent(400) }, 0)
}
