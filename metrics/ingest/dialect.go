package ingest

import "bytes"

// delimiters in the order they are preferred where a file could be read with several.
const delimiters = ";\t|,"

// sniff finds out how the text is written from its head.
func sniff(head []byte, wish string) dialect {
	d := dialect{delimiter: ',', lineEnd: '\n'}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		d.lineEnd = '\r'
	}
	first, _, _ := bytes.Cut(head, []byte{d.lineEnd})
	if first = bytes.TrimSpace(first); len(first) == 5 && bytes.EqualFold(first[:4], []byte("sep=")) {
		d.delimiter = first[4]
		d.skip = 1
		return d
	}
	if wish != "" {
		d.delimiter = wish[0]
		return d
	}
	return d.best(head)
}

// best is the dialect with the delimiter that fits the head best.
func (d dialect) best(head []byte) dialect {
	most := 0.0
	for _, c := range []byte(delimiters) {
		tried := dialect{delimiter: c, lineEnd: d.lineEnd}
		if fit := tried.fit(head); fit > most*1.05 {
			most, d.delimiter = fit, c
		}
	}
	return d
}

// sniffRecords is how many records the delimiter is judged by.
const sniffRecords = 400

// fit is the share of the records that have the most frequent number of fields, 0
// where that is one; a few more fields speak for the delimiter a little.
func (d dialect) fit(head []byte) float64 {
	var r records
	r.start(head, d)
	widths := map[int]int{}
	n, widest := 0, 0
	for n < sniffRecords {
		cells, ok := r.next()
		if !ok {
			break
		}
		if len(cells) == 1 && len(cells[0].Text) == 0 {
			continue
		}
		n++
		widths[len(cells)]++
	}
	for w, n := range widths {
		if n > widths[widest] || n == widths[widest] && w > widest {
			widest = w
		}
	}
	if widest < 2 {
		return 0
	}
	return float64(widths[widest])/float64(n) + 0.01*float64(min(widest, 10))
}
