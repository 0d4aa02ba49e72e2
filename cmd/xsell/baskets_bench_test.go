package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"testing"
)

// BenchmarkBaskets runs the command on generated baskets, reading and writing
// included. XSELL_KEEP names a folder that keeps their files for other programs.
func BenchmarkBaskets(b *testing.B) {
	dir := b.TempDir()
	if keep := os.Getenv("XSELL_KEEP"); keep != "" {
		dir = keep
	}
	for _, c := range []struct {
		name  string
		write func(io.Writer) error
		args  map[string][]string
	}{
		{"sparse.dat", writeSparse, map[string][]string{
			"pairs": {"--min-count", "300", "--max-size", "2"}, "sets": {"--min-count", "300"},
		}},
		{"nominal23.dat", nominal(8124, 23, 5, 23, 0.35), map[string][]string{"sets": {"--min-count", "650"}}},
		{"nominal37.dat", nominal(3196, 37, 2, 6, 0.45), map[string][]string{"sets": {"--min-count", "1200"}}},
	} {
		path := filepath.Join(dir, c.name)
		if err := writeFile(path, c.write); err != nil {
			b.Fatal(err)
		}
		for what, args := range c.args {
			b.Run(c.name+"/"+what, func(b *testing.B) {
				for b.Loop() {
					if code := run(b.Context(), append([]string{"baskets", "-q", path}, args...), io.Discard, os.Stderr); code != exitDone {
						b.Fatalf("exit %d", code)
					}
				}
			})
		}
	}
}

// writeFile writes a file, unless it is there.
func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if os.IsExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(file, 1<<20)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// writeSparse writes 3,000,000 baskets of 50,000 products, ten in the mean: their
// popularity falls as one over the rank (Zipf and Mandelbrot), and a third of the baskets
// hold one of 1,000 patterns of two to five products.
func writeSparse(w io.Writer) error {
	const products, baskets = 50_000, 3_000_000
	random := rand.New(rand.NewPCG(42, 0))
	popularity := make([]float64, products)
	sum := 0.0
	for rank := range popularity {
		sum += 1 / float64(rank+9)
		popularity[rank] = sum
	}
	numbers := random.Perm(products)
	pick := func() int { return sort.SearchFloat64s(popularity, random.Float64()*sum) }
	patterns := make([][]int, 1000)
	for i := range patterns {
		for range 2 + random.IntN(4) {
			patterns[i] = append(patterns[i], 20+int(math.Pow(random.Float64(), 2)*5000))
		}
	}
	var line []byte
	for range baskets {
		size := 1 + int(random.ExpFloat64()*4.5) + int(random.ExpFloat64()*4.5)
		line = line[:0]
		add := func(product int) { line = append(strconv.AppendInt(line, int64(numbers[product]), 10), ' ') }
		if random.Float64() < 0.35 {
			p := patterns[int(math.Pow(random.Float64(), 3)*1000)]
			for _, product := range p[:min(len(p), size)] {
				add(product)
				size--
			}
		}
		for range size {
			add(pick())
		}
		line[len(line)-1] = '\n'
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// nominal returns what writes rows of so many attributes, each with one of so many
// values: those of a row mostly follow one of some classes, the more the less the spread.
func nominal(rows, attributes, values, classes int, spread float64) func(io.Writer) error {
	return func(w io.Writer) error {
		random := rand.New(rand.NewPCG(uint64(rows), 0))
		strength, shared := make([]float64, attributes), make([]float64, attributes)
		for a := range attributes {
			strength[a], shared[a] = math.Sqrt(random.Float64())*spread+1-spread, random.Float64()
		}
		usual := make([][]int, classes)
		for c := range usual {
			for a := range attributes {
				value := 0
				if random.Float64() > shared[a] {
					value = random.IntN(values)
				}
				usual[c] = append(usual[c], value)
			}
		}
		for range rows {
			class := usual[int(math.Pow(random.Float64(), 2)*float64(classes))]
			for a, value := range class {
				if random.Float64() > strength[a] {
					value = random.IntN(values)
				}
				if _, err := fmt.Fprintf(w, "%d ", a*values+value+1); err != nil {
					return err
				}
			}
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
		}
		return nil
	}
}
