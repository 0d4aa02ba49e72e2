package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// flags are what the command line can say.
type flags struct {
	out, config, title   string
	period, asOf, window string
	only                 []string
	top                  int
	strict               bool
	returns              string
	quiet                bool
	threads              int
	memory               string
	version, help        bool
}

// newFlags declares the flags; the README's table is checked against it.
func newFlags() (*flags, *pflag.FlagSet) {
	f := &flags{}
	s := pflag.NewFlagSet("xsell", pflag.ContinueOnError)
	s.SortFlags = false
	s.StringVarP(&f.out, "out", "o", "xsell-report", "folder to write the report to `DIR`")
	s.StringVar(&f.config, "config", "", "read column names, title and choices from a `FILE` in YAML")
	s.StringVar(&f.title, "title", "", "title of the report")
	s.StringVar(&f.period, "period", "", "length of the period: `week|month|quarter|year` (default: week below two years of data, else month)")
	s.StringVar(&f.asOf, "as-of", "", "look back from this `DATE`, as 2026-06-30 (default: the last day in the data)")
	s.StringVar(&f.window, "window", "12m", "what baskets and rankings look at: `12m|26w|all|FROM..TO`")
	s.StringSliceVar(&f.only, "only", nil, "draw only these `SECTIONS`, separated by commas")
	s.IntVar(&f.top, "top", 20, "rows of a table the page shows before it folds the rest")
	s.BoolVar(&f.strict, "strict", false, "stop at the first line that cannot be read")
	s.StringVar(&f.returns, "returns", "mark", "deals named by a returns sheet: `mark|deduct` their money")
	s.BoolVarP(&f.quiet, "quiet", "q", false, "print nothing but errors")
	s.IntVar(&f.threads, "threads", 0, "processors to use (default: all)")
	s.StringVar(&f.memory, "memory", "", "most memory the sales engine may take, as `4GB`; beyond it spills to disk")
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
	b.WriteString("\nThe report is five files in one folder: report.html, report.xlsx, report.json,\nsummary.md and rejects.csv. Exit codes: 0 done, 1 failed, 2 wrong usage.\n\nFlags:\n")
	return b.String() + s.FlagUsages()
}
