// Package sheet reads the worksheets of xlsx and xlsm workbooks as a stream of
// rows, in constant memory and at about the speed at which they inflate. It reads
// OpenDocument spreadsheets (ods) in the same way.
//
// One goroutine inflates a sheet, another scans its XML; no row is kept. A cell
// comes as the file has it: the text, or the digits of the number, with what its
// number format says about it (a date, a percentage, money). Shared strings are
// read once for the book and never copied for a cell.
//
// The package refuses to be more than a reader: it does not calculate formulas
// (their stored results are read), does not format numbers for display, does not
// write, and does not guess what a column means. It refuses workbooks that are
// encrypted, binary (xlsb, xls) or flat XML with a message that says how to
// convert them, and it refuses what would cost more than [Limits] allows. It opens
// no path named in an archive, follows no external link, and expands no entity
// except the five of XML itself.
package sheet
