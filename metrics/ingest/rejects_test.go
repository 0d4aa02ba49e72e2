package ingest

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

func TestRejectsHoldNoFormula(t *testing.T) {
	cells := []string{"=1+1", "+1+1", "-2+3", "@x", "\tx", "＝1", "</script>", "a\nb", `"quoted"`, "-12.5"}
	var b bytes.Buffer
	r := NewRejects(&b)
	if err := r.write(sales.Problem{File: "f", Row: 17, Column: "D", Value: "=x", Kind: "date", Message: phrases.Note("is not a date"), Cells: cells}); err != nil {
		t.Fatal(err)
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF")))
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	for i, cell := range rows[1][7:] {
		if strings.ContainsRune("=+-@\t＝", []rune(cell)[0]) && cell != "-12.5" {
			t.Errorf("a spreadsheet would run %q", cell)
		}
		if strings.TrimPrefix(cell, "'") != cells[i] {
			t.Errorf("%q became %q", cells[i], cell)
		}
	}
}

func TestRejectsOfNothingIsAHeader(t *testing.T) {
	var b bytes.Buffer
	if err := NewRejects(&b).Flush(); err != nil || b.String() != "\uFEFFfile,sheet,row,column,value,kind,problem,cells\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestGuardLeavesNumbers(t *testing.T) {
	for _, number := range []string{"-12.5", "+3", "-12,5", "1,5", ""} {
		if got := guarded(number); got != number {
			t.Errorf("%q became %q", number, got)
		}
	}
	for _, text := range []string{"=1", "+1+1", "-2+3", "@x", "\tx", "\rx", "＝1", "-1-2", "-Inf", "+0x1p-2"} {
		if got := guarded(text); got != "'"+text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// A full disk of temporary files is no fault of the input.
func TestRejectsOnAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no device that is always full:", err)
	}
	defer full.Close()
	want := "keep the refused rows: the disk is full; free some space, or set TMPDIR to a folder on another disk"
	if err := NewRejects(full).Flush(); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	in := &input{File: File{Name: "standard input"}}
	defer in.Close()
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nowhere"))
	_, err = in.spoolFrom(strings.NewReader("x"))
	want = "read standard input: make a copy of it: no such file or directory; set TMPDIR to a folder that can be written"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
