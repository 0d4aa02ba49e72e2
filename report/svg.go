package report

import (
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"sync"

	"modernc.org/quickjs"

	"xsell/metrics"
	"xsell/templates"
)

// Charts draws the charts of one report as SVG: what is seen without a script, in
// print and before a chart has started. It works in the background, so that the charts
// of one section are drawn while the next is computed. The same charts give the same
// bytes, whichever is drawn first.
//
// One script engine draws them all: two would share the memory of one process and wait
// for each other at every call, and together be no faster.
type Charts struct {
	picture func(figure) (string, error)
	drawn   sync.Map // by the name of the section: func() ([]figure, error)
}

// NewCharts starts the script engine, which lives until the context ends.
func NewCharts(ctx context.Context) *Charts {
	start := sync.OnceValues(newEngine)
	go start()
	context.AfterFunc(ctx, func() {
		if e, err := start(); err == nil {
			e.close()
		}
	})
	return &Charts{picture: func(f figure) (string, error) {
		e, err := start()
		if err != nil {
			return "", err
		}
		return e.draw(ctx, f)
	}}
}

// Draw begins to draw the charts of a section and does not wait for them. The section
// must not be changed any more.
func (c *Charts) Draw(s *metrics.Section) { go c.figures(s) }

// figures waits for the charts of a section.
func (c *Charts) figures(s *metrics.Section) ([]figure, error) {
	once, _ := c.drawn.LoadOrStore(s.Name, sync.OnceValues(func() ([]figure, error) { return c.draw(s) }))
	return once.(func() ([]figure, error))()
}

func (c *Charts) draw(s *metrics.Section) ([]figure, error) {
	drawings, err := drawCharts(s)
	if err != nil {
		return nil, err
	}
	figures := make([]figure, len(drawings))
	for i, d := range drawings {
		d.Notes = proseAll(d.Notes)
		f := figure{drawing: d, ID: fmt.Sprintf("%s-%d", s.Name, i+1), Wide: d.Width == figureFull}
		option, err := json.Marshal(d.Option)
		if err != nil {
			return nil, fmt.Errorf("chart %q: %w", d.Title, err)
		}
		// Marshal writes <, > and & as escapes, so that no text can end the element.
		f.JSON, f.locale = template.JS(option), pageWords(s.Phrases)
		svg, err := c.picture(f)
		if err != nil {
			return nil, fmt.Errorf("draw chart %q: %w", d.Title, err)
		}
		f.SVG = template.HTML(svg)
		figures[i] = f
	}
	return figures, nil
}

// engine runs the chart library without a browser, one chart at a time.
type engine struct {
	mu      sync.Mutex
	vm      *quickjs.VM
	palette string
	clean   *cleaner
}

func newEngine() (*engine, error) {
	palette, err := json.Marshal(templates.Palette())
	if err != nil {
		return nil, err
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("start the script engine: %w", err)
	}
	for _, script := range []string{templates.StaticLibrary(), templates.Text("chart.js"), templates.Text("static.js")} {
		if _, err := vm.Eval(script+"\n;0", quickjs.EvalGlobal); err != nil {
			vm.Close()
			return nil, fmt.Errorf("load the chart library: %w", err)
		}
	}
	return &engine{vm: vm, palette: string(palette), clean: newCleaner(templates.Palette())}, nil
}

func (e *engine) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.vm.Close()
}

// draw is the SVG element of a chart. Identifiers in it begin with the chart's.
func (e *engine) draw(ctx context.Context, f figure) (string, error) {
	raw, err := e.call(ctx, f)
	if err != nil {
		return "", err
	}
	text, ok := raw.(string)
	if !ok {
		return "", fmt.Errorf("the library returned a %T", raw)
	}
	return e.clean.clean(text, f.drawing, f.ID)
}

// call lets the library draw; not after the context has ended, when the engine is closed.
func (e *engine) call(ctx context.Context, f figure) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return e.vm.Call("drawStatic", string(f.JSON), e.palette, f.Width, f.Height, f.locale)
}
