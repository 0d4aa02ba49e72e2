package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The README's flags are those of --help, to the letter.
func TestReadmeHoldsTheFlags(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(data), "<!-- flags -->\n")
	got, _, closed := strings.Cut(rest, "<!-- /flags -->")
	if !ok || !closed {
		t.Fatal("the README has no flags between <!-- flags --> and <!-- /flags -->")
	}
	var help bytes.Buffer
	if code := run(t.Context(), []string{"--help"}, &help, os.Stderr); code != exitDone {
		t.Fatalf("--help: exit %d", code)
	}
	want := "```\n" + help.String() + "```\n"
	if got != want {
		t.Errorf("the README says:\n%s\n--help says:\n%s", got, want)
	}
}
