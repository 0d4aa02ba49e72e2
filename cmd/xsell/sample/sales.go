package sample

import (
	"cmp"
	"slices"

	"github.com/xuri/excelize/v2"
)

// Columns of the Sales sheet.
const (
	colOrder = iota
	colDate
	colCustomer
	colProduct
	colQuantity
	colUnit
	colList
	colDiscount
	colNet
	colCost
	colBonus
	colCommission
	colSeller
	colPartner
	colRole
	colProgramme
	colChannel
	colRegion
	colCurrency
)

var salesColumns = []column{
	colOrder: {"Order no", 10, ""}, colDate: {"Date", 11, formatDate}, colCustomer: {"Customer no", 12, formatPlain},
	colProduct: {"Product no", 11, ""}, colQuantity: {"Quantity", 9, formatCount}, colUnit: {"Unit price", 11, formatMoney},
	colList: {"List amount", 12, formatMoney}, colDiscount: {"Discount", 11, formatMoney}, colNet: {"Net amount", 12, formatMoney},
	colCost: {"Cost", 12, formatMoney}, colBonus: {"Bonus", 9, formatMoney}, colCommission: {"Commission", 12, formatMoney},
	colSeller: {"Seller", 18, ""}, colPartner: {"Partner", 24, ""}, colRole: {"Partner role", 12, ""},
	colProgramme: {"Programme", 11, ""}, colChannel: {"Channel", 11, ""}, colRegion: {"Region", 9, ""}, colCurrency: {"Currency", 9, ""},
}

// salesSheet lists every line that is not in the web shop's own export, credit
// notes among them by date, then the dirty rows where they belong and a total.
func salesSheet(c *company) sheet {
	s := sheet{name: "Sales", columns: salesColumns}
	documents := slices.Concat(c.deals, c.credits)
	slices.SortStableFunc(documents, func(a, b *deal) int { return cmp.Compare(a.day, b.day) })
	for _, l := range documents {
		if l.inShopExport() {
			continue
		}
		for _, at := range l.lines {
			s.rows = append(s.rows, salesRow(l, at))
		}
	}
	s.rows = soil(s.rows)
	s.rows = append(s.rows, totalRow(s.rows))
	return s
}

func salesRow(l *deal, at line) []any {
	row := make([]any, len(salesColumns))
	row[colOrder], row[colDate], row[colCustomer] = l.no, l.day.time(), l.customer.no
	row[colProduct], row[colQuantity] = at.product.no, at.quantity
	row[colUnit], row[colList], row[colDiscount] = at.unit.euros(), at.list.euros(), at.discount.euros()
	row[colNet], row[colCost] = at.net.euros(), at.cost.euros()
	if at.bonus != 0 {
		row[colBonus] = at.bonus.euros()
	}
	if l.seller != nil {
		row[colSeller] = l.seller.name
	}
	if l.partner != nil {
		row[colPartner], row[colRole], row[colCommission] = l.partner.name, l.role, at.commission.euros()
	}
	if at.programme != nil {
		row[colProgramme] = at.programme.code
	}
	row[colChannel], row[colRegion], row[colCurrency] = l.channel, regions[l.customer.region], "EUR"
	return row
}

// totalRow is what a careful hand puts under the table: the sums of the numbers
// above it, as formulas with their values.
func totalRow(rows [][]any) []any {
	total := make([]any, len(salesColumns))
	total[colOrder] = totalLabel
	for _, col := range []int{colQuantity, colList, colDiscount, colNet, colCost, colBonus, colCommission} {
		sum := cents(0)
		for _, row := range rows {
			sum += asCents(row[col])
		}
		name, _ := excelize.ColumnNumberToName(col + 1)
		value := any(sum.euros())
		if col == colQuantity {
			value = int(sum / 100)
		}
		total[col] = excelize.Cell{Formula: sumFormula(name, len(rows)), Value: value}
	}
	return total
}
