// Command xsell turns sales spreadsheets into a cross-selling report. This package is
// flags, the pipeline and exit codes: it reads, computes and draws through the
// packages below it and knows no metric and no format.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(program()) }

// program runs until it is done or interrupted, and gives the exit code.
func program() int {
	outlive()
	defer takeRoom()()
	ctx, stop := interruptible()
	defer stop()
	return run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// interruptible is a context that an interruption ends. To listen takes threads of its own,
// which nobody waits for: an interruption before that ends the program as it began.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		interrupted := make(chan os.Signal, 1)
		signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)
		<-interrupted
		stop()
	}()
	return ctx, stop
}
