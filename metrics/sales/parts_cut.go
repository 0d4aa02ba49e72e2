package sales

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// cut takes the lines that the conditions keep, and of the other sheets what goes with them.
func (l *Ledger) cut(ctx context.Context, where Where) error {
	totals, err := l.joinedTotals(ctx, "whole.read_lines", where)
	if err != nil {
		return err
	}
	if len(totals) == 0 {
		return errors.New("no sales line is left by the conditions of --where; loosen one")
	}
	var sources []Source
	number := "CASE source"
	for i := range l.Sources {
		if t, has := totals[int64(i)]; has {
			number += fmt.Sprintf(" WHEN %d THEN %d", i, len(sources))
			sources = append(sources, Source{Name: l.Sources[i].Name, Read: t})
		}
	}
	l.Sources = sources
	if err := l.engine.exec(ctx, "CREATE TABLE read_lines AS SELECT * REPLACE (CAST("+number+" END AS BIGINT) AS source) FROM whole.read_lines WHERE "+where.sql()); err != nil {
		return err
	}
	if err := l.cutSheets(ctx, where); err != nil {
		return err
	}
	l.Scope.Key = where.String()
	if l.Scope.Where, err = l.ownValues(ctx, where); err != nil {
		return err
	}
	return l.cutNotes(ctx)
}

// joinedTotals adds up joined lines by their source, without the cost that the lines do not say themselves.
func (l *Ledger) joinedTotals(ctx context.Context, from string, where Where) (map[int64]Totals, error) {
	type row struct {
		Source, Lines int64
		Quantity      Quantity
		Revenue, Cost Money
	}
	rows, err := Query[row](ctx, l, `
SELECT source, count(*) AS lines, CAST(coalesce(sum(quantity), 0) AS BIGINT) AS quantity, CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue,
       CAST(coalesce(sum(CASE WHEN cost_read THEN cost END), 0) AS BIGINT) AS cost
FROM `+from+` WHERE `+where.sql()+` GROUP BY source ORDER BY source`)
	out := map[int64]Totals{}
	for _, r := range rows {
		out[r.Source] = Totals{r.Lines, r.Quantity, r.Revenue, r.Cost}
	}
	return out, err
}

// cutSheets takes of the sheets beside the lines what goes with them. A name in another
// column stays where the lines have it, too.
func (l *Ledger) cutSheets(ctx context.Context, where Where) error {
	in := func(column string, f Field) string {
		return fmt.Sprintf("%s IN (SELECT %[2]s FROM read_lines WHERE %[2]s IS NOT NULL)", column, f)
	}
	masked := func(fields ...Field) string {
		masks := make([]string, len(fields))
		for i, f := range fields {
			masks[i] = fmt.Sprintf("CASE WHEN %s THEN %[2]s END AS %[2]s", in(string(f), f), f)
		}
		return "* REPLACE (" + strings.Join(masks, ", ") + ")"
	}
	ours := map[bool]string{true: "FALSE", false: in("seller", Seller)}[where.About(Partner)]
	programmes, err := l.ownProgrammes(ctx)
	if err != nil {
		return err
	}
	for _, sheet := range []struct {
		of            Relation
		columns, kept string
	}{
		{Products, masked(Type, Area), in("coalesce(product, product_name)", Product)},
		{Customers, masked(Audience, Region, Seller), in("coalesce(customer, customer_name)", Customer)},
		{Returns, "*", in("deal", Deal) + " AND (product IS NULL OR " + in("product", Product) + ")"},
		{People, "* REPLACE (CASE WHEN " + in("manager", Seller) + " THEN manager END AS manager, CASE WHEN " + in("region", Region) + " THEN region END AS region)", ours},
		{Trainings, "*", ours},
		{Partners, "*", in("partner", Partner) + " OR " + in("partner_name", Partner)},
		{Referrals, "*", ownReferrals(where)},
		{Targets, "*", l.ownTargets(where)},
		{Programmes, programmes.columns(), programmes.are()},
		{Rates, "*", "FALSE"},
	} {
		err := l.engine.exec(ctx, fmt.Sprintf("CREATE TABLE read_%[1]s AS SELECT %[2]s FROM whole.read_%[1]s WHERE %[3]s", sheet.of, sheet.columns, sheet.kept))
		if err != nil {
			return err
		}
	}
	return l.forget(ctx, Programmes, Trainings, Targets, Referrals)
}

// forget lets go of registers of which nothing is left: for the sections they were not given.
func (l *Ledger) forget(ctx context.Context, registers ...Relation) error {
	type row struct{ N int64 }
	for _, r := range registers {
		rows, err := Query[row](ctx, l, fmt.Sprintf("SELECT count(*) AS n FROM read_%s", r))
		if err != nil {
			return err
		}
		if rows[0].N == 0 {
			l.given[r] = map[Field]bool{}
		}
	}
	return nil
}

// ownReferrals are those to the partners of the lines. A referral names a customer and a
// partner: where anything else is asked for, nobody can say whose it is.
func ownReferrals(where Where) string {
	if !where.within(Partner, Customer) {
		return "FALSE"
	}
	return "partner IN (SELECT partner FROM read_lines UNION SELECT partner FROM read_partners UNION SELECT partner_name FROM read_partners) AND " + where.only(Customer)
}

// ownTargets are those set for what is asked for. A plan of areas says nothing of a seller.
func (l *Ledger) ownTargets(where Where) string {
	for _, c := range where {
		if !where.within(Area, Seller, Region) || !l.given[Targets][c.Field] {
			return "FALSE"
		}
	}
	return where.only(Area, Seller, Region)
}
