package sheet

import "fmt"

// Limits bounds what a workbook may cost. A field that is zero takes its default,
// which is generous to every workbook a spreadsheet program can write.
type Limits struct {
	Inflated      int64 // bytes of one part once inflated; default 8 GiB
	SharedStrings int64 // bytes of the table of shared strings, four for each and its text, at most 4 GiB; default 1 GiB
	Cell          int   // bytes of text in one cell; default 1 MiB (Excel allows 32,767 characters)
	Rows          int   // the highest row number, and the number of rows; default 16,777,216 (Excel allows 1,048,576)
	Columns       int   // columns; default 16,384, as in Excel
}

const (
	maxShared = 1<<32 - 1 // offsets into the table of shared strings are 32 bits

	// maxWhole bounds the parts that are read into memory whole: the workbook's
	// list of sheets, relationships and styles.
	maxWhole = 64 << 20

	// Deflate cannot exceed 1032 to 1, and sheets reach 10 to 50. A part above
	// maxRatio is refused once it is large enough to hurt.
	maxRatio  = 400
	ratioFree = 64 << 20

	maxMerges = 1 << 20 // ranges of merged cells in a sheet
)

func (l Limits) withDefaults() Limits {
	if l.Inflated <= 0 {
		l.Inflated = 8 << 30
	}
	if l.SharedStrings <= 0 {
		l.SharedStrings = 1 << 30
	}
	l.SharedStrings = min(l.SharedStrings, maxShared)
	if l.Cell <= 0 {
		l.Cell = 1 << 20
	}
	if l.Rows <= 0 {
		l.Rows = 1 << 24
	}
	if l.Columns <= 0 {
		l.Columns = 16384
	}
	return l
}

// checkSize refuses a part by the sizes the archive states. The stated size binds:
// inflating stops with an error where a part proves longer.
func checkSize(what string, inflated, compressed uint64, limit int64) error {
	if inflated > uint64(limit) {
		return fmt.Errorf("%s inflates to %s, above the limit of %s; split the workbook, or raise the limit",
			what, byteCount(inflated), byteCount(uint64(limit)))
	}
	if inflated > ratioFree && inflated/maxRatio > compressed {
		return fmt.Errorf("%s inflates from %s to %s, which no real sheet does (a zip bomb?); open it in Excel and save it again",
			what, byteCount(compressed), byteCount(inflated))
	}
	return nil
}

func byteCount(n uint64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	f, u := float64(n), 0
	for f >= 1024 && u < len(units)-1 {
		f, u = f/1024, u+1
	}
	if u == 0 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f %s", f, units[u])
}
