package ingest

import (
	"slices"
	"strings"
	"sync"

	"xsell/metrics/sales"
)

// Columns that are no field of a relation but from which one is worked out. In the
// configuration they are named like fields.
const (
	priceField    sales.Field = "price"         // of one unit; times quantity it is an amount
	unitCost      sales.Field = "unit_cost"     // cost of one unit
	profitField   sales.Field = "profit"        // revenue less cost
	marginField   sales.Field = "margin"        // profit as part of revenue
	discountRate  sales.Field = "discount_rate" // discount as part of the list amount
	statusField   sales.Field = "status"        // says returned or cancelled
	categoryField sales.Field = "category"      // business area or product type, which the content decides
	yearField     sales.Field = "year"
	quarterField  sales.Field = "quarter"
	monthField    sales.Field = "month"
	ignoredField  sales.Field = "ignore" // known, and not needed
)

// vocabulary is what columns are called: for each field its names in English, German,
// French, Spanish, Portuguese, Polish and Russian, parted by commas, the surest first.
// The order of the words of a name does not matter, nor do case, accents and small words.
var vocabulary = []struct {
	field sales.Field
	names string
}{
	{sales.Deal, `order id, invoice id, receipt id, deal id, transaction id, sales order id, bill id, document id, ticket id, order, invoice, receipt, deal, transaction, basket id, order reference, id transaction, sales order,
		bestellnummer, auftragsnummer, rechnungsnummer, belegnummer, bonnummer, auftragsnr, rechnungsnr, belegnr, bestellnr, beleg, auftrag, rechnung, bestellung, bestell id, auftrags id, rechnungs id, beleg id, vorgang, vorgangsnummer, auftrag id,
		commande id, facture id, ticket, commande, facture, id de vente, reference commande,
		pedido id, factura id, pedido, factura, venta id, recibo id, transaccion id, ticket de venta, comprobante,
		nota fiscal, nota fiscal id, venda id, cupom, cupom fiscal, transacao id, id venda, id da transacao,
		zamowienie id, faktura id, zamowienie, faktura, paragon, paragon id, numer zamowienia, numer faktury, numer paragonu, dokument, numer dokumentu, transakcja id, transakcja,
		заказ id, номер заказа, заказ, чек, номер чека, id чека, накладная, номер накладной, счет, номер счета, документ, номер документа, id транзакции, транзакция, сделка, номер сделки`},
	{sales.DayField, `order date, invoice date, date, sale date, sales date, transaction date, purchase date, day, posting date, document date, receipt date, deal date, booking date, order timestamp, datetime, timestamp, date time, invoice datetime,
		datum, bestelldatum, auftragsdatum, rechnungsdatum, belegdatum, verkaufsdatum, buchungsdatum, kaufdatum, tag,
		date de commande, date de facture, date de vente, date achat, jour,
		fecha, fecha de pedido, fecha de venta, fecha de factura, fecha de compra, dia, fecha pedido,
		data, data do pedido, data da venda, data da compra, data de emissao, data venda, data pedido,
		data zamowienia, data sprzedazy, data faktury, data wystawienia, data transakcji, dzien,
		дата, дата заказа, дата продажи, дата чека, дата документа, дата сделки, период, день`},
	{sales.Customer, `customer id, client id, account id, buyer id, customer, client, account, buyer, user id, member id, card id, customer reference, bill to customer, sold to,
		kundennummer, kundennr, kunde, kunden id, debitor, debitorennummer, debitor id, auftraggeber, kaufer, kundin,
		client, acheteur, compte client, code client,
		cliente id, cliente, codigo de cliente, comprador, clientes,
		id do cliente, codigo do cliente, cpf cnpj, consumidor,
		klient id, klient, kontrahent, kontrahent id, nabywca, odbiorca, numer klienta, id klienta, kod klienta,
		клиент id, клиент, код клиента, покупатель, заказчик, контрагент, код контрагента, id клиента, номер клиента, id покупателя, код покупателя`},
	{sales.CustomerName, `customer name, client name, account name, buyer name, company name, company, customer full name, member name,
		kundenname, firma, firmenname, name des kunden, nom du client, nom client, raison sociale, societe, nombre del cliente, nombre cliente, razon social, empresa, nome do cliente, nome cliente, razao social,
		nazwa klienta, nazwa kontrahenta, imie i nazwisko, nazwa firmy, имя клиента, название клиента, наименование клиента, фио клиента, фио, название компании, компания, организация, наименование контрагента, имя покупателя`},
	{sales.Audience, `audience, customer segment, segment, customer group, customer type, client type, customer category, customer class, target group, market segment, membership, loyalty tier,
		zielgruppe, kundengruppe, kundensegment, kundentyp, kundenart, kundenklasse, segment de clientele, segment client, type de client, groupe de clients, categorie client, cible, public,
		segmento, segmento de cliente, tipo de cliente, grupo de clientes, categoria de cliente, publico, tipo cliente, publico alvo, segmento do cliente, tipo do cliente, perfil do cliente,
		segment klienta, grupa klientow, typ klienta, rodzaj klienta, grupa docelowa, grupa odbiorcow, сегмент, сегмент клиента, тип клиента, группа клиентов, категория клиента, аудитория, целевая аудитория`},
	{sales.Product, `product id, item id, article id, material id, sku, stock id, product, item, article, sku id, goods, good, ean, gtin, upc, part id, service, isbn, size, variant, grosse, variante, taille, talla, tamanho, rozmiar, размер,
		artikelnummer, artikelnr, produktnummer, produktnr, artikel, produkt, material, materialnummer, artikel id, produkt id, ware, leistung,
		produit id, produit, reference produit, reference article, designation id, code article, ref article,
		producto id, producto, articulo, articulo id, codigo de producto, codigo de articulo, servicio,
		produto id, produto, codigo do produto, servico, mercadoria,
		produkt id, towar, towar id, kod towaru, kod produktu, indeks, symbol, indeks towaru, artykul, usluga, symbol towaru,
		товар id, товар, код товара, артикул, продукт, код продукта, номенклатура, код номенклатуры, услуга, id товара, id продукта, изделие`},
	{sales.ProductName, `product name, item name, description, product description, item description, article name, article description, product title, goods description, material description, title, stock description,
		produktname, artikelname, artikelbezeichnung, produktbezeichnung, bezeichnung, beschreibung, artikeltext, warenbezeichnung, artikelbeschreibung,
		nom du produit, nom produit, designation, libelle, libelle produit, libelle article, nom de article,
		nombre del producto, nombre producto, descripcion, descripcion del producto, descripcion producto, nombre de producto, nombre del articulo, detalle,
		nome do produto, nome produto, descricao, descricao do produto,
		nazwa produktu, nazwa towaru, nazwa, opis, opis produktu, nazwa artykulu, opis towaru,
		название товара, наименование товара, наименование, название, название продукта, наименование продукта, описание, описание товара, наименование номенклатуры`},
	{sales.Type, `product type, subcategory, sub category, item type, product subcategory, article type, product sub category, sub type, product category name detail,
		produkttyp, produktart, warenuntergruppe, unterkategorie, artikelart, artikeltyp, unterwarengruppe, produktuntergruppe, produktkategorie detail,
		type de produit, sous categorie, type produit, sous famille, type d article, tipo de producto, subcategoria, sub categoria, tipo producto, subfamilia,
		tipo de produto, tipo produto, sub grupo, subgrupo, typ produktu, podkategoria, rodzaj produktu, podgrupa, typ towaru, rodzaj towaru,
		тип товара, подкатегория, вид товара, тип продукта, подкатегория товара, вид продукта, подгруппа`},
	{sales.Area, `business area, area, division, business unit, line of business, business line, sector, product area, business segment, product division,
		geschaftsbereich, geschaftsfeld, sparte, bereich, unternehmensbereich, domaine d activite, domaine, secteur, activite, pole, division commerciale, secteur d activite, ligne d activite,
		area de negocio, unidad de negocio, linea de negocio, division de negocio, sector de negocio, area de negocios, unidade de negocio, linha de negocio, area de atuacao, setor,
		obszar biznesowy, obszar, dzial biznesu, obszar dzialalnosci, linia biznesowa, направление, бизнес направление, направление бизнеса, область бизнеса, бизнес единица, направление деятельности, вид деятельности`},
	{categoryField, `category, product category, product group, department, family, product family, item category, item group, product line, category name, group, class, product class, merchandise group, article group, range,
		kategorie, produktkategorie, warengruppe, produktgruppe, artikelgruppe, produktfamilie, abteilung, sortiment, hauptwarengruppe, warenbereich, produktlinie,
		categorie, famille, categorie de produit, gamme, rayon, groupe de produits, famille de produits, groupe, categorie produit,
		categoria, familia, categoria de producto, grupo, linea, linea de producto, departamento, rubro, grupo de productos, categoria producto, seccion,
		categoria do produto, categoria de produto, linha, linha de produto, grupo de produtos, secao, categoria produto,
		kategoria, kategoria produktu, grupa towarowa, grupa produktow, grupa, asortyment, dzial, kategoria towaru, linia produktowa, grupa asortymentowa,
		категория, категория товара, группа товаров, товарная группа, группа, отдел, раздел, категория продукта, группа номенклатуры, ассортимент, линейка`},
	{sales.Seller, `salesperson, sales person, sales rep, sales representative, seller, account manager, employee, agent, sales agent, rep, sales manager, responsible, sales employee, staff, cashier, person, consultant, advisor, salesman, owner, sales executive,
		verkaufer, vertriebler, vertriebsmitarbeiter, mitarbeiter, aussendienst, kundenbetreuer, berater, verkauferin, betreuer, sachbearbeiter, vertreter, verantwortlich, vertriebsbeauftragter,
		vendeur, commercial, representant, charge de clientele, conseiller, employe, charge d affaires, responsable, vendedor, asesor, empleado, comercial, ejecutivo, representante, agente, ejecutivo de ventas, cajero,
		vendedora, funcionario, consultor, atendente, atendente de venda, responsavel, sprzedawca, handlowiec, przedstawiciel, przedstawiciel handlowy, opiekun, pracownik, doradca, kasjer, opiekun klienta,
		продавец, менеджер, сотрудник, торговый представитель, ответственный, консультант, кассир, ответственный менеджер, менеджер по продажам`},
	{sales.Partner, `partner, partner id, partner name id, reseller partner, referral partner, sales partner, external partner, channel partner, distributor, affiliate, broker, dealer, referrer,
		vertriebspartner, partnerfirma, handler, vermittler, partner nr, partnernummer, partenaire, partenaire commercial, apporteur, distributeur, socio, socio comercial, distribuidor, aliado, parceiro, parceiro comercial, revendedor,
		partner handlowy, dystrybutor, posrednik, партнер, партнёр, дистрибьютор, дилер, посредник, агент партнер`},
	{sales.Payment, `payment status, status of payment, payment state, paid, is paid, paid status, settled, invoice paid, zahlungsstatus, status der zahlung, bezahlt, ist bezahlt, beglichen,
		statut de paiement, etat du paiement, paye, payee, regle, estado de pago, estado del pago, pagado, pagada, status do pagamento, status de pagamento, situacao do pagamento, pago,
		status platnosci, stan platnosci, zaplacone, zaplacono, oplacone, статус оплаты, статус платежа, оплачено, оплачен`},
	{sales.PartnerRole, `partner role, role of partner, partner involvement, partner part, type of partner involvement, partner attribution, partnerrolle, rolle des partners, partnerbeteiligung, role du partenaire, implication du partenaire, papel del socio, rol del socio, funcion del socio,
		papel do parceiro, funcao do parceiro, rola partnera, udzial partnera, роль партнера, участие партнера`},
	{sales.Programme, `programme, program, promotion, campaign, promo, promotion id, campaign id, special offer, offer, promotion name, campaign name, action, promo id, coupon, voucher,
		aktion, kampagne, programm, werbeaktion, verkaufsaktion, angebot, aktionscode, aktionsname, kampagnenname, gutschein, programme de vente, campagne, operation, offre, code promo, operation commerciale,
		promocion, campana, programa, oferta, cupon, nombre de promocion, promocao, campanha, cupom de desconto, programa de vendas, promocja, kampania, akcja, oferta specjalna, nazwa promocji, nazwa kampanii,
		акция, кампания, промо, программа, промоакция, рекламная акция, промокод, название акции`},
	{sales.Region, `region, regiao, регион, sales region, vertriebsregion, region de ventas, regiao de vendas, territory, sales territory, market, district, area region,
		gebiet, vertriebsgebiet, verkaufsgebiet, territoire, zone, secteur geographique, zona, territorio, okreg, rejon, территория, округ, район, niederlassung,
		state, province, bundesland, departement geographique, provincia, estado, uf, wojewodztwo, область, county,
		country, sales country, customer country, ship to country, land, pays, pais, kraj, страна, city, ort, stadt, ville, ciudad, cidade, miasto, город`},
	{sales.Channel, `channel, sales channel, order channel, distribution channel, source channel, store, shop, outlet, branch, store id, point of sale, location, store name, sales office, warehouse,
		kanal, vertriebskanal, verkaufskanal, absatzkanal, vertriebsweg, filiale, geschaft, laden, verkaufsstelle, bestellweg, canal, canal de vente, magasin, boutique, point de vente, agence, canal de distribution,
		canal de ventas, canal de venta, tienda, sucursal, punto de venta, local, canal de vendas, canal de venda, loja, filial, ponto de venda,
		kanal sprzedazy, sklep, oddzial, punkt sprzedazy, placowka, канал, канал продаж, магазин, филиал, точка продаж, торговая точка, канал сбыта, склад, подразделение`},
	{sales.Currency, `currency, currency id, transaction currency, invoice currency, wahrung, devise, monnaie, moneda, divisa, moeda, waluta, валюта, iso currency, wahrungscode, belegwahrung`},
	{sales.MeasureOf, `unit of measure, uom, unit of measurement, quantity unit, sales unit of measure, base unit of measure, measure unit, mengeneinheit, masseinheit, basismengeneinheit, verkaufsmengeneinheit, unite de mesure, unite de vente,
		unidad de medida, unidade de medida, jednostka miary, jm, единица измерения, ед изм`},
	{sales.QuantityOf, `quantity, qty, units, units sold, quantity sold, sold quantity, order quantity, pieces, count of units, volume, items sold, order qty, amount of units, pcs,
		menge, anzahl, stuckzahl, stuck, verkaufsmenge, absatzmenge, absatz, bestellmenge, quantite, qte, nombre d unites, unites, quantite vendue, nb,
		cantidad, unidades, cant, piezas, cantidad vendida, unidades vendidas, quantidade, qtd, qtde, quantidade vendida, pecas,
		ilosc, liczba, sztuki, szt, liczba sztuk, ilosc sztuk, sprzedana ilosc, количество, кол во, колво, кол, количество товара, шт, объем, количество единиц, продано`},
	{sales.List, `list amount, list price total, gross amount, gross sales, gross revenue, amount before discount, list value, list total, gross value, undiscounted amount, extended list,
		listenbetrag, listenwert, bruttobetrag vor rabatt, bruttoumsatz, betrag vor rabatt, listenumsatz, bruttowarenwert, montant brut, chiffre d affaires brut, prix catalogue total, montant avant remise,
		importe bruto, ventas brutas, importe antes de descuento, valor bruto, receita bruta, valor antes do desconto, faturamento bruto, wartosc brutto przed rabatem, wartosc przed rabatem, wartosc cennikowa, сумма без скидки, сумма до скидки, стоимость без скидки`},
	{sales.Discount, `discount amount, discount, discount value, rebate, total discount, reduction, markdown, price reduction, discounts,
		rabatt, rabattbetrag, nachlass, preisnachlass, skonto, remise, montant de la remise, ristourne, rabais, montant remise,
		descuento, importe de descuento, monto de descuento, rebaja, bonificacion, desconto, valor do desconto, valor de desconto, abatimento,
		kwota rabatu, rabat, upust, znizka, wartosc rabatu, скидка, сумма скидки, размер скидки`},
	{discountRate, `discount percent, discount rate, discount pct, percent discount, discount percentage, unit price discount pct, rabatt percent, rabattsatz, rabatt in percent, remise percent, taux de remise, pourcentage de remise,
		descuento percent, porcentaje de descuento, tasa de descuento, desconto percent, percentual de desconto, rabat percent, procent rabatu, stopa rabatu, скидка percent, процент скидки`},
	{sales.Revenue, `net amount, net sales, net revenue, sales amount, revenue, sales, amount, line total, total amount, total sales, line amount, extended price, total price, turnover, net value, order amount, sale amount, sales value, value, total, price total, total value, paid amount, net total, net, order total, net line amount, net sales amount, total revenue, sale, amount net, sales revenue,
		nettobetrag, nettoumsatz, umsatz, betrag, nettowert, gesamtpreis, gesamtbetrag, summe, wert, erlos, verkaufswert, positionswert, verkaufsbetrag, warenwert, umsatz netto, netto, positionsbetrag, gesamt, netto umsatz, netto betrag, verkaufserlos, umsatzerlose,
		montant net, chiffre d affaires, montant, ca, ca ht, montant ht, total ht, ventes, prix total, montant total, valeur, vente, chiffre affaires net, total ligne, ca net, montant hors taxe,
		importe neto, ventas netas, importe, monto, venta, ventas, total venta, valor, ingresos, facturacion, precio total, subtotal, monto total, importe total, valor total, total ventas, venta neta, monto neto,
		valor liquido, receita liquida, receita, faturamento, valor da venda, venda, vendas, valor total da venda, preco total, total da venda, receita total, valor venda, montante, valor final,
		wartosc netto, kwota netto, sprzedaz, wartosc, kwota, przychod, obrot, wartosc sprzedazy, suma, cena razem, sprzedaz netto, razem, wartosc transakcji,
		сумма, выручка, стоимость, итого, сумма продажи, сумма продаж, продажи, оборот, общая стоимость, итоговая стоимость, сумма заказа, сумма без ндс, всего, доход, объем продаж, чистая выручка, стоимость товара, итоговая сумма`},
	{sales.Cost, `cost of goods, cost, total cost, cost of goods sold, cogs, total product cost, cost amount, product cost, goods cost, line cost, purchase cost, cost value, extended cost, total costs, costs, cost of sales,
		wareneinsatz, kosten, einstand, einstandswert, herstellkosten, warenkosten, gesamtkosten, einkaufswert, selbstkosten, einstandskosten, cout, cout d achat, cout total, cout des ventes, cout des marchandises, cout de revient,
		costo, coste, costo total, coste total, costo de ventas, costo de venta, coste de ventas, costo de la mercancia, custo, custo total, custo da mercadoria, custo do produto, cmv, custo das mercadorias vendidas,
		koszt, koszt wlasny, koszt zakupu, koszty, koszt calkowity, wartosc zakupu, koszt towaru, себестоимость, затраты, закупочная стоимость, себестоимость продаж, стоимость закупки, расходы`},
	{unitCost, `unit cost, standard cost, cost price, cost per unit, product standard cost, purchase price, buying price, unit cost price, cost each,
		einstandspreis, einkaufspreis, ek preis, stuckkosten, ek, kosten je stuck, selbstkostenpreis, prix d achat, cout unitaire, prix de revient, cout unitaire achat,
		costo unitario, coste unitario, precio de coste, precio de costo, precio de compra, custo unitario, preco de custo, preco de compra,
		cena zakupu, koszt jednostkowy, cena nabycia, закупочная цена, цена закупки, себестоимость единицы, цена закупа, себестоимость за единицу`},
	{priceField, `unit price, price, price per unit, selling price, sales price, price each, item price, unit selling price, product price, net price, net unit price, retail price, rate per unit, list price, catalogue price, listenpreis, katalogpreis, prix catalogue, precio de lista, preco de tabela, cena katalogowa, прайсовая цена,
		einzelpreis, stuckpreis, preis, verkaufspreis, vk preis, preis je einheit, vk, ep, stuckpreis netto, prix unitaire, prix, prix de vente, pu, prix unitaire ht, pu ht,
		precio unitario, precio, precio de venta, precio por unidad, preco unitario, preco, valor unitario, preco de venda,
		cena jednostkowa, cena, cena sprzedazy, cena netto, cena za sztuke, cena jedn, цена, цена за единицу, цена за шт, цена продажи, цена за упаковку, цена за штуку, цена реализации`},
	{profitField, `profit, gross profit, contribution, contribution margin amount, net profit, earnings, total profit, gross margin amount, profit amount, cm1,
		gewinn, rohertrag, deckungsbeitrag, db1, db, ertrag, rohgewinn, benefice, profit brut, marge brute, marge en valeur, resultat, ganancia, beneficio, utilidad, utilidad bruta, margen bruto, ganancia bruta, lucro, lucro bruto, margem bruta, margem de contribuicao,
		zysk, zysk brutto, marza kwotowa, marza wartosc, dochod, прибыль, валовая прибыль, наценка сумма, маржинальная прибыль, доход валовой`},
	{marginField, `margin percent, margin, profit margin, gross margin, gross margin percent, profit percent, profit rate, margin rate, contribution margin, contribution margin percent, marge percent, marge, taux de marge, margen, margen percent, margem, margem percent, marza, marza percent, gewinnspanne, маржа, маржа percent, рентабельность, marge in percent, deckungsbeitrag percent, marza procentowa`},
	{sales.Bonus, `bonus, seller bonus, incentive, sales bonus, spiff, verkaufsbonus, pramie, prime, bono, bonificacao, premia, бонус, премия`},
	{sales.Commission, `commission, sales commission, commission amount, partner share, partner commission, partner bonus, agent commission, provision, vermittlungsprovision, commission vendeur, comision, comissao, prowizja, комиссия, вознаграждение`},
	{statusField, `order status, status, state of order, return status, returned, invoice status, cancelled, is returned, is return, document type, transaction type, line status, delivery status, is cancelled,
		bestellstatus, auftragsstatus, belegart, vorgangsart, storniert, storno, statut, statut commande, etat, type de document, estatus, estado del pedido, estado pedido, situacion, status do pedido, situacao, tipo de documento,
		status zamowienia, stan zamowienia, typ dokumentu, статус, статус заказа, вид операции, тип операции, состояние`},
	{ignoredField, `ship date, row id, order line, line id, line, order priority, ship mode, postal id, zip id, zip, postal, delivery date, due date, tax, vat, tax amount, vat amount, freight, shipping, shipping cost, shipping costs, unit, weight, brand, phone, email, address, street, payment method, payment, time, hour, weekday, year month, note, comment, remarks, receipt total, invoice total, birth date, age, gender, position, supplier, url,
		lieferdatum, versanddatum, position id, zeile, pos, plz, postleitzahl, mwst, mehrwertsteuer, steuer, steuerbetrag, einheit, versandart, versandkosten, marke, telefon, adresse, strasse, zahlungsart, uhrzeit, bemerkung, kommentar, falligkeit, lieferant, bruttobetrag, brutto, geburtsdatum,
		date de livraison, date d expedition, tva, montant tva, code postal, mode de paiement, heure, commentaire, ligne, fournisseur, ttc, montant ttc, total ttc, marque, unite,
		fecha de entrega, fecha de envio, iva, impuesto, codigo postal, forma de pago, hora, comentario, linea id, proveedor, marca, unidad, metodo de pago, medio de pago,
		data de entrega, data de envio, imposto, icms, frete, cep, forma de pagamento, pagamento, observacao, fornecedor, ano mes, unidade,
		data dostawy, data wysylki, podatek, kwota vat, stawka vat, kod pocztowy, forma platnosci, sposob platnosci, uwagi, dostawca, wartosc brutto, kwota brutto, marka, jednostka, 
		дата доставки, дата отгрузки, ндс, сумма ндс, индекс, почтовый индекс, способ оплаты, время, комментарий, примечание, поставщик, итог чека, сумма чека, количественная категория, бренд, марка, телефон, адрес, номер строки, строка`},
}

// vocabularies of the relations beside the lines: names that mean something else there.
var contextVocabulary = map[sales.Relation][]struct {
	field sales.Field
	names string
}{
	sales.Products: {
		{sales.ProductName, `name, product, nom, nombre, nome, nazwa, имя, название, produkt, artikel, item`},
		{sales.Product, `id, code, kod, reference, ref, codigo, код`},
		{sales.Type, `type, typ, tipo, art, тип, вид`},
		{sales.Cost, `unit cost, standard cost, cost price, cost, cost per unit, purchase price, einstandspreis, einkaufspreis, ek preis, stuckkosten, prix d achat, cout unitaire, prix de revient, costo unitario, coste unitario, precio de coste, precio de compra, custo unitario, preco de custo, cena zakupu, koszt jednostkowy, закупочная цена, цена закупки, себестоимость`},
		{sales.List, `list price, price, unit price, retail price, selling price, catalogue price, catalog price, recommended price, listenpreis, preis, verkaufspreis, einzelpreis, katalogpreis, prix catalogue, prix, prix de vente, tarif, prix public, precio de lista, precio, precio de venta, preco de lista, preco, preco de venda, preco de tabela, cena katalogowa, cena, cena sprzedazy, cena cennikowa, прайс, цена, цена продажи, прайсовая цена, розничная цена`},
		{"benefit", `benefit, customer benefit, value to customer, benefits, kundennutzen, nutzen, avantage client, benefice client, beneficio, beneficio para el cliente, beneficio para o cliente, korzysc, korzysc dla klienta, выгода, польза, выгода для клиента`},
		{"advantage", `advantage, competitive advantage, usp, unique selling point, wettbewerbsvorteil, vorteil, alleinstellungsmerkmal, avantage concurrentiel, avantage, ventaja competitiva, ventaja, vantagem competitiva, vantagem, przewaga konkurencyjna, przewaga, преимущество, конкурентное преимущество`},
		{sales.Blocked, `blocked, is blocked, product blocked, discontinued, is discontinued, discontinued date, discontinued on, delisted, do not offer, not for sale, no longer sold, withdrawn, phased out,
			gesperrt, sperre, artikel gesperrt, auslaufartikel, eingestellt, ausgelistet, nicht anbieten, bloque, arrete, supprime, ne pas proposer, fin de vie, produit arrete,
			bloqueado, descatalogado, discontinuado, no ofrecer, retirado, descontinuado, fora de linha, nao oferecer, zablokowany, wycofany, wycofane, nie oferowac, снят с производства, заблокирован, не предлагать, выведен из ассортимента`},
	},
	sales.Customers: {
		{sales.Blocked, `blocked, is blocked, customer blocked, do not contact, do not call, no contact, opt out, opted out, unsubscribed, contact blocked,
			gesperrt, sperre, kunde gesperrt, werbesperre, kontaktsperre, nicht kontaktieren, nicht anrufen, bloque, client bloque, ne pas contacter, ne pas appeler,
			bloqueado, cliente bloqueado, no contactar, no llamar, nao contatar, nao contactar, nao ligar, zablokowany, klient zablokowany, nie kontaktowac, nie dzwonic, заблокирован, не звонить, не беспокоить, не связываться, стоп лист`},
		{sales.CustomerName, `name, full name, nom, nombre, nome, nazwa, имя, название, наименование, company`},
		{sales.Customer, `id, code, kod, codigo, код`},
		{sales.Audience, `type, group, category, class, tier, typ, gruppe, kategorie, groupe, categorie, tipo, grupo, categoria, grupa, kategoria, тип, группа, категория`},
	},
	sales.Programmes: {
		{sales.Programme, `programme id, program id, promotion id, campaign id, id, code, programm id, kampagne id, aktion id, programme, program, promotion, campaign, promotion name, campaign name, programm, kampagne, aktion, promocion, promocao, promocja, акция, программа`},
		{"programme_name", `programme name, program name, name, title, description, bezeichnung, nom, nombre, nome, nazwa, название, наименование`},
		{"kind", `kind, type, programme type, media, medium, promotion type, art, typ, type de programme, tipo, rodzaj, тип, вид, internal external`},
		{"from_products", `from products, from product, from, base products, anchor product, trigger product, bought product, von produkten, ausgangsprodukte, produits de depart, productos origen, de productos, produtos de origem, produkty bazowe, базовые товары, исходные товары`},
		{"to_products", `to products, to product, to, offered products, offer product, target products, offered product, zu produkten, zielprodukte, angebotene produkte, produits proposes, productos destino, produtos oferecidos, produkty oferowane, предлагаемые товары, целевые товары`},
		{sales.Discount, `discount, discount rate, discount percent, discount pct, rabatt, rabatt percent, rabattsatz, remise, descuento, desconto, rabat, скидка`},
		{"owner", `owner, responsible, responsible person, manager, verantwortlich, verantwortliche, verantwortlicher, inhaber, responsable, responsavel, wlasciciel, odpowiedzialny, ответственный, владелец`},
		{sales.Cost, `cost, advertising cost, budget, programme cost, advertising, spend, costs, program cost, marketing cost, kosten, werbekosten, werbung, budget publicitaire, cout, costo, coste, custo, koszt, koszt reklamy, реклама, бюджет, затраты`},
		{"start_day", `start, start date, from date, begin, valid from, starts, begins, beginn, startdatum, gultig ab, von, debut, date de debut, inicio, fecha de inicio, data de inicio, poczatek, data rozpoczecia, od, начало, дата начала`},
		{"end_day", `end, end date, to date, valid to, until, ends, valid until, ende, enddatum, gultig bis, bis, fin, date de fin, fecha de fin, fim, data de fim, data de termino, koniec, data zakonczenia, do, конец, окончание, дата окончания`},
		{"control", `control, control group, test group, kontrollgruppe, groupe de controle, groupe temoin, grupo de control, grupo de controle, grupa kontrolna, контрольная группа`},
	},
	sales.Trainings: {
		{sales.DayField, `training date, trained on, date of training, completed on, schulungsdatum, date de formation, fecha de formacion, data do treinamento, data szkolenia, дата обучения, completed`},
		{"topic", `topic, training, course, subject, training topic, training name, course name, thema, schulung, kurs, sujet, formation, cours, tema, formacion, curso, capacitacion, treinamento, temat, szkolenie, тема, обучение, курс, тренинг`},
		{sales.Seller, `name, participant, trainee, teilnehmer, participante, participant name, uczestnik, участник`},
	},
	sales.Targets: {
		{sales.DayField, `month, period, quarter start, target month, monat, periode, zeitraum, mois, mes, periodo, miesiac, okres, месяц, период, start, start date`},
		{"target", `target, quota, sales target, sales quota, sales amount quota, plan, budget, goal, target amount, planned revenue, revenue target, target revenue, plan revenue, planned sales, ziel, umsatzziel, soll, planumsatz, planwert, zielumsatz, objectif, quota de vente, objectif de vente, prevision, objetivo, meta, cuota, presupuesto, meta de vendas, cota, orcamento, cel, cel sprzedazy, plan sprzedazy, план, план продаж, цель, квота, бюджет`},
		{yearField, `year, calendar year, fiscal year, jahr, annee, exercice, ano, rok, год, geschaftsjahr`},
		{quarterField, `quarter, calendar quarter, fiscal quarter, quartal, trimestre, kwartal, квартал`},
		{monthField, `calendar month, month number, month id, monatsnummer, numero de mes`},
		{sales.Area, `category, product category, product group, kategorie, categorie, categoria, kategoria, категория`},
	},
	sales.Returns: {
		{"reason", `reason, return reason, reason for return, grund, ruckgabegrund, retourengrund, raison, motif, motif du retour, motivo, motivo de devolucion, motivo da devolucao, powod, powod zwrotu, причина, причина возврата`},
		{sales.DayField, `return date, returned on, ruckgabedatum, retourendatum, date de retour, fecha de devolucion, data da devolucao, data zwrotu, дата возврата`},
	},
	sales.People: {
		{"manager", `manager, team lead, supervisor, boss, head, leiter, vorgesetzter, teamleiter, chef, responsable, jefe, gerente, supervisor, chefe, kierownik, przelozony, руководитель, начальник`},
		{"team", `team, group, department, gruppe, abteilung, equipe, equipo, grupo, departamento, zespol, dzial, команда, отдел`},
		{sales.Seller, `name, regional manager, person, mitarbeitername, nom, nombre, nome, imie i nazwisko, имя, фио`},
	},
	sales.Partners: {
		{sales.Partner, `id, code, partner code`},
		{"partner_name", `partner name, name, company, company name, firma, nom, nombre, nome, nazwa, название, наименование`},
		{"kind", `kind, type, partner type, direction, art, typ, tipo, rodzaj, тип, вид, line of business, business`},
		{sales.Commission, `commission, commission rate, partner share, share, commission percent, provision, provisionssatz, taux de commission, comision, comissao, prowizja, комиссия, доля партнера`},
	},
	sales.Referrals: {
		{sales.DayField, `referred on, referral date, date of referral, sent on, empfohlen am, vermittelt am, datum der empfehlung, weitergegeben am, date de recommandation, recommande le, transmis le, fecha de referencia, referido el, enviado el, data da indicacao, indicado em, encaminhado em, data polecenia, polecono, data przekazania, дата рекомендации, дата передачи`},
		{sales.Partner, `referred to, sent to, passed to, referred partner, empfohlen an, vermittelt an, weitergegeben an, partenaire recommande, socio referido, parceiro indicado, polecony partner, przekazano do, передан партнеру, кому передан`},
		{"need", `need, interest, demand, requirement, request, looking for, bedarf, interesse, anliegen, besoin, demande, interet, necesidad, interes, necessidade, interesse do cliente, potrzeba, zainteresowanie, zapotrzebowanie, потребность, интерес, запрос`},
		{"business", `business at partner, partner business, business value, business, deal value, value of business, sales at partner, revenue at partner, geschaft beim partner, umsatz beim partner, auftragswert, vermittelter umsatz, affaires chez le partenaire, chiffre d affaires du partenaire, valeur de l affaire, negocio con el socio, ventas del socio, valor del negocio, negocio en el socio, negocio no parceiro, negocios no parceiro, valor do negocio, vendas do parceiro, obrot u partnera, sprzedaz u partnera, wartosc transakcji, сделка у партнера, оборот у партнера, сумма у партнера, выручка партнера`},
		{sales.Commission, `commission to us, our commission, commission received, referral fee, finder fee, commission, provision an uns, unsere provision, erhaltene provision, vermittlungsprovision, provision, commission recue, notre commission, comision recibida, nuestra comision, comision, comissao recebida, nossa comissao, comissao, prowizja dla nas, nasza prowizja, otrzymana prowizja, prowizja, комиссия нам, наша комиссия, полученная комиссия, комиссия`},
	},
	sales.Rates: {
		{sales.Currency, `from currency, currency, code`},
		{"rate", `rate, exchange rate, fx rate, conversion rate, kurs, wechselkurs, taux, taux de change, tasa, tipo de cambio, taxa, taxa de cambio, kurs wymiany, курс, обменный курс`},
	},
}

// sheetWords are words in the names of sheets and files that speak for a relation.
var sheetWords = map[sales.Relation]string{
	sales.Lines:      "sales orders order invoice invoices transactions lines verkaufe auftrage umsatz umsatze bestellungen ventes commandes ventas pedidos vendas sprzedaz zamowienia продажи заказы",
	sales.Products:   "products product items articles sku produkte artikel produits productos produtos produkty towary товары продукты номенклатура",
	sales.Customers:  "customers customer clients accounts kunden clients clientes klienci kontrahenci клиенты покупатели",
	sales.Programmes: "programmes programme programs promotions promotion campaigns aktionen kampagnen programme campagnes promociones campanas promocoes campanhas promocje kampanie акции программы",
	sales.Trainings:  "trainings training courses schulungen schulung formations formaciones capacitaciones treinamentos szkolenia обучение тренинги",
	sales.Targets:    "targets target quotas quota plan budget ziele planung objectifs objetivos metas cele планы план",
	sales.Returns:    "returns return returned refunds retouren rucksendungen retours devoluciones devolucoes zwroty возвраты",
	sales.People:     "people staff team sellers salespeople employees mitarbeiter personal vendeurs vendedores pracownicy handlowcy люди сотрудники менеджеры",
	sales.Partners:   "partners partner partenaires socios parceiros partnerzy партнеры",
	sales.Referrals:  "referrals referral referred empfehlungen empfehlung vermittlungen recommandations recomendaciones referidos indicacoes indicacao polecenia рекомендации",
	sales.Rates:      "rates currencies exchange kurse wechselkurse taux tasas taxas kursy курсы",
}

// notBlocked are the words of a column of what is blocked that mean that it is not.
var notBlocked = sync.OnceValue(func() map[string]bool {
	return wordSet("no n false 0 nein falsch non faux nao não falso nie falsz fałsz нет ложь active aktiv actif activo ativo aktywny активен open offen none")
})

const yesList = "yes y true 1 x ja oui sí si sim tak да"

// totalWords begin the rows that add up others; pivotWords stand in pivot tables.
var (
	totalWords = sync.OnceValue(func() map[string]bool {
		return wordSet(`total totals grand_total subtotal sub_total total_general sum overall_total summe gesamt gesamtsumme zwischensumme insgesamt endsumme gesamtergebnis
			total_général totaux sous_total somme total_generale suma suma_total totales total_geral soma razem suma_końcowa łącznie ogółem итого всего общий_итог итог сумма_итого`)
	})
	pivotWords = sync.OnceValue(func() map[string]bool {
		return wordSet(`row_labels column_labels grand_total zeilenbeschriftungen spaltenbeschriftungen gesamtergebnis étiquettes_de_lignes étiquettes_de_colonnes total_général
			etiquetas_de_fila etiquetas_de_columna total_general rótulos_de_linha rótulos_de_coluna total_geral etykiety_wierszy etykiety_kolumn suma_końcowa названия_строк названия_столбцов общий_итог`)
	})
	returnedWords = sync.OnceValue(func() map[string]bool {
		return wordSet(yesList + ` returned return cancelled canceled refunded refund void voided credit_note credit chargeback zurückgegeben storniert storno retoure gutschrift rückgabe erstattet
			retourné annulé annulée remboursé avoir retour devuelto cancelado anulado reembolsado devolución nota_de_crédito devolvido cancelada devolução reembolso
			zwrot zwrócone zwrócony anulowane anulowany korekta возврат отменен отменён возвращен возвращён отмена отменено`)
	})
	yesWords    = sync.OnceValue(func() map[string]bool { return wordSet(yesList) })
	noProgramme = sync.OnceValue(func() map[string]bool {
		return wordSet(`none no no_promotion no_discount no_campaign no_programme no_program no_offer without keine keine_aktion ohne aucune aucun sans ninguna ninguno sin_promoción nenhum nenhuma sem_promoção brak нет без_акции`)
	})
)

// partnerRoles are the words for how a partner takes part in a deal: it opened it, or it
// joined later.
var partnerRoles = sync.OnceValue(func() map[string]string {
	roles := map[string]string{}
	for role, list := range map[string]string{
		"sourced": `sourced source opened lead lead_source referral referred introduced originated brought vermittelt eröffnet gebracht zugeführt apporté apporteur ouvert
			originado aportado abierto captado originada trouxe aberto indicado pozyskany pozyskane przyprowadził otwarty привел привлек источник открыл`,
		"influenced": `influenced influence joined assisted supported involved co-sell co-sold beteiligt beeinflusst unterstützt begleitet influencé accompagné soutenu participé
			influido influenciado apoyado acompañado apoiado acompanhado participou wsparty wsparte współudział dołączył wpłynął повлиял поддержал участвовал`,
	} {
		for w := range wordSet(list) {
			roles[w] = role
		}
	}
	return roles
})

// smallWords join the words of a name without changing what it says; idWords all say
// that a column numbers things.
var (
	smallWords = sync.OnceValue(func() map[string]bool {
		return wordSet("the of in de la le les du des d l del el los da do das dos der die das von vom des i po за по и в the a an for")
	})
	idWords = sync.OnceValue(func() map[string]bool {
		return wordSet("id ids number numbers no no. nr nr. num numero n nº № # code kod код номер key nummer numer codigo ид cod")
	})
	moneyWords = sync.OnceValue(func() map[string]bool {
		return wordSet("eur euro usd gbp chf pln zl rub руб руб. р brl rs mxn czk jpy cny sek nok dkk us cad aud тыс")
	})
)

// phrase is one name of a field: its words in alphabetical order.
type phrase struct {
	field sales.Field
	words []string
	rank  int // place in the list of its field: the surest names stand first
}

// lexicon finds the phrases that a relation knows.
type lexicon struct {
	exact map[string][]phrase // by the words joined
	first map[string][]phrase // by the first word
}

// lexicons are the phrases by relation; context first, since it is the surer.
var lexicons = sync.OnceValue(func() map[sales.Relation]*lexicon {
	all := map[sales.Relation]*lexicon{}
	for _, r := range sales.Relations() {
		x := &lexicon{map[string][]phrase{}, map[string][]phrase{}}
		known := map[sales.Field]bool{}
		for _, v := range contextVocabulary[r] {
			x.add(v.field, v.names)
			known[v.field] = true
		}
		for _, v := range vocabulary {
			if accepts(r, v.field) {
				x.add(v.field, v.names)
			}
		}
		all[r] = x
	}
	return all
})

// accepts reports whether a column of the field means something in a sheet of the relation.
func accepts(r sales.Relation, f sales.Field) bool {
	switch f {
	case ignoredField:
		return true
	case priceField, unitCost, profitField, marginField, discountRate, statusField:
		return r == sales.Lines || f == statusField && r == sales.Returns
	case categoryField:
		return r == sales.Lines || r == sales.Products
	case yearField, quarterField, monthField:
		return r == sales.Targets
	}
	return r.Has(f)
}

func (x *lexicon) add(f sales.Field, names string) {
	for rank, name := range strings.Split(names, ",") {
		words := headerWords(name)
		if len(words) == 0 {
			continue
		}
		p := phrase{f, words, rank}
		key := strings.Join(words, " ")
		if !slices.ContainsFunc(x.exact[key], func(q phrase) bool { return q.field == f }) {
			x.exact[key] = append(x.exact[key], p)
			x.first[words[0]] = append(x.first[words[0]], p)
		}
	}
}

// unpaidWords are the words of a column of payments for a sale that has not been paid.
var unpaidWords = sync.OnceValue(func() map[string]string {
	means := map[string]string{}
	for w := range wordSet(`no n false 0 unpaid not_paid open outstanding overdue due past_due pending written_off bad_debt default defaulted dunning in_collection
		nein falsch unbezahlt nicht_bezahlt offen ausstehend überfällig fällig gemahnt mahnung abgeschrieben uneinbringlich non faux impayé impayée non_payé en_attente en_retard échu
		falso no_pagado impagado impagada pendiente vencido vencida não nao não_pago nao_pago em_aberto pendente atrasado nie fałsz niezapłacone nieopłacone zaległe oczekujące przeterminowane
		нет ложь не_оплачено неоплачено не_оплачен неоплачен ожидает просрочено просрочен долг`) {
		means[w] = "unpaid"
	}
	return means
})
