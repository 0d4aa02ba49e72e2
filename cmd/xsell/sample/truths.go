package sample

import (
	"fmt"
	"strings"
	"time"
)

// Kind says what sort of truth is planted.
type Kind string

// The kinds of planted truths.
const (
	RealPair           Kind = "real pair"
	ArtefactPair       Kind = "pair that is only an artefact of big customers"
	FadedPair          Kind = "pair that faded"
	Substitutes        Kind = "substitutes"
	BundleOfThree      Kind = "bundle of three"
	Sequence           Kind = "later purchase"
	Preference         Kind = "preference of an audience"
	DiscountPays       Kind = "discount that pays"
	DiscountDoesNotPay Kind = "discount that does not pay"
	ControlledEffect   Kind = "programme that works, proven by a random control group"
	SeasonOnly         Kind = "programme in a season that would have sold anyway"
	TooEarly           Kind = "programme too young to be judged"
	ExternalEffect     Kind = "external programme that works"
	NoEffect           Kind = "programme without effect"
	AdvertisingLost    Kind = "advertising that costs more than it brings"
	TrainingWorks      Kind = "training that works"
	TrainingOfTheBest  Kind = "training of the best people without effect"
	SmallNumbers       Kind = "seller with too few deals to judge"
	GivingPartner      Kind = "partner that gives more than it takes"
	TakingPartner      Kind = "partner that takes more than it gives"
	LossMakers         Kind = "cross-buyers who cost money"
	LeavingSegment     Kind = "segment that is leaving"
	PriceIncrease      Kind = "price increase"
	LossProduct        Kind = "product sold below cost"
	PlanMissed         Kind = "plan that is missed"
)

// Truth is one thing that the sample data are made to show. Fields that do not
// apply are empty.
type Truth struct {
	ID        string // stable and unique, in kebab-case
	Kind      Kind
	Says      string   // the truth in one sentence
	Products  []string // product numbers; of a pair the leading one first
	Types     []string // product types; of a programme from and to
	Area      string
	Audiences []string
	Region    string
	Customers []int // customer numbers, ascending
	Sellers   []string
	Programme string // its code
	Partner   string
	From, To  time.Time // when it holds, both days included; zero: all the time
	Facts     []Fact
}

// Unit says what a Fact counts.
type Unit string

// The units of facts.
const (
	Count  Unit = "count"
	Cents  Unit = "cents"        // hundredths of a euro
	Points Unit = "basis points" // hundredths of a percent
)

// Fact is one number of a Truth, counted in the rows that are written.
type Fact struct {
	Name  string
	Value int64
	Of    int64 // where larger than 0: Value is a part of so many
	Unit  Unit
}

// String prints the fact as the README does: "98 of 213 (46.0 %)", "12,345.60",
// "25.71 %".
func (f Fact) String() string {
	switch {
	case f.Of > 0:
		permille := (f.Value*2000 + f.Of) / (2 * f.Of)
		return fmt.Sprintf("%d of %d (%d.%d %%)", f.Value, f.Of, permille/10, permille%10)
	case f.Unit == Cents:
		return cents(f.Value).String()
	case f.Unit == Points:
		return strings.Replace(cents(f.Value).String(), ",", "", 1) + " %"
	}
	return grouped(f.Value, ",")
}

func count(name string, n int) Fact { return Fact{Name: name, Value: int64(n), Unit: Count} }

func money(name string, c cents) Fact { return Fact{Name: name, Value: int64(c), Unit: Cents} }

func points(name string, basisPoints int64) Fact {
	return Fact{Name: name, Value: basisPoints, Unit: Points}
}

// tally is a number of things and how many of them have something.
type tally struct{ hits, of int }

func (t *tally) add(hit bool) {
	t.of++
	if hit {
		t.hits++
	}
}

// fact is the tally as "hits of so many".
func (t tally) fact(name string) Fact {
	return Fact{Name: name, Value: int64(t.hits), Of: int64(t.of), Unit: Count}
}

// Truths lists what is planted, with its numbers, in the order of the README.
// The numbers count the sales lines of the files as they are: dirty rows and
// credit notes left out, orders that came back later left in.
func Truths() []Truth { return truthsOf(newCompany()) }

func truthsOf(c *company) []Truth {
	var all []Truth
	all = append(all, pairTruths(c)...)
	all = append(all, customerTruths(c)...)
	all = append(all, programmeTruths(c)...)
	all = append(all, peopleTruths(c)...)
	return append(all, moneyTruths(c)...)
}
