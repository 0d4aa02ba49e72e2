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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}
