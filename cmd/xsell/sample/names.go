package sample

// Parts of customer names. Every customer gets a name of its own.
var (
	firstNames = []string{
		"Anna", "Jonas", "Clara", "Emil", "Frieda", "Oskar", "Greta", "Hannes", "Ida", "Jakob", "Käthe", "Leo",
		"Marlene", "Nils", "Ottilie", "Paul", "Rosa", "Simon", "Thea", "Ulrich", "Vera", "Wenzel", "Yvonne", "Jörg",
		"Alice", "Benjamin", "Charlotte", "Daniel", "Eleanor", "Felix", "Grace", "Henry", "Isabel", "James", "Katherine", "Louis",
		"Maya", "Noah", "Olivia", "Peter", "René", "Sophie", "Thomas", "Zoë",
	}
	lastNames = []string{
		"Adler", "Bachmann", "Calder", "Dreyer", "Ebert", "Falk", "Gruber", "Hartmann", "Iversen", "Jansen", "Köhler", "Lindqvist",
		"Marten", "Neumann", "Olsen", "Petersen", "Quandt", "Reuter", "Schäfer", "Thiel", "Uhlig", "Vogel", "Wagner", "Zeller",
		"Ashworth", "Bell", "Carver", "Dawson", "Ellis", "Fletcher", "Graham", "Hughes", "Irving", "Keller", "Lorenz", "Müller",
		"Novák", "Okafor", "Popescu", "Rossi", "Santos", "Tanaka", "Weiß", "Yilmaz", "Zimmermann", "Bünger", "Fröhlich", "Günther",
	}
	officeNames = []string{
		"Alster", "Birkenhof", "Castell", "Domino", "Elbtor", "Fairway", "Gallus", "Hafen", "Isar", "Juniper", "Kronen", "Linden",
		"Meridian", "Northgate", "Orion", "Parkside", "Quartier", "Rivoli", "Seebach", "Tannen", "Union", "Vesta", "Westend", "Zenit",
	}
	trades = []string{
		"Architects", "Tax Advisers", "Dental Practice", "Software", "Law Office", "Engineering", "Insurance Brokers", "Design Studio",
		"Logistics", "Property", "Publishing", "Laboratories",
	}
	cafeKinds = []string{"Café", "Kaffeebar", "Espresso Bar", "Rösterei", "Bistro"}
	cafeNames = []string{
		"Morgenrot", "Zweites Zuhause", "Kleine Pause", "Stellwerk", "Lumière", "Südwind", "Milchmädchen", "Marie", "Alte Post", "Goldstück",
		"Blaue Stunde", "Kranich", "Parkbank", "Luise", "Hinterhof", "Apfelbaum", "Kopfsteinpflaster", "Sonntag", "Fensterplatz", "Bellevue",
		"Nordlicht", "Piccolo", "Rosengarten", "Tante Emma", "Uferlos", "Vanille", "Wolke", "Zimt",
	}
	hotelKinds = []string{"Hotel", "Gasthof", "Pension", "Parkhotel", "Landhaus"}
	hotelNames = []string{
		"Seeblick", "Zur Linde", "Goldener Hirsch", "Am Markt", "Bergfrieden", "Drei Kronen", "Eichenhof", "Forsthaus", "Grüner Baum",
		"Hafenblick", "Jägerhof", "Königshof", "Lindenhof", "Mühlbach", "Neue Post", "Schwanen", "Sonne", "Waldfrieden",
	}
	cities = [4][]string{
		{"Hamburg", "Bremen", "Kiel", "Lübeck", "Oldenburg"},
		{"München", "Stuttgart", "Nürnberg", "Freiburg", "Augsburg"},
		{"Berlin", "Leipzig", "Dresden", "Potsdam"},
		{"Köln", "Düsseldorf", "Frankfurt", "Mainz", "Münster"},
	}
)

// everyName lists the names an audience can bear, none of them twice.
func everyName(audience int) []string {
	switch audience {
	case households:
		return combine(firstNames, lastNames)
	case offices:
		return combine(officeNames, trades)
	case cafes:
		return combine(cafeKinds, cafeNames)
	}
	return combine(hotelKinds, hotelNames)
}

func combine(first, second []string) []string {
	var names []string
	for _, a := range first {
		for _, b := range second {
			names = append(names, a+" "+b)
		}
	}
	return names
}
