package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shown is what a command prints.
func shown(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if code := run(t.Context(), args, &out, os.Stderr); code != exitDone {
		t.Fatalf("xsell %v: exit code %d", args, code)
	}
	return out.String()
}

// in runs a script in a shell, in a folder with the file sales.csv and the folder data,
// and gives what it prints.
func in(t *testing.T, shell string, args ...string) string {
	t.Helper()
	needs(t, shell)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sales.csv"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(shell, args...)
	c.Dir, c.Env = dir, append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", shell, err, out)
	}
	return string(out)
}

func TestBashCompletion(t *testing.T) {
	script := shown(t, "completion", "bash")
	for line, want := range map[string]string{
		"xsell --la":               "--lang",
		"xsell --lang ":            "en de ru",
		"xsell -o d":               "data",
		"xsell --only over":        "overview",
		"xsell ci j":               "jenkins",
		"xsell completion z":       "zsh",
		"xsell sal":                "sales.csv",
		"xsell ma":                 "man",
		"xsell --currencies st":    "stop",
		"xsell report --anonymise": "--anonymise --anonymise-key",
	} {
		words := strings.Split(line, " ")
		quotedWords := "'" + strings.Join(words, "' '") + "'"
		got := in(t, "bash", "-c", script+"\nCOMP_WORDS=("+quotedWords+")\nCOMP_CWORD=$((${#COMP_WORDS[@]}-1))\n_xsell\necho \"${COMPREPLY[*]}\"")
		if strings.TrimSpace(got) != want {
			t.Errorf("%q is completed to %q, want %q", line, strings.TrimSpace(got), want)
		}
	}
}

func TestFishCompletion(t *testing.T) {
	script := shown(t, "completion", "fish")
	for line, want := range map[string]string{
		"xsell --la":     "--lang\t",
		"xsell --lang ":  "de\t",
		"xsell ci j":     "jenkins\n",
		"xsell -o d":     "data/",
		"xsell sect":     "sections\t",
		"xsell --only o": "overview\t",
	} {
		if got := in(t, "fish", "--no-config", "-c", script+"\ncomplete -C '"+line+"'"); !strings.Contains("\n"+got, "\n"+want) {
			t.Errorf("%q is completed to %q, want %q in it", line, got, want)
		}
	}
}

// zsh takes the script and asks it about xsell; what it then offers it shows in a terminal
// only, so that the words are looked for in the script.
func TestZshCompletion(t *testing.T) {
	script := shown(t, "completion", "zsh")
	file := filepath.Join(t.TempDir(), "_xsell")
	if err := os.WriteFile(file, []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	got := in(t, "zsh", "-f", "-c", "autoload -U compinit && compinit -D && source "+file+" && print $_comps[xsell] && whence -w _xsell _xsell_next")
	if got != "_xsell\n_xsell: function\n_xsell_next: function\n" {
		t.Errorf("zsh says %q", got)
	}
	for _, f := range offeredFlags() {
		if !strings.Contains(script, "'--"+f.name+"[") {
			t.Errorf("the script does not offer --%s", f.name)
		}
	}
	for _, words := range []string{":LANGUAGE:(en de ru)'", ":DIR:_files -/'", "'sections:list the sections", "completion) compadd bash fish zsh ;;"} {
		if !strings.Contains(script, words) {
			t.Errorf("the script lacks %s", words)
		}
	}
}

// The page of the manual has no mistake that its formatter would tell, and every flag,
// command and exit code.
func TestManual(t *testing.T) {
	page := filepath.Join(t.TempDir(), "xsell.1")
	if err := os.WriteFile(page, []byte(shown(t, "man")), 0o666); err != nil {
		t.Fatal(err)
	}
	needs(t, "groff")
	c := exec.Command("groff", "-man", "-Tutf8", "-ww", "-P-cbou", page)
	var text, warnings bytes.Buffer
	c.Stdout, c.Stderr = &text, &warnings
	if err := c.Run(); err != nil || warnings.Len() > 0 {
		t.Fatalf("%v\n%s", err, warnings.String())
	}
	plain := strings.NewReplacer("‐\n", "", "−", "-", "‐", "-").Replace(text.String())
	plain = strings.Join(strings.Fields(plain), " ")
	for _, f := range offeredFlags() {
		if !strings.Contains(plain, "--"+f.name) {
			t.Errorf("the manual does not show --%s", f.name)
		}
	}
	for _, name := range commandNames() {
		if !strings.Contains(plain, "xsell "+name) {
			t.Errorf("the manual does not show xsell %s", name)
		}
	}
	if !strings.Contains(plain, "wrong usage") || !strings.Contains(plain, "12m, 26w") {
		t.Error("the manual lacks the exit codes or the text of a flag")
	}
}
