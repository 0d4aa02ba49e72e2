package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics"
	"xsell/metrics/ingest"
	"xsell/metrics/lazy"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	draw "xsell/report"
)

// config is what xsell.yaml can say. The command line wins over it.
type config struct {
	Title    string `yaml:"title"`
	Lang     string `yaml:"lang"`
	Locale   string `yaml:"locale"`
	Currency string `yaml:"currency"`
	Period   string `yaml:"period"`
	Window   string `yaml:"window"`
	AsOf     string `yaml:"as_of"`
	Returns  string `yaml:"returns"`
	Data     string `yaml:"data"`
	HTML     string `yaml:"html"`

	BridgeLevel   string `yaml:"bridge_level"`
	DiscountLimit string `yaml:"discount_limit"` // the most that the company allows, as 20 %
	Currencies    string `yaml:"currencies"`

	MinimumSale float64 `yaml:"minimum_sale"` // what a second product must bring to count as a cross-sale, in the currency

	Engine    string    `yaml:"engine"` // trino, or nothing for the one in the program
	Warehouse warehouse `yaml:"warehouse"`

	Thresholds []threshold `yaml:"thresholds"`

	Indicators       []string `yaml:"indicators"`        // files or patterns, from the folder of the configuration
	IndicatorTimeout string   `yaml:"indicator_timeout"` // how long one may run, as 30s

	own []metrics.Metric // the indicators, those of the command line too

	Where   []string `yaml:"where"`
	SplitBy string   `yaml:"split_by"`
	History string   `yaml:"history"` // a folder, from that of the configuration

	Anonymise    bool   `yaml:"anonymise"`
	AnonymiseKey string `yaml:"anonymise_key"` // a file, from the folder of the configuration

	ingest.Config `yaml:",inline"` // how to read
}

// readConfig reads the file strictly: an unknown key or a value that means nothing is an
// error with its line and column. It is a failure and not wrong usage: the command line
// is right, and its help says nothing about the file.
func readConfig(f *flags) (config, error) {
	var c config
	var err error
	path := f.config
	if path == "" {
		c.own, err = c.indicators(f)
		return c, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("read the configuration: %w; check the name that --config gives", err)
	}
	file, err := parseConfig(path, data)
	if err != nil {
		return c, err
	}
	if err := file.decode(&c); err != nil {
		return c, err
	}
	for _, o := range choices(&flags{}, &c) {
		if err := o.check(*o.configured); err != nil {
			return c, file.at(file.find([]string{o.key}), "%s is %q; %v", o.key, *o.configured, err)
		}
	}
	if _, err := percentage(c.DiscountLimit); err != nil {
		return c, file.at(file.find([]string{"discount_limit"}), "discount_limit is %q; %v", c.DiscountLimit, err)
	}
	if !(c.MinimumSale >= 0 && c.MinimumSale < 1e9) {
		return c, file.at(file.find([]string{"minimum_sale"}), "minimum_sale is %v; want an amount of 0 or more", c.MinimumSale)
	}
	if c.Engine != "" && c.Engine != trinoEngine {
		return c, file.at(file.find([]string{"engine"}), "engine is %q; want trino, or no such line for the engine in the program", c.Engine)
	}
	if err := c.Warehouse.check(file, c.Engine); err != nil {
		return c, err
	}
	if _, err := indicatorTimeout(c.IndicatorTimeout); err != nil {
		return c, file.at(file.find([]string{"indicator_timeout"}), "indicator_timeout is %q; %v", c.IndicatorTimeout, err)
	}
	if c.own, err = c.indicators(f); err != nil {
		return c, err
	}
	if err := c.checkWhere(file); err != nil {
		return c, err
	}
	if _, err := c.thresholds(file); err != nil {
		return c, err
	}
	var wrong *ingest.ConfigError
	if errors.As(c.Check(), &wrong) {
		return c, file.at(file.find(wrong.Path), "%s", wrong.Text)
	}
	return c, nil
}

// choice is something that both the command line and the configuration can say.
type choice struct {
	key        string // of the configuration; the flag has hyphens for underscores
	given      string // on the command line
	configured *string
	check      func(string) error
}

func (o choice) flag() string { return strings.ReplaceAll(o.key, "_", "-") }

func choices(f *flags, c *config) []choice {
	return []choice{
		{"title", f.title, &c.Title, func(string) error { return nil }},
		{"lang", f.lang, &c.Lang, oneOf(phrases.Languages()...)},
		{"locale", f.locale, &c.Locale, oneOf(phrases.Locales()...)},
		{"period", f.period, &c.Period, oneOf("week", "month", "quarter", "year")},
		{"as_of", f.asOf, &c.AsOf, checkDay},
		{"window", f.window, &c.Window, checkWindow},
		{"returns", f.returns, &c.Returns, oneOf("mark", "deduct")},
		{"data", f.data, &c.Data, oneOf("yes", "no")},
		{"html", f.html, &c.HTML, oneOf(draw.Forms()...)},
		{"bridge_level", f.bridgeLevel, &c.BridgeLevel, oneOf("product", "type", "area")},
		{"currencies", f.currencies, &c.Currencies, oneOf("stop", "split")},
		{"split_by", f.splitBy, &c.SplitBy, oneOf(splitFields...)},
		{"duplicates", f.duplicates, &c.Duplicates, oneOf("keep", "drop")},
		{"date_order", f.dateOrder, &c.DateOrder, oneOf("dmy", "mdy")},
		{"encoding", f.encoding, &c.Encoding, ingest.CheckEncoding},
	}
}

// notOneOf says that a value is none of these words.
type notOneOf []string

func (w notOneOf) Error() string {
	last := len(w) - 1
	return fmt.Sprintf("want %s or %s", strings.Join(w[:last], ", "), w[last])
}

// oneOf allows the words, and none.
func oneOf(words ...string) func(string) error {
	return func(s string) error {
		if s == "" || slices.Contains(words, s) {
			return nil
		}
		return notOneOf(words)
	}
}

func checkDay(s string) error {
	if _, err := sales.ParseDay(s); s != "" && err != nil {
		return errors.New("want a date as 2026-06-30")
	}
	return nil
}

var percentForm = lazy.Regexp(`^([0-9]{1,3}(?:\.[0-9]{1,2})?) ?%$`)

// percentage reads "20 %" or "12.5 %" as 1/10 000; nothing where the text is empty.
func percentage(s string) (sales.Null[int64], error) {
	var rate sales.Null[int64]
	if s == "" {
		return rate, nil
	}
	m := percentForm().FindStringSubmatch(s)
	if m == nil {
		return rate, errors.New("want a percentage as 20 %")
	}
	percent, err := strconv.ParseFloat(m[1], 64)
	if err != nil || percent > 100 {
		return rate, errors.New("want a percentage from 0 % to 100 %")
	}
	return sales.Null[int64]{V: int64(math.Round(100 * percent)), Valid: true}, nil
}

func checkWindow(s string) error {
	if sales.CheckWindow(s) != nil {
		return errors.New("want 12m, 26w, all or FROM..TO as 2025-01-01..2025-12-31")
	}
	return nil
}

var memory = lazy.Regexp(`^([0-9]+(?:\.[0-9]+)?) ?([KMGT])i?B$`)

// settle writes what the command line says over the configuration and gives what the
// ledger needs; it refuses values that no run could use.
func settle(f *flags, c *config) (sales.FinishOptions, error) {
	var o sales.FinishOptions
	for _, choice := range choices(f, c) {
		if !f.given(choice.flag()) {
			continue
		}
		if err := choice.check(choice.given); err != nil {
			return o, usageError{fmt.Errorf("--%s %s: %w", choice.flag(), choice.given, err)}
		}
		*choice.configured = choice.given
	}
	if f.given("where") {
		c.Where = f.where
	}
	if c.History != "" && !f.given("history") {
		f.history = fromConfig(f.config, c.History)
	}
	if f.given("anonymise") {
		c.Anonymise = f.anonymise
	}
	if err := checkFlags(f, c); err != nil {
		return o, usageError{err}
	}
	where, err := parseWhere(c.Where)
	if err != nil {
		return o, usageError{fmt.Errorf("--where %w", err)}
	}
	f.title, o.Where = c.Title, where
	f.split = c.Currencies == "split"
	o.Deduct, o.Currency = c.Returns == "deduct", c.Currency
	o.Calendar.Unit = sales.Unit(c.Period)
	o.Calendar.Window = cmp.Or(c.Window, "12m")
	if c.AsOf != "" {
		day, err := sales.ParseDay(c.AsOf)
		if err != nil {
			return o, err
		}
		o.Calendar.AsOf = day
	}
	return o, nil
}

// rowBytes is about what the sections hold beside the engine for each row of sales that they
// look at one by one.
const rowBytes = 100

// rowsWithin is how many rows may be looked at one by one, with so much memory for the engine;
// 0, which means any number, where the size says nothing.
func rowsWithin(size string) int64 {
	parts := memory().FindStringSubmatch(strings.TrimSpace(size))
	if parts == nil {
		return 0
	}
	number, err := strconv.ParseFloat(parts[1], 64)
	if err != nil {
		return 0
	}
	return max(1, int64(number*math.Pow(1000, float64(1+strings.Index("KMGT", parts[2])))/rowBytes))
}

// checkFlags refuses wrong values of what only the command line can say.
func checkFlags(f *flags, c *config) error {
	if f.memory != "" && !memory().MatchString(strings.TrimSpace(f.memory)) {
		return fmt.Errorf("--memory %s: want a size as 4GB", f.memory)
	}
	if f.top < 1 {
		return fmt.Errorf("--top %d: want at least 1", f.top)
	}
	if f.threads < 0 {
		return fmt.Errorf("--threads %d: want 1 or more", f.threads)
	}
	if err := metrics.CheckNames(f.only, c.own); err != nil {
		return err
	}
	if f.given("history") && f.history == "" {
		return errors.New("--history wants a folder")
	}
	if slices.Contains(f.only, metrics.SinceLast.Name) && f.history == "" {
		return fmt.Errorf("the section %s goes with --history DIR", metrics.SinceLast.Name)
	}
	return nil
}
