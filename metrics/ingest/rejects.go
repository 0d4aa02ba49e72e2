package ingest

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"xsell/metrics/sales"
)

// Rejects writes refused rows as csv, whole, as they are met: nothing is kept in
// memory. A nil Rejects writes nothing.
//
// The file begins with a byte order mark, without which Excel takes UTF-8 for the code
// page of the machine. The cells of the row follow the last named column.
type Rejects struct {
	out   io.Writer
	w     *csv.Writer
	begun bool
}

// NewRejects writes to w; Flush ends it.
func NewRejects(w io.Writer) *Rejects { return &Rejects{out: w, w: csv.NewWriter(w)} }

func (r *Rejects) write(p sales.Problem) error {
	if r == nil {
		return nil
	}
	if err := r.begin(); err != nil {
		return err
	}
	record := []string{p.File, p.Sheet, strconv.Itoa(p.Row), p.Column, p.Value, p.Kind, p.Message.String()}
	record = append(record, p.Cells...)
	for i := range record {
		record[i] = guarded(record[i])
	}
	return rejectsFault(r.w.Write(record))
}

func rejectsFault(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("keep the refused rows: %w", temporaryFault(err))
}

// begin writes the mark and the header once.
func (r *Rejects) begin() error {
	if r.begun {
		return nil
	}
	r.begun = true
	if _, err := io.WriteString(r.out, "\uFEFF"); err != nil {
		return rejectsFault(err)
	}
	return r.w.Write([]string{"file", "sheet", "row", "column", "value", "kind", "problem", "cells"})
}

// Flush writes what is buffered, and the header where no row was refused.
func (r *Rejects) Flush() error {
	if err := r.begin(); err != nil {
		return err
	}
	r.w.Flush()
	return rejectsFault(r.w.Error())
}

// guarded puts an apostrophe before a text that spreadsheets take for a formula (OWASP,
// CSV injection: a leading = + - @ tab or carriage return, full-width forms included).
// A number with a sign is no formula and stays as it was.
func guarded(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return s
	}
	if _, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64); err == nil && strings.Trim(s, "+-.,0123456789") == "" {
		return s
	}
	return "'" + s
}
