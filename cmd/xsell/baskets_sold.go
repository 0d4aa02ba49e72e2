package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics/basket/basketfile"
	"xsell/metrics/sales"
)

// catalogue is baskets with what sales know of their items.
type catalogue struct {
	basketfile.Contents

	// above are the items of other levels that an item belongs to, by number and in rising
	// order: a product's types and areas, a type's areas. Nil where all are of one level.
	above [][]int32

	worth []int64 // what one more deal with an item brings, in 1/10 000; for offers alone
}

// apart tells items that belong to one another; nil where none do.
func (c catalogue) apart() func(a, b int32) bool {
	if c.above == nil {
		return nil
	}
	return func(a, b int32) bool {
		_, over := slices.BinarySearch(c.above[a], b)
		_, under := slices.BinarySearch(c.above[b], a)
		return over || under
	}
}

// levelFields are the levels that items can have, by their names on the command line.
var levelFields = map[string]sales.Field{"product": sales.Product, "type": sales.Type, "area": sales.Area}

// checkSold refuses wrong values of the flags that only sales can answer.
func (m *mining) checkSold(given func(flag string) bool) error {
	for i, level := range m.levels {
		if _, known := levelFields[level]; !known || slices.Contains(m.levels[:i], level) {
			return fmt.Errorf("--levels %s: want product, type and area, each once", strings.Join(m.levels, ","))
		}
	}
	if given("levels") && len(m.levels) == 0 {
		return errors.New("--levels: want product, type and area, each once")
	}
	if given("min-money") {
		var ok bool
		if m.money, ok = moneyOf(m.minMoney); !ok || m.money < 1 {
			return fmt.Errorf("--min-money %s: want an amount above 0, as 2500 or 99.50", m.minMoney)
		}
	}
	for _, pair := range [][2]string{{"min-money", "rules"}, {"min-money", "offers"}, {"offers", "rules"}, {"offers", "with"}, {"offers", "max-sets"}} {
		if given(pair[0]) && given(pair[1]) {
			return fmt.Errorf("--%s and --%s do not go together; give one of them", pair[0], pair[1])
		}
	}
	return nil
}

// ofSales names a flag given that only sales can answer.
func (m *mining) ofSales() string {
	switch {
	case m.money > 0:
		return "min-money"
	case m.offers:
		return "offers"
	case len(m.levels) > 0:
		return "levels"
	}
	return ""
}

// moneyOf reads an amount with at most four decimals, exactly.
func moneyOf(text string) (sales.Money, bool) {
	whole, rest, _ := strings.Cut(text, ".")
	if len(rest) > 4 || strings.ContainsAny(text, "+-") {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", 4-len(rest)), 10, 64)
	return sales.Money(n), err == nil && n < math.MaxInt64
}
