package report

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"

	"xsell/metrics/lazy"
)

// What an SVG of the page may hold. All else the library writes (style, class, event
// and meta attributes) is dropped; a text or an identifier is written anew.
var (
	allowedElements   = set("g", "path", "text", "tspan", "rect", "line", "circle", "polyline", "polygon", "defs", "clipPath")
	allowedAttributes = set("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "transform",
		"stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "fill-opacity", "stroke-opacity", "opacity",
		"text-anchor", "dominant-baseline")
)

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// cleaner rewrites what the library drew into the SVG of the page.
type cleaner struct{ variables map[string]string } // "#1f2933" to "var(--ink)"

func newCleaner(palette map[string]string) *cleaner {
	c := &cleaner{map[string]string{}}
	for name, color := range palette {
		c.variables[color] = "var(--" + name + ")"
	}
	return c
}

// picture is one SVG while it is rewritten.
type picture struct {
	*cleaner
	id    string
	ids   map[string]string
	skip  int // depth inside an element that is left out
	depth int
	out   strings.Builder
}

// clean keeps the allowed elements and attributes, colours of the palette as variables
// and identifiers that are unique on the page. Anything else that would change the
// look is an error, since it could only be a defect.
func (c *cleaner) clean(raw string, d drawing, id string) (string, error) {
	p := &picture{cleaner: c, id: id, ids: map[string]string{}}
	fmt.Fprintf(&p.out, `<svg viewBox="0 0 %d %d" role="img" font-size="12" dominant-baseline="central"><title>%s</title>`, d.Width, d.Height, html.EscapeString(chartText(d.Title)))
	dec := xml.NewDecoder(strings.NewReader(raw))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		if err := p.token(token); err != nil {
			return "", err
		}
	}
	p.out.WriteString("</svg>")
	return p.out.String(), nil
}

func (p *picture) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		p.depth++
		if p.skip > 0 || p.depth == 1 || !allowedElements[t.Name.Local] || isEmpty(t) {
			if p.depth > 1 {
				p.skip++
			}
			return nil
		}
		return p.open(t)
	case xml.EndElement:
		p.depth--
		switch {
		case p.skip > 0:
			p.skip--
		case p.depth > 0:
			p.out.WriteString("</" + t.Name.Local + ">")
		}
	case xml.CharData:
		if text := string(t); p.skip == 0 && strings.TrimSpace(text) != "" {
			p.out.WriteString(html.EscapeString(text))
		}
	}
	return nil
}

// isEmpty reports whether the element draws nothing: the library's background, and
// marks of size zero that only carry a label.
func isEmpty(e xml.StartElement) bool {
	return e.Name.Local == "rect" && attribute(e, "fill") == "none" && attribute(e, "stroke") == "" ||
		strings.HasPrefix(attribute(e, "transform"), "matrix(0,0,0,0,")
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (p *picture) open(e xml.StartElement) error {
	p.out.WriteString("<" + e.Name.Local)
	for _, a := range e.Attr {
		name, value := a.Name.Local, a.Value
		switch {
		case name == "fill" || name == "stroke":
			color, err := p.color(value)
			if err != nil {
				return err
			}
			p.attribute(name, color)
		case name == "id":
			p.attribute("id", p.ref(value))
		case name == "clip-path":
			inner := strings.TrimSuffix(strings.TrimPrefix(value, "url(#"), ")")
			p.attribute(name, "url(#"+p.ref(inner)+")")
		case name == "style":
			p.style(value)
		case name == "dominant-baseline" && value == "central": // as the whole picture
		case name == "transform" && e.Name.Local == "text" && moved().MatchString(value) && attribute(e, "x")+attribute(e, "y") == "":
			to := moved().FindStringSubmatch(rounded(value))
			p.attribute("x", to[1])
			p.attribute("y", to[2])
		case name == "d" && unitCircle().MatchString(value):
			p.attribute(name, "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0")
		case allowedAttributes[name]:
			p.attribute(name, rounded(value))
		}
	}
	p.out.WriteString(">")
	return nil
}

// unitCircle is a dot before it is made larger: one arc that ends a hair before its
// start. Rounded, it would end there and draw nothing, so it is written as two halves.
var unitCircle = lazy.Regexp(`^M1 0A1 1 0 1 1 1 -0\.\d+(A1 1 0 0 1 1 0)?Z?$`)

// moved is a place, which takes less room as x and y.
var moved = lazy.Regexp(`^translate\((\S+) (\S+)\)$`)

func (p *picture) attribute(name, value string) {
	p.out.WriteString(" " + name + `="` + html.EscapeString(value) + `"`)
}

func (p *picture) color(value string) (string, error) {
	if value == "none" || value == "transparent" {
		return "none", nil
	}
	if v, ok := p.variables[strings.ToLower(value)]; ok {
		return v, nil
	}
	if value == "#000" {
		return "none", nil // the library's word for an area that is not filled
	}
	return "", fmt.Errorf("the colour %q is not in the palette", value)
}

// ref renames an identifier of the library, which counts up from chart to chart.
func (p *picture) ref(id string) string {
	if _, ok := p.ids[id]; !ok {
		p.ids[id] = fmt.Sprintf("%s-%d", p.id, len(p.ids)+1)
	}
	return p.ids[id]
}

var fontDeclaration = lazy.Regexp(`font(?:-size|-weight)?:\s*([^;]*)`)

// style keeps the weight and the size of a font where they differ from the page's.
func (p *picture) style(value string) {
	for _, m := range fontDeclaration().FindAllString(value, -1) {
		name, v, _ := strings.Cut(m, ":")
		switch v = strings.TrimSpace(v); {
		case name == "font-size" && v != "12px":
			p.attribute(name, strings.TrimSuffix(v, "px"))
		case name == "font-weight" && v != "normal":
			p.attribute(name, v)
		}
	}
}

var longNumber = lazy.Regexp(`-?\d+\.\d{2,}(e-?\d+)?`)

// rounded cuts coordinates to one decimal: a tenth of a pixel.
func rounded(value string) string {
	return longNumber().ReplaceAllStringFunc(value, func(s string) string {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return s
		}
		return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64)
	})
}
