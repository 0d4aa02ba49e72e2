package main

import (
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// cells writes items into the cells of csv: those of a set are joined by "|", and "|" and
// "\" within a name stand behind a "\". A cell is quoted as RFC 4180 has it where it must
// be, and what a spreadsheet would take for a formula is kept from it by an apostrophe, as
// in rejects.csv.
type cells struct {
	names   []string // as they stand in a cell
	quoted  []bool   // whether the cell needs quotes for the name
	formula []bool   // whether the name must not begin a cell
	number  []bool   // but may be a cell alone
	plain   bool     // whether none of the names needs quotes
}

func newCells(names []string) *cells {
	c := &cells{names: make([]string, len(names)), quoted: make([]bool, len(names)), formula: make([]bool, len(names)), number: make([]bool, len(names))}
	c.plain = true
	escape := strings.NewReplacer(`\`, `\\`, "|", `\|`, `"`, `""`)
	for i, name := range names {
		c.names[i] = name
		if strings.ContainsAny(name, `\|"`) {
			c.names[i] = escape.Replace(name)
		}
		c.quoted[i] = strings.ContainsAny(name, "\",\r\n")
		c.plain = c.plain && !c.quoted[i]
		first, _ := utf8.DecodeRuneInString(name)
		c.formula[i] = strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
		c.number[i] = isSigned(name)
	}
	return c
}

// isSigned tells a number with a sign from a formula.
func isSigned(name string) bool {
	_, err := strconv.ParseFloat(strings.ReplaceAll(name, ",", "."), 64)
	return err == nil && strings.Trim(name, "+-.,0123456789") == ""
}

// set appends the cell of some items.
func (c *cells) set(row []byte, items []int32) []byte {
	quoted := !c.plain && slices.ContainsFunc(items, func(item int32) bool { return c.quoted[item] })
	if quoted {
		row = append(row, '"')
	}
	if first := items[0]; c.formula[first] && !(len(items) == 1 && c.number[first]) {
		row = append(row, '\'')
	}
	for i, item := range items {
		if i > 0 {
			row = append(row, '|')
		}
		row = append(row, c.names[item]...)
	}
	if quoted {
		row = append(row, '"')
	}
	return row
}

// chunkRows is how many rows are made at a time.
const chunkRows = 1 << 13

// writeRows writes rows in their order, made by several goroutines.
func writeRows(w io.Writer, rows int, appendRow func(row []byte, i int) []byte) error {
	texts := make([][]byte, 4*runtime.GOMAXPROCS(0))
	for from := 0; from < rows; from += len(texts) * chunkRows {
		to := min(rows, from+len(texts)*chunkRows)
		inChunks(to-from, func(start, end int) {
			text := texts[start/chunkRows][:0]
			for i := start; i < end; i++ {
				text = appendRow(text, from+i)
			}
			texts[start/chunkRows] = text
		})
		for i := range (to - from + chunkRows - 1) / chunkRows {
			if _, err := w.Write(texts[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// inChunks calls f for every stretch of chunkRows of n, in several goroutines.
func inChunks(n int, f func(from, to int)) {
	each((n+chunkRows-1)/chunkRows, func(i int) { f(i*chunkRows, min(n, (i+1)*chunkRows)) })
}

// each calls f for every number below n, in several goroutines.
func each(n int, f func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wait.Wait()
}

// sortInParts sorts with two goroutines, halves first.
func sortInParts[T any](s []T, compare func(a, b T) int) {
	if len(s) < chunkRows {
		slices.SortFunc(s, compare)
		return
	}
	half := len(s) / 2
	var wait sync.WaitGroup
	wait.Go(func() { slices.SortFunc(s[:half], compare) })
	slices.SortFunc(s[half:], compare)
	wait.Wait()
	low, high := slices.Clone(s[:half]), s[half:]
	for i := range s {
		if len(high) == 0 || len(low) > 0 && compare(low[0], high[0]) <= 0 {
			s[i], low = low[0], low[1:]
		} else {
			s[i], high = high[0], high[1:]
		}
	}
}
