package sample

import (
	"fmt"
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
	rows := []string{webShopHeader}
	var pieces int
	var sum line
	for _, l := range c.deals {
		if !l.inShopExport() {
			continue
		}
		for _, at := range l.lines {
			rows = append(rows, webShopRow(l, at))
			pieces += at.quantity
			sum.list, sum.discount, sum.net, sum.cost = sum.list+at.list, sum.discount+at.discount, sum.net+at.net, sum.cost+at.cost
		}
	}
	rows = append(rows[:len(rows)/2], append([]string{amountlessRow(c)}, rows[len(rows)/2:]...)...)
	rows = append(rows, fmt.Sprintf("Summe;;;;;;%d;;%s;%s;%s;%s;;;EUR",
		pieces+1, sum.list.german(), sum.discount.german(), sum.net.german(), sum.cost.german()))
	return charmap.Windows1252.NewEncoder().Bytes([]byte(strings.Join(rows, "\r\n") + "\r\n"))
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
