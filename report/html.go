package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"io"

	"xsell/metrics"
	"xsell/templates"
)

// HTMLOptions are the choices of the page; zero values mean the defaults.
type HTMLOptions struct {
	Version string // of the program, printed at the foot; empty to leave it out
	Rows    int    // most rows of a table on the page; 0 for 1,000
	Folded  int    // rows shown until the reader unfolds a table; 0 for 12
}

const (
	defaultRows   = 1000
	defaultFolded = 12
)

// HTML writes the report as one page that needs no network and no other file, with the
// charts that were begun and all others. The page is complete before the first byte is
// written; the same report gives the same bytes.
func HTML(w io.Writer, r *metrics.Report, c *Charts, o HTMLOptions) error {
	return writePage(w, r, o, dress{
		style:   templates.Style(),
		library: templates.Library(),
		packed:  templates.PackedLibrary(),
		script:  templates.Script(),
		charts:  c,
	})
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
	t, err := template.New("page.html").ParseFS(templates.FS, "page.html")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// policy is what the page allows itself: its own style and its own two scripts, named
// by their hashes, and no connection to anywhere.
func (l dress) policy() string {
	return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; " +
		"style-src-elem '" + hash(l.style) + "'; style-src-attr 'none'; " +
		"script-src '" + hash(l.script) + "' '" + hash(l.library) + "'"
}

func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// element is content of the release, not of the data, between the tags of an element.
func element(tag, content string) template.HTML {
	return template.HTML("<" + tag + ">" + content + "</" + tag + ">")
}
