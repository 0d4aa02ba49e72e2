package sheet

import (
	"bytes"
	"errors"
	"io"
)

// tokenKind is a piece of XML, as far as workbooks need it.
type tokenKind uint8

const (
	other    tokenKind = iota // a comment or a processing instruction
	open                      // <name ...>
	selfShut                  // <name .../>
	shut                      // </name>
	chars                     // text, its entities as written
	cdata                     // text of a CDATA section
)

// token is a piece of XML; its slices lie in the buffer it was read from.
type token struct {
	kind tokenKind
	name []byte // of an element, with its prefix
	body []byte // the attributes of an element, or text
}

var (
	errShort = errors.New("more bytes are needed") // lex met the end of the buffer
	errDTD   = errors.New("its XML has a document type, which no workbook has and which is not read; open it in Excel and save it again")
)

// lex reads the token at b[p:] and says where the next one begins. It returns
// errShort where the buffer ends before the token does.
func lex(b []byte, p int) (token, int, error) {
	if p >= len(b) {
		return token{}, p, errShort
	}
	if b[p] != '<' {
		n := bytes.IndexByte(b[p:], '<')
		if n < 0 {
			return token{}, p, errShort
		}
		return token{kind: chars, body: b[p : p+n]}, p + n, nil
	}
	if p+1 == len(b) {
		return token{}, p, errShort
	}
	switch b[p+1] {
	case '?':
		return delimited(b, p, other, "<?", "?>")
	case '!':
		return lexBang(b, p)
	}
	return lexTag(b, p)
}

func lexBang(b []byte, p int) (token, int, error) {
	if len(b)-p < len("<![CDATA[") {
		return token{}, p, errShort
	}
	switch {
	case bytes.HasPrefix(b[p:], []byte("<!--")):
		return delimited(b, p, other, "<!--", "-->")
	case bytes.HasPrefix(b[p:], []byte("<![CDATA[")):
		return delimited(b, p, cdata, "<![CDATA[", "]]>")
	case bytes.HasPrefix(b[p:], []byte("<!DOCTYPE")):
		return token{}, p, errDTD
	}
	return token{}, p, errDamaged
}

func delimited(b []byte, p int, kind tokenKind, opening, closing string) (token, int, error) {
	from := p + len(opening)
	if from > len(b) {
		return token{}, p, errShort
	}
	n := bytes.Index(b[from:], []byte(closing))
	if n < 0 {
		return token{}, p, errShort
	}
	return token{kind: kind, body: b[from : from+n]}, from + n + len(closing), nil
}

// lexTag reads a tag; a > inside a quoted attribute does not end it.
func lexTag(b []byte, p int) (token, int, error) {
	t := token{kind: open}
	from := p + 1
	if b[from] == '/' {
		t.kind = shut
		from++
	}
	end := tagEnd(b, from)
	switch {
	case end < 0:
		return token{}, p, errShort
	case b[end] == '<':
		return token{}, p, errDamaged
	}
	body := b[from:end]
	if n := len(body); t.kind == open && n > 0 && body[n-1] == '/' {
		t.kind, body = selfShut, body[:n-1]
	}
	n := 0
	for n < len(body) && !isSpace(body[n]) {
		n++
	}
	if n == 0 {
		return token{}, p, errDamaged
	}
	t.name, t.body = body[:n], body[n:]
	return t, end + 1, nil
}

// tagEnd is where the > stands that ends a tag whose inside begins at from, or an
// earlier < that no tag has; -1 where b ends before.
func tagEnd(b []byte, from int) int {
	n := bytes.IndexByte(b[from:], '>')
	if n >= 0 {
		inside := b[from : from+n]
		if bytes.Count(inside, []byte{'"'})%2 == 0 && bytes.IndexByte(inside, '\'') < 0 && bytes.IndexByte(inside, '<') < 0 {
			return from + n
		}
	}
	quote := byte(0)
	for i, c := range b[from:] {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>', c == '<':
			return from + i
		case c == '"', c == '\'':
			quote = c
		}
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// attribute takes the first attribute off a tag's body: its name with prefix, its
// value as written, and the rest. The name is empty where there is none.
func attribute(body []byte) (name, value, rest []byte) {
	body = bytes.TrimLeft(body, " \n\t\r")
	eq := bytes.IndexByte(body, '=')
	if eq < 0 {
		return nil, nil, nil
	}
	name = bytes.TrimRight(body[:eq], " \n\t\r")
	body = bytes.TrimLeft(body[eq+1:], " \n\t\r")
	if len(body) == 0 || body[0] != '"' && body[0] != '\'' {
		return nil, nil, nil
	}
	end := bytes.IndexByte(body[1:], body[0])
	if end < 0 {
		return nil, nil, nil
	}
	return name, body[1 : 1+end], body[end+2:]
}

// attr is the value of an attribute, decoded; an attribute with a prefix is found
// by its local name only when it is asked for as ":name".
func (t token) attr(want string) (string, bool) {
	for body := t.body; ; {
		var name, value []byte
		name, value, body = attribute(body)
		if len(name) == 0 {
			return "", false
		}
		if string(name) == want || want[0] == ':' && bytes.HasSuffix(name, []byte(want)) {
			return string(appendXML(nil, value, false)), true
		}
	}
}

func localName(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// prefixOf is a copy of a name's prefix with its colon, empty where there is none.
func prefixOf(name []byte) []byte { return bytes.Clone(name[:bytes.IndexByte(name, ':')+1]) }

// document is a part read into memory whole, token by token.
type document struct {
	rest   []byte
	prefix []byte // of the root element, with its colon
	rooted bool
}

// next is the next token, or io.EOF at the end.
func (d *document) next() (token, error) {
	t, n, err := lex(d.rest, 0)
	if err == errShort {
		if len(bytes.TrimSpace(d.rest)) == 0 {
			return token{}, io.EOF
		}
		return token{}, errDamaged
	}
	if err != nil {
		return token{}, err
	}
	d.rest = d.rest[n:]
	if !d.rooted && (t.kind == open || t.kind == selfShut) {
		d.rooted, d.prefix = true, prefixOf(t.name)
	}
	return t, nil
}

// is tells whether a token is a tag of the element name in the vocabulary of the
// root element.
func (d *document) is(t token, name string) bool { return named(t.name, d.prefix, name) }

func named(full, prefix []byte, name string) bool {
	return len(full) == len(prefix)+len(name) && string(full[len(prefix):]) == name && bytes.HasPrefix(full, prefix)
}

// elements calls visit for every opening tag of the part, and shutting for every
// closing one.
func (d *document) elements(visit func(token), shutting func(token)) error {
	for {
		t, err := d.next()
		switch {
		case err == io.EOF && d.rooted:
			return nil
		case err == io.EOF:
			return errDamaged
		case err != nil:
			return err
		case t.kind == open, t.kind == selfShut:
			visit(t)
		}
		if t.kind == shut || t.kind == selfShut {
			shutting(t)
		}
	}
}
