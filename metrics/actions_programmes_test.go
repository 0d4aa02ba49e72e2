package metrics

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
)

// csvSection is a section with a table whose cells are the texts of a csv: the columns with
// the names below stand for money, counts, shares and days.
func csvSection(t *testing.T, m Metric, csv string) Section {
	t.Helper()
	units := map[string]Unit{"verdict": Word, "evidence": Word, "status": Word, "kind": Word, "tell_by": Word}
	for unit, names := range map[Unit]string{
		Money: "extra_low extra_high cost lost brought_low brought_high spent gain_high paid best stake roll_out net_cm influenced_commission business commission_in commission sourced revenue low",
		Count: "left_out more weeks compared people only both", Ratio: "by_chance difference difference_low best_share share during without rate expected effect", Date: "end"} {
		for name := range strings.FieldsSeq(names) {
			units[name] = unit
		}
	}
	s := Section{Name: m.Name, Title: string(m.Title)}
	for i, line := range strings.Split(strings.TrimSpace(csv), "\n") {
		cells := strings.Split(line, ",")
		if i == 0 {
			for _, key := range cells {
				s.Table.Columns = append(s.Table.Columns, Column{Key: key, Unit: units[key]})
			}
			continue
		}
		row := make([]Cell, len(cells))
		for c, text := range cells {
			switch unit := s.Table.Columns[c].Unit; {
			case text == "":
			case unit == Money:
				row[c] = sales.Money(parse(sales.Amount, text))
			case unit == Count:
				row[c] = parse(sales.Amount, text) / sales.Scale
			case unit == Ratio:
				row[c] = float64(parse(sales.Amount, text)) / sales.Scale
			case unit == Date:
				day, err := sales.ParseDay(text)
				if err != nil {
					t.Fatal(err)
				}
				row[c] = day
			default:
				row[c] = text
			}
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	return s
}

// chosenOf are the actions from some sections, each as "what to do | money | what it is | grade | who".
func chosenOf(t *testing.T, sections ...Section) []string {
	t.Helper()
	l := ledgerOf(t, &txtar.Archive{Files: []txtar.File{{Name: "lines", Data: []byte("deal,day,customer,product,area,revenue,cost\n1,2026-01-01,ann,tea,Drinks,9000,60\n2,2026-06-30,ann,cup,China,1000,60\n")}}}, sales.FinishOptions{Calendar: sales.CalendarOptions{Unit: "month"}})
	s, err := actions(t.Context(), l, Options{}, sections)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for row := range s.Table.Rows {
		var cells []string
		for _, key := range []string{"action", "money", "money_is", "grade", "people"} {
			cell := s.Table.Cell(row, key)
			if m, ok := cell.(sales.Money); ok {
				cell = m.Number()
			}
			if cell == nil {
				cell = "-"
			}
			cells = append(cells, fmt.Sprint(cell))
		}
		out = append(out, strings.Join(cells, " | "))
	}
	return out
}

const registered = "programme,name,status,verdict,evidence,end,cost,extra_low,extra_high,difference,difference_low,why,tell_by,more,weeks,left_out,owner"

// TestProgrammeActions: what works is rolled out, what does not is stopped while it runs, and
// what cannot be told is tried with a control group if that says something within a year. Of
// the same money one action speaks, the one that says more about why.
func TestProgrammeActions(t *testing.T) {
	programmes := csvSection(t, Scorecard, registered+`
A1,Proven,over,works,A,2026-03-31,100,50,90,0.3,0.2,sells more and pays,,,,12,Ann
C1,Before,running,works,C,2026-12-31,100,40,90,0.3,0.2,sells more and pays,,,,,Bob
P9,Dear,running,does not work,B,,500,-400,-300,0.1,0.05,brings less than it costs,,,,,Cyd
P8,Posters,running,does not work,B,,900,-800,-700,0.1,0.05,brings less than it costs,,,,,Dan
O1,Old,over,does not work,B,2024-03-31,900,-900,-800,0.1,0.05,brings less than it costs,,,,,Eva
O2,Past,over,does not work,B,2026-03-31,900,-900,-800,0.1,0.05,brings less than it costs,,,,,Eva
Y1,Young,running,cannot be told yet,C,,250,-20,90,0.1,-0.1,can still be either,every second left out,60,9,,Fay
Y2,Slow,running,cannot be told yet,C,,260,-20,90,0.1,-0.1,can still be either,every second left out,900,156,,Gus
Q1,Few,running,cannot be told yet,D,,10,,,,,nothing to compare with,,,,,Hal`)
	if got, want := chosenOf(t, programmes), []string{
		"Stop Posters (P8), or make it cheaper | 700 | CM3 lost at least | B | Dan",
		"Stop Dear (P9), or make it cheaper | 300 | CM3 lost at least | B | Cyd",
	}; !slices.Equal(got, want) {
		t.Errorf("the two with most money:\n%s", strings.Join(got, "\n"))
	}
	rest := programmes
	rest.Table.Rows = slices.DeleteFunc(slices.Clone(programmes.Table.Rows), func(row []Cell) bool { return row[0] == "P8" || row[0] == "P9" })
	if got, want := chosenOf(t, rest), []string{
		"Leave every second customer out of Young (Y1) for the next 60 offers | 250 | Cost so far, unproven | C | Fay",
		"Run Proven (A1) again, with the 12 customers left out of it too | 50 | CM3 expected at least | A | Ann",
	}; !slices.Equal(got, want) {
		t.Errorf("without them:\n%s", strings.Join(got, "\n"))
	}
	rest.Table.Rows = slices.DeleteFunc(slices.Clone(rest.Table.Rows), func(row []Cell) bool { return row[0] == "A1" || row[0] == "Y1" })
	if got, want := chosenOf(t, rest), []string{
		"Do not repeat Past (O2) as it was | 800 | CM3 lost at least | B | Eva",
		"Go on with Before (C1), with every second customer left out | 40 | CM3 expected at least | C | Bob",
	}; !slices.Equal(got, want) {
		t.Errorf("what is over comes last, and not for ever:\n%s", strings.Join(got, "\n"))
	}
	advertising := csvSection(t, Advertising, "programme,name,verdict,evidence,spent,brought_low,brought_high,lost\nP8,Posters,not earned back,B,800,20,100,700\nP9,Dear,not earned back,B,90,-5,-1,90")
	offers := csvSection(t, Offers, "programme,name,verdict,evidence,paid,share,during,without,best,best_share,gain_high\nP9,Dear,does not pay,B,5,0.25,0.3,0.25,2,0.1,-310\nP8,Posters,pays,B,5,0.25,0.3,0.25,2,0.1,90")
	if got, want := chosenOf(t, programmes, offers, advertising)[:2], []string{
		"Stop advertising Posters (P8), and keep what it offers | 700 | CM3 lost at least | B | Dan",
		"Lower what Dear (P9) gives away to 10.0 % of the list price at most | 310 | CM2 lost at least | B | Cyd",
	}; !slices.Equal(got, want) {
		t.Errorf("with the reasons:\n%s", strings.Join(got, "\n"))
	}
}

// TestPeopleActions: the deals of one seller are worth money once, by training or by coaching.
func TestPeopleActions(t *testing.T) {
	training := csvSection(t, TrainingEffect, "kind,topic,seller,evidence,people,effect,roll_out\ntraining,Care,,B,5,0.2,\nperson,Care,Ann,,,,\nuntrained,Care,Ida,B,,,300\nuntrained,Care,Jon,B,,,100")
	sellers := csvSection(t, Sellers, "seller,status,compared,rate,expected,stake\nAnn,above,20,0.95,0.59,32\nIda,below,20,0.15,0.59,-42\nKim,below,20,0.2,0.59,-30\nLea,edge,20,0.3,0.59,")
	partners := csvSection(t, PartnersSection, "kind,partner,status,revenue,commission,influenced_commission,net_cm,business,commission_in,sourced,evidence\npartner,Taker,takes more,900,90,80,-5,500,15,70,D\npartner,Loser,even,700,70,20,-60,0,0,70,D\npartner,Bare,even,700,0,0,-50,0,0,70,D\nquarter,Taker,,,,,,,,,")
	if got, want := chosenOf(t, training, sellers, partners), []string{
		"Train 2 more people in Care | 400 | CM1 expected at least | B | Ida and Jon",
		"Talk to Taker about commission on deals that it only joins | 80 | Commission for deals that it only joined | D | Taker",
		"Lower the commission of Loser, or sell at better prices with it | 60 | CM2 lost | D | Loser",
		"Let Ann show the others how to sell a second business area | 32 | CM1 beyond what is expected, at least | - | Ann",
		"Find out with Kim why so few deals have a second business area; Ann can show how | 30 | CM1 expected at least | - | Kim",
	}; !slices.Equal(got, want) {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
}

// TestShortListIsFilled: programmes that cannot be judged are one thing to do, below what can
// be relied on; a test fills the list where there are fewer than three things, and only one
// across areas that the products sheet does not speak against.
func TestShortListIsFilled(t *testing.T) {
	programmes := csvSection(t, Scorecard, "programme,name,status,verdict,evidence,revenue\nA1,One,over,not to be judged,D,700\nA2,Two,running,not to be judged,D,300\nA3,None,running,not to be judged,D,0")
	combinations := csvSection(t, Combinations, "kind,status,pair,across,sheet,only,both,by_chance,low\nto try,candidate,Tea + Cup,no,,50,9,5,900\nto try,candidate,Tea + Pan,yes,different,50,9,5,800\nto try,untried,Tea + Pot,yes,,60,8,5.25,70\nknown,sold together,Tea + Jug,yes,,60,8,5,990")
	sellers := csvSection(t, Sellers, "seller,status,compared,rate,expected,stake\nAnn,above,20,0.95,0.59,32\nKim,below,20,0.2,0.59,-30")
	one := []string{
		"Say in a sheet of programmes what 2 programmes were to sell, with what, to whom and since when | 1000 | Revenue sold under them, with nothing to tell what they brought | D | -",
		"Try Tea + Pot on half of the 60 customers with one of the two | 70 | CM1 if they buy as their audience does, at least | - | -",
	}
	if got := chosenOf(t, programmes, combinations); !slices.Equal(got, one) {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
	if got := chosenOf(t, sellers, programmes, combinations); len(got) != 3 || got[2] != one[0] {
		t.Errorf("three without a test, what cannot be judged last, not\n%s", strings.Join(got, "\n"))
	}
}
