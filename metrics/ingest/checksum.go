package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// checksum is the SHA-256 of a file. It is worked out beside the reading of the file, in
// a goroutine of its own, and is needed only in the end.
type checksum struct {
	quit chan struct{}
	done chan struct{}
	sum  []byte // set before done is closed
	err  error

	files [][]byte // the checksums of the files of a lake, in their order
}

// startChecksum begins with the first size bytes of r when the checksum before, if there
// is one, is done, so that a folder of files is not read in a hundred places at once.
func startChecksum(r io.ReaderAt, size int64, before *checksum) *checksum {
	return begin(before, func(c *checksum) { c.sum, c.err = c.read(io.NewSectionReader(r, 0, size)) })
}

// startLakeChecksum begins the checksum of many files: that of a list with a line for each,
// its checksum, two blanks and its name below the folder, in the order of the names, as
// sha256sum prints it.
func startLakeChecksum(k *lake, before *checksum) *checksum {
	return begin(before, func(c *checksum) {
		list := sha256.New()
		for _, f := range k.files {
			var sum []byte
			if sum, c.err = c.readFile(f.path); c.err != nil || sum == nil {
				return
			}
			c.files = append(c.files, sum)
			_, below, _ := strings.Cut(f.label, "/")
			fmt.Fprintf(list, "%x  %s\n", sum, below)
		}
		c.sum = list.Sum(nil)
	})
}

func (c *checksum) readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return c.read(f)
}

func begin(before *checksum, work func(*checksum)) *checksum {
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
		work(c)
	}()
	return c
}

// read is the checksum of all of r, nil where it was stopped.
func (c *checksum) read(r io.Reader) ([]byte, error) {
	hash := sha256.New()
	block := make([]byte, 128<<10)
	for {
		n, err := r.Read(block)
		hash.Write(block[:n])
		switch err {
		case nil:
			runtime.Gosched() // those who read the rows should not wait for this
		case io.EOF:
			return hash.Sum(nil), nil
		default:
			return nil, err
		}
		select {
		case <-c.quit:
			return nil, nil
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
