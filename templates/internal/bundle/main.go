// Command bundle makes templates/assets: ECharts, cut down to the charts the page
// draws and minified into one script. It is run by go generate when the version
// changes, needs npm and a network, and is no part of the program.
package main

import (
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// The packages that end up in the bundle. The versions of those that ECharts depends
// on are the ones its package.json asks for.
var packages = []struct{ name, version, license, licenseFile string }{
	{"echarts", "6.1.0", "Apache-2.0", "LICENSE"},
	{"zrender", "6.1.0", "BSD-3-Clause", "LICENSE"},
	{"tslib", "2.3.0", "0BSD", "LICENSE.txt"},
}

// entry names what the page uses of ECharts; the bundler leaves out the rest.
const entry = `
import * as core from 'echarts/core';
import {LineChart, BarChart, ScatterChart, HeatmapChart, CustomChart} from 'echarts/charts';
import {GridComponent, TooltipComponent, VisualMapPiecewiseComponent, MarkLineComponent, AriaComponent} from 'echarts/components';
import {LabelLayout} from 'echarts/features';
import {CanvasRenderer, SVGRenderer} from 'echarts/renderers';
core.use([LineChart, BarChart, ScatterChart, HeatmapChart, CustomChart,
  GridComponent, TooltipComponent, VisualMapPiecewiseComponent, MarkLineComponent, AriaComponent,
  LabelLayout, CanvasRenderer, SVGRenderer]);
export const {init, connect, getInstanceByDom, version} = core;
`

func main() {
	log.SetFlags(0)
	log.SetPrefix("bundle: ")
	if err := run("assets"); err != nil {
		log.Fatal(err)
	}
}

func run(assets string) error {
	dir, err := os.MkdirTemp("", "bundle")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := install(dir); err != nil {
		return err
	}
	script, err := bundle(dir)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(assets, "echarts.min.js"), script, 0o644); err != nil {
		return err
	}
	return writeVersions(dir, assets, script)
}

// install fetches the exact versions from the npm registry.
func install(dir string) error {
	args := []string{"install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir}
	for _, p := range packages {
		args = append(args, p.name+"@"+p.version)
	}
	cmd := exec.Command("npm", args...)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("npm install: %w", err)
	}
	return nil
}

// bundle minifies the entry with all it imports. A script that could end the element
// it stands in is refused: the page inlines it as it is.
func bundle(dir string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		Stdin:             &api.StdinOptions{Contents: entry, ResolveDir: dir, Sourcefile: "entry.js"},
		Bundle:            true,
		Format:            api.FormatIIFE,
		GlobalName:        "echarts",
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
		Target:            api.ES2020,
		Charset:           api.CharsetASCII,
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("esbuild: %s", result.Errors[0].Text)
	}
	script := result.OutputFiles[0].Contents
	for _, bad := range []string{"</script", "<!--", "<script"} {
		if strings.Contains(strings.ToLower(string(script)), bad) {
			return nil, fmt.Errorf("the bundle holds %q and cannot stand inside a script element", bad)
		}
	}
	banner := "/*! Apache ECharts " + packages[0].version + ", Apache-2.0; zrender, BSD-3-Clause; tslib, 0BSD */\n"
	return append([]byte(banner), script...), nil
}

// writeVersions writes VERSIONS (the file with its sha256, then what it is made of)
// and LICENSES beside it.
func writeVersions(dir, assets string, script []byte) error {
	var versions, licenses strings.Builder
	fmt.Fprintf(&versions, "# file, sha256\necharts.min.js %x\n# package in it, version, licence\n", sha256.Sum256(script))
	for _, p := range packages {
		fmt.Fprintf(&versions, "%s %s %s\n", p.name, p.version, p.license)
		text, err := os.ReadFile(filepath.Join(dir, "node_modules", p.name, p.licenseFile))
		if err != nil {
			return err
		}
		fmt.Fprintf(&licenses, "==== %s %s, %s ====\n\n%s\n\n", p.name, p.version, p.license, plain(text))
	}
	notice, err := os.ReadFile(filepath.Join(dir, "node_modules", "echarts", "NOTICE"))
	if err != nil {
		return err
	}
	fmt.Fprintf(&licenses, "==== echarts %s, NOTICE ====\n\n%s\n", packages[0].version, plain(notice))
	if err := os.WriteFile(filepath.Join(assets, "LICENSES"), []byte(licenses.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(assets, "VERSIONS"), []byte(versions.String()), 0o644)
}

// plain is a licence text with the line ends of this repository.
func plain(text []byte) string {
	return strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n"))
}
