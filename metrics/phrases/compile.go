package phrases

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message/catalog"

	"xsell/metrics/lazy"
)

//go:embed de/*.json ru/*.json words.json
var files embed.FS

// Catalogue is the messages of a language with their translations; English has none.
func Catalogue(lang string) (map[string]string, error) {
	all := map[string]string{}
	names, err := fs.Glob(files, path.Join(lang, "*.json"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &all); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

// inflected are the words of a language as they stand after "of", by the words as they are.
func inflected(lang string) (map[string]string, error) {
	data, err := files.ReadFile("words.json")
	if err != nil {
		return nil, err
	}
	all := map[string]map[string]string{}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("words.json: %w", err)
	}
	return all[lang], nil
}

// forms are the plural forms of a language in the order of the words in braces. The form
// other of Russian is of fractions, which have none of these words.
var forms = map[string][]plural.Form{
	"en": {plural.One, plural.Other},
	"de": {plural.One, plural.Other},
	"ru": {plural.One, plural.Few, plural.Many},
}

var braces = lazy.Regexp(`\{([1-9])\|([^{}]*)\}`)

// compile turns the words in braces into selections by the number they name.
func compile(tag language.Tag, text string) ([]catalog.Message, error) {
	var messages []catalog.Message
	var b strings.Builder
	text = numbered(text)
	rest := 0
	base, _ := tag.Base()
	wanted := forms[base.String()]
	for n, at := range braces().FindAllStringSubmatchIndex(text, -1) {
		arg, err := strconv.Atoi(text[at[2]:at[3]])
		if err != nil {
			return nil, err
		}
		words := strings.Split(text[at[4]:at[5]], "|")
		if len(words) != len(wanted) {
			return nil, fmt.Errorf("%s has %d forms for %d", text[at[0]:at[1]], len(words), len(wanted))
		}
		cases := make([]any, 0, 2*len(words)+2)
		for i, w := range words {
			cases = append(cases, wanted[i], w)
		}
		if wanted[len(wanted)-1] != plural.Other {
			cases = append(cases, plural.Other, words[len(words)-1])
		}
		name := "word" + strconv.Itoa(n)
		messages = append(messages, catalog.Var(name, plural.Selectf(arg, "", cases...)))
		b.WriteString(text[rest:at[0]] + "${" + name + "}")
		rest = at[1]
	}
	b.WriteString(text[rest:])
	return append(messages, catalog.String(b.String())), nil
}

// verb is a verb of package fmt: its flags with precision, its place in brackets, its letter.
var verb = lazy.Regexp(`%([-+0-9.]*)(\[[1-9]\])?([a-z%])`)

// numbered writes the place of its argument into every verb. A message is printed piece by
// piece, and a piece does not know how many verbs stood before it.
func numbered(text string) string {
	next := 0
	return verb().ReplaceAllStringFunc(text, func(s string) string {
		m := verb().FindStringSubmatch(s)
		if m[3] == "%" {
			return s
		}
		if m[2] == "" {
			next++
			m[2] = "[" + strconv.Itoa(next) + "]"
		}
		return "%" + m[1] + m[2] + m[3]
	})
}
