// Command bundle makes templates/assets: ECharts, cut down to the charts the page
// draws, minified and packed. It is run by go generate when the version
// changes, needs npm and a network, and is no part of the program.
package main

import (
	"bytes"
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

// The tools that make it smaller: a minifier better than the bundler's own, and a
// better deflate than that of a browser or of Go.
var tools = []string{"terser@5.51.2", "@gfx/zopfli@1.0.15"}

// entry names what charts use of ECharts; the bundler leaves out the rest.
const entry = `
import * as core from 'echarts/core';
import {LineChart, BarChart, ScatterChart, CustomChart} from 'echarts/charts';
import {GridComponent, TooltipComponent} from 'echarts/components';
import {LabelLayout} from 'echarts/features';
import {%[1]s} from 'echarts/renderers';
core.use([LineChart, BarChart, ScatterChart, CustomChart, GridComponent, TooltipComponent, LabelLayout, %[1]s]);
export const {init, connect} = core;
`

// The same charts twice: for the page, and for drawing without a browser.
var bundles = []struct{ file, renderer string }{
	{"echarts-canvas.js.gz", "CanvasRenderer"},
	{"echarts-svg.js.gz", "SVGRenderer"},
}

// unused are modules of the core that serve only options no chart of ours has: those of
// ECharts 2, the dark theme (ours is the page's palette), Chinese words and tooltips of
// HTML. They are left out of the bundle.
const unused = `(preprocessor/backwardCompat|theme/dark|i18n/langZH|TooltipHTMLContent)\\.js$`

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
	var versions strings.Builder
	versions.WriteString("# file, sha256 of what it unpacks to\n")
	for _, b := range bundles {
		script, err := bundle(dir, b.renderer)
		if err != nil {
			return err
		}
		if err := pack(dir, script, filepath.Join(assets, b.file)); err != nil {
			return err
		}
		fmt.Fprintf(&versions, "%s %x\n", b.file, sha256.Sum256(script))
	}
	return writeVersions(dir, assets, versions.String())
}

// install fetches the exact versions from the npm registry.
func install(dir string) error {
	args := []string{"install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir}
	for _, p := range packages {
		args = append(args, p.name+"@"+p.version)
	}
	return node(dir, nil, "npm", append(args, tools...)...)
}

// node runs a program in the folder of the packages.
func node(dir string, input []byte, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, bytes.NewReader(input), os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// bundle minifies the entry with all it imports. A script that could end the element
// it stands in is refused: the page inserts it as it is.
func bundle(dir, renderer string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		Stdin:             &api.StdinOptions{Contents: fmt.Sprintf(entry, renderer), ResolveDir: dir, Sourcefile: "entry.js"},
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
		Plugins:           []api.Plugin{{Name: "unused", Setup: leaveOut}},
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("esbuild: %s", result.Errors[0].Text)
	}
	script, err := minify(dir, result.OutputFiles[0].Contents)
	if err != nil {
		return nil, err
	}
	for _, bad := range []string{"</script", "<!--", "<script"} {
		if strings.Contains(strings.ToLower(string(script)), bad) {
			return nil, fmt.Errorf("the bundle holds %q and cannot stand inside a script element", bad)
		}
	}
	return script, nil
}

// leaveOut puts an empty function in the place of what each unused module exports.
func leaveOut(build api.PluginBuild) {
	build.OnLoad(api.OnLoadOptions{Filter: unused}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
		empty := "export default function () {}"
		return api.OnLoadResult{Contents: &empty, Loader: api.LoaderJS}, nil
	})
}

// minify makes the bundle smaller still, with the second minifier.
func minify(dir string, script []byte) ([]byte, error) {
	out := filepath.Join(dir, "terser.js")
	banner := "/*! Apache ECharts " + packages[0].version + ", Apache-2.0; zrender, BSD-3-Clause; tslib, 0BSD */"
	err := node(dir, script, "node", filepath.Join("node_modules", "terser", "bin", "terser"),
		"--ecma", "2020", "--compress", "passes=3", "--mangle", "--format", "ascii_only,comments=false,preamble='"+banner+"'", "--output", out)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(out)
}

// pack writes the script in the format of gzip.
func pack(dir string, script []byte, file string) error {
	out := filepath.Join(dir, "packed")
	const program = `require('@gfx/zopfli').gzip(fs.readFileSync(0), {numiterations: 50}, (error, packed) => {
		if (error) throw error;
		fs.writeFileSync(process.argv[1], packed);
	})`
	if err := node(dir, script, "node", "-e", program, out); err != nil {
		return err
	}
	packed, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	return os.WriteFile(file, packed, 0o644)
}

// writeVersions writes VERSIONS (the files, then what they are made of) and LICENSES
// beside it.
func writeVersions(dir, assets, versions string) error {
	var licenses strings.Builder
	versions += "# package in them, version, licence\n"
	for _, p := range packages {
		versions += fmt.Sprintf("%s %s %s\n", p.name, p.version, p.license)
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
	return os.WriteFile(filepath.Join(assets, "VERSIONS"), []byte(versions), 0o644)
}

// plain is a licence text with the line ends of this repository.
func plain(text []byte) string {
	return strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n"))
}
