package phrases

import (
	"fmt"
	"io"
	"strings"
)

// word is a text among the arguments of a message.
type word struct {
	text string
	p    *Phrases
}

// Format writes the text as it is, and with the flag + as it stands after "of".
func (w word) Format(s fmt.State, _ rune) {
	text := w.text
	if s.Flag('+') {
		text = w.p.inflect(text)
	}
	io.WriteString(s, text)
}

// inflect is a word of the catalogue as it stands after "of", also behind a number
// ("2 Produkte"). What the catalogue does not know stays as it is.
func (p *Phrases) inflect(text string) string {
	if known, ok := p.words[text]; ok {
		return known
	}
	number, last, ok := strings.Cut(text, " ")
	if known, found := p.words[last]; ok && found && strings.Trim(number, "0123456789") == "" {
		return number + " " + known
	}
	return text
}
