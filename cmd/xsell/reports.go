package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"xsell/metrics/lazy"
	"xsell/metrics/sales"
	draw "xsell/report"
)

// report reads, computes and draws, says what it wrote and what matters most, and writes
// the tests that a build server shows where that is asked for.
func report(ctx context.Context, f *flags, inputs []string, stdout, stderr io.Writer) error {
	if len(inputs) == 0 && f.config == "" {
		return usageError{fmt.Errorf("no input given; try: xsell sample-data")}
	}
	if f.writeConfig != "" {
		return usageError{fmt.Errorf("--write-config goes with xsell check")}
	}
	tests := &draw.Tests{}
	err := reports(ctx, f, inputs, tests, stdout, stderr)
	if f.junit == "" {
		return err
	}
	if failed := writeTests(f.junit, tests, err); failed != nil && (err == nil || errors.As(err, new(crossedError))) {
		return failed
	}
	return err
}

// writeTests writes the tests to the file. A run that failed is a test that failed: the
// file of a run before would tell that all is well.
func writeTests(name string, tests *draw.Tests, err error) error {
	if err != nil && !errors.As(err, new(crossedError)) {
		tests.Failed(err)
	}
	return draw.Write(filepath.Dir(name), []draw.File{{Name: filepath.Base(name), Draw: tests.Draw}})
}

// reports writes the report. Where that is asked for, lines in several currencies without
// rates become a report each.
func reports(ctx context.Context, f *flags, inputs []string, tests *draw.Tests, stdout, stderr io.Writer) error {
	err := reportOne(ctx, f, inputs, "", tests, stdout, stderr)
	var several *sales.CurrencyError
	if !f.split || !errors.As(err, &several) {
		return err
	}
	if slices.Contains(inputs, "-") {
		return errors.New("a report for each currency reads the input once for each, which standard input cannot; name a file")
	}
	out := f.out
	for _, name := range several.Names {
		if !folderName().MatchString(name) {
			return fmt.Errorf("no folder can be called after the currency %q; correct it in the lines", name)
		}
	}
	var all crossedError
	for _, name := range several.Names {
		f.out = filepath.Join(out, name)
		err := reportOne(ctx, f, inputs, name, tests, stdout, stderr)
		var crossed crossedError
		if !errors.As(err, &crossed) && err != nil {
			return err
		}
		for _, threshold := range crossed.names {
			all.names = append(all.names, name+": "+threshold)
		}
	}
	if len(all.names) > 0 {
		return all
	}
	return nil
}

// folderName is what a currency may be called, to have a folder of its name.
var folderName = lazy.Regexp(`^[A-Za-z0-9]{1,12}$`)
