package report

import (
	"context"
	"encoding/json"
	"fmt"

	"golang.org/x/sync/errgroup"
	"modernc.org/quickjs"

	"xsell/templates"
)

// engines is how many charts are drawn at a time, each by a script engine of its own.
const engines = 2

// svgs draws the charts as SVG, in their order: what is seen without a script, in print
// and before a chart has started. The same charts give the same bytes.
func svgs(ctx context.Context, drawings []drawing) ([]string, error) {
	out := make([]string, len(drawings))
	g, ctx := errgroup.WithContext(ctx)
	for first := range min(engines, len(drawings)) {
		g.Go(func() error {
			e, err := newEngine()
			if err != nil {
				return err
			}
			defer e.vm.Close()
			for i := first; i < len(drawings); i += engines {
				if err := ctx.Err(); err != nil {
					return err
				}
				if out[i], err = e.draw(drawings[i], fmt.Sprintf("g%d", i+1)); err != nil {
					return fmt.Errorf("draw chart %q: %w", drawings[i].Title, err)
				}
			}
			return nil
		})
	}
	return out, g.Wait()
}

// engine runs the chart library without a browser.
type engine struct {
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
	for _, script := range []string{templates.Library(), templates.Text("chart.js"), templates.Text("static.js")} {
		if _, err := vm.Eval(script+"\n;0", quickjs.EvalGlobal); err != nil {
			vm.Close()
			return nil, fmt.Errorf("load the chart library: %w", err)
		}
	}
	return &engine{vm, string(palette), newCleaner(templates.Palette())}, nil
}

// draw is the SVG element of a chart. Identifiers in it begin with id.
func (e *engine) draw(d drawing, id string) (string, error) {
	option, err := json.Marshal(d.Option)
	if err != nil {
		return "", err
	}
	raw, err := e.vm.Call("drawStatic", string(option), e.palette, d.Width, d.Height)
	if err != nil {
		return "", err
	}
	text, ok := raw.(string)
	if !ok {
		return "", fmt.Errorf("the library returned a %T", raw)
	}
	return e.clean.clean(text, d, id)
}
