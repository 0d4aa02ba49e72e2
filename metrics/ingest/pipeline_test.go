package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"

	"xsell/metrics/ingest/sheet"
)

// numbered is a delimited table of n records, each of which begins with its number.
// Some have several lines.
func numbered(n int) *delimited {
	var text strings.Builder
	for i := range n {
		if i%31 == 0 {
			fmt.Fprintf(&text, "%d,\"%s\"\n", i+1, strings.Repeat("two\nlines ", i%7))
		} else {
			fmt.Fprintf(&text, "%d,%s\n", i+1, strings.Repeat("x", i%50))
		}
	}
	return &delimited{d: dialect{delimiter: ',', lineEnd: '\n'}, encoding: encoding.Nop, open: func(func(int64)) (io.Reader, error) {
		return strings.NewReader(text.String()), nil
	}}
}

// numbers is work on blocks that lists what the rows begin with, and takes its time.
func numbers(context.Context) func(*job[[]string]) error {
	return func(j *job[[]string]) error {
		time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
		j.out = j.out[:0]
		return j.each(func(row int, cells []sheet.Cell) error {
			j.out = append(j.out, fmt.Sprintf("%d %s", row, cells[0].Text))
			return nil
		})
	}
}

// TestBlocksComeInOrder takes the blocks in the order of the table, whichever is done
// first, and the rows behind a number that may lie anywhere.
func TestBlocksComeInOrder(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(5)) // for four goroutines that work
	const n = 100_000
	text := numbered(n)
	for name, rows := range map[string]cut{"records": text.cut, "cells": (&table{rows: text.rows}).gather} {
		for _, below := range []int{0, 1, 31, 50_000, n - 1, n, n + 5} {
			next := below + 1
			err := inBlocks(t.Context(), rows, below, numbers, func(j *job[[]string]) error {
				defer j.release()
				for _, s := range j.out {
					var row, number int
					if _, err := fmt.Sscan(s, &row, &number); err != nil || j.above+row != next || number != next {
						return fmt.Errorf("row %d below %d comes as %q where row %d is due", j.above+row, j.above, s, next)
					}
					next++
				}
				return nil
			})
			if err != nil || next != max(n, below)+1 {
				t.Errorf("%s below %d end before row %d: %v", name, below, next, err)
			}
		}
	}
}

// TestFirstFailureInOrder: of several blocks that fail, the first of the table tells
// why, and none behind it is taken.
func TestFirstFailureInOrder(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(5))
	text := numbered(200_000)
	for _, bad := range []int{0, 1, 2, 5} {
		taken := 0
		worker := func(ctx context.Context) func(*job[int]) error {
			return func(j *job[int]) error {
				if j.number < bad {
					time.Sleep(2 * time.Millisecond)
					return nil
				}
				return fmt.Errorf("block %d", j.number)
			}
		}
		err := inBlocks(t.Context(), text.cut, 0, worker, func(j *job[int]) error {
			taken++
			j.release()
			return nil
		})
		if want := fmt.Sprintf("block %d", bad); err == nil || err.Error() != want || taken != bad {
			t.Errorf("failed with %v after %d blocks, want %q", err, taken, want)
		}
	}
	stop := errors.New("enough")
	if err := inBlocks(t.Context(), text.cut, 0, numbers, func(*job[[]string]) error { return stop }); err != stop {
		t.Errorf("taking failed with %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := inBlocks(ctx, text.cut, 0, numbers, func(j *job[[]string]) error { j.release(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, it ended with %v", err)
	}
}
