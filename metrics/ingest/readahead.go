package ingest

import "io"

// aheadBlocks is how many blocks are read, unpacked and decoded before they are split.
const aheadBlocks = 4

// aheadReader reads a stream in a goroutine of its own, so that unpacking and
// decoding run beside splitting and converting.
type aheadReader struct {
	full chan []byte
	free chan []byte
	quit chan struct{}
	err  error // set before full is closed
	rest []byte
	last []byte
}

func readAhead(src io.Reader) *aheadReader {
	a := &aheadReader{full: make(chan []byte, aheadBlocks), free: make(chan []byte, aheadBlocks), quit: make(chan struct{})}
	for range aheadBlocks {
		a.free <- make([]byte, 256<<10)
	}
	go a.run(src)
	return a
}

func (a *aheadReader) run(src io.Reader) {
	defer close(a.full)
	for {
		var block []byte
		select {
		case block = <-a.free:
		case <-a.quit:
			return
		}
		n, err := readBlock(src, block[:cap(block)])
		if n > 0 {
			select {
			case a.full <- block[:n]:
			case <-a.quit:
				return
			}
		}
		if err != nil {
			a.err = err
			return
		}
	}
}

// Read gives what has been read ahead.
func (a *aheadReader) Read(p []byte) (int, error) {
	if len(a.rest) == 0 {
		if a.last != nil {
			a.free <- a.last
			a.last = nil
		}
		block, ok := <-a.full
		if !ok {
			if a.err == nil {
				return 0, io.ErrClosedPipe
			}
			return 0, a.err
		}
		a.rest, a.last = block, block
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// stop ends the goroutine; what it has read is dropped.
func (a *aheadReader) stop() { close(a.quit) }

// readBlock fills the block as far as it can. Unlike io.ReadFull it leaves the error as
// it is, so that the end of a stream and one that is cut off can be told apart.
func readBlock(r io.Reader, block []byte) (int, error) {
	n := 0
	for n < len(block) {
		m, err := r.Read(block[n:])
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
