package metrics

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"xsell/metrics/sales"
)

// snapshotFormat names what a snapshot holds; one of another format is not compared.
const snapshotFormat = "xsell-snapshot-1"

// The most that a snapshot holds; what is left out is counted.
const (
	snapshotPairs     = 2_000
	snapshotCustomers = 10_000
	snapshotPeriods   = 2_000
)

// Snapshot is the state that a report saw, small enough to be kept for every run. The same
// input after the same earlier snapshot gives the same snapshot.
type Snapshot struct {
	Format string          `json:"format"`
	Report Identity        `json:"report"`
	Number int64           `json:"number"` // one more than that of the snapshot it was compared with
	State  SnapshotState   `json:"state"`
	Kept   []PeriodFigures `json:"kept"` // periods that only earlier inputs had, by their start
}

// Identity tells which snapshots are of one report, so that comparing them means something.
type Identity struct {
	Title      string     `json:"title"`
	Currency   string     `json:"currency"`
	Unit       sales.Unit `json:"unit"`
	Window     string     `json:"window"`          // "12m", "26w", "all" or "days"
	Deducts    bool       `json:"deducts"`         // deals named by a returns sheet take their money back
	Pseudonyms string     `json:"pseudonyms"`      // of their key; empty where customers keep their names
	Where      string     `json:"where,omitempty"` // the conditions that its lines meet; empty where it is of all
}

// SnapshotState is what one input said. Days are written as 2026-06-30.
type SnapshotState struct {
	AsOf      string          `json:"as_of"`
	First     string          `json:"first"`  // day with a line
	Last      string          `json:"last"`   // day with a line
	Period    string          `json:"period"` // of the report: its first day
	Inputs    []InputSum      `json:"inputs"`
	Periods   []PeriodFigures `json:"periods"`   // by their start; the first may be incomplete
	Pairs     *PairNames      `json:"pairs"`     // null where the section of pairs was left out
	Customers *SegmentNames   `json:"customers"` // null where the sales name no customer
}

// InputSum is an input with its checksum.
type InputSum struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// PeriodFigures are the measures of a period that add up: money in 1/10 000, and counts.
// One that the input does not bring is not there.
type PeriodFigures struct {
	Start   string           `json:"start"`
	Figures map[string]int64 `json:"figures"`
}

// PairNames are the confirmed pairs in the order of their section.
type PairNames struct {
	Confirmed []PairName `json:"confirmed"`
	Left      int64      `json:"left"` // more of them, which are not listed
}

// PairName is a pair of products by key, with their names.
type PairName struct {
	A     string `json:"a"`
	AName string `json:"a_name"`
	B     string `json:"b"`
	BName string `json:"b_name"`
}

// SegmentNames are the segments of the customers with the largest monetary value.
type SegmentNames struct {
	Segments []CustomerSegment `json:"segments"`
	Left     int64             `json:"left"` // more customers, which are not listed
}

// CustomerSegment is a customer by key, or pseudonym, with its segment.
type CustomerSegment struct {
	Customer string `json:"customer"`
	Segment  string `json:"segment"`
}

// snapshotMeasures are the measures of a period that a snapshot keeps: those that are
// counted or added up, from which the others follow.
var snapshotMeasures = []string{"revenue", "cm1", "deals", "customers", "returned"}

// IdentityOf is that of the report with the title on the ledger; pseudonyms tells the key
// of the pseudonyms of its customers, and is empty where they keep their names.
func IdentityOf(l *sales.Ledger, title, pseudonyms string) Identity {
	c, window := l.Calendar, "days"
	switch {
	case c.All:
		window = "all"
	case c.Months > 0:
		window = strconv.Itoa(c.Months) + "m"
	case c.Weeks > 0:
		window = strconv.Itoa(c.Weeks) + "w"
	}
	return Identity{Title: title, Currency: l.Currency, Unit: c.Unit, Window: window, Deducts: l.Deducts(), Pseudonyms: pseudonyms, Where: l.Scope.Key}
}

// ReadSnapshot reads what Bytes wrote. An error says what is wrong with it.
func ReadSnapshot(data []byte) (Snapshot, error) {
	var s Snapshot
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("it is no snapshot of xsell")
	}
	if s.Format != snapshotFormat {
		return s, fmt.Errorf("it has the format %.40q, and this xsell knows %s", s.Format, snapshotFormat)
	}
	days := []string{s.State.AsOf, s.State.First, s.State.Last, s.State.Period}
	for _, p := range slices.Concat(s.State.Periods, s.Kept) {
		days = append(days, p.Start)
	}
	for _, day := range days {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return s, fmt.Errorf("it has %.40q for a day", day)
		}
	}
	return s, nil
}

// Bytes is the snapshot as JSON.
func (s *Snapshot) Bytes() ([]byte, error) {
	data, err := json.MarshalIndent(s, "", " ")
	return append(data, '\n'), err
}

// same tells whether two states are one, so that there is nothing to compare.
func (s SnapshotState) same(other SnapshotState) (bool, error) {
	a, err := json.Marshal(s)
	if err != nil {
		return false, err
	}
	b, err := json.Marshal(other)
	return bytes.Equal(a, b), err
}

// stateOf takes the state from the ledger and the sections on it.
func stateOf(l *sales.Ledger, sections []Section) SnapshotState {
	c := l.Calendar
	s := SnapshotState{AsOf: c.AsOf.String(), First: c.First.String(), Last: c.Last.String(), Period: c.Period.Start.String(), Inputs: []InputSum{}, Periods: []PeriodFigures{}}
	for _, in := range l.Inputs {
		s.Inputs = append(s.Inputs, InputSum{in.Name, in.SHA256})
	}
	slices.SortFunc(s.Inputs, func(a, b InputSum) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.SHA256, b.SHA256)) })
	for _, section := range sections {
		switch section.Name {
		case Trend.Name:
			s.Periods = figuresOf(section.Table)
		case Pairs.Name:
			s.Pairs = confirmedIn(section.Table)
		case Segments.Name:
			s.Customers = segmentsIn(section.Table)
		}
	}
	return s
}

// figuresOf are the measures of the rows of the trend, the latest where there are many.
func figuresOf(t Table) []PeriodFigures {
	out := []PeriodFigures{}
	for row := max(0, len(t.Rows)-snapshotPeriods); row < len(t.Rows); row++ {
		start, _ := t.Cell(row, "start").(sales.Day)
		p := PeriodFigures{start.String(), map[string]int64{}}
		for _, key := range snapshotMeasures {
			switch v := t.Cell(row, key).(type) {
			case sales.Money:
				p.Figures[key] = int64(v)
			case int64:
				p.Figures[key] = v
			}
		}
		out = append(out, p)
	}
	return out
}

// confirmedIn are the confirmed pairs of the section of pairs.
func confirmedIn(t Table) *PairNames {
	p := &PairNames{Confirmed: []PairName{}}
	text := func(row int, key string) string { s, _ := t.Cell(row, key).(string); return s }
	for row := range t.Rows {
		switch {
		case text(row, "status") != confirmed:
		case len(p.Confirmed) == snapshotPairs:
			p.Left++
		default:
			p.Confirmed = append(p.Confirmed, PairName{text(row, "a"), text(row, "a_name"), text(row, "b"), text(row, "b_name")})
		}
	}
	return p
}

// segmentsIn are the customers of the section of segments.
func segmentsIn(t Table) *SegmentNames {
	s, all := &SegmentNames{Segments: []CustomerSegment{}}, int64(0)
	for row := range t.Rows {
		customer, _ := t.Cell(row, "customer").(string)
		segment, _ := t.Cell(row, "segment").(string)
		switch kind := t.Cell(row, "kind"); {
		case kind == "segment":
			n, _ := t.Cell(row, "customers").(int64)
			all += n
		case kind == "customer" && customer != other && len(s.Segments) < snapshotCustomers:
			s.Segments = append(s.Segments, CustomerSegment{customer, segment})
		}
	}
	s.Left = all - int64(len(s.Segments))
	return s
}
