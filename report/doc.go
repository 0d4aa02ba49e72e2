// Package report draws one metrics.Report as a page, a workbook, JSON and Markdown.
// All four show the same sections; the package computes no metric of its own and
// reads no files.
package report
