//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// outlive makes a write beyond the limit of file sizes (ulimit -f) an error, where the
// signal that comes with it would end the program with a trace.
func outlive() { signal.Ignore(syscall.SIGXFSZ) }
