package ingest

import (
	"slices"
	"strings"
	"testing"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

func TestHeaderWords(t *testing.T) {
	for name, want := range map[string]string{
		"InvoiceNo":          "id invoice",
		"CustomerID":         "customer id",
		"order_id":           "id order",
		"Bestell-Nr.":        "bestell id",
		"Order #":            "id order",
		"Sales Amount (EUR)": "amount sales",
		"(EUR)":              "eur",
		"discount %":         "discount percent",
		"Discount [%]":       "discount percent",
		"Цена, Руб.":         "цена",
		"Кол-во":             "во кол",
		"Chiffre d'affaires": "affaires chiffre",
		"Größe":              "grosse",
		"N° de commande":     "commande id",
		"Wartość sprzedaży":  "sprzedazy wartosc",
		"ФИО":                "фио",
	} {
		if got := strings.Join(headerWords(name), " "); got != want {
			t.Errorf("headerWords(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestLinesInSevenLanguages reads the same three lines under headers as people write
// them, below a title and a blank row.
func TestLinesInSevenLanguages(t *testing.T) {
	want := []sales.Field{sales.Deal, sales.DayField, sales.Customer, sales.CustomerName, sales.Audience, sales.Product, sales.ProductName,
		sales.Type, sales.Area, sales.Seller, sales.Programme, sales.Region, sales.Channel, sales.QuantityOf, priceField, sales.Revenue, sales.Cost}
	for language, names := range map[string]string{
		"English":    "Order No.|Order Date|Customer ID|Customer Name|Customer Segment|SKU|Product Name|Product Type|Business Area|Sales Rep|Campaign|Region|Sales Channel|Qty|Unit Price|Net Amount (EUR)|COGS",
		"German":     "Auftragsnummer|Auftragsdatum|Kunden-Nr.|Kundenname|Kundengruppe|Artikelnummer|Artikelbezeichnung|Produktart|Geschäftsbereich|Verkäufer|Aktion|Region|Vertriebskanal|Menge|Einzelpreis|Nettobetrag [EUR]|Wareneinsatz",
		"French":     "N° de commande|Date de commande|Code client|Nom du client|Segment de clientèle|Référence produit|Désignation|Type de produit|Domaine d'activité|Vendeur|Opération commerciale|Région|Canal de vente|Quantité|Prix unitaire HT|Montant HT (€)|Coût d'achat",
		"Spanish":    "Nº pedido|Fecha de pedido|Código de cliente|Nombre del cliente|Segmento de cliente|Código de producto|Descripción|Tipo de producto|Área de negocio|Vendedor|Promoción|Región|Canal de ventas|Cantidad|Precio unitario|Importe neto|Coste",
		"Portuguese": "Número do pedido|Data do pedido|Código do cliente|Nome do cliente|Segmento do cliente|Código do produto|Nome do produto|Tipo de produto|Unidade de negócio|Vendedor|Promoção|Região|Canal de vendas|Quantidade|Preço unitário|Valor líquido (R$)|Custo",
		"Polish":     "Numer zamówienia|Data zamówienia|Kod klienta|Nazwa klienta|Grupa klientów|Kod towaru|Nazwa towaru|Rodzaj produktu|Obszar biznesowy|Sprzedawca|Promocja|Region|Kanał sprzedaży|Ilość|Cena jednostkowa|Wartość netto (zł)|Koszt",
		"Russian":    "Номер заказа|Дата заказа|Код клиента|Название клиента|Сегмент клиента|Артикул|Наименование товара|Тип товара|Направление бизнеса|Менеджер|Акция|Регион|Канал продаж|Кол-во|Цена за единицу|Сумма, руб.|Себестоимость",
	} {
		t.Run(language, func(t *testing.T) {
			header := strings.Split(names, "|")
			s := recognised(t, "Sheet1", [][]string{{"Export 2026"}, header,
				strings.Split("1001|03.04.2026|C-1|Ann|Office|P-1|Tea pot|Pots|Kitchen|Bo|Spring|North|Web|2|10.50|21.00|12.00", "|"),
				strings.Split("1001|03.04.2026|C-1|Ann|Office|P-2|Tea|Drinks|Food|Bo|Spring|North|Web|1|4.20|4.20|2.00", "|"),
				strings.Split("1002|14.04.2026|C-2|Cy|Home|P-1|Tea pot|Pots|Kitchen|Di|None|South|Shop|1|10.50|10.50|6.00", "|")})
			if s.Relation != sales.Lines || s.Header != 2 {
				t.Fatalf("taken for %q with the header in row %d: %s", s.Relation, s.Header, s.Note)
			}
			for i, f := range want {
				if !slices.Contains(s.Columns[i].Fields, f) {
					t.Errorf("%q became %v, want %s", header[i], s.Columns[i].Fields, f)
				}
			}
		})
	}
}

// recognised understands rows of texts.
func recognised(t *testing.T, name string, rows [][]string) *Sheet {
	t.Helper()
	var raw []rawRow
	for i, r := range rows {
		cells := make([]sheet.Cell, len(r))
		for j, text := range r {
			cells[j] = sheet.Cell{Kind: sheet.Text, Text: []byte(text)}
			if text == "" {
				cells[j].Kind = sheet.Empty
			}
		}
		raw = append(raw, rawRow{i + 1, cells})
	}
	s := &Sheet{Name: name, table: &table{file: "test.csv", sheet: name}}
	h := findHeader(raw, nil)
	if h.at < 0 {
		t.Fatal("no header found")
	}
	s.recognise(h, raw, nil, "")
	return s
}

func TestSheetsAreToldByTheirColumns(t *testing.T) {
	for _, c := range []struct {
		name, header, rows string
		want               sales.Relation
		fields             string
	}{
		{"Products", "Product|Name|Type|Business area|Unit cost|List price|Customer benefit|Competitive advantage", "P1|Pot|Pots|Kitchen|6|10|warm tea|no drips;P2|Cup|Cups|Kitchen|1|3|holds tea|light", sales.Products,
			"product product_name type area cost list benefit advantage"},
		{"Stammdaten", "Artikelnummer|Bezeichnung|Warengruppe|EK-Preis", "1|Topf|Küche|6,00;2|Tasse|Küche|1,00", sales.Products, "product product_name type+area cost"},
		{"Customers", "Customer|Name|Audience|Region|Account manager", "C1|Ann|Home|North|Bo;C2|Cy|Office|South|Di", sales.Customers, "customer customer_name audience region seller"},
		{"Kunden", "Kundennr|Name|Kundengruppe|Ort", "1|Ann|Privat|Kiel;2|Cy|Büro|Ulm", sales.Customers, "customer customer_name audience region"},
		{"Programmes", "Programme|Name|Kind|From products|To products|Audience|Partner|Discount %|Bonus|Owner|Advertising cost|Start|End", "A1|Tea week|internal|P1|P2|Home||10|5|Bo|1000|2026-01-01|2026-02-01;A2|Cups|external|P2|P1|Office|X|5|2|Di|500|2026-03-01|2026-04-01",
			sales.Programmes, "programme programme_name kind from_products to_products audience partner discount bonus owner cost start_day end_day"},
		{"Trainings", "Seller|Date|Topic", "Bo|2026-01-05|Offers;Di|2026-02-05|Offers;Bo|2026-03-05|Cups", sales.Trainings, "seller day topic"},
		{"Targets", "Month|Business area|Target", "2026-01|Kitchen|10000;2026-02|Kitchen|12000", sales.Targets, "day area target"},
		{"Quota", "Salesperson|CalendarYear|CalendarQuarter|SalesAmountQuota", "Bo|2026|1|28000;Di|2026|1|30000", sales.Targets, "seller year quarter target"},
		{"Returns", "Order ID|Product|Return date|Reason", "1001|P1|2026-04-10|broken;1002|P2|2026-04-11|late", sales.Returns, "deal product day reason"},
		{"Возвраты", "Номер заказа|Причина возврата", "1|брак;2|поздно", sales.Returns, "deal reason"},
		{"People", "Person|Region", "Bo|North;Di|South", sales.People, "seller region"},
		{"Team", "Verkäufer|Gebiet|Teamleiter", "Bo|Nord|Eva;Di|Süd|Eva", sales.People, "seller region manager"},
		{"Partners", "Partner|Name|Kind|Commission %", "X|Xen|retail|12;Y|Yps|school|8", sales.Partners, "partner partner_name kind commission"},
		{"Referrals", "Referred on|Customer no|Partner|Need|Business at partner|Commission to us", "2026-01-05|C1|Xen|desks|1200|36;2026-01-09|C2|Xen|chairs|800|24;2026-01-09|C2|Yps|course|400|12", sales.Referrals, "day customer partner need business commission"},
		{"Empfehlungen", "Empfohlen am|Kundennr|Partner|Bedarf|Umsatz beim Partner|Provision an uns", "05.01.2026|C1|Xen|Tische|1.200,00|36,00;09.01.2026|C2|Xen|Stühle|800,00|24,00", sales.Referrals, "day customer partner need business commission"},
		{"Recommandations", "Recommandé le|Client|Partenaire|Besoin|Affaires chez le partenaire|Commission reçue", "05/01/2026|C1|Xen|tables|1200,50|36;19/01/2026|C2|Xen|cours|800|24", sales.Referrals, "day customer partner need business commission"},
		{"Referidos", "Referido el|Cliente|Socio|Necesidad|Negocio con el socio|Comisión recibida", "05/01/2026|C1|Xen|mesas|1200|36;19/01/2026|C2|Xen|curso|800|24", sales.Referrals, "day customer partner need business commission"},
		{"Indicações", "Data da indicação|Cliente|Parceiro|Necessidade|Negócio no parceiro|Comissão recebida", "05/01/2026|C1|Xen|mesas|1200|36;19/01/2026|C2|Xen|curso|800|24", sales.Referrals, "day customer partner need business commission"},
		{"Polecenia", "Data polecenia|Klient|Partner handlowy|Potrzeba|Obrót u partnera|Prowizja dla nas", "05.01.2026|C1|Xen|stoły|1200|36;19.01.2026|C2|Xen|kurs|800|24", sales.Referrals, "day customer partner need business commission"},
		{"Рекомендации", "Дата рекомендации|Клиент|Партнер|Потребность|Оборот у партнера|Комиссия нам", "05.01.2026|C1|Xen|столы|1200|36;19.01.2026|C2|Xen|курс|800|24", sales.Referrals, "day customer partner need business commission"},
		{"Rates", "Currency|Rate|Date", "USD|0.92|2026-01-01;GBP|1.17|2026-01-01", sales.Rates, "currency rate day"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := [][]string{strings.Split(c.header, "|")}
			for _, r := range strings.Split(c.rows, ";") {
				rows = append(rows, strings.Split(r, "|"))
			}
			s := recognised(t, c.name, rows)
			var got []string
			for _, column := range s.Columns {
				got = append(got, strings.ReplaceAll(listOf(column.Fields), ", ", "+"))
			}
			if s.Relation != c.want || strings.Join(got, " ") != c.fields {
				t.Errorf("taken for %q: %s; want %q: %s", s.Relation, strings.Join(got, " "), c.want, c.fields)
			}
		})
	}
}

func TestHeaderOfTwoRows(t *testing.T) {
	s := recognised(t, "Sales", [][]string{
		{"Sales report", "", "", "", "", ""},
		{"Order", "", "Product", "", "Sales", "Unit"},
		{"No", "Date", "ID", "Name", "Amount", "Price"},
		{"1", "2026-01-02", "P1", "Pot", "10.00", "5.00"},
		{"2", "2026-01-03", "P2", "Cup", "3.00", "3.00"},
	})
	var got []string
	for _, c := range s.Columns {
		got = append(got, listOf(c.Fields))
	}
	want := "deal day product product_name revenue price"
	if strings.Join(got, " ") != want || s.Header != 3 {
		t.Errorf("header in row %d: %v, want row 3: %s", s.Header, got, want)
	}
}

func TestColumnLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := Letter(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}
