package report

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"xsell/metrics"
)

func mailOf(t *testing.T, r *metrics.Report) string {
	t.Helper()
	var b strings.Builder
	if err := SummaryMail(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestMailHasTablesOnly holds a summary for mail to elements and attributes that programs
// for mail keep, also with names that would break out of them.
func TestMailHasTablesOnly(t *testing.T) {
	element := regexp.MustCompile(`<([^> ]+)([^>]*)>`)
	attribute := regexp.MustCompile(` ([a-z]+)="[^"<>]*"`)
	for name, r := range map[string]*metrics.Report{"fixture": fixture(), "hostile names": hostileReport()} {
		text := mailOf(t, r)
		for _, m := range element.FindAllStringSubmatch(strings.TrimPrefix(text, "<!doctype html>"), -1) {
			if !set("html", "head", "meta", "title", "body", "table", "tr", "td", "th", "font", "b")[strings.TrimPrefix(m[1], "/")] {
				t.Errorf("%s: the mail has the element %s", name, m[0])
			}
			for _, a := range attribute.FindAllStringSubmatch(m[2], -1) {
				if !set("lang", "charset", "bgcolor", "width", "height", "align", "valign", "border", "cellpadding", "cellspacing", "face", "size", "color")[a[1]] {
					t.Errorf("%s: the mail has the attribute %s", name, a[0])
				}
			}
			if rest := attribute.ReplaceAllString(m[2], ""); rest != "" {
				t.Errorf("%s: %s has %q", name, m[0], rest)
			}
		}
	}
}

// TestMailSaysWhatTheSummarySays compares the numbers of both, up to the data problems, of
// which the mail gives the number only.
func TestMailSaysWhatTheSummarySays(t *testing.T) {
	r := fixture()
	var b strings.Builder
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	mail := mailOf(t, r)
	for _, f := range r.Findings(metrics.Do)[:1] {
		if !strings.Contains(mail, htmlText(f.Text)) {
			t.Errorf("the mail does not say %q", f.Text)
		}
	}
	numbers := regexp.MustCompile(`[0-9][0-9.,]*[0-9]`)
	plain := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(mail, " ")
	for _, n := range numbers.FindAllString(html.UnescapeString(strings.Split(b.String(), "**Data problems")[0]), -1) {
		if !strings.Contains(plain, n) {
			t.Errorf("the summary says %s, the mail does not", n)
		}
	}
}

func htmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(prose(s))
}
