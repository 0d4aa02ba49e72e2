package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// exits are the exit codes with what they mean.
func exits() []struct {
	code int
	text string
} {
	return []struct {
		code int
		text string
	}{
		{exitDone, "done"}, {exitFailed, "failed"}, {exitUsage, "wrong usage"},
		{exitCrossed, "done, and a threshold of the configuration with the level fail is crossed"},
	}
}

// manual prints the page of the manual, in the macros man.
func manual(_ context.Context, _ *flags, args []string, stdout, _ io.Writer) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("man takes no argument, but got %q", args[0])}
	}
	var b strings.Builder
	fmt.Fprintf(&b, ".TH XSELL 1 \"\" \"xsell %s\" \"User Commands\"\n.SH NAME\nxsell \\- turns sales spreadsheets into a cross\\-selling report\n.SH SYNOPSIS\n", inRoff(version()))
	for i, c := range commands() {
		if i > 0 {
			b.WriteString(".br\n")
		}
		fmt.Fprintf(&b, ".B xsell %s\n[\\fIflags\\fR] %s\n", inRoff(c.name), inRoff(c.args))
	}
	b.WriteString(".SH COMMANDS\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", inRoff(strings.TrimSpace(c.name+" "+c.args)), inRoff(c.about))
	}
	b.WriteString(".SH OPTIONS\nIn brackets: what holds without them.\n")
	_, set := newFlags()
	for _, f := range offeredFlags() {
		name := "\\fB\\-\\-" + inRoff(f.name) + "\\fR"
		if f.short != "" {
			name = "\\fB\\-" + f.short + "\\fR, " + name
		}
		if f.value != "" {
			name += " \\fI" + inRoff(f.value) + "\\fR"
		}
		fmt.Fprintf(&b, ".TP\n%s\n%s\n", name, inRoff(f.text+defaultOf(set.Lookup(f.name))))
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, e := range exits() {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", e.code, inRoff(e.text))
	}
	fmt.Fprintf(&b, ".SH ENVIRONMENT\n.TP\n.B %s\nthe secret key of the pseudonyms, for \\-\\-anonymise\n.TP\n.B TMPDIR\nfolder for the sales that do not fit into memory\n.TP\n.B GOMEMLIMIT\nmemory that the program may take beside the sales engine\n", keyVariable)
	_, err := io.WriteString(stdout, b.String())
	return err
}

// inRoff is a text in which nothing means anything to the formatter.
func inRoff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return cmp.Or(s, `\&`)
}

// defaultOf is what holds without the flag, as the help has it.
func defaultOf(f *pflag.Flag) string {
	if f.DefValue == "" || slices.Contains([]string{"false", "0", "[]"}, f.DefValue) {
		return ""
	}
	return " (" + f.DefValue + ")"
}
