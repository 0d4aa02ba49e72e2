package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	draw "xsell/report"
)

// settings are the choices that the numbers of a report depend on, by their names in the
// configuration: what was chosen by the file or on the command line. What only changes how
// long a run takes is none, or the same numbers would not give the same bytes.
func settings(f *flags, c *config) ([]draw.Setting, error) {
	var out []draw.Setting
	add := func(name, value string) {
		if value != "" {
			out = append(out, draw.Setting{Name: name, Value: value})
		}
	}
	add("Sections", cmp.Or(strings.Join(f.only, ", "), "all whose columns are there"))
	for _, choice := range choices(f, c) {
		if choice.key != "title" && choice.key != "split_by" { // the head says what a report is of
			add(sentence(choice.key), *choice.configured)
		}
	}
	add("Engine", c.Engine)
	add("Currency", c.Currency)
	add("Discount limit", c.DiscountLimit)
	for _, m := range c.own {
		add("Indicator", fmt.Sprintf("%s, SHA-256 %s", path.Base(m.Own.File), m.Own.SHA256))
	}
	if f.history != "" {
		add("History", filepath.Base(f.history))
	}
	if f.strict {
		add("Strict", "yes")
	}
	if c.Anonymise {
		add("Anonymised", "customers are pseudonyms")
	}
	file, err := configurationFile(f.config)
	add("Configuration", file)
	return out, err
}

// configurationFile names the file with its check sum.
func configurationFile(path string) (string, error) {
	if path == "" {
		return "none; what is not said here is as the program has it", nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the configuration: %w; check the name that --config gives", err)
	}
	sum := sha256.Sum256(data)
	return fmt.Sprintf("%s, SHA-256 %s", filepath.Base(path), hex.EncodeToString(sum[:])), nil
}

// sentence is a key as it begins a line: date_order is "Date order".
func sentence(key string) string {
	text := strings.ReplaceAll(key, "_", " ")
	return strings.ToUpper(text[:1]) + text[1:]
}
