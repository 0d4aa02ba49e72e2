package main

import (
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// cells writes items into the cells of csv: those of a set are joined by "|", and "|" and
// "\" within a name stand behind a "\". A cell is quoted as RFC 4180 has it where it must
// be, and what a spreadsheet would take for a formula is kept from it by an apostrophe, as
// in rejects.csv.
type cells struct {
	text    []byte // all as they stand in a cell, with a "|" behind each, and room behind the last
	starts  []int  // of each, and where the last one ends
	quoted  []bool // whether the cell needs quotes for the name
	formula []bool // whether the name must not begin a cell
	number  []bool // but may be a cell alone
	plain   bool   // none needs quotes or must not begin a cell
}

func newCells(names []string) *cells {
	n := len(names)
	c := &cells{starts: make([]int, 1, n+1), quoted: make([]bool, n), formula: make([]bool, n), number: make([]bool, n), plain: true}
	escape := strings.NewReplacer(`\`, `\\`, "|", `\|`, `"`, `""`)
	for i, name := range names {
		if isPlain(name) {
			c.text = append(c.text, name...)
		} else {
			c.text = append(c.text, escape.Replace(name)...)
			c.quoted[i] = strings.ContainsAny(name, "\",\r\n")
			first, _ := utf8.DecodeRuneInString(name)
			c.formula[i] = strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
			c.number[i] = c.formula[i] && isSigned(name)
			c.plain = c.plain && !c.quoted[i] && !c.formula[i]
		}
		c.text = append(c.text, '|')
		c.starts = append(c.starts, len(c.text))
	}
	c.text = slices.Grow(c.text, shortName)
	return c
}

// name is an item as it stands in a cell, with a "|" behind.
func (c *cells) name(item int32) []byte { return c.text[c.starts[item]:c.starts[item+1]] }

// isPlain reports whether a name is of digits, letters of ASCII and blanks alone, as most
// are, which stand in a cell as they are.
func isPlain(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c-'0' > 9 && c|0x20-'a' > 25 && c != ' ' {
			return false
		}
	}
	return true
}

// isSigned tells a number with a sign from a formula.
func isSigned(name string) bool {
	_, err := strconv.ParseFloat(strings.ReplaceAll(name, ",", "."), 64)
	return err == nil && strings.Trim(name, "+-.,0123456789") == ""
}

// set appends the cell of some items.
func (c *cells) set(row []byte, items []int32) []byte {
	quoted := slices.ContainsFunc(items, func(item int32) bool { return c.quoted[item] })
	if quoted {
		row = append(row, '"')
	}
	if first := items[0]; c.formula[first] && !(len(items) == 1 && c.number[first]) {
		row = append(row, '\'')
	}
	for _, item := range items {
		row = append(row, c.name(item)...)
	}
	row = row[:len(row)-1]
	if quoted {
		row = append(row, '"')
	}
	return row
}

// chunkRows is how many rows are made at a time.
const chunkRows = 1 << 13

// chunkBytes is the memory for them that most need no more of.
const chunkBytes = 1 << 17

// writeRows writes rows in their order, made by several goroutines.
func writeRows(w io.Writer, rows int, appendRow func(row []byte, i int) []byte) error {
	return inTurns(w, (rows+chunkRows-1)/chunkRows, func() func([]byte, int) []byte {
		return func(text []byte, chunk int) []byte {
			for i := chunk * chunkRows; i < min(rows, (chunk+1)*chunkRows); i++ {
				text = appendRow(text, i)
			}
			return text
		}
	})
}

// inTurns writes n texts in their order, made by several goroutines: while one writes,
// others make what follows. Each has a maker of its own, which appends a text.
func inTurns(w io.Writer, n int, maker func() func(text []byte, i int) []byte) error {
	var mu sync.Mutex
	turn := sync.NewCond(&mu)
	given, written, failed := 0, 0, error(nil)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			appendText, text := maker(), make([]byte, 0, chunkBytes)
			mu.Lock()
			defer mu.Unlock()
			for given < n && failed == nil {
				i := given
				given++
				mu.Unlock()
				text = appendText(text[:0], i)
				mu.Lock()
				for written < i {
					turn.Wait()
				}
				if failed == nil {
					mu.Unlock()
					_, err := w.Write(text)
					mu.Lock()
					failed = err
				}
				written++
				turn.Broadcast()
			}
		})
	}
	wait.Wait()
	return failed
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
