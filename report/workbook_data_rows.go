package report

import (
	"strconv"
	"strings"

	"xsell/metrics/sales"
)

// appendLine appends the row of a line. Cells without a value are left out.
func (d *data) appendLine(b []byte, row int, values []any) ([]byte, error) {
	var digits [8]byte
	number := strconv.AppendInt(digits[:0], int64(row), 10)
	b = append(append(append(b, `<row r="`...), number...), `">`...)
	for i, v := range values {
		if v == nil || v == "" {
			continue
		}
		b = append(append(append(b, `<c r="`...), d.names[i]...), number...)
		if b = append(b, '"'); d.styles[i] > 0 {
			b = append(strconv.AppendInt(append(b, ` s="`...), int64(d.styles[i]), 10), '"')
		}
		var err error
		if b, err = appendValue(b, v); err != nil {
			return b, err
		}
	}
	return append(b, "</row>"...), nil
}

// appendValue appends the rest of a cell's element after its address and style.
func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case string:
		if plainText(v) && len(v) < cellTextLimit && v[0] != ' ' && v[len(v)-1] != ' ' {
			return append(append(append(b, ` t="inlineStr"><is><t>`...), v...), "</t></is></c>"...), nil
		}
	case bool:
		if v {
			return append(b, ` t="b"><v>1</v></c>`...), nil
		}
		return append(b, ` t="b"><v>0</v></c>`...), nil
	case sales.Money:
		return append(appendScaled(append(b, "><v>"...), int64(v)), "</v></c>"...), nil
	case sales.Quantity:
		return append(appendScaled(append(b, "><v>"...), int64(v)), "</v></c>"...), nil
	}
	return appendCell(b, gridCell{value: v})
}

// appendScaled appends 1/10 000 as the decimal number that Money.Number writes.
func appendScaled(b []byte, n int64) []byte {
	if n%sales.Scale == 0 {
		return strconv.AppendInt(b, n/sales.Scale, 10)
	}
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = append(strconv.AppendInt(b, n/sales.Scale, 10), '.')
	for rest, unit := n%sales.Scale, int64(sales.Scale/10); rest > 0; rest, unit = rest%unit, unit/10 {
		b = append(b, byte('0'+rest/unit))
	}
	return b
}

// columnNames are the letters of the first columns.
func columnNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = strings.TrimSuffix(cellName(i+1, 1), "1")
	}
	return names
}
