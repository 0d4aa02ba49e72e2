package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"xsell/metrics/sales"
)

// BenchmarkReport runs the whole program, from a csv of 14 columns to the six files,
// and prints the time of a line, which stays flat where cost grows linearly:
//
//	go test -run '^$' -bench Report -benchtime 1x -count 3 ./cmd/xsell
func BenchmarkReport(b *testing.B) {
	for _, lines := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			dir := b.TempDir()
			input := filepath.Join(dir, "sales.csv")
			size := writeSales(b, input, lines)
			b.SetBytes(size)
			for b.Loop() {
				if code := run(b.Context(), []string{"-q", "-o", filepath.Join(dir, "out"), input}, io.Discard, os.Stderr); code != exitDone {
					b.Fatal("exit", code)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(lines), "ns/line")
		})
	}
}

// writeSales writes sales of three years: 5,000 products of skewed popularity, deals of
// one to twelve lines, a customer for every 30 lines.
func writeSales(b *testing.B, path string, lines int) int64 {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	r := rand.New(rand.NewPCG(1, 2))
	fmt.Fprintln(w, "Order ID,Order Date,Customer ID,Customer Name,Segment,Product ID,Product Name,Category,Business Area,Region,Seller,Quantity,Sales,Cost")
	first, customers := sales.DayOf(2024, 1, 1), max(100, lines/30)
	for line, deal := 0, 0; line < lines; deal++ {
		c, day := int(float64(customers)*r.Float64()*r.Float64()), first+sales.Day(line*1000/lines)
		for range min(1+int(r.ExpFloat64()*2), 12, lines-line) {
			p := int(5000 * r.Float64() * r.Float64())
			q, cents := 1+r.IntN(5), 100+p*7919%20_000
			fmt.Fprintf(w, "O%08d,%s,C%07d,Customer %d,Segment %d,P%05d,Product number %d,Type %d,Area %d,Region %d,Seller %d,%d,%d.%02d,%d.%02d\n",
				deal, day, c, c, c%4, p, p, p%80, p%6, c%9, c%50, q, q*cents*7/500, q*cents*7/5%100, q*cents/100, q*cents%100)
			line++
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
