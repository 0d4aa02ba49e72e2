package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
)

// checksum is the SHA-256 of a file. It is worked out beside the reading of the file, in
// a goroutine of its own, and is needed only in the end.
type checksum struct {
	quit chan struct{}
	done chan struct{}
	sum  []byte // set before done is closed
	err  error
}

// startChecksum begins with the first size bytes of r when the checksum before, if there
// is one, is done, so that a folder of files is not read in a hundred places at once.
func startChecksum(r io.ReaderAt, size int64, before *checksum) *checksum {
	c := &checksum{quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(c.done)
		if before != nil {
			select {
			case <-before.done:
			case <-c.quit:
				return
			}
		}
		c.read(io.NewSectionReader(r, 0, size))
	}()
	return c
}

func (c *checksum) read(r io.Reader) {
	hash := sha256.New()
	block := make([]byte, 128<<10)
	for {
		n, err := r.Read(block)
		hash.Write(block[:n])
		switch err {
		case nil:
			runtime.Gosched() // those who read the rows should not wait for this
		case io.EOF:
			c.sum = hash.Sum(nil)
			return
		default:
			c.err = err
			return
		}
		select {
		case <-c.quit:
			return
		default:
		}
	}
}

// wait gives the checksum in lower-case hex, once it is there.
func (c *checksum) wait() (string, error) {
	<-c.done
	if c.err != nil {
		return "", fmt.Errorf("work out its checksum: %w", plainCause(c.err))
	}
	return hex.EncodeToString(c.sum), nil
}

// stop ends it, done or not; the file may be closed then.
func (c *checksum) stop() {
	close(c.quit)
	<-c.done
}
