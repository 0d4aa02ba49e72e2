package ingest

import (
	"math/big"
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text    string
		decimal byte
		want    int64 // in 1/10 000
	}{
		{"12", 0, 12_0000},
		{"0", 0, 0},
		{"-3.5", 0, -3_5000},
		{"957.57749999999999", 0, 957_5775}, // 957.5775 as Excel writes the double
		{"41.913600000000002", 0, 41_9136},
		{"0.00005", 0, 1},
		{"-0.00005", 0, -1},
		{"0.00004999", 0, 0},
		{"1E-3", 0, 10},
		{"1.5e3", 0, 1500_0000},
		{"1.7850E4", 0, 17850_0000},
		{"9.9999E-5", 0, 1},
		{"$6.62 ", 0, 6_6200},
		{"USD 6.62", 0, 6_6200},
		{"1 234,56", 0, 1234_5600},
		{"1\u00a0234,56 €", 0, 1234_5600},
		{"1\u202f234\u202f567,8", 0, 1234567_8000},
		{"1.234,56", 0, 1234_5600},
		{"1,234.56", 0, 1234_5600},
		{"1.234.567", 0, 1234567_0000},
		{"1,234,567", 0, 1234567_0000},
		{"12,34,567.50", 0, 1234567_5000}, // lakh and crore
		{"1'234.50", 0, 1234_5000},
		{"(45.00)", 0, -45_0000},
		{"-$45", 0, -45_0000},
		{"45-", 0, -45_0000},
		{"45,-", 0, 45_0000}, // and no cents
		{"−7", 0, -7_0000},
		{"12 %", 0, 1200},
		{"12,5%", 0, 1250},
		{"R$ 10,90", 0, 10_9000},
		{"325 руб.", 0, 325_0000},
		{"19,99 zł", 0, 19_9900},
		{"5 шт.", 0, 5_0000},
		{",5", 0, 5000},
		{".5", 0, 5000},
		{"+7", 0, 7_0000},
		{"24,2", 0, 24_2000},
		{"1.234", '.', 1_2340},
		{"1.234", ',', 1234_0000},
		{"1,234", ',', 1_2340},
		{"1,234", '.', 1234_0000},
		{"0.125", ',', 1250},         // nobody writes 0.125 for 125
		{"2024.994", ',', 2024_9940}, // thousands are parted in threes
		{"999999999999.9999", 0, 9_999_999_999_999_999},
	} {
		got, ok := parseNumber([]byte(c.text), c.decimal)
		if !ok || got.value != c.want {
			t.Errorf("parseNumber(%q, %q) = %d, %v; want %d", c.text, c.decimal, got.value, ok, c.want)
		}
	}
}

func TestNoNumbers(t *testing.T) {
	for _, text := range []string{"", "-", "abc", "12-05", "1.2.3", "10 20", "1,23,4", "A563185", "12 apples", "1e", "1e999", "NaN",
		"0x10", "--", "1.234,567.8", "1234567890123", "85123A", "12:30", "%", "()", "1 2345"} {
		if got, ok := parseNumber([]byte(text), '.'); ok {
			t.Errorf("parseNumber(%q) = %d, want none", text, got.value)
		}
	}
}

func TestNumbersSayHowTheirColumnIsWritten(t *testing.T) {
	for text, want := range map[string]signReading{
		"12": plainNumber, "1 234": plainNumber, "1.5": pointDecimal, "1,5": commaDecimal, "1,234.5": pointDecimal, "1.234,5": commaDecimal,
		"1.234": eitherDecimal, "1,234": eitherDecimal, "1.234.567": commaDecimal, "1,234,567": pointDecimal, "0,125": commaDecimal, "0.125": pointDecimal,
		"(1.234)": eitherDecimal, "€1.234": eitherDecimal,
	} {
		if got, ok := parseNumber([]byte(text), '.'); !ok || got.reading != want {
			t.Errorf("%q reads as %d, want %d", text, got.reading, want)
		}
	}
}

// FuzzNumber holds the fast road and the slow one together, and both to exact decimals.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"957.57749999999999", "1 234,56", "(45.00)", "12 %", "1.5E-3", "R$ 10", "-0", "1.234"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseNumber([]byte(text), '.')
		if !ok || strings.Trim(text, "-0123456789.") != "" || strings.LastIndexByte(text, '-') > 0 || got.reading == commaDecimal {
			return
		}
		want, isDecimal := new(big.Rat).SetString(text)
		if !isDecimal {
			return
		}
		want.Mul(want, big.NewRat(10_000, 1))
		off := new(big.Rat).Sub(want, new(big.Rat).SetInt64(got.value))
		if off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
			t.Errorf("%q = %d, off by %s", text, got.value, off)
		}
	})
}
