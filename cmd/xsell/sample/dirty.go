package sample

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// soil puts the dirty rows among the clean ones, each where its date would have
// it. What they are and what they touch stands in the README.
func soil(rows [][]any) [][]any {
	for _, dirty := range dirtyRows() {
		i := slices.IndexFunc(rows, func(row []any) bool {
			on, ok := row[colDate].(time.Time)
			return ok && !on.Before(dirty.near.time())
		})
		rows = slices.Insert(rows, i, dirty.row)
	}
	return duplicate(rows, date(2026, 1, 20))
}

// dirtyRow is a row that a careful reader has to notice, and where it stands.
type dirtyRow struct {
	near day
	row  []any
}

// Order numbers of the dirty rows.
const (
	orderBadDate        = "S90001"
	orderNoAmount       = "S90002"
	orderUnknownProduct = "S90003"
	orderNoCustomer     = "S90004"
	orderMissingAmount  = "W90005"
	unknownProduct      = "KW-999"
	impossibleDate      = "31.02.2026"
	totalLabel          = "Total"
	totalLabelGerman    = "Summe"
)

func dirtyRows() []dirtyRow {
	badDate := counterSale(orderBadDate, date(2026, 2, 27), "SC-101", 2)
	badDate.row[colDate] = impossibleDate
	noAmount := counterSale(orderNoAmount, date(2026, 3, 12), "KW-202", 1)
	noAmount.row[colNet] = "n/a"
	unknown := counterSale(orderUnknownProduct, date(2026, 4, 16), "KW-202", 1)
	unknown.row[colProduct] = unknownProduct
	nobody := counterSale(orderNoCustomer, date(2026, 5, 21), "KW-404", 1)
	nobody.row[colCustomer] = nil
	return []dirtyRow{badDate, noAmount, unknown, nobody}
}

// counterSale is a small sale in the showroom of the North.
func counterSale(no string, on day, product string, pieces int) dirtyRow {
	at := line{product: productNo(product), quantity: pieces}
	at.price(on, 0)
	buyer := &customer{no: 10120, region: north}
	return dirtyRow{on, salesRow(&deal{no: no, day: on, customer: buyer, channel: channelShowroom, seller: sellers[0]}, at)}
}

// duplicate enters one small line a second time, right below the first.
func duplicate(rows [][]any, near day) [][]any {
	i := slices.IndexFunc(rows, func(row []any) bool {
		on, ok := row[colDate].(time.Time)
		return ok && !on.Before(near.time()) && asCents(row[colNet]) > 0 && asCents(row[colNet]) < 2500
	})
	return slices.Insert(rows, i, slices.Clone(rows[i]))
}

// asCents is the number in a cell in hundredths; 0 for anything but a number.
func asCents(v any) cents {
	switch v := v.(type) {
	case float64:
		return cents(math.Round(v * 100))
	case int:
		return cents(v) * 100
	}
	return 0
}

func sumFormula(column string, rows int) string {
	return fmt.Sprintf("SUM(%s2:%s%d)", column, column, rows+1)
}
