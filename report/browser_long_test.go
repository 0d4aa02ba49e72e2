package report

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"xsell/metrics"
)

// longPage has the longest table that a page shows: 1,000 rows, which it does of two columns.
func longPage(t testing.TB) string {
	t.Helper()
	s := metrics.Section{Name: "customers", Title: "Customers", Lead: "Many rows.", Table: metrics.Table{Columns: []metrics.Column{
		{Key: "customer", Title: "Customer", Unit: metrics.Text}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money}}}}
	for i := range defaultRows {
		n := i * 7919 % defaultRows
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{fmt.Sprintf("Customer %04d, %s", n, []string{"Homes", "Offices", "Cafés"}[n%3]), eur(float64(n) * 31.7)})
	}
	var b bytes.Buffer
	if err := HTML(&b, &metrics.Report{Title: "Long", Sections: []metrics.Section{s}}, NewCharts(t.Context()), HTMLOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// timedList sorts and filters the table, with the rows beyond the first ones folded away and
// with all of them open, and returns the rows and the median milliseconds until the page is
// laid out anew: of sorting and of filtering, folded, then open.
const timedList = `(async () => {
	const box = document.querySelector('.scroll'), table = box.querySelector('table');
	const input = box.previousElementSibling.querySelector('input'), more = box.nextElementSibling.querySelector('button');
	const buttons = [...table.querySelectorAll('thead button')], out = [table.tBodies[0].rows.length];
	const time = async f => {
		await new Promise(r => requestAnimationFrame(() => setTimeout(r)));
		const start = performance.now();
		f();
		box.offsetHeight;
		return performance.now() - start;
	};
	const median = a => a.sort((x, y) => x - y)[a.length >> 1];
	for (const open of [false, true]) {
		if (open) more.click();
		const sorts = [], filters = [];
		for (const b of [...buttons, ...buttons]) sorts.push(await time(() => b.click()));
		for (const text of ['a', 'cust', '77', 'office', 'nothing', '', '1', '12', '123', '']) filters.push(await time(() => { input.value = text; input.dispatchEvent(new Event('input')); }));
		out.push(median(sorts), median(filters));
	}
	return out;
})()`

// BenchmarkThousandRows measures sorting and filtering of a long table in the browser, in
// milliseconds of the median.
func BenchmarkThousandRows(b *testing.B) {
	ctx := browser(b)
	at := address(b, longPage(b))
	for b.Loop() {
		do(b, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(at))
		times := see[[]float64](b, ctx, timedList)
		if times[0] != 1000 {
			b.Fatalf("the page has %v rows", times[0])
		}
		for i, name := range []string{"ms/sort", "ms/filter", "ms/sort-open", "ms/filter-open"} {
			b.ReportMetric(times[1+i], name)
		}
	}
}
