package sheet

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestFloat(t *testing.T) {
	tests := []struct {
		text string
		want float64
		ok   bool
	}{
		{"0", 0, true}, {"-0", math.Copysign(0, -1), true}, {"17850.0", 17850, true}, {".5", .5, true}, {"5.", 5, true},
		{"+3", 3, true}, {"1E-3", .001, true}, {"1e5", 1e5, true}, {"40513.35138888889", 40513.35138888889, true},
		{"9007199254740993", 9007199254740993, true}, {"0.1234567890123456789", 0.1234567890123456789, true},
		{"1234567890123456789012", 1234567890123456789012, true}, {"1.7976931348623157E308", math.MaxFloat64, true},
		{"", 0, false}, {"-", 0, false}, {".", 0, false}, {"1E999", 0, false}, {"0x10", 0, false}, {"inf", 0, false},
		{"NaN", 0, false}, {"1_000", 0, false}, {"1,5", 0, false}, {"1.2.3", 0, false}, {"--1", 0, false}, {"12 ", 0, false},
	}
	for _, test := range tests {
		got, ok := Cell{Kind: Number, Text: []byte(test.text)}.Float()
		if ok != test.ok || ok && math.Float64bits(got) != math.Float64bits(test.want) {
			t.Errorf("%q is %v, %v, want %v, %v", test.text, got, ok, test.want, test.ok)
		}
	}
	if _, ok := (Cell{Kind: Text, Text: []byte("1")}).Float(); ok {
		t.Error("a text is taken for a number")
	}
}

// TestFloatAgrees holds the quick parser to strconv.
func TestFloatAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		f := (r.Float64() - .5) * math.Pow10(r.IntN(30)-10)
		text := strconv.AppendFloat(nil, f, "fge"[r.IntN(3)], r.IntN(20)-1, 64)
		want, err := strconv.ParseFloat(string(text), 64)
		if got, ok := parseFloat(text); !ok || err != nil || got != want {
			t.Fatalf("%s is %v, want %v", text, got, want)
		}
	}
}

func TestKindNames(t *testing.T) {
	if Date.String() != "date" || Error.String() != "error" || Kind(77).String() != "kind(77)" {
		t.Errorf("got %v, %v, %v", Date, Error, Kind(77))
	}
	if !(Cell{Kind: Bool, Text: []byte("1")}).Bool() || (Cell{Kind: Number, Text: []byte("1")}).Bool() {
		t.Error("only a bool that is 1 is true")
	}
}
