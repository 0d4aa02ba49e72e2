package sheet

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// inflateAll decompresses data into buffers of size bytes.
func inflateAll(data io.Reader, size int) ([]byte, error) {
	f := newInflater(data, 1<<20)
	buf := make([]byte, history+size)
	var out []byte
	for {
		n, err := f.fill(buf, history)
		out = append(out, buf[history:history+n]...)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		copy(buf[:history], buf[n:])
	}
}

func deflated(t testing.TB, data []byte, level int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, level)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestInflate(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	noise := make([]byte, 120_000)
	skewed := make([]byte, 300_000) // has codes longer than a first table resolves
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	for i := range skewed {
		skewed[i] = byte(min(r.ExpFloat64()*9, 255))
	}
	inputs := map[string][]byte{
		"nothing": nil, "a byte": []byte("x"), "noise": noise, "skewed": skewed,
		"zeros": make([]byte, 300_000), "sheet": []byte(randomRows(r) + randomRows(r)),
		"short periods": []byte(strings.Repeat("ab", 999) + strings.Repeat("abc", 999) + strings.Repeat("abcdefg", 999)),
		"far":           bytes.Repeat(noise[:32768], 3),
	}
	for name, data := range inputs {
		for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, flate.DefaultCompression, flate.BestCompression} {
			packed := deflated(t, data, level)
			for _, size := range []int{1, 7, 259, 300, 4096, chunkSize} {
				if size < 259 && len(data) > 50_000 {
					continue
				}
				got, err := inflateAll(bytes.NewReader(packed), size)
				if err != nil || !bytes.Equal(got, data) {
					t.Errorf("%s at level %d into %d bytes: %d bytes and error %v, want %d bytes", name, level, size, len(got), err, len(data))
				}
			}
			got, err := inflateAll(iotest.HalfReader(bytes.NewReader(packed)), 1000)
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("%s at level %d read by halves: %d bytes and error %v", name, level, len(got), err)
			}
		}
	}
}

// TestInflateCut cuts streams anywhere: there must be an error, and what came
// before it must be right.
func TestInflateCut(t *testing.T) {
	data := []byte(randomRows(rand.New(rand.NewPCG(10, 11))))[:5000]
	for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, flate.BestCompression} {
		packed := deflated(t, data, level)
		for n := range len(packed) - 5 { // the last bytes may hold an empty block only
			got, err := inflateAll(bytes.NewReader(packed[:n]), 4096)
			if err == nil || !bytes.HasPrefix(data, got) {
				t.Fatalf("level %d cut after %d of %d bytes: %d bytes and error %v", level, n, len(packed), len(got), err)
			}
		}
	}
	broken := iotest.TimeoutReader(iotest.HalfReader(bytes.NewReader(deflated(t, data, 6))))
	if _, err := inflateAll(broken, 4096); err != iotest.ErrTimeout {
		t.Errorf("got error %v, want the error of the reader", err)
	}
}

// TestInflateInvalid holds streams of a few bytes that no deflate stream is.
func TestInflateInvalid(t *testing.T) {
	for name, stream := range map[string]string{
		"empty":                      "",
		"block of type 3":            "\x07",
		"stored length and no check": "\x01\x01\x00\x00\x00x",
		"distance before the start":  "\x03\x02\x00\x00\x00",
		"distance code 30":           "\x63\x18\x3d\x00",
		"too many literals":          "\xfd\xff\xff\xff\xff",
		"code lengths of no code":    "\x05\x00\x00\x00\x00\x00\x00\x00",
		"too many codes":             "\x05\xe0\xff\xff\xff\xff\xff\xff\xff\xff",
	} {
		if got, err := inflateAll(strings.NewReader(stream), 4096); err == nil {
			t.Errorf("%s inflates to %q", name, got)
		}
		if want, err := io.ReadAll(flate.NewReader(strings.NewReader(stream))); err == nil {
			t.Errorf("%s is valid and inflates to %q", name, want)
		}
	}
}

// FuzzInflate inflates any bytes as compress/flate does.
func FuzzInflate(f *testing.F) {
	sheet := []byte(randomRows(rand.New(rand.NewPCG(12, 13))))
	for level := flate.HuffmanOnly; level <= flate.BestCompression; level += 3 {
		f.Add(deflated(f, sheet[:2000], level), uint16(300))
	}
	f.Add(deflated(f, make([]byte, 5000), 9), uint16(1))
	f.Add([]byte("\x03\x02\x00\x00\x00"), uint16(4096))
	f.Fuzz(func(t *testing.T, data []byte, size uint16) {
		want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), 1<<20))
		if len(want) == 1<<20 {
			return
		}
		got, err := inflateAll(bytes.NewReader(data), int(size)+1)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("error %v, with compress/flate %v", err, wantErr)
		}
		if err == nil && !bytes.Equal(got, want) {
			t.Fatalf("inflates to %s, with compress/flate to %s", summary(got), summary(want))
		}
	})
}

func summary(b []byte) string { return fmt.Sprintf("%d bytes %.40q", len(b), b) }
