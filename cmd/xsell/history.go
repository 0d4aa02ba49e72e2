package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"xsell/metrics"
	"xsell/metrics/lazy"
	"xsell/metrics/sales"
	draw "xsell/report"
)

// snapshotName is what a snapshot is called: its unit, the first day of its period and the
// checksum of its content.
var snapshotName = lazy.Regexp(`^(week|month|quarter|year)-([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9a-f]{32})\.json$`)

// maxSnapshot is far above any snapshot; a file that is larger is none.
const maxSnapshot = 16 << 20

// history is the folder that holds a snapshot of every report.
type history struct {
	dir    string
	passed []string // files passed over, each with the reason
}

// earlier reads the snapshots of the report that the last one of an earlier state is among:
// those of its period, and of the latest period before it that has one.
func (h *history) earlier(of metrics.Identity, period sales.Day) ([]metrics.Snapshot, error) {
	draw.Sweep(h.dir, snapshotName().MatchString)
	entries, err := os.ReadDir(h.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the history: %w; check the name that --history gives", err)
	}
	byPeriod := map[string][]string{}
	for _, e := range entries {
		parts := snapshotName().FindStringSubmatch(e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."): // drafts of runs that write now, and what systems keep
		case parts == nil || !e.Type().IsRegular():
			h.passOver(e.Name(), "it is no snapshot")
		case parts[1] == string(of.Unit) && parts[2] <= period.String():
			byPeriod[parts[2]] = append(byPeriod[parts[2]], e.Name())
		}
	}
	var found []metrics.Snapshot
	for _, start := range descending(byPeriod) {
		before := len(found)
		for _, name := range byPeriod[start] {
			s, err := readSnapshot(filepath.Join(h.dir, name))
			if err != nil {
				h.passOver(name, err.Error())
			} else if s.Report == of {
				found = append(found, s)
			}
		}
		if start < period.String() && len(found) > before {
			break
		}
	}
	return found, nil
}

func descending(byPeriod map[string][]string) []string {
	var starts []string
	for start := range byPeriod {
		starts = append(starts, start)
	}
	slices.SortFunc(starts, func(a, b string) int { return cmp.Compare(b, a) })
	return starts
}

func (h *history) passOver(name, reason string) {
	h.passed = append(h.passed, fmt.Sprintf("%s (%s)", name, reason))
}

// announce says which files were passed over.
func (h *history) announce(w io.Writer) {
	const most = 5
	if len(h.passed) == 0 {
		return
	}
	list := h.passed[:min(most, len(h.passed))]
	if more := len(h.passed) - len(list); more > 0 {
		list = append(slices.Clone(list), fmt.Sprintf("and %d more", more))
	}
	fmt.Fprintf(w, "history %s: passed over %s; remove what does not belong there\n", h.dir, strings.Join(list, ", "))
}

// readSnapshot reads a file whose content must have the checksum in its name.
func readSnapshot(path string) (metrics.Snapshot, error) {
	info, err := os.Stat(path)
	if err != nil {
		return metrics.Snapshot{}, errors.New("it cannot be read")
	}
	if info.Size() > maxSnapshot {
		return metrics.Snapshot{}, errors.New("it is too large for a snapshot")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return metrics.Snapshot{}, errors.New("it cannot be read")
	}
	if digest(data) != snapshotName().FindStringSubmatch(filepath.Base(path))[3] {
		return metrics.Snapshot{}, errors.New("it is damaged: its content does not have the checksum of its name")
	}
	return metrics.ReadSnapshot(data)
}

// digest is the first half of the SHA-256.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// keep writes the snapshot into the folder, whole or not at all. One that is there already
// has the same content, and is left alone. Without a history there is none.
func (h *history) keep(s *metrics.Snapshot) error {
	if s == nil {
		return nil
	}
	data, err := s.Bytes()
	if err != nil {
		return fmt.Errorf("keep the history: %w", err)
	}
	name := fmt.Sprintf("%s-%s-%s.json", s.Report.Unit, s.State.Period, digest(data))
	if _, err := readSnapshot(filepath.Join(h.dir, name)); err == nil {
		return nil
	}
	err = draw.Write(h.dir, []draw.File{{Name: name, Draw: func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}}})
	var place *draw.PlaceError
	if errors.As(err, &place) {
		place.Flag = "--history"
	}
	if err != nil {
		return fmt.Errorf("keep the history: %w", err)
	}
	return nil
}
