package metrics

// rivalFindings is what the sentences about substitutes speak of.
type rivalFindings struct {
	*market
	rivals
	o    Options
	rows []rivalRow
	by   map[string]int64 // pairs of each status and doubt
}

func (f rivalFindings) scopeText() string {
	if f.byDeal {
		return f.o.say("Deals with one of two products, while both were on sale")
	}
	return f.o.say("Known customers of one of two products, while both were on sale")
}

func (f rivalFindings) lead() string {
	judged := int64(len(f.goods))
	switch {
	case f.market.counts.Deals == 0:
		return f.o.say("No deal of the window holds a product, so none takes the place of another.")
	case f.tests == 0:
		return f.o.say("No pair can be judged: a pair needs two %s on sale at the same time that %s or more of the %d of the window buy, and there {4|is|are} %d.", f.o.say("products"), f.people(f.o.MinCount), f.owners.all, judged)
	case f.by[substitutes] == 0 && f.doubted() == 0:
		return f.o.say("No two products keep each other out: of %d {1|pair|pairs} on sale at the same time, none has fewer %s of both than chance explains.", f.tests, f.who())
	case f.by[substitutes] == 0:
		return f.o.say("No two products are substitutes: of %d {1|pair|pairs} on sale at the same time, %d {2|has|have} fewer %s of both than chance gives, %s.", f.tests, f.doubted(), f.who(), f.doubts())
	}
	first := f.rows[0]
	if f.by[substitutes] == 1 {
		return f.o.say("%s are substitutes, the only ones of %d {2|pair|pairs} tested: %s.", f.names(first), f.tests, f.compare(first))
	}
	return f.o.say("%d pairs of products are substitutes, of %d tested: whoever has one seldom takes the other. First: %s; %s.", f.by[substitutes], f.tests, f.names(first), f.compare(first))
}

// names are those of two products.
func (f rivalFindings) names(r rivalRow) string {
	return f.o.list([]string{short(f.goods[r.a].name), short(f.goods[r.b].name)})
}

// compare says how few have both of two products.
func (f rivalFindings) compare(r rivalRow) string {
	lift, _ := r.alike.lift(r.counts.NAB)
	within, _ := r.liftAlike()
	return f.o.say("%s both where %s would be expected among those alike in %s (lift %.2f, 95 %% limits %s)", f.have(r.counts.NAB), f.o.about(r.alike.mean), f.alikeIn(), lift, f.o.limitsText(within))
}

func (f rivalFindings) have(n int64) string {
	switch {
	case n == 0 && f.byDeal:
		return f.o.say("no deal has")
	case n == 0:
		return f.o.say("no customer has")
	case f.byDeal:
		return f.o.say("%d {1|deal has|deals have}", n)
	}
	return f.o.say("%d {1|customer has|customers have}", n)
}

// doubted is the number of pairs that chance does not explain, and something else does.
func (f rivalFindings) doubted() int64 { return f.by[doubtBuyers] + f.by[doubtTaste] }

// doubts says what else explains them.
func (f rivalFindings) doubts() string {
	var parts []string
	if alike := f.by[doubtBuyers]; alike > 0 {
		parts = append(parts, f.o.say("%d because buyers alike in %s have as few of both", alike, f.alikeIn()))
	}
	if taste := f.by[doubtTaste]; taste > 0 {
		parts = append(parts, f.o.say("%d because they are bought by different tastes, which differ in other products too", taste))
	}
	return f.o.list(parts)
}

// findings warn of the first substitutes, with what offers would promise in error.
func (f rivalFindings) findings() []Finding {
	if f.by[substitutes] == 0 || f.rows[0].apparent <= 0 {
		return nil
	}
	r := f.rows[0]
	text := f.o.say("%s take each other's place: %s both, at least %s fewer than expected among those alike.", f.names(r), f.have(r.counts.NAB), f.o.atLeast(r.missing()))
	return []Finding{{Role: Watch, Weight: r.apparent, Text: f.o.say("%s Never put them in one bundle, and do not count the %s with only one of them as an opportunity for the other: offers that go by %s promise %s or more in %s that is not there.", text, f.people(r.counts.NA+r.counts.NB-2*r.counts.NAB), f.alikeIn(), f.o.money(r.apparent), f.worthName())}}
}

func (f rivalFindings) notes() []string {
	if f.tests == 0 {
		return nil
	}
	notes := []string{f.o.say("Judged are the %d {1|product|products} with %s or more: %d {3|pair was|pairs were} on sale at the same time, bought together or never, and the correction counts them all.", len(f.goods), f.people(f.o.MinCount), f.tests)}
	if f.by[substitutes] > 0 {
		if f.doubted() > 0 {
			notes = append(notes, f.o.say("No substitutes, though fewer %s have both than chance gives: %s.", f.who(), f.doubts()))
		}
		notes = append(notes, f.switching(f.rows[0]), f.types(),
			f.o.say("What to do with substitutes: never bundle them, do not count the second as a cross-selling opportunity, offer one when the other is out of stock, and look at both before changing the price of one."))
	}
	if f.by[successor] > 0 {
		notes = append(notes, f.succession())
	}
	if f.byDeal {
		notes = append(notes, f.o.say("No customer is known, so a deal stands for one: what one deal leaves out another of the same customer may hold."))
	}
	notes = append(notes, f.o.say("Why two products keep each other out, sales cannot say. Products that customers alternate between are bought by the same customers and are not found here."))
	if c := f.market.counts; c.Made > c.Deals {
		notes = append(notes, f.o.noBasket(c.Made, c.Deals))
	}
	return notes
}

// switching says what those with both did.
func (f rivalFindings) switching(r rivalRow) string {
	both, ab, ba := r.counts.NAB, r.switched[0], r.switched[1]
	if both == 0 || f.byDeal {
		return f.o.say("Of %s, %s have the first only and %d the second only.", f.names(r), f.people(r.counts.NA-both), r.counts.NB-both)
	}
	return f.o.say("Of the %s with both %s, %d bought the first, later the second and the first no more; %d the other way round.", f.people(both), f.names(r), ab, ba)
}

// types says how many of the pairs are of one type.
func (f rivalFindings) types() string {
	same, known := int64(0), int64(0)
	for _, r := range f.rows {
		if is := f.sameType(r.a, r.b); r.status == substitutes && is != "" {
			known++
			if is == "yes" {
				same++
			}
		}
	}
	switch {
	case known == 0:
		return f.o.say("No product type is known, which would tell substitutes from two needs that exclude each other.")
	case known == 1 && same == 1:
		return f.o.say("Both are of one product type, as substitutes should be.")
	case same == known:
		return f.o.say("All pairs are of one product type, as substitutes should be.")
	}
	return f.o.say("%d of the %d {2|pair is|pairs are} of one product type; of different types, it may be two needs that exclude each other.", same, known)
}

// succession says which product took the place of which.
func (f rivalFindings) succession() string {
	for _, r := range f.rows {
		if r.status == successor {
			return f.o.say("%d {1|product has a successor|products have a successor}: hardly on sale together, the two are no substitutes. First: %s, sold until %s, and then %s, sold from %s; %d of the %s of the first took it.", f.by[successor], short(f.goods[r.a].name), f.o.date(r.to[0]), short(f.goods[r.b].name), f.o.date(r.from[1]), r.counts.NAB, f.people(r.counts.NA))
		}
	}
	return ""
}
