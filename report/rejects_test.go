package report

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

func drawRejects(t *testing.T, problems []sales.Problem) string {
	t.Helper()
	var b bytes.Buffer
	if err := Rejects(&b, problems); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRejects(t *testing.T) {
	got := drawRejects(t, tabledReport(1).Problems)
	want := "\uFEFFfile,sheet,row,column,value,message,cell_1,cell_2,cell_3\n" +
		"sales.xlsx,Lines,17,D,31.02.2026,is not a date,'=1+1,-12.5,x\n" +
		"sales.xlsx,Lines,18,B,'@x|y,is not an amount,,,\n"
	if got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestRejectsOfNothingIsAHeader(t *testing.T) {
	if got := drawRejects(t, nil); got != "\uFEFFfile,sheet,row,column,value,message\n" {
		t.Errorf("%q", got)
	}
}

func TestRejectsHoldNoFormula(t *testing.T) {
	text := drawRejects(t, []sales.Problem{{File: "f", Refused: true, Cells: hostileNames}})
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, cell := range rows[1][6:] {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			t.Errorf("a spreadsheet would run %q", cell)
		}
		if plain := strings.TrimPrefix(cell, "'"); plain != hostileNames[i] {
			t.Errorf("%q became %q", hostileNames[i], cell)
		}
	}
}

func TestGuardFormulaLeavesNumbers(t *testing.T) {
	for _, number := range []string{"-12.5", "+3", "-12,5", "1,5", ""} {
		if got := guardFormula(number); got != number {
			t.Errorf("%q became %q", number, got)
		}
	}
	texts := []string{"=1", "+1+1", "-2+3", "@x", "\tx", "\rx", "＝1", "-1-2", "-Inf", "+0x1p-2"}
	for _, text := range texts {
		if got := guardFormula(text); got != "'"+text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
