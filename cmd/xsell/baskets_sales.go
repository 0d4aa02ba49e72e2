package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"xsell/metrics/basket"
	"xsell/metrics/basket/basketfile"
	"xsell/metrics/sales"
)

// soldSQL numbers what was sold in the window by product.
const soldSQL = `
WITH sold AS (
	SELECT deal, product FROM baskets WHERE in_window AND product <> '(unassigned)')`

// itemsSQL lists the products in the order of their numbers.
const itemsSQL = soldSQL + `
SELECT s.product AS product, p.product_name AS name
FROM (SELECT product FROM sold GROUP BY product) AS s JOIN products AS p ON p.product = s.product
ORDER BY s.product`

// dealsSQL lists the numbers of the products of every deal.
const dealsSQL = soldSQL + `,
deals AS (
	SELECT deal, row_number() OVER (ORDER BY deal) AS number FROM (SELECT deal FROM sold GROUP BY deal) AS d),
items AS (
	SELECT product, row_number() OVER (ORDER BY product) AS number FROM (SELECT product FROM sold GROUP BY product) AS p)
SELECT deals.number AS deal, items.number AS item
FROM sold JOIN deals ON deals.deal = sold.deal JOIN items ON items.product = sold.product
ORDER BY deals.number, items.number`

// item is a product that was sold.
type item struct{ Product, Name string }

// dealsOf reads sales, whose deals of the window are the baskets.
func dealsOf(ctx context.Context, f *flags, inputs []string, notes io.Writer) (basketfile.Contents, error) {
	var c basketfile.Contents
	in, err := read(ctx, f, inputs, nil, notes)
	if err != nil {
		return c, err
	}
	l := in.ledger
	defer l.Close()
	if err := l.Finish(ctx, in.finish); err != nil {
		return c, err
	}
	items, err := sales.Query[item](ctx, l, itemsSQL)
	if err != nil {
		return c, err
	}
	names := itemNames(items)
	c.Names = slices.Sorted(slices.Values(names))
	numbers := make([]int32, len(names))
	for i, name := range names {
		place, _ := slices.BinarySearch(c.Names, name)
		numbers[i] = int32(place)
	}
	if c.Baskets, err = soldBaskets(ctx, l, numbers); err != nil {
		return c, err
	}
	fmt.Fprintln(notes, understood(c, "the deals of "+l.Calendar.Window.Label+"; --window asks for others"))
	return c, nil
}

// soldBaskets are the deals as baskets of the numbers given to the products.
func soldBaskets(ctx context.Context, l *sales.Ledger, numbers []int32) (*basket.Baskets, error) {
	var b basket.Baskets
	var row []int32
	deal := int64(0)
	err := sales.Integers(ctx, l, dealsSQL, func(r []int64) error {
		if r[0] != deal && len(row) > 0 {
			b.Add(row...)
			row = row[:0]
		}
		deal, row = r[0], append(row, numbers[r[1]-1])
		return nil
	})
	if len(row) > 0 {
		b.Add(row...)
	}
	return &b, err
}

// itemNames are the names of the products, with the key behind those that several share.
func itemNames(items []item) []string {
	times := map[string]int{}
	for _, p := range items {
		times[p.Name]++
	}
	names := make([]string, len(items))
	for i, p := range items {
		names[i] = p.Name
		if times[p.Name] > 1 || p.Name == "" {
			names[i] = fmt.Sprintf("%s (%s)", p.Name, p.Product)
		}
	}
	return names
}

// spooled copies what came by standard input to a file, for the reader of sales. What it
// returns removes the copy.
func spooled(text io.Reader) (name string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "xsell-input-")
	if err != nil {
		return "", func() {}, fmt.Errorf("make a copy of it: %w; set TMPDIR to a folder that can be written", err)
	}
	remove = func() { os.RemoveAll(dir) }
	name = filepath.Join(dir, "standard input")
	file, err := os.Create(name)
	if err != nil {
		return name, remove, err
	}
	_, err = io.Copy(file, text)
	return name, remove, errors.Join(err, file.Close())
}
