package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"xsell/metrics/ingest"
	"xsell/metrics/lazy"
	"xsell/metrics/sales"
)

// trinoEngine is the engine that the configuration names where the lines stay in a warehouse.
const trinoEngine = "trino"

// warehouse is what xsell.yaml says of the warehouse that the lines lie in. Secrets stand in
// the environment, in variables that are named here.
type warehouse struct {
	Address     string                    `yaml:"address"`
	User        string                    `yaml:"user"`
	PasswordEnv string                    `yaml:"password_env"`
	TokenEnv    string                    `yaml:"token_env"`
	CAFile      string                    `yaml:"ca_file"` // from the folder of the configuration
	Catalog     string                    `yaml:"catalog"`
	Schema      string                    `yaml:"schema"`
	Scratch     string                    `yaml:"scratch"`
	Timeout     string                    `yaml:"timeout"` // of one query, as 30m
	Rows        int                       `yaml:"rows"`    // the most rows of one answer
	Relations   map[sales.Relation]source `yaml:"relations"`
}

// source is what a relation is in the warehouse.
type source struct {
	Table   string                 `yaml:"table"`
	Query   string                 `yaml:"query"`
	Columns map[sales.Field]string `yaml:"columns"`
}

var (
	schemaName   = lazy.Regexp(`^("[^"]+"|[A-Za-z_][A-Za-z0-9_]*)\.("[^"]+"|[A-Za-z_][A-Za-z0-9_]*)$`)
	variableName = lazy.Regexp(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// check refuses what the keys of the warehouse cannot mean, each with its place.
func (w *warehouse) check(file configFile, engine string) error {
	at := func(key, format string, args ...any) error {
		return file.at(file.find(append([]string{"warehouse"}, strings.Split(key, " ")...)), format, args...)
	}
	if engine == "" {
		if w.Address != "" || len(w.Relations) > 0 {
			return at("", "the warehouse is used only with the line \"engine: trino\"; add it")
		}
		return nil
	}
	for _, need := range []struct{ key, value, as string }{
		{"address", w.Address, "https://trino.example.com:8443"}, {"user", w.User, "reports"}, {"scratch", w.Scratch, "hive.scratch"},
	} {
		if need.value == "" {
			return at("", "the warehouse wants the key %s, as in %s: %s", need.key, need.key, need.as)
		}
	}
	if !schemaName().MatchString(w.Scratch) {
		return at("scratch", "scratch is %q; want a catalog and a schema that can be written to, as hive.scratch", w.Scratch)
	}
	if d, err := time.ParseDuration(cmp.Or(w.Timeout, "1h")); err != nil || d <= 0 {
		return at("timeout", "timeout is %q; want a time as 30m", w.Timeout)
	}
	if w.Rows < 0 {
		return at("rows", "rows is %d; want 1 or more", w.Rows)
	}
	for key, name := range map[string]string{"password_env": w.PasswordEnv, "token_env": w.TokenEnv} {
		if name != "" && !variableName().MatchString(name) {
			return at(key, "%s wants the name of a variable of the environment, as TRINO_PASSWORD; the secret itself does not belong into the file", key)
		}
	}
	return w.checkRelations(at)
}

func (w *warehouse) checkRelations(at func(key, format string, args ...any) error) error {
	if _, has := w.Relations[sales.Lines]; !has {
		return at("relations", "the warehouse wants the relation lines, as in relations: {lines: {table: sales.orders}}")
	}
	for _, r := range sortedRelations(w.Relations) {
		if !slices.Contains(sales.Relations(), r) {
			return at("relations "+string(r), "there is no relation %q; %s", r, meant(string(r), namesOf(sales.Relations()), "relations"))
		}
		s := w.Relations[r]
		if err := s.selection().Check(r); err != nil {
			return at("relations "+string(r), "%v", err)
		}
	}
	return nil
}

func (s source) selection() sales.Selection {
	return sales.Selection{Table: s.Table, Query: s.Query, Columns: s.Columns}
}

func sortedRelations(m map[sales.Relation]source) []sales.Relation {
	var list []sales.Relation
	for r := range m {
		list = append(list, r)
	}
	slices.Sort(list)
	return list
}

func namesOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = string(t)
	}
	return out
}

// secret is the value of a variable of the environment; empty where none is named.
func secret(key, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	value := os.Getenv(name)
	if value == "" {
		return "", fmt.Errorf("the variable %s, which %s names, is empty; set it to the secret of the warehouse", name, key)
	}
	return value, nil
}

// openWarehouse connects to the warehouse.
func openWarehouse(ctx context.Context, f *flags, c *config, bar *bar) (*sales.Ledger, error) {
	if err := notWithWarehouse(f, c); err != nil {
		return nil, err
	}
	w := c.Warehouse
	out := sales.Warehouse{Address: w.Address, User: w.User, Catalog: w.Catalog, Schema: w.Schema, Scratch: w.Scratch, Rows: int64(w.Rows),
		Relations: map[sales.Relation]sales.Selection{}, NoProducts: ingest.PseudoProductNames(c.Config), Nothing: ingest.Nothing(c.Config)}
	var err error
	if out.Password, err = secret("password_env", w.PasswordEnv); err != nil {
		return nil, err
	}
	if out.Token, err = secret("token_env", w.TokenEnv); err != nil {
		return nil, err
	}
	if w.CAFile != "" {
		out.CA = w.CAFile
		if !filepath.IsAbs(out.CA) {
			out.CA = filepath.Join(filepath.Dir(f.config), out.CA)
		}
	}
	if out.Timeout, err = time.ParseDuration(cmp.Or(w.Timeout, "1h")); err != nil {
		return nil, err
	}
	for r, s := range w.Relations {
		out.Relations[r] = s.selection()
	}
	if bar.w != nil {
		out.Progress = bar.query
	}
	return sales.NewWarehouse(ctx, out)
}

// notWithWarehouse refuses what needs the lines on this machine.
func notWithWarehouse(f *flags, c *config) error {
	switch {
	case f.writeConfig != "":
		return errors.New("--write-config goes with files; what is understood of a warehouse stands in its configuration")
	case c.Anonymise:
		return errors.New("anonymise goes with files; in a warehouse give a hash of the customer in the columns of lines and customers")
	case c.Data == "yes":
		return errors.New("--data yes would bring every line out of the warehouse; leave it out")
	case c.Currencies == "split":
		return errors.New("currencies: split goes with files; in a warehouse take one currency in the query of the lines")
	case c.Duplicates == "drop":
		return errors.New("duplicates: drop goes with files; in a warehouse write SELECT DISTINCT in the query of the lines")
	}
	c.Data = "no"
	return nil
}
