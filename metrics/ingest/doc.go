// Package ingest turns sales spreadsheets into a ledger: it finds the files, tells
// from their bytes what they are, recognises what each sheet and column is, converts
// every cell exactly and counts what it read, so that the engine can be held to it.
//
// What cannot be used is never dropped in silence: it becomes a [sales.Problem] and
// stays in the control totals. The package refuses to compute anything a section
// could say, to repair values by guessing, and to load a workbook into memory: sheets
// stream through it in batches.
package ingest
