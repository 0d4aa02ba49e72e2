// Package sample makes the sample data: eighteen months of believable sales of
// an invented company, Hollis & Brandt, a coffee and kitchen house, in files,
// with truths planted in them that a cross-selling report has to find.
//
// Everything is drawn from one fixed seed with whole numbers, so that the files
// are the same bytes on every run and machine. The package reads nothing, knows
// nothing of the report, and is not a general generator of test data: its only
// parameter is the folder it writes to.
package sample

import (
	"fmt"
	"os"
	"path/filepath"
)

// Names of the files that Write makes.
const (
	WorkbookName = "sales-2025-2026.xlsx"
	WebShopName  = "webshop-export-2026.csv"
	ReadmeName   = "README.md"
)

// file is one finished output, held in memory until all of them are drawn.
type file struct {
	name string
	data []byte
}

// Write draws the sample files and puts them into dir, which is made if it is
// missing. It returns the names written, in the order written. Nothing is
// written before every file has been drawn.
func Write(dir string) ([]string, error) {
	files, err := draw(newCompany())
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make a folder for the sample files: %w; choose another folder", err)
	}
	var names []string
	for _, f := range files {
		if err := replace(filepath.Join(dir, f.name), f.data); err != nil {
			return names, fmt.Errorf("write the sample files: %w; choose another folder", err)
		}
		names = append(names, f.name)
	}
	return names, nil
}

// draw renders every file of the company.
func draw(c *company) ([]file, error) {
	book, err := workbook(c)
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", WorkbookName, err)
	}
	shop, err := webShopCSV(c)
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", WebShopName, err)
	}
	readme, err := readme(c)
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", ReadmeName, err)
	}
	return []file{{WorkbookName, book}, {WebShopName, shop}, {ReadmeName, readme}}, nil
}

// replace puts data at path by renaming a finished file over it, so that a
// reader never meets half a file.
func replace(path string, data []byte) error {
	part := path + ".part"
	err := os.WriteFile(part, data, 0o644)
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		os.Remove(part)
	}
	return err
}
