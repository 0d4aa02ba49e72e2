package main

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"xsell/metrics/ingest"
)

// configFile is a configuration as it stands in its file, so that what is wrong with it
// can be said with line and column.
type configFile struct {
	path string
	body ast.Node // nil where the file holds nothing
}

// parseConfig reads the YAML; it is not held against the known keys yet.
func parseConfig(path string, data []byte) (configFile, error) {
	f := configFile{path: path}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return f, f.located(err)
	}
	if len(file.Docs) > 1 && file.Docs[1].Body != nil {
		return f, f.at(file.Docs[1].Body.GetToken(), "a second document begins here; a configuration is one")
	}
	if len(file.Docs) > 0 && file.Docs[0].Body != nil && file.Docs[0].Body.Type() != ast.NullType {
		f.body = file.Docs[0].Body
	}
	return f, nil
}

// decode fills c from the file, strictly: unknown keys and values of another shape are
// errors.
func (f configFile) decode(c *config) error {
	if f.body == nil {
		return nil
	}
	if err := f.check(f.body, reflect.TypeFor[config](), "the configuration"); err != nil {
		return err
	}
	if err := yaml.NodeToValue(f.body, c); err != nil && !errors.Is(err, io.EOF) {
		return f.located(err)
	}
	return nil
}

// check holds a node against the type it will be decoded to. name is the key it stands under.
func (f configFile) check(node ast.Node, t reflect.Type, name string) error {
	switch kind := node.Type(); {
	case kind == ast.NullType:
		return nil // a key without a value is a key left out
	case t.Kind() == reflect.Struct, t.Kind() == reflect.Map:
		pairs, ok := pairsOf(node)
		if !ok {
			return f.at(node.GetToken(), "%s wants keys with values below it, each with a colon and a space behind it", name)
		}
		return f.checkPairs(pairs, t)
	case t.Kind() == reflect.Slice:
		list, ok := node.(*ast.SequenceNode)
		if !ok {
			return f.at(node.GetToken(), "%s wants a list, as [%s]", name, node.GetToken().Value)
		}
		for _, value := range list.Values {
			if err := f.check(value, t.Elem(), "an entry of "+name); err != nil {
				return err
			}
		}
	case t.Kind() == reflect.Bool && kind != ast.BoolType:
		return f.at(node.GetToken(), "%s wants true or false", name)
	case t.Kind() == reflect.Int && kind != ast.IntegerType:
		return f.at(node.GetToken(), "%s wants a whole number", name)
	case kind == ast.MappingType, kind == ast.MappingValueType, kind == ast.SequenceType:
		return f.at(node.GetToken(), "%s wants one value", name)
	}
	return nil
}

func (f configFile) checkPairs(pairs []*ast.MappingValueNode, t reflect.Type) error {
	keys := keysOf(t)
	for _, pair := range pairs {
		key := pair.Key.GetToken().Value
		want, known := keys[key]
		if t.Kind() == reflect.Map {
			want, known = t.Elem(), true
		}
		if !known {
			return f.at(pair.Key.GetToken(), "unknown key %q; %s", key, instead(key, keys))
		}
		if err := f.check(pair.Value, want, key); err != nil {
			return err
		}
	}
	return nil
}

// instead names the key that was meant, or all there are.
func instead(key string, keys map[string]reflect.Type) string {
	var known []string
	for k := range keys {
		known = append(known, k)
	}
	slices.Sort(known)
	return meant(key, known, "keys")
}

// meant names the word that was meant, or all there are.
func meant(word string, known []string, what string) string {
	if near := ingest.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return what + " are " + strings.Join(known, ", ")
}

// keysOf are the keys of a struct and the types of their values, as its yaml tags have
// them; nil for other types.
func keysOf(t reflect.Type) map[string]reflect.Type {
	if t.Kind() != reflect.Struct {
		return nil
	}
	keys := map[string]reflect.Type{}
	for i := range t.NumField() {
		field := t.Field(i)
		if !field.IsExported() {
			continue
		}
		name, option, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if option == "inline" {
			for k, v := range keysOf(field.Type) {
				keys[k] = v
			}
			continue
		}
		keys[name] = field.Type
	}
	return keys
}

// pairsOf are the keys and values of a mapping, which the parser writes in two ways.
func pairsOf(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// find is the token of the key that the path leads to, or of the nearest one above it.
func (f configFile) find(path []string) *token.Token {
	found, _ := f.follow(path)
	return found
}

// follow goes down the path as far as the file has it and gives the last key with its
// value. An entry of a list is led to by its place, from 0.
func (f configFile) follow(path []string) (found *token.Token, value ast.Node) {
	value = f.body
	for _, key := range path {
		if list, is := value.(*ast.SequenceNode); is {
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(list.Values) {
				break
			}
			value = list.Values[i]
			found = beginning(value)
			continue
		}
		pairs, _ := pairsOf(value)
		i := slices.IndexFunc(pairs, func(p *ast.MappingValueNode) bool { return p.Key.GetToken().Value == key })
		if i < 0 {
			break
		}
		found, value = pairs[i].Key.GetToken(), pairs[i].Value
	}
	return found, value
}

// within is the place that many bytes behind the beginning of the value that the path
// leads to, where the value stands in one line; else where the value begins.
func (f configFile) within(path []string, bytes int) *token.Token {
	key, value := f.follow(path)
	if value == nil || value.GetToken().Position == nil {
		return key
	}
	moved := *value.GetToken()
	place := *moved.Position
	switch {
	case moved.Type == token.SingleQuoteType, moved.Type == token.DoubleQuoteType:
		place.Column += bytes + 1
	case moved.Type == token.StringType:
		place.Column += bytes
	}
	moved.Position = &place
	return &moved
}

// beginning is the first token of a node: of a mapping its first key.
func beginning(node ast.Node) *token.Token {
	if pairs, is := pairsOf(node); is && len(pairs) > 0 {
		return pairs[0].Key.GetToken()
	}
	return node.GetToken()
}

// at is an error with its place in the file.
func (f configFile) at(place *token.Token, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	if place == nil || place.Position == nil {
		return fmt.Errorf("%s: %s", f.path, text)
	}
	return fmt.Errorf("%s:%d:%d: %s", f.path, place.Position.Line, place.Position.Column, text)
}

// located gives an error of the YAML library its place.
func (f configFile) located(err error) error {
	var known yaml.Error
	if errors.As(err, &known) {
		return f.at(known.GetToken(), "%s", known.GetMessage())
	}
	return fmt.Errorf("%s: %w", f.path, err)
}
