package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"xsell/metrics"
)

// largestIndicator is far above what anybody writes; a larger file is none.
const largestIndicator = 1 << 20

// indicators reads the files that the configuration and the command line name, each once, in
// this order. Names in the configuration are from its folder; both may be patterns.
func (c config) indicators(f *flags) ([]metrics.Metric, error) {
	limit, err := indicatorTimeout(c.IndicatorTimeout)
	if err != nil {
		return nil, err
	}
	var files []string
	add := func(pattern, from string) error {
		found, err := matching(pattern)
		if err != nil {
			return &metrics.IndicatorError{File: pattern, Text: err.Error() + "; check the name that " + from + " gives", Early: true}
		}
		for _, file := range found {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
		return nil
	}
	for _, pattern := range c.Indicators {
		if err := add(besideConfig(f.config, pattern), filepath.Base(f.config)); err != nil {
			return nil, err
		}
	}
	for _, pattern := range f.indicators {
		if err := add(pattern, "--indicator"); err != nil {
			return nil, err
		}
	}
	own := make([]metrics.Metric, len(files))
	for i, file := range files {
		if own[i], err = readIndicator(file); err != nil {
			return nil, err
		}
		own[i].Own.Timeout = limit
	}
	return own, nil
}

// besideConfig is a name that the configuration gives, from its folder.
func besideConfig(path, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(filepath.Dir(path), filepath.FromSlash(name))
}

// matching are the files that a pattern names, or the one whose name it is, in the order of
// their names.
func matching(pattern string) ([]string, error) {
	if _, err := os.Stat(pattern); err == nil {
		return []string{filepath.Clean(pattern)}, nil
	}
	found, err := filepath.Glob(pattern)
	switch {
	case err != nil:
		return nil, errors.New("is no pattern of names")
	case len(found) == 0 && strings.ContainsAny(pattern, "*?["):
		return nil, errors.New("matches no file")
	case len(found) == 0:
		return nil, errors.New("no such file")
	}
	return found, nil
}

func readIndicator(file string) (metrics.Metric, error) {
	info, err := os.Stat(file)
	var text []byte
	switch {
	case err == nil && !info.Mode().IsRegular():
		err = errors.New("is no file")
	case err == nil && info.Size() > largestIndicator:
		err = errors.New("is too large for an indicator")
	case err == nil:
		text, err = os.ReadFile(file)
	}
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = fmt.Errorf("cannot be read: %w", at.Err)
		}
		return metrics.Metric{}, &metrics.IndicatorError{File: filepath.ToSlash(file), Text: err.Error(), Early: true}
	}
	return metrics.ParseIndicator(filepath.ToSlash(file), string(text))
}

// indicatorTimeout is how long an indicator may run; empty is the usual time.
func indicatorTimeout(text string) (time.Duration, error) {
	if text == "" {
		return metrics.DefaultTimeout, nil
	}
	limit, err := time.ParseDuration(text)
	if err != nil || limit <= 0 {
		return 0, errors.New("want a time as 30s or 2m")
	}
	return limit, nil
}

// writeIndicators writes them as a configuration in the folder names them.
func (c config) writeIndicators(w io.Writer, from, folder string) error {
	if len(c.Indicators) > 0 {
		if _, err := fmt.Fprintln(w, "indicators:"); err != nil {
			return err
		}
	}
	for _, name := range c.Indicators {
		if there, err := filepath.Rel(folder, besideConfig(from, name)); err == nil && !filepath.IsAbs(name) {
			name = filepath.ToSlash(there)
		}
		if _, err := fmt.Fprintf(w, "  - %s\n", strconv.Quote(name)); err != nil {
			return err
		}
	}
	if c.IndicatorTimeout == "" {
		return nil
	}
	_, err := fmt.Fprintf(w, "indicator_timeout: %s\n", strconv.Quote(c.IndicatorTimeout))
	return err
}
