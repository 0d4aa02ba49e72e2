package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"xsell/metrics"
)

// The exit codes. A build server acts on them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitCrossed = 3 // the report is written, and a threshold of the level fail is crossed in it
)

// command is one word of the command line.
type command struct {
	name, args, about string
	run               func(context.Context, *flags, []string, io.Writer, io.Writer) error
	data              bool // what it prints is data, which --quiet leaves
}

func commands() []command {
	return []command{
		{"report", "INPUT...", "write the report of the sales in the files, folders or globs (the word may be left out)", report, false},
		{"check", "INPUT...", "say what was understood of the input and what was refused; write nothing", check, false},
		{"baskets", "FILE...", "print as csv what is bought together, in files of baskets or of sales", baskets, true},
		{"sample", "DIR", "write the sample data: a believable company with known truths in it", writeSample, false},
		{"sections", "[SECTION...]", "list the sections of the report and the columns each needs, or the columns that a section has", sections, false},
		{"relations", "[RELATION...]", "list what indicators of your own can ask: relations and their columns", relations, true},
		{"ci", "KIND", "print the job that writes the report every week, for github, gitlab, jenkins, systemd or windows", printJob, true},
		{"completion", "SHELL", "print what makes bash, fish or zsh complete commands, flags and values", completion, true},
		{"man", "", "print the page of the manual", manual, true},
	}
}

// usageError is a mistake on the command line.
type usageError struct{ error }

// run is the program: it parses the arguments, runs a command and gives the exit code.
// Results go to stdout, everything else to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f, set := newFlags()
	set.SetOutput(io.Discard)
	err := set.Parse(args)
	switch {
	case errors.Is(err, pflag.ErrHelp), f.help:
		fmt.Fprint(stdout, usage(set))
		return exitDone
	case err != nil:
		return fail(stderr, usageError{err})
	case f.version:
		fmt.Fprintln(stdout, "xsell", version())
		return exitDone
	}
	words := set.Args()
	if len(words) == 0 && f.config != "" {
		words = []string{"report"} // of what the configuration names
	}
	if len(words) == 0 {
		return fail(stderr, usageError{errors.New("no input given; try: xsell sample-data")})
	}
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == words[0] })
	if i < 0 {
		i, words = 0, append([]string{"report"}, words...)
	}
	if err := checkMining(f, all[i].name); err != nil {
		return fail(stderr, usageError{err})
	}
	if f.history != "" && all[i].name != "report" {
		return fail(stderr, usageError{errors.New("--history goes with xsell report")})
	}
	if len(f.indicators) > 0 && !slices.Contains([]string{"report", "check", "sections"}, all[i].name) {
		return fail(stderr, usageError{errors.New("--indicator goes with xsell report, check and sections")})
	}
	if f.splitBy != "" && all[i].name != "report" {
		return fail(stderr, usageError{errors.New("--split-by goes with xsell report")})
	}
	if f.quiet && !all[i].data {
		stdout = io.Discard
	}
	return fail(stderr, all[i].run(ctx, f, words[1:], stdout, stderr))
}

// fail prints the error as one line and gives the exit code.
func fail(stderr io.Writer, err error) int {
	var usage usageError
	var crossed crossedError
	var own *metrics.IndicatorError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		err = errors.New("stopped; nothing was written")
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "xsell: %s; xsell --help shows what can be given\n", oneLine(err))
		return exitUsage
	case errors.As(err, &own) && own.Early:
		fmt.Fprintf(stderr, "xsell: %s\n", oneLine(err))
		return exitUsage
	case errors.As(err, &crossed):
		fmt.Fprintf(stderr, "xsell: %s; the report is written and says more\n", oneLine(err))
		return exitCrossed
	}
	fmt.Fprintf(stderr, "xsell: %s\n", oneLine(err))
	return exitFailed
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
