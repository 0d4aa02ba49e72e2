package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"io"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/templates"
)

// HTMLOptions are the choices of the page; zero values mean the defaults.
type HTMLOptions struct {
	Version string // of the program, printed at the foot; empty to leave it out
	Rows    int    // most rows of a table on the page; 0 for 1,000
	Folded  int    // rows shown until the reader unfolds a table; 0 for 12
	Form    Form   // empty for Single
}

// Form is how a page is made, by what stands around it.
type Form string

// The forms.
const (
	Single Form = "single" // one file that holds all, also its scripts
	Static Form = "static" // one file without a script: charts are pictures, tables stand as they are
	Site   Form = "site"   // as Static, its style in StyleFile beside it: for servers that allow nothing else
)

// Forms are the forms of a page.
func Forms() []string { return []string{string(Single), string(Static), string(Site)} }

// StyleFile is the style of a page of the form Site.
const StyleFile = "report.css"

// Style writes the style of a page of the form Site.
func Style(w io.Writer) error {
	_, err := io.WriteString(w, templates.Style())
	return err
}

const (
	defaultRows   = 1000
	defaultFolded = 12
)

// HTML writes the report as one page that needs no network and, but for the form Site, no
// other file, with the charts that were begun and all others. The page is complete before the first byte is
// written; the same report gives the same bytes.
func HTML(w io.Writer, r *metrics.Report, c *Charts, o HTMLOptions) error {
	l := dress{style: templates.Style(), charts: c}
	if o.Form == Single || o.Form == "" {
		l.script, l.library, l.packed = templates.Script(), templates.Library(), templates.PackedLibrary()
	}
	return writePage(w, r, o, l)
}

// dress is what the page is dressed in; tests put short stand-ins here.
type dress struct {
	style, script   string
	library, packed string // the chart library, and as it stands in the page
	charts          *Charts
}

func writePage(w io.Writer, r *metrics.Report, o HTMLOptions, l dress) error {
	if o.Rows == 0 {
		o.Rows = defaultRows
	}
	if o.Folded == 0 {
		o.Folded = defaultFolded
	}
	p, err := newPage(r, o, l)
	if err != nil {
		return err
	}
	return execute(w, "page.html", r.Phrases, p)
}

// execute writes a page once it is complete.
func execute(w io.Writer, name string, p *phrases.Phrases, page any) error {
	say := func(key phrases.Key, args ...any) string { return p.Say(key, args...) }
	t, err := template.New(name).Funcs(template.FuncMap{"say": say}).ParseFS(templates.FS, name, "frame.html")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// policy is what the page allows itself: its own style and its own two scripts, named
// by their hashes, and no connection to anywhere. A page opened from a disk has no other
// self than its files.
func (l dress) policy(form Form) string {
	const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; "
	if form == Site {
		return nothing + "img-src 'self'; style-src-elem 'self' file:; style-src-attr 'none'"
	}
	policy := nothing + "img-src data: blob:; style-src-elem '" + hash(l.style) + "'; style-src-attr 'none'"
	if l.script != "" {
		policy += "; script-src '" + hash(l.script) + "' '" + hash(l.library) + "'"
	}
	return policy
}

// styleElement brings the style into the page.
func (l dress) styleElement(form Form) template.HTML {
	if form == Site {
		return `<link rel="stylesheet" href="` + StyleFile + `">`
	}
	return element("style", l.style)
}

func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// element is content of the release, not of the data, between the tags of an element.
func element(tag, content string) template.HTML {
	return template.HTML("<" + tag + ">" + content + "</" + tag + ">")
}
