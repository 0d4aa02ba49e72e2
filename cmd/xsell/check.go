package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// check says what was understood of the input and what was refused. It writes nothing,
// unless it is asked for the configuration that says the same.
func check(ctx context.Context, f *flags, inputs []string, stdout, stderr io.Writer) error {
	if len(inputs) == 0 && f.config == "" {
		return usageError{fmt.Errorf("no input given; try: xsell check sample-data")}
	}
	if _, err := os.Lstat(f.writeConfig); err == nil {
		return configStands(f.writeConfig)
	}
	in, err := read(ctx, f, inputs, nil, stderr)
	if in.ledger != nil {
		defer in.ledger.Close()
		problems, derived := in.ledger.Problems, in.ledger.Derived
		err = in.whereFault(f, in.ledger.Finish(ctx, in.finish))
		if len(in.finish.Where) > 0 { // what is wrong is of all lines, also where a part is looked at
			in.ledger.Problems, in.ledger.Derived = problems, derived
		}
	}
	if in.understanding == nil || errors.As(err, new(usageError)) {
		return err
	}
	if len(in.relations) > 0 {
		finished := in.ledger
		if err != nil {
			finished = nil
		}
		if err := printWarehouse(stdout, finished, in.relations); err != nil {
			return err
		}
	}
	if f.writeConfig != "-" {
		if err := in.understanding.Print(stdout, in.ledger, leftOut(in.ledger)); err != nil {
			return err
		}
		if err == nil {
			announcePart(stdout, in.ledger)
		}
	}
	if f.writeConfig != "" && len(in.understanding.Files) > 0 {
		return errors.Join(err, in.writeConfig(f.writeConfig, stdout))
	}
	return err
}

// leftOut names for each field that the ledger lacks the sections that need it.
func leftOut(l *sales.Ledger) map[sales.Field][]string {
	if l == nil {
		return nil
	}
	sections := map[sales.Field][]string{}
	for _, m := range metrics.All {
		for _, field := range metrics.Missing(m, l) {
			sections[field] = append(sections[field], m.Name)
		}
	}
	return sections
}

// writeConfig writes what was understood to the file of that name, which must be new, or
// to stdout for "-".
func (in reading) writeConfig(name string, stdout io.Writer) error {
	if name == "-" {
		return in.writeConfigTo(stdout, ".")
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return configStands(name)
	}
	if err != nil {
		return fmt.Errorf("write the configuration: %w; choose another file with --write-config", err)
	}
	if err := errors.Join(in.writeConfigTo(file, filepath.Dir(name)), file.Close()); err != nil {
		os.Remove(name)
		return fmt.Errorf("write the configuration: %w; choose another file with --write-config", err)
	}
	return nil
}

// writeConfigTo writes it for a file in the folder.
func (in reading) writeConfigTo(w io.Writer, folder string) error {
	if err := errors.Join(in.config.write(w), in.config.writeIndicators(w, in.configPath, folder)); err != nil {
		return err
	}
	return in.understanding.WriteConfig(w)
}

// configStands is the refusal to write over a file that people may have edited.
func configStands(name string) error {
	return fmt.Errorf("write the configuration: %s is there already and is not overwritten; remove it, or choose another name", name)
}

// write writes what the configuration says of the report; how to read is written by
// what was understood.
func (c config) write(w io.Writer) error {
	for _, o := range []struct{ key, value string }{
		{"title", c.Title}, {"lang", c.Lang}, {"locale", c.Locale}, {"currency", c.Currency}, {"period", c.Period}, {"window", c.Window}, {"as_of", c.AsOf}, {"returns", c.Returns}, {"split_by", c.SplitBy}, {"history", c.History}, {"data", c.Data}, {"bridge_level", c.BridgeLevel},
		{"currencies", c.Currencies}, {"discount_limit", c.DiscountLimit}, {"anonymise_key", c.AnonymiseKey},
	} {
		if o.value == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n", o.key, strconv.Quote(o.value)); err != nil {
			return err
		}
	}
	if len(c.Where) > 0 {
		list := make([]string, len(c.Where))
		for i, w := range c.Where {
			list[i] = strconv.Quote(w)
		}
		if _, err := fmt.Fprintf(w, "where: [%s]\n", strings.Join(list, ", ")); err != nil {
			return err
		}
	}
	if c.MinimumSale > 0 {
		if _, err := fmt.Fprintf(w, "minimum_sale: %s\n", strconv.FormatFloat(c.MinimumSale, 'f', -1, 64)); err != nil {
			return err
		}
	}
	if c.Anonymise {
		if _, err := fmt.Fprintln(w, "anonymise: true"); err != nil {
			return err
		}
	}
	return c.writeThresholds(w)
}
