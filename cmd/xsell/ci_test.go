package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// job prints the job of a kind of machine.
func job(t *testing.T, kind string) string {
	t.Helper()
	var out bytes.Buffer
	if code := run(t.Context(), []string{"ci", kind}, &out, os.Stderr); code != exitDone {
		t.Fatalf("xsell ci %s: exit code %d", kind, code)
	}
	return out.String()
}

// checkout is a folder as a job finds it: sales, a configuration with a threshold that is
// crossed where the margin is below the limit, and the program behind an address.
func checkout(t *testing.T, limit string) (dir string, environment []string) {
	t.Helper()
	program, err := exec.LookPath("xsell") // set up by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	for name, text := range map[string]string{
		"sales/2026.csv": "order,date,customer,product,amount,cost\n1,2026-01-05,ann,tea,100,70\n2,2026-02-28,bob,pot,100,70\n",
		"xsell.yaml":     "period: month\nthresholds:\n  - name: Margin\n    when: overview.margin < " + limit + "\n    level: fail\n",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir, append(os.Environ(), "XSELL_URL=file://"+program, fmt.Sprintf("XSELL_SHA256=%x", sha256.Sum256(data)),
		"GITHUB_STEP_SUMMARY="+filepath.Join(dir, "job.md"))
}

// shell runs the commands of a step as the machine does and gives their exit code.
func shell(t *testing.T, dir string, environment []string, commands string) int {
	t.Helper()
	c := exec.Command("bash", "-e", "-o", "pipefail", "-c", commands)
	c.Dir, c.Env = dir, environment
	out, err := c.CombinedOutput()
	t.Logf("$ %s\n%s", commands, out)
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode()
}

// written fails where the job left no whole report and no tests.
func written(t *testing.T, dir string) {
	t.Helper()
	for _, name := range reportFiles {
		if _, err := os.Stat(filepath.Join(dir, "xsell-report", name)); err != nil {
			t.Error(err)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "junit.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(data, new(struct{})); err != nil {
		t.Error(err)
	}
}

// needs skips where a program that the steps call is not there.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("skipped: %s is not installed", p)
		}
	}
}

// The steps of the GitHub job run one after the other, the later ones after a crossed
// threshold too.
func TestGitHubJob(t *testing.T) {
	needs(t, "bash", "curl", "sha256sum")
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct{ Name, Run, If string }
		}
	}
	if err := yaml.Unmarshal([]byte(job(t, "github")), &workflow); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[string]int{"20 %": exitDone, "40 %": exitCrossed} {
		dir, environment := checkout(t, limit)
		failed := exitDone
		for _, step := range workflow.Jobs["report"].Steps {
			if step.Run == "" || failed != exitDone && step.If != "always()" {
				continue
			}
			if code := shell(t, dir, environment, step.Run); code != exitDone {
				failed = code
			}
		}
		if failed != want {
			t.Errorf("below %s the job ends with %d, want %d", limit, failed, want)
		}
		written(t, dir)
		summary, err := os.ReadFile(filepath.Join(dir, "job.md"))
		if err != nil || !strings.HasPrefix(string(summary), "# ") || strings.Contains(string(summary), "Limit crossed: Margin") != (want == exitCrossed) {
			t.Errorf("the summary of the job: %v\n%s", err, summary)
		}
	}
}

// The commands of the GitLab job leave what its artifacts name.
func TestGitLabJob(t *testing.T) {
	needs(t, "bash", "curl", "sha256sum")
	var file struct {
		Xsell struct {
			Before       []string `yaml:"before_script"`
			Script       []string `yaml:"script"`
			AllowFailure struct {
				Codes int `yaml:"exit_codes"`
			} `yaml:"allow_failure"`
			Artifacts struct {
				Paths   []string `yaml:"paths"`
				Reports struct {
					JUnit string `yaml:"junit"`
				} `yaml:"reports"`
			} `yaml:"artifacts"`
		} `yaml:"xsell"`
	}
	if err := yaml.Unmarshal([]byte(job(t, "gitlab")), &file); err != nil {
		t.Fatal(err)
	}
	dir, environment := checkout(t, "40 %")
	code := shell(t, dir, environment, strings.Join(append(file.Xsell.Before, file.Xsell.Script...), "\n"))
	if code != exitCrossed || file.Xsell.AllowFailure.Codes != exitCrossed {
		t.Errorf("exit code %d, and %d is allowed", code, file.Xsell.AllowFailure.Codes)
	}
	if file.Xsell.Artifacts.Reports.JUnit != "junit.xml" || len(file.Xsell.Artifacts.Paths) != 1 || file.Xsell.Artifacts.Paths[0] != "xsell-report/" {
		t.Errorf("the artifacts are %v", file.Xsell.Artifacts)
	}
	written(t, dir)
}

var inShell = regexp.MustCompile(`(?s)'''(.*?)'''`)

// The command of the Jenkins job leaves what its steps publish.
func TestJenkinsJob(t *testing.T) {
	needs(t, "bash")
	text := job(t, "jenkins")
	commands := inShell.FindStringSubmatch(text)
	if commands == nil {
		t.Fatal("the job has no command")
	}
	for _, name := range []string{"junit 'junit.xml'", "'xsell-report/**'", "reportDir: 'xsell-report'", "code == 3"} {
		if !strings.Contains(text, name) {
			t.Errorf("the job does not say %s", name)
		}
	}
	dir, environment := checkout(t, "40 %")
	if code := shell(t, dir, environment, commands[1]); code != exitCrossed {
		t.Errorf("exit code %d", code)
	}
	written(t, dir)
	page, err := os.ReadFile(filepath.Join(dir, "xsell-report", "report.html"))
	if err != nil || bytes.Contains(page, []byte("<script")) {
		t.Errorf("the page to publish holds a script, or is not there: %v", err)
	}
}

// systemd finds nothing wrong with the units.
func TestSystemdUnits(t *testing.T) {
	needs(t, "systemd-analyze")
	dir := t.TempDir()
	for _, name := range jobFiles()["systemd"] {
		text, err := jobs.ReadFile("ci/" + name)
		if err != nil {
			t.Fatal(err)
		}
		unit := strings.ReplaceAll(string(text), "/usr/local/bin/xsell", "/bin/true") // the program must be there to be verified
		if err := os.WriteFile(filepath.Join(dir, name), []byte(unit), 0o666); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("systemd-analyze", "verify", filepath.Join(dir, name)).CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	if out, err := exec.Command("systemd-analyze", "calendar", "Mon 05:17").CombinedOutput(); err != nil || !strings.Contains(string(out), "Normalized form: Mon *-*-* 05:17:00") {
		t.Errorf("%v\n%s", err, out)
	}
}

// The task of Windows is one line that its scheduler takes: 261 characters at most in what
// it runs.
func TestWindowsTask(t *testing.T) {
	m := regexp.MustCompile(`^schtasks /Create [^"]*/TN "xsell" [^"]*/TR "([^"]{1,261})"\n$`).FindStringSubmatch(job(t, "windows"))
	if m == nil {
		t.Fatal("the task is not one line that runs one command")
	}
	words := strings.Fields(m[1])
	_, set := newFlags()
	if err := set.Parse(words[1:]); err != nil || set.NArg() != 1 {
		t.Errorf("the task runs %v: %v", words, err)
	}
}

// Without a kind, or with an unknown one, those there are are named.
func TestUnknownJob(t *testing.T) {
	for _, args := range [][]string{{"ci"}, {"ci", "travis"}} {
		var errs bytes.Buffer
		if code := run(t.Context(), args, os.Stdout, &errs); code != exitUsage || !strings.Contains(errs.String(), "github, gitlab, jenkins, systemd, windows") {
			t.Errorf("%v: exit code %d, %s", args, code, errs.String())
		}
	}
}

// workflow is what is read of the release.
type workflow struct {
	Jobs map[string]struct {
		Steps    []struct{ Name, Run string }
		Strategy struct {
			Matrix struct {
				Include []struct{ Runner, Platform, Suffix string }
			}
		}
	}
}

func releaseWorkflow(t *testing.T) workflow {
	t.Helper()
	data, err := os.ReadFile("../../.github/workflows/release.yml")
	if err != nil {
		t.Fatal(err)
	}
	var w workflow
	if err := yaml.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w workflow) step(t *testing.T, job, name string) string {
	t.Helper()
	for _, s := range w.Jobs[job].Steps {
		if s.Name == name {
			return s.Run
		}
	}
	t.Fatalf("the job %s has no step %q", job, name)
	return ""
}

// A program is built for each platform that the SQL engine has libraries for.
func TestReleasePlatforms(t *testing.T) {
	libraries, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	built := releaseWorkflow(t).Jobs["build"].Strategy.Matrix.Include
	for _, m := range built {
		if !strings.Contains(string(libraries), "duckdb-go-bindings/lib/"+m.Platform+" ") {
			t.Errorf("the SQL engine has no library for %s", m.Platform)
		}
	}
	if all := strings.Count(string(libraries), "duckdb-go-bindings/lib/"); len(built) != all {
		t.Errorf("%d programs are built for the %d platforms of the engine", len(built), all)
	}
}

// The steps of the release that need no other machine run here: the program tries itself,
// and the manual, completions and checksums are made of it.
func TestReleaseSteps(t *testing.T) {
	needs(t, "bash", "sha256sum", "cut")
	w := releaseWorkflow(t)
	dir, environment := checkout(t, "20 %")
	if err := os.Rename(filepath.Join(dir, "sales"), filepath.Join(dir, "sample-data")); err != nil {
		t.Fatal(err)
	}
	const program = "#!/bin/sh\nexec xsell \"$@\"\n" // the test's own goes by its name
	if err := os.Mkdir(filepath.Join(dir, "dist"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "dist", "xsell-linux-amd64"), []byte(program), 0o777); err != nil {
		t.Fatal(err)
	}
	environment = append(environment, "PROGRAM=xsell-linux-amd64", "GITHUB_REF_NAME=v"+release)
	try := w.step(t, "build", "Try it")
	if code := shell(t, dir, environment, try); code != 0 {
		t.Errorf("the program does not try itself: exit code %d", code)
	}
	if code := shell(t, dir, append(environment, "GITHUB_REF_NAME=v9.9.9"), try); code == 0 {
		t.Error("a tag of another version is taken")
	}
	if code := shell(t, dir, environment, w.step(t, "publish", "Add the manual, completions and checksums")); code != 0 {
		t.Fatalf("the release is not completed: exit code %d", code)
	}
	if code := shell(t, filepath.Join(dir, "dist"), environment, "sha256sum -c SHA256SUMS && test $(wc -l < SHA256SUMS) = 5"); code != 0 {
		t.Error("the checksums do not hold")
	}
}
