package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// jobs are the files that make a machine write the report every week.
//
//go:embed ci
var jobs embed.FS

// jobFiles are the files of each kind of machine, in the order they are printed.
func jobFiles() map[string][]string {
	return map[string][]string{
		"github":  {"github.yml"},
		"gitlab":  {"gitlab.yml"},
		"jenkins": {"Jenkinsfile"},
		"systemd": {"xsell.service", "xsell.timer"},
		"windows": {"windows.cmd"},
	}
}

func jobKinds() []string { return slices.Sorted(maps.Keys(jobFiles())) }

// printJob prints the files of a kind of machine, one below the other.
func printJob(_ context.Context, _ *flags, args []string, stdout, _ io.Writer) error {
	if len(args) != 1 || jobFiles()[args[0]] == nil {
		return usageError{fmt.Errorf("ci wants one of %s; try: xsell ci github", strings.Join(jobKinds(), ", "))}
	}
	for i, name := range jobFiles()[args[0]] {
		text, err := jobs.ReadFile("ci/" + name)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(stdout)
		}
		if _, err := stdout.Write(text); err != nil {
			return err
		}
	}
	return nil
}
