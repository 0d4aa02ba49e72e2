package ingest

import (
	"sync"

	"xsell/metrics/sales"
)

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
