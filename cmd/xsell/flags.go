package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// flags are what the command line can say.
type flags struct {
	out, config, title   string
	junit                string // the file of the tests
	period, asOf, window string
	only                 []string
	indicators           []string // files
	history              string   // folder of the snapshots
	top                  int
	strict               bool
	returns, data, html  string
	quiet                bool
	threads              int
	memory               string
	version, help        bool

	duplicates, dateOrder, encoding string
	bridgeLevel, currencies         string
	lang, locale                    string
	split                           bool // a report for each currency; settled from the flag and the configuration
	where                           []string
	splitBy                         string

	anonymise    bool
	anonymiseKey string // the file of the key

	writeConfig string // of check
	mining      mining // of baskets

	given func(flag string) bool // tells whether the flag stands on the command line
}

// newFlags declares the flags; the README's table is checked against it.
func newFlags() (*flags, *pflag.FlagSet) {
	s := pflag.NewFlagSet("xsell", pflag.ContinueOnError)
	f := &flags{given: s.Changed}
	s.SortFlags = false
	s.StringVarP(&f.out, "out", "o", "xsell-report", "`DIR` to write the report to")
	s.StringVar(&f.config, "config", "", "`FILE` in YAML with column names, thresholds and choices")
	s.StringVar(&f.junit, "junit", "", "`FILE` in the JUnit format to write each control total and threshold to, as a test that a build server shows")
	s.StringVar(&f.history, "history", "", "`DIR` that keeps a small snapshot of every report; the section since-last says what changed since the last one")
	s.StringArrayVar(&f.where, "where", nil, "`CONDITION` on lines, as area=Retail, region=North,South or channel!=Shop; may be given again, and all hold")
	s.StringVar(&f.splitBy, "split-by", "", "`FIELD` to write a report for each value of, with its own lines only, in a folder of its own: area, seller, region or partner")
	s.StringVar(&f.title, "title", "", "`TEXT` for the title of the report")
	s.StringVar(&f.lang, "lang", "en", "`LANGUAGE` of the report: en, de or ru")
	s.StringVar(&f.locale, "locale", "", "`LOCALE` that numbers and dates are written by: en, de, fr, es, pt, pl or ru (that of the language)")
	s.StringVar(&f.period, "period", "", "`UNIT` of the report: week, month, quarter or year (week below two years of data, else month)")
	s.StringVar(&f.asOf, "as-of", "", "`DATE` to look back from, as 2026-06-30 (the last day in the data)")
	s.StringVar(&f.window, "window", "12m", "`SPAN` that baskets and rankings look at: 12m, 26w, all or FROM..TO")
	s.StringSliceVar(&f.only, "only", nil, "`SECTIONS` to draw, separated by commas (all)")
	s.StringArrayVar(&f.indicators, "indicator", nil, "`FILE` with an indicator of your own, a SELECT with a header, that becomes a section; may be given again")
	s.IntVar(&f.top, "top", 20, "`N` rows of a table are shown on the page before the rest is folded; baskets prints N (all)")
	s.BoolVar(&f.strict, "strict", false, "stop at the first line that cannot be read")
	s.StringVar(&f.returns, "returns", "mark", "`HOW` deals named by a returns sheet count: mark, or deduct their money")
	s.StringVar(&f.bridgeLevel, "bridge-level", "", "`LEVEL` that the bridge splits a change at: product, type or area (product, where the sales name one)")
	s.StringVar(&f.currencies, "currencies", "stop", "`HOW` lines in several currencies without rates are taken: stop, or split into a report for each, in a folder of its name")
	s.StringVar(&f.data, "data", "yes", "`HOW` the used lines go into the workbook: yes, or no to leave them out, for a small file or a reader who is to see sums only")
	s.StringVar(&f.html, "html", "single", "`FORM` of report.html: single, one file with all in it; static, without any script; site, without a script and with its style in report.css, for servers that allow no more")
	s.StringVar(&f.duplicates, "duplicates", "keep", "`HOW` exact copies of lines count: keep them and warn, or drop all but the first")
	s.StringVar(&f.dateOrder, "date-order", "", "`ORDER` of dates as 03/04/2026: dmy or mdy (told from the whole column)")
	s.StringVar(&f.encoding, "encoding", "", "`NAME` of the encoding of csv files, as windows-1251 (told from the bytes)")
	s.BoolVar(&f.anonymise, "anonymise", false, "replace customers by stable pseudonyms in every output, made with the secret key in $"+keyVariable+" or in a file")
	s.StringVar(&f.anonymiseKey, "anonymise-key", "", "`FILE` with the secret key of the pseudonyms, 32 characters or more")
	s.StringVar(&f.writeConfig, "write-config", "", "`FILE` that check writes what it understood to, for --config; - for standard output")
	s.Int64Var(&f.mining.minCount, "min-count", 0, "`N` baskets at least that an itemset or rule of xsell baskets is in (10, or 1 in 1,000)")
	s.IntVar(&f.mining.maxSize, "max-size", 0, "`N` items at most in an itemset, or in both sides of a rule (any; 4 with --min-money)")
	s.IntVar(&f.mining.maxSets, "max-sets", 2_000_000, "`N` itemsets at most; where there are more, the minimum count rises")
	s.StringArrayVar(&f.mining.with, "with", nil, "`ITEM` that every itemset or rule must hold; may be given again")
	s.StringSliceVar(&f.mining.levels, "levels", nil, "`LEVELS` of what the items of sales are: product, type and area, separated by commas; no item stands with its own type or area (product)")
	s.StringVar(&f.mining.minMoney, "min-money", "", "`AMOUNT` of revenue at least that the items of an itemset bring in the deals with all of them, in place of the minimum count; those that bring most come first")
	s.BoolVar(&f.mining.offers, "offers", false, "print what to offer with what instead of itemsets, by the contribution that can be relied on; --top says how many (20)")
	s.BoolVar(&f.mining.rules, "rules", false, "print rules with all their measures instead of itemsets")
	s.Float64Var(&f.mining.minConfidence, "min-confidence", 0, "`SHARE` of the baskets with one side of a rule that hold the other, at least")
	s.StringVar(&f.mining.format, "format", "", "`NAME` of what the files of baskets are: comma, semicolon, tab, blank, long or sales (told from the content)")
	s.BoolVarP(&f.quiet, "quiet", "q", false, "print nothing but errors")
	s.IntVar(&f.threads, "threads", 0, "`N` processors to use (all)")
	s.StringVar(&f.memory, "memory", "2GB", "`SIZE` the sales engine may take; what does not fit goes to disk")
	s.BoolVar(&f.version, "version", false, "print the version")
	s.BoolVarP(&f.help, "help", "h", false, "print this text")
	return f, s
}

func usage(s *pflag.FlagSet) string {
	var b strings.Builder
	b.WriteString("xsell turns sales spreadsheets into a cross-selling report.\n\nUsage:\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  xsell %-19s %s\n", strings.TrimSpace(c.name+" "+c.args), c.about)
	}
	b.WriteString("\nThe report is six files in one folder: report.html, report.xlsx, report.json,\nsummary.md, summary.html (for the body of a mail) and rejects.csv.\n\nExit codes:\n")
	for _, e := range exits() {
		fmt.Fprintf(&b, "  %d  %s\n", e.code, e.text)
	}
	b.WriteString("\nFlags (in brackets: what holds without them):\n")
	s.VisitAll(func(f *pflag.Flag) {
		name, text := pflag.UnquoteUsage(f)
		short := "    "
		if f.Shorthand != "" {
			short = "-" + f.Shorthand + ", "
		}
		if f.Value.Type() == "bool" {
			name = ""
		}
		fmt.Fprintf(&b, "  %s%-19s %s\n", short, strings.TrimSpace("--"+f.Name+" "+name), text+defaultOf(f))
	})
	return b.String()
}
