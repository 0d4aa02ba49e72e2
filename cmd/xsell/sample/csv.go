package sample

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// webShopHeader is the first line of the web shop's export.
const webShopHeader = "Bestellnummer;Datum;Kunde;Kundenname;Artikelnummer;Bezeichnung;Menge;Einzelpreis;" +
	"Listenbetrag;Rabatt;Nettobetrag;Einstand;Aktion;Kanal;Währung"

// webShopCSV is the export of the web shop, as German software makes it:
// semicolons, decimal commas, days before months, windows-1252, CRLF, and the
// sums in a last row.
func webShopCSV(c *company) ([]byte, error) {
	text := strings.Join(webShopRows(c), "\r\n") + "\r\n"
	return charmap.Windows1252.NewEncoder().Bytes([]byte(text))
}

// webShopRows lists the rows of the export: header, lines, among them the one
// without an amount, and the sums.
func webShopRows(c *company) []string {
	rows := []string{webShopHeader}
	sum := line{quantity: 1} // of the row without an amount
	for _, l := range c.deals {
		if !l.inShopExport() {
			continue
		}
		for _, at := range l.lines {
			rows = append(rows, webShopRow(l, at))
			sum.quantity += at.quantity
			sum.list += at.list
			sum.discount += at.discount
			sum.net += at.net
			sum.cost += at.cost
		}
	}
	rows = slices.Insert(rows, len(rows)/2, amountlessRow(c))
	return append(rows, fmt.Sprintf("%s;;;;;;%d;;%s;%s;%s;%s;;;EUR",
		totalLabelGerman, sum.quantity, sum.list.german(), sum.discount.german(), sum.net.german(), sum.cost.german()))
}

func webShopRow(l *deal, at line) string {
	programme := ""
	if at.programme != nil {
		programme = at.programme.code
	}
	return strings.Join([]string{
		l.no, germanDate(l.day), fmt.Sprint(l.customer.no), l.customer.name, at.product.no, at.product.name,
		fmt.Sprint(at.quantity), at.unit.german(), at.list.german(), at.discount.german(), at.net.german(), at.cost.german(),
		programme, l.channel, "EUR",
	}, ";")
}

// amountlessRow is a dirty row: one jug without any amount.
func amountlessRow(c *company) string {
	buyer, jug := c.customers[120], productNo("KW-202")
	return strings.Join([]string{
		orderMissingAmount, germanDate(date(2026, 5, 2)), fmt.Sprint(buyer.no), buyer.name, jug.no, jug.name, "1", "", "", "", "", "", "",
		channelWeb, "EUR",
	}, ";")
}

func germanDate(d day) string { return d.time().Format("02.01.2006") }
