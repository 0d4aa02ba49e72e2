package sheet

import "bytes"

// content reads what stands in a cell up to its closing tag: the paragraphs that belong
// to the cell itself, a line each. Comments and drawings have paragraphs of their own.
func (r *tableRow) content(b []byte, p int, cell []byte) (text []byte, next int, err error) {
	if text, next, ok := r.plainContent(b, p, cell); ok {
		return text, next, nil
	}
	from, paragraphs := len(r.decoded), 0
	for {
		t, next, err := lex(b, p)
		switch {
		case err != nil:
			return nil, p, err
		case t.kind == shut && bytes.Equal(t.name, cell):
			return validText(r.decoded[from:len(r.decoded):len(r.decoded)]), next, nil
		case t.kind != shut && (named(t.name, r.text, "p") || named(t.name, r.text, "h")):
			if paragraphs++; paragraphs > 1 {
				r.decoded = append(r.decoded, '\n')
			}
			if t.kind == open {
				next, err = r.paragraph(b, next)
			}
		case t.kind == open:
			next, err = skipElement(b, next)
		}
		if err != nil {
			return nil, p, err
		}
		p = next
	}
}

// plainContent is the quick road for the cells that most are: one paragraph whose text
// is as it stands there.
func (r *tableRow) plainContent(b []byte, p int, cell []byte) ([]byte, int, bool) {
	rest, ok := cutTag(b[p:], '<', r.text, "p>")
	if !ok {
		return nil, 0, false
	}
	n := bytes.IndexByte(rest, '<')
	if n <= 0 || rest[0] == ' ' {
		return nil, 0, false
	}
	text := rest[:n]
	for i, c := range text {
		if c < 0x20 || c == '&' || c == ' ' && text[i-1] == ' ' {
			return nil, 0, false
		}
	}
	rest, ok = cutTag(rest[n:], '<', nil, "/")
	if !ok {
		return nil, 0, false
	}
	if rest, ok = cutTag(rest, 0, r.text, "p></"); !ok || !bytes.HasPrefix(rest, cell) || len(rest) == len(cell) || rest[len(cell)] != '>' {
		return nil, 0, false
	}
	return validText(text), len(b) - len(rest) + len(cell) + 1, true
}

// cutTag takes a sign, a prefix and a name off the front of b.
func cutTag(b []byte, sign byte, prefix []byte, name string) ([]byte, bool) {
	if sign != 0 {
		if len(b) == 0 || b[0] != sign {
			return b, false
		}
		b = b[1:]
	}
	if !bytes.HasPrefix(b, prefix) || len(b) < len(prefix)+len(name) || string(b[len(prefix):len(prefix)+len(name)]) != name {
		return b, false
	}
	return b[len(prefix)+len(name):], true
}

// paragraph appends the text of a paragraph whose tag ends at p. White space is one
// space, and none at its beginning (OpenDocument 1.3, part 3, 6.1.2); what else there is
// has elements of its own. A space at its end is kept: LibreOffice writes and reads it.
func (r *tableRow) paragraph(b []byte, p int) (int, error) {
	blank := true // a space stands before, or nothing
	for depth := 1; ; {
		t, next, err := lex(b, p)
		if err != nil {
			return p, err
		}
		switch t.kind {
		case chars, cdata:
			from := len(r.decoded)
			r.decoded = appendXML(r.decoded, t.body, t.kind == cdata)
			r.decoded, blank = collapse(r.decoded, from, blank)
		case open, selfShut:
			if t.kind == open && named(t.name, r.office, "annotation") {
				if next, err = skipElement(b, next); err != nil {
					return p, err
				}
				break
			}
			if t.kind == open {
				depth++
			}
			if r.special(t) {
				blank = false
			}
			if len(r.decoded) > maxUnit {
				return p, errUnit
			}
		case shut:
			if depth--; depth == 0 {
				return next, nil
			}
		}
		p = next
	}
}

// special appends what an element stands for: spaces, a tab, a line end.
func (r *tableRow) special(t token) bool {
	switch {
	case named(t.name, r.text, "s"):
		n := min(countOf(t, "c"), r.limits.Cell+1)
		r.decoded = append(r.decoded, bytes.Repeat([]byte{' '}, n)...)
	case named(t.name, r.text, "tab"):
		r.decoded = append(r.decoded, '\t')
	case named(t.name, r.text, "line-break"):
		r.decoded = append(r.decoded, '\n')
	default:
		return false
	}
	return true
}

// collapse makes white space in b[from:] single spaces, and none behind one that stands
// before or where the paragraph begins. It tells whether the text ends with one.
func collapse(b []byte, from int, blank bool) ([]byte, bool) {
	out := b[:from]
	for _, c := range b[from:] {
		if isSpace(c) {
			if !blank {
				out = append(out, ' ')
			}
			blank = true
			continue
		}
		out, blank = append(out, c), false
	}
	return out, blank
}

// skipElement goes to the end of the element whose opening tag ends at p.
func skipElement(b []byte, p int) (int, error) {
	for depth := 1; depth > 0; {
		t, next, err := lex(b, p)
		switch {
		case err != nil:
			return p, err
		case t.kind == open:
			depth++
		case t.kind == shut:
			depth--
		}
		p = next
	}
	return p, nil
}
