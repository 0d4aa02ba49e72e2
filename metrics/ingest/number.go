package ingest

// maxWhole is the most digits before the decimal sign that an amount may have:
// sums of thousands of such amounts still fit Money.
const maxWhole = 12

// signReading is what the text of one number says about the decimal sign of its column.
type signReading uint8

const (
	plainNumber   signReading = iota // says nothing: "1200", "(45)"
	pointDecimal                     // can only be read with a decimal point: "1,200.5"
	commaDecimal                     // can only be read with a decimal comma: "1.200,5"
	eitherDecimal                    // reads both ways: "1.200"
)

// number is a text read as a number.
type number struct {
	value   int64 // in 1/10 000, rounded half away from zero; of "12 %" it is 0.12
	reading signReading
	percent bool
}

// parseNumber reads a number as people and programs write it: "1 234,56",
// "1.234,56", "$6.62 ", "(45.00)", "45-", "12 %", "1.5E-3", "R$ 10", "1'200.00".
// decimal is the decimal sign of the column, '.' or ',', which settles texts that
// read both ways; the others are read as they must be. It is false for what is no
// number, and for more than 12 digits before the decimal sign.
func parseNumber(text []byte, decimal byte) (number, bool) {
	if n, ok := parsePlainNumber(text, decimal); ok {
		return n, true
	}
	var s numberScan
	if !s.scan(text) {
		return number{}, false
	}
	return s.number(decimal)
}

// parseFiner reads a number with so many decimal places beyond four; as many digits fewer
// may stand before the decimal sign.
func parseFiner(text []byte, decimal byte, finer int) (number, bool) {
	s := numberScan{finer: finer}
	if !s.scan(text) {
		return number{}, false
	}
	return s.number(decimal)
}

// parsePlainNumber is the fast road for digits with at most one point.
func parsePlainNumber(text []byte, decimal byte) (number, bool) {
	digits := text
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		digits = text[1:]
	}
	var value int64
	whole := 0
	for whole < len(digits) && digits[whole]-'0' <= 9 {
		value = value*10 + int64(digits[whole]-'0')
		whole++
		if whole > maxWhole {
			return number{}, false
		}
	}
	if whole == 0 {
		return number{}, false
	}
	n := number{value: value * 10_000}
	if whole < len(digits) {
		if digits[whole] != '.' || whole+1 == len(digits) {
			return number{}, false
		}
		rest := digits[whole+1:]
		part, ok := fraction(rest)
		if !ok {
			return number{}, false
		}
		n.value += part
		n.reading = pointDecimal
		if len(rest) == 3 && whole <= 3 && digits[0] != '0' {
			n.reading = eitherDecimal
			if decimal == ',' {
				n.value = value*1000*10_000 + part*1000
			}
		}
	}
	if negative {
		n.value = -n.value
	}
	return n, true
}

// fraction is the value of the digits behind the decimal sign in 1/10 000.
func fraction(digits []byte) (int64, bool) {
	var v int64
	for i, c := range digits {
		switch {
		case c-'0' > 9:
			return 0, false
		case i < 4:
			v = v*10 + int64(c-'0')
		case i == 4 && c >= '5':
			v++
		}
	}
	for i := len(digits); i < 4; i++ {
		v *= 10
	}
	return v, true
}
