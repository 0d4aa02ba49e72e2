package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// earnersHeader is the first line of itemsets by money.
const earnersHeader = "items,size,count,money\n"

// earnerSize is how many items an itemset by money has at most unless --max-size says: where
// deals are large, every part of them brings much, and such parts are beyond counting.
const earnerSize = 4

// printEarners prints the itemsets that bring the money asked for, those with the most first.
func printEarners(ctx context.Context, f *flags, c catalogue, with []int32, stdout, notes io.Writer) error {
	if !f.given("max-size") {
		f.mining.maxSize = max(earnerSize, len(with)+1)
		fmt.Fprintf(notes, "itemsets of at most %d items; --max-size asks for others\n", f.mining.maxSize)
	}
	found, err := basket.MineMoney(ctx, c.Baskets, basket.MoneyOptions{
		MinMoney: int64(f.mining.money), MinCount: f.mining.minCount, MaxSize: f.mining.maxSize,
		MaxSets: f.mining.maxSets, With: with, Apart: c.apart(),
	})
	if err != nil {
		return err
	}
	if found.MinMoney > int64(f.mining.money) {
		fmt.Fprintf(notes, "more than %s itemsets bring %s: shown are those that bring %s and more; --max-sets changes that\n",
			grouped(int64(f.mining.maxSets)), f.mining.money.Number(), sales.Money(found.MinMoney).Number())
	}
	if _, err := io.WriteString(stdout, earnersHeader); err != nil {
		return err
	}
	cells := newCells(c.Names)
	return writeRows(stdout, min(rowsWanted(f), len(found.Sets)), func(row []byte, i int) []byte {
		s := found.Sets[i]
		row = append(cells.set(row, s.Items), ',')
		row = strconv.AppendInt(row, int64(len(s.Items)), 10)
		row = strconv.AppendInt(append(row, ','), s.Count, 10)
		row = append(append(row, ','), sales.Money(s.Money).Number()...)
		return append(row, '\n')
	})
}

// offersHeader is the first line of offers.
const offersHeader = "if,then,n,n_a,n_b,n_ab,attach,attach_low,attach_high,base_rate,pool,worth,reliable\n"

// printOffers prints what to offer with what, what can be relied on to bring most first.
func printOffers(ctx context.Context, f *flags, c catalogue, stdout, notes io.Writer) error {
	offers, err := basket.Offers(ctx, c.Baskets, basket.OfferOptions{
		Most: f.top, MinCount: f.mining.minCount, MaxSize: f.mining.maxSize, Level: confidenceLevel, Money: c.worth, Apart: c.apart(),
	})
	if err != nil {
		return err
	}
	if len(offers) == 0 {
		fmt.Fprintln(notes, "nothing is bought more often with something else than without it and earns something, as far as these counts can tell; a smaller --min-count or --levels type shows more")
	}
	if _, err := io.WriteString(stdout, offersHeader); err != nil {
		return err
	}
	cells := newCells(c.Names)
	return writeRows(stdout, len(offers), func(row []byte, i int) []byte {
		return append(appendOffer(row, offers[i], cells, c.worth), '\n')
	})
}

// appendOffer appends the cells of an offer.
func appendOffer(row []byte, o basket.Offer, cells *cells, worth []int64) []byte {
	row = append(cells.set(row, slices.Sorted(slices.Values(o.If))), ',')
	row = cells.set(row, []int32{o.Then})
	for _, n := range []int64{o.N, o.NA, o.NB, o.NAB} {
		row = strconv.AppendInt(append(row, ','), n, 10)
	}
	attach, attachOK := o.Attach()
	limits, limitsOK := o.AttachLimits(confidenceLevel)
	base, baseOK := o.BaseRate()
	row = appendNumber(row, attach, attachOK)
	row = appendNumber(row, limits.Low, limitsOK)
	row = appendNumber(row, limits.High, limitsOK)
	row = appendNumber(row, base, baseOK)
	row = strconv.AppendInt(append(row, ','), o.NA-o.NAB, 10)
	row = append(append(row, ','), sales.Money(worth[o.Then]).Number()...)
	return append(append(row, ','), sales.Money(math.Round(o.Reliable)).Number()...)
}
