package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"xsell/metrics/sales"
)

// bar shows how far reading has come, on a terminal only: a log gets nothing.
type bar struct {
	mu    sync.Mutex // queries tell side by side
	w     io.Writer
	start time.Time
	last  time.Time
	shown bool
}

func newBar(w io.Writer, quiet bool) *bar {
	file, ok := w.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(file.Fd())) {
		return &bar{}
	}
	return &bar{w: file, start: time.Now()}
}

// show draws the bar, five times a second at most.
func (b *bar) show(done, total, lines int64) {
	now := time.Now()
	if b.w == nil || total <= 0 || now.Sub(b.last) < time.Second/5 {
		return
	}
	b.last, b.shown = now, true
	fmt.Fprint(b.w, "\r\x1b[K"+progressLine(done, total, lines, now.Sub(b.start)))
}

// progressLine is the text of the bar: part done, lines and the time left at this pace.
func progressLine(done, total, lines int64, spent time.Duration) string {
	part := min(1, float64(done)/float64(total))
	const width = 24
	full := int(part * width)
	line := fmt.Sprintf("reading [%s%s] %3.0f %%  %.1f of %.1f MB  %d lines",
		strings.Repeat("#", full), strings.Repeat(".", width-full), 100*part, float64(done)/1e6, float64(total)/1e6, lines)
	if part > 0.02 {
		line += fmt.Sprintf("  %s left", time.Duration(float64(spent)*(1-part)/part).Round(time.Second))
	}
	return line
}

// query shows how far a query of the warehouse is, five times a second at most.
func (b *bar) query(p sales.Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.w == nil || now.Sub(b.last) < time.Second/5 {
		return
	}
	b.last, b.shown = now, true
	fmt.Fprint(b.w, "\r\x1b[K"+queryLine(p))
}

// queryLine is the text of the bar for a query of the warehouse.
func queryLine(p sales.Progress) string {
	const width = 24
	full := int(min(1, max(0, p.Share)) * width)
	return fmt.Sprintf("warehouse, query %d [%s%s] %3.0f %%  %.1f million rows", p.Queries,
		strings.Repeat("#", full), strings.Repeat(".", width-full), 100*p.Share, float64(p.Rows)/1e6)
}

// sections shows which sections are being computed. It is told rarely, so that all of it is shown.
func (b *bar) sections(done, all int, names []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.w == nil {
		return
	}
	b.last, b.shown = time.Now(), true
	fmt.Fprint(b.w, "\r\x1b[K"+sectionsLine(done, all, names))
}

// sectionsLine is the text of the bar while sections are computed.
func sectionsLine(done, all int, names []string) string {
	const width = 24
	full := width * done / max(1, all)
	return strings.TrimSpace(fmt.Sprintf("computing [%s%s] %d of %d sections  %s",
		strings.Repeat("#", full), strings.Repeat(".", width-full), done, all, strings.Join(names, ", ")))
}

// done wipes the bar away.
func (b *bar) done() {
	if b.shown {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}
