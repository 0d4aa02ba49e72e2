package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"xsell/metrics"
)

// completion prints what makes a shell complete commands, flags and their values.
func completion(_ context.Context, _ *flags, args []string, stdout, _ io.Writer) error {
	shells := map[string]func(io.Writer, []offered) error{"bash": completeBash, "zsh": completeZsh, "fish": completeFish}
	if len(args) != 1 || shells[args[0]] == nil {
		return usageError{errors.New("completion wants one of bash, fish, zsh; try: xsell completion bash")}
	}
	return shells[args[0]](stdout, offeredFlags())
}

// offered is a flag as a shell offers it.
type offered struct {
	name, short, text string
	value             string   // what stands behind it: DIR, FILE or another word; empty where nothing does
	words             []string // the values there are, where they are few
}

// offeredFlags are the flags in the order of the help.
func offeredFlags() []offered {
	f, set := newFlags()
	words := map[string][]string{}
	for _, o := range choices(f, &config{}) {
		var few notOneOf
		if errors.As(o.check("\x00"), &few) {
			words[o.flag()] = few
		}
	}
	for _, m := range metrics.All {
		words["only"] = append(words["only"], m.Name)
	}
	var out []offered
	set.VisitAll(func(f *pflag.Flag) {
		value, text := pflag.UnquoteUsage(f)
		if f.Value.Type() == "bool" {
			value = ""
		}
		out = append(out, offered{f.Name, f.Shorthand, text, value, words[f.Name]})
	})
	return out
}

// completeBash offers files where no word is known, as the shell does by itself.
func completeBash(w io.Writer, flags []offered) error {
	var b strings.Builder
	b.WriteString("# xsell completion bash > /etc/bash_completion.d/xsell\n_xsell() {\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n\tCOMPREPLY=()\n\tcase $prev in\n")
	var long []string
	for _, f := range flags {
		long = append(long, "--"+f.name)
		pattern := "--" + f.name
		if f.short != "" {
			pattern += "|-" + f.short
		}
		switch {
		case f.words != nil:
			fmt.Fprintf(&b, "\t%s) COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;\n", pattern, strings.Join(f.words, " "))
		case f.value == "DIR":
			fmt.Fprintf(&b, "\t%s) COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n", pattern)
		case f.value != "":
			fmt.Fprintf(&b, "\t%s) return ;;\n", pattern)
		}
	}
	for _, c := range commands() {
		if words := argumentsOf(c.name); words != nil {
			fmt.Fprintf(&b, "\t%s) COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;\n", c.name, strings.Join(words, " "))
		}
	}
	fmt.Fprintf(&b, "\tesac\n\tif [[ $cur == -* ]]; then\n\t\tCOMPREPLY=($(compgen -W '%s' -- \"$cur\"))\n\telif ((COMP_CWORD == 1)); then\n\t\tCOMPREPLY=($(compgen -W '%s' -- \"$cur\") $(compgen -f -- \"$cur\"))\n\tfi\n}\ncomplete -o default -o bashdefault -F _xsell xsell\n",
		strings.Join(long, " "), strings.Join(commandNames(), " "))
	_, err := io.WriteString(w, b.String())
	return err
}

// argumentsOf are the words that a command takes, nil where it takes files or none.
func argumentsOf(command string) []string {
	switch command {
	case "ci":
		return jobKinds()
	case "completion":
		return []string{"bash", "fish", "zsh"}
	}
	return nil
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

func completeZsh(w io.Writer, flags []offered) error {
	var b strings.Builder
	b.WriteString("#compdef xsell\n# xsell completion zsh > a folder of $fpath/_xsell\n_xsell() {\n\tlocal -a first=(\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "\t\t%s\n", quoted(strings.ReplaceAll(c.name, ":", `\:`)+":"+c.about))
	}
	b.WriteString("\t)\n\t_arguments -S \\\n")
	inMessage := strings.NewReplacer("[", `\[`, "]", `\]`, ":", `\:`)
	for _, f := range flags {
		value := ""
		switch {
		case f.words != nil:
			value = ":" + f.value + ":(" + strings.Join(f.words, " ") + ")"
		case f.value == "DIR":
			value = ":DIR:_files -/"
		case f.value != "":
			value = ":" + f.value + ":_files"
		}
		names := []string{"--" + f.name}
		if f.short != "" {
			names = append(names, "-"+f.short)
		}
		for _, name := range names {
			fmt.Fprintf(&b, "\t\t%s \\\n", quoted(name+"["+inMessage.Replace(f.text)+"]"+value))
		}
	}
	b.WriteString("\t\t'1: :{ _describe command first; _files }' \\\n\t\t'*: :_xsell_next'\n}\n_xsell_next() {\n\tcase $words[2] in\n")
	for _, c := range commands() {
		if words := argumentsOf(c.name); words != nil {
			fmt.Fprintf(&b, "\t%s) compadd %s ;;\n", c.name, strings.Join(words, " "))
		}
	}
	b.WriteString("\t*) _files ;;\n\tesac\n}\nif [ \"$funcstack[1]\" = _xsell ]; then _xsell \"$@\"; else compdef _xsell xsell; fi\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func completeFish(w io.Writer, flags []offered) error {
	var b strings.Builder
	b.WriteString("# xsell completion fish > ~/.config/fish/completions/xsell.fish\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "complete -c xsell -n __fish_use_subcommand -a %s -d %s\n", c.name, quoted(c.about))
		if words := argumentsOf(c.name); words != nil {
			fmt.Fprintf(&b, "complete -c xsell -n '__fish_seen_subcommand_from %s' -f -a %s\n", c.name, quoted(strings.Join(words, " ")))
		}
	}
	for _, f := range flags {
		line := "complete -c xsell -l " + f.name
		if f.short != "" {
			line += " -s " + f.short
		}
		switch {
		case f.words != nil:
			line += " -x -a " + quoted(strings.Join(f.words, " "))
		case f.value == "DIR":
			line += " -x -a '(__fish_complete_directories)'"
		case f.value != "":
			line += " -r"
		}
		fmt.Fprintf(&b, "%s -d %s\n", line, quoted(f.text))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// quoted is a text between single quotes; an apostrophe becomes a typographic one, which
// all three shells take as it is.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "’") + "'" }
