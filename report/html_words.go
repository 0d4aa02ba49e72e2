package report

import (
	"encoding/json"

	"xsell/metrics/phrases"
)

// scriptWords are what the script of the page says, each under its name there.
func scriptWords() map[string]phrases.Key {
	return map[string]phrases.Key{
		"pp": "pp", "copy": "Copy", "copied": "Copied", "failed": "Could not copy",
		"filter": "Filter rows", "filterOf": "Filter the rows of {}", "of": "{} of {}",
		"found": "Rows: {}, sections: {}", "everything": "Everything", "area": "Business areas", "audience": "Audiences", "type": "Product types",
		"first": "Show the first {}", "all": "Show all {} rows",
	}
}

// pageWords are the words of the script and the symbols of its numbers, as JSON.
func pageWords(p *phrases.Phrases) string {
	words := map[string]string{}
	for name, key := range scriptWords() {
		words[name] = p.Say(key)
	}
	text, err := json.Marshal(struct {
		phrases.Symbols
		Language string            `json:"language"`
		Words    map[string]string `json:"words"`
	}{p.Symbols(), p.Language(), words})
	if err != nil {
		panic(err) // strings and numbers only
	}
	return string(text)
}
