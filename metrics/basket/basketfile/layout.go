package basketfile

import "bytes"

// A Layout is how a text holds baskets.
type Layout struct {
	Separator  byte // of cells: comma, semicolon or tab, or a blank for runs of blanks and tabs
	Long       bool // a deal and an item in each line, instead of a basket
	Deal, Item int  // their columns in the long form, from 0
	Skip       int  // lines before the first
}

// Recognise tells the layout of a text from its head. The separator is the one
// of tab, semicolon and comma that most lines hold outside quotes, or else a
// blank. It is the long form where every line has two cells, deals come several
// times, and no deal is an item too or those of a deal stand together; a header
// is not looked for.
func Recognise(head []byte) Layout {
	if cut := bytes.LastIndexAny(head, "\r\n"); cut >= 0 {
		head = head[:cut+1]
	}
	head = append(bytes.Clone(head), "\n\x00\x00\x00\x00\x00\x00\x00\x00"...)
	text := head[:len(head)-padding]
	l := Layout{Separator: separatorOf(text)}
	l.Long = isLong(newParser(l), text)
	l.Item = 1
	return l
}

func separatorOf(text []byte) byte {
	best, most := byte(' '), 0
	for _, separator := range []byte("\t;,") {
		lines := 0
		for rest := text; len(rest) > 0; {
			var first []byte
			if first, rest = line(rest); holds(first, separator) {
				lines++
			}
		}
		if lines > most {
			best, most = separator, lines
		}
	}
	return best
}

// holds reports whether a byte stands in a line outside quotes.
func holds(line []byte, c byte) bool {
	quoted := false
	for _, b := range line {
		if b == '"' {
			quoted = !quoted
		} else if b == c && !quoted {
			return true
		}
	}
	return false
}

// apartLines is how many lines must speak for the long form where deals and
// items have names in common, as numbers have.
const apartLines = 20

func isLong(p *parser, text []byte) bool {
	deals, items := map[string]bool{}, map[string]bool{}
	lines, again, scattered := 0, 0, false
	before := ""
	for padded, at := text[:len(text)+padding], 0; at < len(text); {
		var cells []string
		for ended := false; !ended; {
			var cell []byte
			var err error
			if cell, at, ended, err = p.cell(padded, at); err != nil {
				return false
			}
			cells = append(cells, string(cell))
		}
		if len(cells) == 1 && cells[0] == "" {
			continue
		}
		if len(cells) != 2 || cells[0] == "" || cells[1] == "" {
			return false
		}
		if deals[cells[0]] {
			again++
			scattered = scattered || cells[0] != before
		}
		deals[cells[0]], items[cells[1]], before = true, true, cells[0]
		lines++
	}
	common := false
	for deal := range deals {
		common = common || items[deal]
	}
	return again > 0 && (!common || lines >= apartLines && !scattered)
}
