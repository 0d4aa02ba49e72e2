// Package phrases writes the sentences, numbers and dates of a report in the language and
// by the customs of its reader. A message is named by its English text, which stands in
// the code that says it; the folders de and ru hold the translations, a file for each
// chapter. The package knows nothing of sales and decides nothing but how things are written.
//
// # Messages
//
// A message has the verbs of package fmt. Numbers are given as numbers, %d and %.2f, and
// written by the locale; what has a unit or is a name is given as text, %s. A word that
// depends on a number stands in braces, with the place of the number among the arguments
// and the forms of the language: one and other in English and German, one, few and many
// in Russian (1 сделка, 2 сделки, 5 сделок).
//
//	"%d {1|deal|deals} of %s"
//	"%[2]s: %[1]d {1|сделка|сделки|сделок}"
//
// Names from the data and numbers are never inflected: sentences are built around them. A
// word of the catalogue given as text can be: in a translation, %+s writes it as it stands
// after "of" (genitive in Russian, dative in German), by the file words.json.
//
//	"похожих %+s"  of "клиенты": "похожих клиентов"
//
// # Glossary
//
//	English               German                        Russian
//	deal                  Auftrag                       сделка
//	attach rate           Mitkaufquote                  доля совместных покупок
//	lift                  Lift                          лифт
//	cohort                Kohorte                       когорта
//	contribution margin   Deckungsbeitrag (DB1 = CM1)   маржинальная прибыль (МП1 = CM1)
//	margin                Marge                         маржа
//	net revenue           Nettoumsatz                   чистая выручка
//	business area         Geschäftsbereich              направление бизнеса
//	product type          Produktart                    вид продукта
//	cross-selling         Cross-Selling                 перекрёстные продажи
//	basket                Warenkorb                     корзина
//	audience              Zielgruppe                    сегмент
//	seller                Verkäufer                     продавец
//	partner               Partner                       партнёр
//	programme             Programm                      программа
//	offer                 Angebot                       предложение
//	window                Zeitraum                      окно
//	period                Periode                       период
//	limits (95 %)         95-Prozent-Grenzen            95%-е границы
//	refused / set aside   abgelehnt / beiseitegelegt    отклонено / отложено
//	at stake, at risk     auf dem Spiel, gefährdet      под угрозой
package phrases

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"xsell/metrics/lazy"
)

// Languages are those that a report can be written in.
func Languages() []string { return []string{"en", "de", "ru"} }

// Key names a message by its English text. What is written as a Key is found by the test
// that asks for its translations.
type Key string

// Phrases writes in one language and locale. The nil pointer writes English. It may be
// used by several at once.
type Phrases struct {
	language  string
	locale    locale
	texts     map[string]string // the translations, for messages without arguments
	words     map[string]string // as they stand after "of"
	catalogue *catalog.Builder

	own, english *message.Printer

	mu   sync.Mutex
	said map[string]*message.Printer // by key, once it is compiled
}

// New gives the phrases of a language of Languages with numbers and dates by a locale of
// Locales. Empty, the language is English and the locale that of the language.
func New(lang, loc string) (*Phrases, error) {
	if lang == "" {
		lang = "en"
	}
	if loc == "" {
		loc = lang
	}
	if !slices.Contains(Languages(), lang) {
		return nil, fmt.Errorf("no language is called %q; want %s", lang, strings.Join(Languages(), ", "))
	}
	customs, ok := customsOf(loc)
	if !ok {
		return nil, fmt.Errorf("no locale is called %q; want %s", loc, strings.Join(Locales(), ", "))
	}
	p := &Phrases{language: lang, locale: customs, catalogue: catalog.NewBuilder(), said: map[string]*message.Printer{}}
	tag := language.Make(lang)
	p.own = message.NewPrinter(tag, message.Catalog(p.catalogue))
	p.english = message.NewPrinter(language.English, message.Catalog(p.catalogue))
	var err error
	if p.texts, err = Catalogue(lang); err != nil {
		return nil, err
	}
	if p.words, err = inflected(lang); err != nil {
		return nil, err
	}
	for key, text := range p.texts {
		if err := p.set(tag, key, text); err != nil {
			return nil, err
		}
		p.said[key] = p.own
	}
	return p, nil
}

// English are the phrases of a report that asks for no language.
func English() *Phrases {
	p, err := New("en", "en")
	if err != nil {
		panic(err) // there is no file to read for English
	}
	return p
}

// Language is "en", "de" or "ru".
func (p *Phrases) Language() string {
	if p == nil {
		return "en"
	}
	return p.language
}

// Locale is the name of the locale.
func (p *Phrases) Locale() string { return p.customs().name }

// Say writes the message with the key, in English where the language lacks it. Integers
// and floats are written by the locale, a float with the decimals its verb names; all
// else is written as it is. In a message without arguments a per cent sign is no verb.
func (p *Phrases) Say(message Key, args ...any) string {
	key := string(message)
	if p == nil && len(args) == 0 {
		return key
	}
	if p == nil {
		p = English()
	}
	if len(args) == 0 {
		return cmp.Or(p.texts[key], key)
	}
	wrapped := make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case int:
			wrapped[i] = whole{int64(v), p}
		case int64:
			wrapped[i] = whole{v, p}
		case float64:
			wrapped[i] = decimal{v, p}
		default:
			wrapped[i] = word{fmt.Sprint(v), p}
		}
	}
	text := p.printer(key).Sprintf(key, wrapped...)
	for _, a := range args {
		if amount, ok := a.(string); ok && shortened().MatchString(amount) {
			text = strings.ReplaceAll(text, amount+" ", amount+nbsp) // so that its dot ends no sentence
		}
	}
	return oneDot(text)
}

// shortened is an amount whose last word is an abbreviation: "4 Tsd."
var shortened = lazy.Regexp(`^[-−+]?[0-9][^ ]*\x{00a0}\pL+\.$`)

// oneDot ends a sentence once whose last word is an abbreviation: "4 Tsd.." has one dot too many.
func oneDot(text string) string {
	if !strings.Contains(text, "..") {
		return text
	}
	return abbreviated().ReplaceAllString(text, "$1.$2")
}

var abbreviated = lazy.Regexp(`(\pL)\.\.(\s|$)`)

// printer is the one that knows the message: English ones are compiled when first said.
func (p *Phrases) printer(key string) *message.Printer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.said[key]; ok {
		return known
	}
	if err := p.set(language.English, key, key); err != nil {
		panic(err) // the key stands in the code; a test compiles all of them
	}
	p.said[key] = p.english
	return p.english
}

func (p *Phrases) set(tag language.Tag, key, text string) error {
	messages, err := compile(tag, text)
	if err != nil {
		return fmt.Errorf("message %q: %w", key, err)
	}
	return p.catalogue.Set(tag, key, messages...)
}
