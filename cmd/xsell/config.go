package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"xsell/metrics"
	"xsell/metrics/ingest"
	"xsell/metrics/sales"
)

// config is what xsell.yaml can say. The command line wins over it.
type config struct {
	Title    string `yaml:"title"`
	Currency string `yaml:"currency"`
	Period   string `yaml:"period"`
	Window   string `yaml:"window"`
	AsOf     string `yaml:"as_of"`
	Returns  string `yaml:"returns"`

	ingest.Config `yaml:",inline"` // how to read
}

// readConfig reads the file strictly: an unknown key is an error with its line and column.
func readConfig(path string) (config, error) {
	var c config
	if path == "" {
		return c, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("read the configuration: %w", err)
	}
	err = yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&c)
	if err != nil && !errors.Is(err, io.EOF) {
		return c, fmt.Errorf("%s: %s", path, yaml.FormatError(err, false, false))
	}
	return c, nil
}

var memory = regexp.MustCompile(`^[0-9]+(\.[0-9]+)? ?([KMGT]i?B)$`)

// settle joins flags and configuration into what the ledger needs, and refuses values
// that no run could use.
func settle(f *flags, c config) (sales.FinishOptions, error) {
	var o sales.FinishOptions
	pick := func(flag, configured, usual string) string {
		if flag != usual {
			return flag
		}
		return cmp.Or(configured, usual)
	}
	f.title = cmp.Or(f.title, c.Title, "Sales and cross-selling")
	unit := sales.Unit(pick(f.period, c.Period, ""))
	switch unit {
	case "", sales.Week, sales.Month, sales.Quarter, sales.Year:
	default:
		return o, usageError{fmt.Errorf("--period %s: want week, month, quarter or year", unit)}
	}
	o.Calendar.Unit = unit
	if asOf := pick(f.asOf, c.AsOf, ""); asOf != "" {
		day, err := sales.ParseDay(asOf)
		if err != nil {
			return o, usageError{fmt.Errorf("--as-of %s: want a date as 2026-06-30", asOf)}
		}
		o.Calendar.AsOf = day
	}
	o.Calendar.Window = pick(f.window, c.Window, "12m")
	if err := sales.CheckWindow(o.Calendar.Window); err != nil {
		return o, usageError{err}
	}
	switch returns := pick(f.returns, c.Returns, "mark"); returns {
	case "mark", "deduct":
		o.Deduct = returns == "deduct"
	default:
		return o, usageError{fmt.Errorf("--returns %s: want mark or deduct", returns)}
	}
	if f.memory != "" && !memory.MatchString(strings.TrimSpace(f.memory)) {
		return o, usageError{fmt.Errorf("--memory %s: want a size as 4GB", f.memory)}
	}
	if f.top < 1 {
		return o, usageError{fmt.Errorf("--top %d: want at least 1", f.top)}
	}
	if err := metrics.CheckNames(f.only); err != nil {
		return o, usageError{err}
	}
	if f.threads < 0 {
		return o, usageError{fmt.Errorf("--threads %d: want 1 or more", f.threads)}
	}
	return o, nil
}
