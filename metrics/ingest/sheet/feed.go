package sheet

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

const (
	history   = 32 << 10  // how far back deflate refers
	chunkSize = 256 << 10 // bytes handed from inflating to scanning at a time: together they stay in the second-level cache
	chunks    = 4         // chunks in flight
	padding   = 64        // zero bytes behind the data, so that the scanner may load words past its end

	// maxUnit bounds what is scanned as one: a row with all its cells, or one
	// shared string.
	maxUnit = 32 << 20
)

var errUnit = fmt.Errorf("one row or text takes more than %s; open it in Excel and save it again", byteCount(maxUnit))

// feed inflates a part in a goroutine of its own, a few chunks ahead of who scans.
type feed struct {
	full chan chunk
	free chan []byte
	quit chan struct{}
	err  error // why it ended, to be read after full is closed; nil at the end of the part
}

// chunk is a buffer whose first history bytes repeat the end of the chunk before,
// followed by n new bytes and the padding.
type chunk struct {
	buf []byte
	n   int
}

// startFeed begins to inflate a part of about size bytes.
func startFeed(ctx context.Context, src source, size uint64) *feed {
	f := &feed{full: make(chan chunk, chunks), free: make(chan []byte, chunks), quit: make(chan struct{})}
	for range chunks {
		f.free <- make([]byte, history+min(chunkSize, size+1)+padding)
	}
	go f.run(ctx, src)
	return f
}

// stop ends the goroutine and waits for it.
func (f *feed) stop() {
	close(f.quit)
	for range f.full {
	}
}

func (f *feed) run(ctx context.Context, src source) {
	defer close(f.full)
	last := chunk{buf: make([]byte, history)}
	for {
		var buf []byte
		select {
		case <-f.quit:
			return
		case <-ctx.Done():
			f.err = ctx.Err()
			return
		case buf = <-f.free:
		}
		copy(buf[:history], last.buf[last.n:]) // nobody else writes to last.buf, even when it is free
		n, err := src(buf[:len(buf)-padding], history)
		clear(buf[history+n : history+n+padding])
		last = chunk{buf, n}
		if n > 0 {
			f.full <- last
		}
		if err != nil {
			if err != io.EOF {
				f.err = err
			}
			return
		}
	}
}

// window is the part of the stream that is being scanned: buf[pos:end], followed
// by the padding.
type window struct {
	feed     *feed
	buf      []byte
	pos, end int
	lent     []byte // the chunk buf lies in, to be given back
	spill    []byte // holds what is longer than the history of a chunk
}

func newWindow(f *feed) *window { return &window{feed: f, buf: make([]byte, padding)} }

// more makes the window longer at its end, keeping the bytes from pos on. It
// returns io.EOF where there are no more.
func (w *window) more() error {
	rest := w.buf[w.pos:w.end]
	if len(rest) > maxUnit {
		return errUnit
	}
	c, ok := <-w.feed.full
	if !ok {
		if w.feed.err != nil {
			return w.feed.err
		}
		return io.EOF
	}
	if len(rest) > history {
		return w.spillOver(rest, c)
	}
	w.giveBack()
	w.lent = c.buf
	w.buf, w.pos, w.end = c.buf, history-len(rest), history+c.n
	return nil
}

func (w *window) giveBack() {
	if w.lent != nil {
		w.feed.free <- w.lent
		w.lent = nil
	}
}

// spillOver gathers a long unit in a buffer of its own. It at least doubles the
// window, so that scanning the unit again from its start costs linear time.
func (w *window) spillOver(rest []byte, c chunk) error {
	want := 2 * len(rest)
	if need := want + chunkSize + padding; cap(w.spill) < need {
		w.spill = make([]byte, 0, need)
	}
	w.spill = append(w.spill[:0], rest...)
	w.giveBack()
	for ok := true; ok; {
		w.spill = append(w.spill, c.buf[history:history+c.n]...)
		w.feed.free <- c.buf
		if len(w.spill) >= want {
			break
		}
		c, ok = <-w.feed.full
	}
	w.pos, w.end = 0, len(w.spill)
	w.spill = append(w.spill, make([]byte, padding)...)
	w.buf = w.spill
	return nil
}

// peek is the token at pos and where the next one begins. At the end of the part
// it returns io.EOF.
func (w *window) peek() (token, int, error) {
	var t token
	var next int
	err := w.unit(func(b []byte, p int) (int, error) {
		if len(bytes.TrimSpace(b[p:])) == 0 {
			return p, errShort
		}
		var err error
		t, next, err = lex(b, p)
		return p, err
	})
	return t, next, err
}

// unit scans what begins at pos and leaves pos where scan says it ends. Where the
// bytes do not suffice (errShort), scan is called again from the start with more.
func (w *window) unit(scan func(b []byte, p int) (int, error)) error {
	for {
		next, err := scan(w.buf[:w.end], w.pos)
		if err == nil {
			w.pos = next
			return nil
		}
		if err != errShort {
			return err
		}
		if err := w.more(); err == io.EOF && len(bytes.TrimSpace(w.buf[w.pos:w.end])) > 0 {
			return errDamaged
		} else if err != nil {
			return err
		}
	}
}

// begins tells whether the stream goes on with s.
func (w *window) begins(s string) bool {
	return w.pos+len(s) <= w.end && string(w.buf[w.pos:w.pos+len(s)]) == s
}
