package metrics

// sellerWith are the sellers of a status whose difference is known at least.
func sellerWith(status string) func(*actionFindings, action, int) bool {
	return func(_ *actionFindings, a action, row int) bool {
		return a.text(row, "status") == status && a.cell(row, "stake") != 0
	}
}

// coach names who can show how, where somebody sells more than expected.
func coach(f *actionFindings, a action) string {
	name, second := short(a.text(a.rows[0], "seller")), partOf(f.l).second(f.o)
	for row := range a.of.Table.Rows {
		if sellerWith(sellerAbove)(f, a, row) {
			return f.o.say("Find out with %s why so few deals have %s; %s can show how", name, second, short(a.text(row, "seller")))
		}
	}
	return f.o.say("Find out with %s why so few deals have %s", name, second)
}

func learn(f *actionFindings, a action) string {
	return f.o.say("Let %s show the others how to sell %s", short(a.text(a.rows[0], "seller")), partOf(f.l).second(f.o))
}

func rateOfSeller(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("%s of %d {2|deal|deals} have %s, expected of such deals %s; it holds without the largest customer", f.o.percent(a.ratio(row, "rate")), a.count(row, "compared"), partOf(f.l).second(f.o), f.o.percent(a.ratio(row, "expected")))
}

// untrainedRows are, for each training that works, the people who have not had it.
func untrainedRows(_ *actionFindings, s *Section) (all [][]int) {
	at := map[Cell]int{}
	for row := range s.Table.Rows {
		topic := s.Table.Cell(row, "topic")
		if s.Table.Cell(row, "kind") != "untrained" {
			continue
		}
		if _, ok := at[topic]; !ok {
			at[topic] = len(all)
			all = append(all, nil)
		}
		all[at[topic]] = append(all[at[topic]], row)
	}
	return all
}

func train(f *actionFindings, a action) string {
	return f.o.say("Train %d more {1|person|people} in %s", int64(len(a.rows)), short(a.text(a.rows[0], "topic")))
}

// whatTrainingDid is what went with the training of those who had it.
func whatTrainingDid(f *actionFindings, a action) string {
	t := a.of.Table
	for row := range t.Rows {
		if t.Cell(row, "kind") == "training" && t.Cell(row, "topic") == t.Cell(a.rows[0], "topic") {
			return f.o.say("With %d {1|colleague|colleagues} it went with %s of deals with %s (%s); what it costs is not in the sheet", a.count(row, "people"), f.o.points(a.ratio(row, "effect")), partOf(f.l).second(f.o), Evidence(a.grade()).text(f.o))
		}
	}
	return ""
}

func thePartner(_ *actionFindings, a action) string { return short(a.text(a.rows[0], "partner")) }

// partnerTaking are partners that take more than they give and are paid for deals that they only joined.
func partnerTaking(_ *actionFindings, a action, row int) bool {
	return a.text(row, "status") == partnerTakes && a.cell(row, "influenced_commission") > 0
}

func talkTerms(f *actionFindings, a action) string {
	return f.o.say("Talk to %s about commission on deals that it only joins", short(a.text(a.rows[0], "partner")))
}

func givenAndTaken(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("We sent it %s of business and got %s of commission for that; the deals it opened brought %s", f.o.money(a.cell(row, "business")), f.o.money(a.cell(row, "commission_in")), f.o.money(a.cell(row, "sourced")))
}

// partnerLosing are partners whose deals cost money once they are paid.
func partnerLosing(_ *actionFindings, a action, row int) bool {
	return a.text(row, "kind") == "partner" && a.text(row, "partner") != other && a.cell(row, "net_cm") < 0
}

func cutCommission(f *actionFindings, a action) string {
	if a.cell(a.rows[0], "commission") <= 0 {
		return f.o.say("Sell at better prices with %s, or not at all", short(a.text(a.rows[0], "partner")))
	}
	return f.o.say("Lower the commission of %s, or sell at better prices with it", short(a.text(a.rows[0], "partner")))
}

func leftWithPartner(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("%s of revenue with it left %s after goods, bonus and commission of %s", f.o.money(a.cell(row, "revenue")), f.o.money(a.cell(row, "net_cm")), f.o.money(a.cell(row, "commission")))
}
