package sample

// regions in which the company sells.
var regions = [4]string{"North", "South", "East", "West"}

const (
	north = iota
	south
	east
	west
)

// schooling says which training a seller goes to.
type schooling int

const (
	neverTrained schooling = iota
	careTrained            // a training that works
	masterClass            // given to the best people, who stay as good as they were
)

// seller is one of the fourteen people responsible for deals.
type seller struct {
	name    string
	region  int
	team    string
	school  schooling
	trained day // day of the training; meaningless for the never trained
	share   int // weight in the draw of a region's account managers
	newHand bool
}

// Chances, in thousandths, that a seller adds a product from another business
// area to a deal.
const (
	skillOrdinary = 60
	skillBest     = 290
	skillTrained  = 450
)

// crossSelling is the chance, in thousandths, that the seller adds a product
// from another area to a deal on a day.
func (s *seller) crossSelling(d day) int {
	switch {
	case s.school == masterClass:
		return skillBest
	case s.school == careTrained && d >= s.trained:
		return skillTrained
	}
	return skillOrdinary
}

var masterClassDay = date(2025, 10, 13)

var sellers = []*seller{
	{name: "Marta Brandt", region: north, team: "Showroom", school: careTrained, trained: date(2025, 8, 18), share: 10},
	{name: "Tobias Hollis", region: north, team: "Field", school: masterClass, trained: masterClassDay, share: 11},
	{name: "Ingrid Sommer", region: north, team: "Field", share: 9},
	{name: "Pavel Horák", region: north, team: "Showroom", newHand: true},
	{name: "Lena Fischer", region: south, team: "Showroom", school: careTrained, trained: date(2025, 9, 22), share: 8},
	{name: "Marco Bianchi", region: south, team: "Field", school: careTrained, trained: date(2025, 10, 20), share: 8},
	{name: "Sabine Wolf", region: south, team: "Field", school: masterClass, trained: masterClassDay, share: 9},
	{name: "Dieter Krause", region: south, team: "Showroom", share: 9},
	{name: "Julia Novotny", region: east, team: "Showroom", school: careTrained, trained: date(2025, 12, 1), share: 10},
	{name: "Robert Lange", region: east, team: "Field", school: masterClass, trained: masterClassDay, share: 9},
	{name: "Hanna Berg", region: east, team: "Field", share: 11},
	{name: "Oliver Stein", region: west, team: "Showroom", school: careTrained, trained: date(2026, 1, 19), share: 10},
	{name: "Nadia Haddad", region: west, team: "Field", school: masterClass, trained: masterClassDay, share: 9},
	{name: "Frank Peters", region: west, team: "Field", share: 11},
}

var managers = [4]string{"Cornelia Ahrens", "Stefan Huber", "Beate Richter", "Guido Esser"}

const (
	careTopic   = "Care and second area at the counter"
	masterTopic = "Master class for the best: signature drinks"
)

// training is one entry of the register of trainings.
type training struct {
	seller *seller
	day    day
	topic  string
}

func trainings() []training {
	var held []training
	for _, s := range sellers {
		switch s.school {
		case careTrained:
			held = append(held, training{s, s.trained, careTopic})
		case masterClass:
			held = append(held, training{s, s.trained, masterTopic})
		}
	}
	return held
}

// accountManager draws the seller who looks after a customer of the region.
func accountManager(d dice, region int) *seller {
	weights := make([]int, len(sellers))
	for i, s := range sellers {
		if s.region == region {
			weights[i] = s.share
		}
	}
	return sellers[d.weighted(weights)]
}
