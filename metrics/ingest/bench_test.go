package ingest

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"xsell/metrics/sales"
)

// generated writes a csv file of sales lines, the same for the same number of lines.
func generated(b *testing.B, lines int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "sales.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "Order ID,Order Date,Customer ID,Customer Segment,Product ID,Product Name,Product Type,Business Area,Sales Rep,Region,Quantity,Discount Amount,Net Amount,Cost")
	dice := rand.New(rand.NewPCG(1, 2))
	first := sales.DayOf(2024, 1, 1)
	for i := range lines {
		p := dice.IntN(2000)
		quantity := 1 + dice.IntN(9)
		amount := quantity * (100 + p*7)
		fmt.Fprintf(w, "SO-%07d,%s,C%05d,Segment %d,P-%04d,Product number %d of the catalogue,Type %d,Area %d,Seller %d,Region %d,%d,%d.%02d,%d.%02d,%d.%02d\n",
			i/4, first+sales.Day(i*730/lines), dice.IntN(20000), p%4, p, p, p%40, p%5, p%25, p%6, quantity,
			amount/2000, amount/20%100, amount/100, amount%100, amount/180, amount%90)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkReadCSV reads csv files of growing length into the engine: the time of a line
// must not grow with their number.
func BenchmarkReadCSV(b *testing.B) {
	for _, lines := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			path := generated(b, lines)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Size())
			for b.Loop() {
				b.StopTimer() // starting the engine is not reading
				l, err := sales.New(b.Context(), sales.EngineOptions{})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if _, err := Read(b.Context(), []string{path}, Options{}, l); err != nil {
					b.Fatal(err)
				}
				if got := l.Sources[0].Read.Lines; got != int64(lines) {
					b.Fatalf("%d lines read", got)
				}
				b.StopTimer()
				l.Close()
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
		})
	}
}

// BenchmarkConvert is BenchmarkReadCSV without the engine: splitting and converting alone.
func BenchmarkConvert(b *testing.B) {
	const lines = 500_000
	path := generated(b, lines)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		run := &intake{l: &sales.Ledger{}, copies: newCopySet()}
		if _, err := run.understand(b.Context(), []string{path}); err != nil {
			b.Fatal(err)
		}
		r := run.newLineReader(run.sheets[0])
		if err := r.read(b.Context(), func(d delivery) error { d.release(); return nil }); err != nil {
			b.Fatal(err)
		}
		run.close()
	}
}
