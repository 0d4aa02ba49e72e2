package report

import (
	"bytes"
	"errors"
	"io"
	"runtime"

	"github.com/klauspost/compress/flate"
)

// deflater compresses a long stream in pieces side by side. A piece ends on a byte and
// knows nothing of those before it (RFC 1951, 3.2.4: an empty stored block), so that they follow
// one another as one stream, which does not depend on the number of processors.
type deflater struct {
	piece []byte
	queue chan chan piece // in their order
	done  chan error
	free  chan *flate.Writer
}

// piece is a part of a stream that was compressed.
type piece struct {
	content []byte
	err     error
}

const (
	pieceSize    = 1 << 20
	deflateLevel = 3 // a higher one takes longer to make the file little smaller
)

func newDeflater(w io.Writer) (*deflater, error) {
	workers := runtime.GOMAXPROCS(0)
	d := &deflater{queue: make(chan chan piece, workers), done: make(chan error, 1), free: make(chan *flate.Writer, workers)}
	for range workers {
		f, err := flate.NewWriter(nil, deflateLevel)
		if err != nil {
			return nil, err
		}
		d.free <- f
	}
	go d.collect(w)
	return d, nil
}

// Write takes the next bytes of the stream.
func (d *deflater) Write(b []byte) (int, error) {
	d.piece = append(d.piece, b...)
	if len(d.piece) >= pieceSize {
		d.compress((*flate.Writer).Flush)
	}
	return len(b), nil
}

// compress hands a piece over, which finish ends.
func (d *deflater) compress(finish func(*flate.Writer) error) {
	raw, out := d.piece, make(chan piece, 1)
	d.piece = make([]byte, 0, pieceSize+pieceSize/8)
	d.queue <- out
	f := <-d.free
	go func() {
		var b bytes.Buffer
		f.Reset(&b)
		_, err := f.Write(raw)
		err = errors.Join(err, finish(f))
		d.free <- f
		out <- piece{b.Bytes(), err}
	}()
}

// collect writes the pieces in their order.
func (d *deflater) collect(w io.Writer) {
	var failed error
	for out := range d.queue {
		p := <-out
		if failed == nil {
			failed = p.err
		}
		if failed == nil {
			_, failed = w.Write(p.content)
		}
	}
	d.done <- failed
}

// Close ends the stream.
func (d *deflater) Close() error {
	d.compress((*flate.Writer).Close)
	close(d.queue)
	return <-d.done
}
