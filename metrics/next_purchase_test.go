package metrics

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// shoppers is a world of customers who differ in how often they come, how much they take
// and how much they like to try; goods differ in how many want them and have their months.
type shoppers struct {
	taste    bool      // half of the customers like the goods 0 to 4 much better
	sequence bool      // who bought good 5 comes back for good 6, three times in five
	loyal    bool      // good 7 is bought again and again by those who have it
	last     sales.Day // end of watching
}

const worldGoods = 25

// walk draws what the customers buy in the 500 days from 1 January 2025.
func (s shoppers) walk(random *rand.Rand) *walks {
	begin := sales.DayOf(2025, 1, 1)
	w := newWalks(make([]good, worldGoods), begin, begin+135, s.last)
	for range 800 {
		rate, size := 0.02*math.Exp(random.NormFloat64()), 1+random.IntN(3)
		liked := s.taste && random.IntN(2) == 0
		var days []shopped
		for day := begin + sales.Day(random.IntN(300)); day <= begin+500; day += 1 + sales.Day(random.ExpFloat64()/rate) {
			if random.Float64() < 0.1 { // some never come back
				break
			}
			for range 1 + random.IntN(size) {
				days = append(days, shopped{day, s.choose(random, day, liked, days)})
			}
		}
		if s.sequence {
			days = append(days, lessons(random, days)...)
		}
		w.enter(days)
	}
	w.close()
	return w
}

type shopped struct {
	day  sales.Day
	good int64
}

// choose draws a good by how many want it: fewer the higher ones, half of all goods in
// one half of the year each.
func (s shoppers) choose(random *rand.Rand, day sales.Day, liked bool, before []shopped) int64 {
	if s.loyal && random.IntN(3) == 0 && slices.ContainsFunc(before, func(b shopped) bool { return b.good == 7 }) {
		return 7
	}
	for {
		g := int64(worldGoods * random.Float64() * random.Float64())
		summer := day.Time().Month() >= 4 && day.Time().Month() <= 9
		weight := 0.4
		if (g%2 == 0) == summer {
			weight = 0.8
		}
		if liked && g < 5 {
			weight = 1
		} else if s.taste && g < 5 {
			weight = 0.2
		}
		if random.Float64() < weight {
			return g
		}
	}
}

// lessons are what follows a first 5.
func lessons(random *rand.Rand, days []shopped) []shopped {
	i := slices.IndexFunc(days, func(d shopped) bool { return d.good == 5 })
	if i < 0 || random.Float64() > 0.6 {
		return nil
	}
	return []shopped{{days[i].day + 20 + sales.Day(random.IntN(40)), 6}}
}

// enter takes the purchases of one customer up to the end of watching.
func (w *walks) enter(days []shopped) {
	slices.SortStableFunc(days, func(a, b shopped) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.good, b.good)) })
	number := int64(len(w.walkers) + 1)
	for _, d := range slices.Compact(days) {
		if d.day > w.until {
			break
		}
		if err := w.take([]int64{number, int64(d.day), d.good + 1, sales.Absent}); err != nil {
			panic(err)
		}
	}
}

// TestSequencesInNoise: without a sequence hardly a pair stands, whatever the customers
// differ in; a sequence is found, whenever watching ends.
func TestSequencesInNoise(t *testing.T) {
	end := sales.DayOf(2025, 1, 1) + 500
	for _, c := range []struct {
		world     shoppers
		low, high int // of 15 worlds show a sequence
	}{
		{shoppers{last: end}, 0, 2},
		{shoppers{taste: true, last: end}, 0, 2},
		{shoppers{loyal: true, taste: true, last: end}, 0, 2},
		{shoppers{loyal: true, last: end - 120}, 0, 2},
		{shoppers{sequence: true, last: end}, 13, 15},
		{shoppers{sequence: true, last: end - 120}, 12, 15},
		{shoppers{sequence: true, loyal: true, taste: true, last: end}, 13, 15},
	} {
		random, worlds := rand.New(rand.NewPCG(11, 12)), 0
		for range 15 {
			w := c.world.walk(random)
			all, tests, err := w.sequences(t.Context(), 10, 5)
			if err != nil || tests < 300 {
				t.Fatalf("%d tests, %v", tests, err)
			}
			planted := func(s sequence) bool { return s.a == 5 && s.b == 6 }
			others := slices.ContainsFunc(all, func(s sequence) bool { return !planted(s) })
			if c.world.sequence && slices.ContainsFunc(all, planted) || !c.world.sequence && others {
				worlds++
			}
		}

		if worlds < c.low || worlds > c.high {
			t.Errorf("%+v: %d worlds of 15, want %d to %d", c.world, worlds, c.low, c.high)
		}
	}
}

// TestFollowersPlainly counts seen and expected first purchases, and the ratio, visit by
// visit from what the customers bought.
func TestFollowersPlainly(t *testing.T) {
	w := shoppers{taste: true, sequence: true, last: sales.DayOf(2025, 1, 1) + 500}.walk(rand.New(rand.NewPCG(13, 14)))
	all := make([]bool, len(w.goods))
	for g := range all {
		all[g] = true
	}
	f := newFollower(w, w.before(all))
	checked := 0
	for b := range int32(worldGoods) {
		f.follow(b, 1, func(a int32, early, later follow) {
			strata := w.plainly(a, b)
			var got [2]follow
			var cohort []stat.CohortStratum
			for s, c := range strata {
				i := 0
				if w.late[s] {
					i = 1
				}
				cases, n := c.ExposedCases+c.UnexposedCases, c.Exposed+c.Unexposed
				got[i].seen += c.ExposedCases
				got[i].all += cases
				if n > 0 {
					got[i].expected += float64(cases) * float64(c.Exposed) / float64(n)
				}
				cohort = append(cohort, c)
			}
			for i, want := range []follow{early, later} {
				if got[i].seen != want.seen || got[i].all != want.all || math.Abs(got[i].expected-want.expected) > 1e-9 {
					t.Fatalf("%d -> %d: %+v, plainly %+v", a, b, want, got[i])
				}
			}
			want, ok := stat.RiskRatio(cohort, confidence)
			ratio, ok2 := w.ratio(a, b, true)
			if ok != ok2 || math.Abs(ratio.Value-want.Value) > 1e-9 || math.Abs(ratio.SE-want.SE) > 1e-9 {
				t.Fatalf("%d -> %d: ratio %+v %v, plainly %+v %v", a, b, ratio, ok2, want, ok)
			}
			checked++
		})
	}
	if checked < 300 {
		t.Errorf("%d pairs checked", checked)
	}
}

// plainly goes through the visits of every customer in order.
func (w *walks) plainly(a, b int32) []stat.CohortStratum {
	strata := make([]stat.CohortStratum, len(w.members))
	for _, x := range w.walkers {
		hadA, hadB := false, false
		for v := x.start; v < x.end; v++ {
			now := func(g int32) bool { return slices.Contains(w.bought[g], v) }
			if s := w.visits[v].stratum; s >= 0 && !hadB {
				c := &strata[s]
				switch {
				case hadA && now(b):
					c.ExposedCases++
					c.Exposed++
				case hadA:
					c.Exposed++
				case now(b):
					c.UnexposedCases++
					c.Unexposed++
				default:
					c.Unexposed++
				}
			}
			hadA, hadB = hadA || now(a), hadB || now(b)
		}
	}
	return strata
}

// The passage of a planted sequence is the same however long watching lasts, but for
// chance: who has not been watched long enough has not refused.
func TestPassageRespectsCensoring(t *testing.T) {
	end := sales.DayOf(2025, 1, 1) + 500
	var within [2]float64
	for i, last := range []sales.Day{end, end - 200} {
		w := shoppers{sequence: true, last: last}.walk(rand.New(rand.NewPCG(15, 16)))
		p := passageOf(w.exitsOf(5, 6))
		share, ok := p.within(60)
		if !ok || p.followed >= p.customers {
			t.Fatalf("%+v, %v", p, ok)
		}
		within[i] = share
		if _, ok := p.within(2000); ok {
			t.Error("a share within 2,000 days, which nobody was watched for")
		}
	}
	if math.Abs(within[0]-within[1]) > 0.08 {
		t.Errorf("within 60 days %v, watched for less %v", within[0], within[1])
	}
}

// TestSequencesAgainstOtherPrograms: one world's purchases, written to a table and worked out
// anew in Python: visits and strata in pandas, the ratio by statsmodels 0.15
// StratifiedTable.riskratio_pooled, the shares by lifelines 0.30.3 KaplanMeierFitter (of those
// still waiting at day 20: fitted on these alone), quartiles by numpy. A Cox model of the
// visits, stratified, gives exp(b) of 6.97, 0.89, 1.96, 0.88 and 1.84 beside the ratios.
func TestSequencesAgainstOtherPrograms(t *testing.T) {
	world := shoppers{sequence: true, taste: true, loyal: true, last: sales.DayOf(2025, 1, 1) + 500}
	w := world.walk(rand.New(rand.NewPCG(21, 22)))
	for _, c := range []struct {
		a, b                int32
		ratio, within       float64
		customers, followed int64
		usual               [3]int
		open                int64
		takers              float64
		later, low, high    float64
	}{
		{5, 6, 6.116630, 0.680343, 200, 143, [3]int{31, 39, 49}, 1, 0.4497, 0.650402, 0.580055, 0.720025},
		{6, 5, 0.910019, 0.087509, 175, 38, [3]int{30, 88, 130}, 5, 0.3788, 0.054819, 0.028904, 0.102710},
		{0, 1, 1.943170, 0.199686, 317, 118, [3]int{26, 55, 116}, 13, 1.4822, 0.142563, 0.107031, 0.188586},
		{7, 2, 0.882473, 0.096936, 168, 35, [3]int{39, 78, 141}, 21, 0.7869, 0.074706, 0.043128, 0.127809},
		{3, 12, 1.772659, 0.087621, 211, 42, [3]int{26, 67, 144}, 15, 0.7626, 0.046167, 0.024290, 0.086850},
	} {
		ratio, _ := w.ratio(c.a, c.b, true)
		exits := w.exitsOf(c.a, c.b)
		p := passageOf(exits)
		within, _ := p.within(60)
		worth := w.waiting(c.b, exits, &p)
		later, _ := p.curve.Later(20, 60, confidence)
		if p.customers != c.customers || p.followed != c.followed || p.usual != c.usual || p.open != c.open {
			t.Errorf("%d -> %d: %d customers, %d followed, usual %v, %d open; want %+v", c.a, c.b, p.customers, p.followed, p.usual, p.open, c)
		}
		for _, pair := range [][2]float64{{ratio.Value, c.ratio}, {within, c.within}, {later.Value, c.later}, {later.Limits.Low, c.low}, {later.Limits.High, c.high}, {worth.takers / 100, c.takers / 100}} {
			if math.Abs(pair[0]-pair[1]) > 1e-6 {
				t.Errorf("%d -> %d: %v, want %v", c.a, c.b, pair[0], pair[1])
			}
		}
	}
}
