package sales

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// queryRules are what a query of the user is held against.
type queryRules struct {
	taken    map[string]bool // tables and views of the engine, whoever may ask them
	unstable map[string]bool // functions that give another result in every run
}

// rules asks the engine what it has and which of its functions it calls volatile.
func (s *Sketch) rules(ctx context.Context) (queryRules, error) {
	type row struct{ Kind, Name string }
	rows, err := Query[row](ctx, s.ledger, `
		SELECT 'table' AS kind, lower(table_name) AS name FROM duckdb_tables()
		UNION SELECT 'table', lower(view_name) FROM duckdb_views()
		UNION SELECT 'function', lower(function_name) FROM duckdb_functions() WHERE stability <> 'CONSISTENT'
		ORDER BY 1, 2`)
	r := queryRules{taken: map[string]bool{}, unstable: map[string]bool{}}
	for _, found := range rows {
		if found.Kind == "table" {
			r.taken[found.Name] = true
		} else {
			r.unstable[found.Name] = true
		}
	}
	for _, name := range clockFunctions {
		r.unstable[name] = true
	}
	return r, err
}

// clockFunctions are functions that depend on the clock, on the machine or on how the program
// runs, and are not marked so in the engine.
var clockFunctions = []string{"ago", "age", "current_localtime", "current_localtimestamp", "localtime", "localtimestamp", "current_time", "current_timestamp", "current_date",
	"current_setting", "getvariable", "getenv", "pg_sleep", "pg_postmaster_start_time", "pg_conf_load_time", "approx_quantile", "approx_top_k", "reservoir_quantile", "version"}

// clockWords are those of them that stand without brackets.
var clockWords = []string{"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}

// rowOrdered are aggregates that depend on the order of the rows they are given.
var rowOrdered = []string{"first", "last", "any_value", "arbitrary", "list", "array_agg", "string_agg", "group_concat", "listagg", "mode", "json_group_array", "json_group_object",
	"arg_min", "arg_max", "argmin", "argmax", "min_by", "max_by", "arg_min_null", "arg_max_null", "arg_min_nulls_last", "arg_max_nulls_last"}

// windowOrdered are functions of a window that depend on its order.
var windowOrdered = []string{"row_number", "ntile", "lag", "lead", "first_value", "last_value", "nth_value", "fill"}

// tableFunctions are those that read nothing.
var tableFunctions = []string{"unnest", "generate_series", "range"}

// judgement of one query: the rules, and what breaks them.
type queryJudgement struct {
	queryRules
	query  string
	named  map[string]bool // the names that WITH gives
	top    any             // the node that the rows of the result come from
	faults []queryFaultAt
}

type queryFaultAt struct {
	at   int64
	text string
}

// judge finds the first thing in the query that breaks the rules.
func (r queryRules) judge(query string, tree any) error {
	j := &queryJudgement{queryRules: r, query: query, named: map[string]bool{}}
	statement, _ := tree.(map[string]any)
	j.top = statement["node"]
	each(tree, j.collect)
	each(tree, j.node)
	if len(j.faults) == 0 {
		return nil
	}
	first := slices.MinFunc(j.faults, func(a, b queryFaultAt) int { return int(a.at - b.at) })
	return &QueryError{lineAt(query, first.at), first.text}
}

// each visits every node of a tree that has names, in the order of the names.
func each(tree any, visit func(map[string]any)) {
	switch v := tree.(type) {
	case map[string]any:
		visit(v)
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			each(v[name], visit)
		}
	case []any:
		for _, child := range v {
			each(child, visit)
		}
	}
}

// collect takes down the names that WITH gives. None may be that of a table of the engine
// which is not to be asked: where it is not seen the table would be.
func (j *queryJudgement) collect(n map[string]any) {
	with, _ := n["cte_map"].(map[string]any)
	list, _ := with["map"].([]any)
	for _, entry := range list {
		e, _ := entry.(map[string]any)
		name := text(e, "key")
		j.named[strings.ToLower(name)] = true
		if j.taken[strings.ToLower(name)] && !isQueryable(name) {
			j.fault(n, "the name %q is taken; call this part of the query otherwise", name)
		}
	}
}

func (j *queryJudgement) node(n map[string]any) {
	switch text(n, "type") {
	case "BASE_TABLE":
		j.relation(n)
	case "TABLE_FUNCTION":
		f, _ := n["function"].(map[string]any)
		if name := text(f, "function_name"); !slices.Contains(tableFunctions, strings.ToLower(name)) {
			j.fault(n, "%s cannot be asked: an indicator sees no files, no network and no tables of the engine; xsell relations lists what it sees", name)
		}
	case "SHOW_REF":
		j.fault(n, "DESCRIBE and SHOW cannot be asked; xsell relations lists the relations and their columns")
	case "JOIN":
		if text(n, "ref_type") == "POSITIONAL" {
			j.fault(n, "a positional join depends on the order of the rows, which has none; join by columns")
		}
	case "COLUMN_REF":
		j.column(n)
	}
	switch text(n, "class") {
	case "FUNCTION":
		j.function(n)
	case "WINDOW":
		j.window(n)
	case "PARAMETER":
		j.fault(n, "a parameter has no value here; write the value")
	}
	if n["sample"] != nil {
		j.fault(n, "a sample is another one in every run; the same input is to give the same report")
	}
	j.modifiers(n)
}

// relation holds the name of a table against what may be asked.
func (j *queryJudgement) relation(n map[string]any) {
	name := text(n, "table_name")
	switch {
	case text(n, "schema_name") != "" || text(n, "catalog_name") != "":
		j.fault(n, "%s cannot be asked by a name with a dot; xsell relations lists the relations there are", name)
	case strings.ContainsAny(name, "./:*"):
		j.fault(n, "%q looks like a file; an indicator sees no files and no network, only the relations that xsell relations lists", name)
	case !j.named[strings.ToLower(name)] && !isQueryable(name):
		j.fault(n, "relation %q not found; there are %s", name, strings.Join(queryableNames(), ", "))
	}
}

func (j *queryJudgement) column(n map[string]any) {
	names, _ := n["column_names"].([]any)
	if len(names) == 0 {
		return
	}
	last, _ := names[len(names)-1].(string)
	last = strings.ToLower(last)
	switch {
	case len(names) == 1 && slices.Contains(clockWords, last):
		j.fault(n, "%s", notStable(last))
	case last == "rowid":
		j.fault(n, "rowid is another one in every run; the same input is to give the same report")
	}
}

func notStable(name string) string {
	const same = "the same input is to give the same report"
	if strings.Contains(name, "date") || strings.Contains(name, "time") || slices.Contains([]string{"now", "today", "ago", "age"}, name) {
		return name + " depends on the clock, and " + same + "; write {as_of}, the day that the report looks back from"
	}
	return name + " is not the same in every run, and " + same
}

func (j *queryJudgement) function(n map[string]any) {
	name := strings.ToLower(text(n, "function_name"))
	order, _ := n["order_bys"].(map[string]any)
	children, _ := n["children"].([]any)
	switch {
	case name == "age" && len(children) == 2:
	case j.unstable[name]:
		j.fault(n, "%s", notStable(name))
	case name == "list_sort" && len(children) > 0: // list(x ORDER BY x), as the engine reads it
		if list, ok := children[0].(map[string]any); ok {
			list["order_bys"] = map[string]any{"orders": true}
		}
	case slices.Contains(rowOrdered, name) && order["orders"] == nil:
		j.fault(n, "%[1]s depends on the order of the rows, which has none; write it within, as %[1]s(... ORDER BY ...), or take min or max", name)
	}
}

func (j *queryJudgement) window(n map[string]any) {
	name := strings.ToLower(text(n, "function_name"))
	switch {
	case j.unstable[name]:
		j.fault(n, "%s", notStable(name))
	case (slices.Contains(windowOrdered, name) || slices.Contains(rowOrdered, name)) && n["orders"] == nil && n["arg_orders"] == nil:
		j.fault(n, "%s depends on the order of the rows, which has none; write OVER (... ORDER BY ...)", name)
	}
}

// modifiers wants an order where only some rows are taken. Those of the result itself have one.
func (j *queryJudgement) modifiers(n map[string]any) {
	list, _ := n["modifiers"].([]any)
	ordered, some := false, ""
	for _, entry := range list {
		m, _ := entry.(map[string]any)
		switch kind := text(m, "type"); {
		case kind == "ORDER_MODIFIER":
			ordered = true
		case strings.HasPrefix(kind, "LIMIT"):
			some = "LIMIT"
		case kind == "DISTINCT_MODIFIER" && m["distinct_on_targets"] != nil:
			some = "DISTINCT ON"
		}
	}
	top, _ := j.top.(map[string]any)
	if some != "" && !ordered && !same(n, top) {
		j.fault(n, "%s takes any of the rows, which have no order; write ORDER BY with it", some)
	}
}

// same tells whether both are one node.
func same(a, b map[string]any) bool { return fmt.Sprintf("%p", a) == fmt.Sprintf("%p", b) }

// fault takes down what is wrong with a node, where it or the first thing in it stands.
func (j *queryJudgement) fault(n map[string]any, format string, args ...any) {
	at, found := int64(-1), false
	each(n, func(child map[string]any) {
		number, _ := child["query_location"].(json.Number)
		place, err := number.Int64()
		if err == nil && place >= 0 && place <= int64(len(j.query)) && (!found || same(child, n) || place < at && n["query_location"] == nil) {
			at, found = place, true
		}
	})
	j.faults = append(j.faults, queryFaultAt{at, fmt.Sprintf(format, args...)})
}

func text(n map[string]any, name string) string {
	s, _ := n[name].(string)
	return s
}
