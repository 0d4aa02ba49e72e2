package sales

import (
	"slices"
	"strings"
	"sync"

	"xsell/metrics/lazy"
)

// creation is a statement that names a query.
var creation = lazy.Regexp(`(?s)^\s*CREATE (TABLE|VIEW) (\w+) AS\s(.*)$`)

// names are queries by the names that others know them by, each after those it speaks of.
type names struct {
	mu   sync.RWMutex
	list []namedQuery
}

type namedQuery struct{ name, query string }

// add names a query; one of the same name before it is known no more.
func (n *names) add(name, query string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = slices.DeleteFunc(n.list, func(q namedQuery) bool { return q.name == name })
	n.list = append(n.list, namedQuery{name, query})
}

var (
	word      = lazy.Regexp(`[a-z][a-z0-9_]*`)
	ownName   = lazy.Regexp(`(?:WITH|,)\s+([a-z][a-z0-9_]*)(?:\s*\([^()]*\))?\s+AS\s*\(`)
	beginWith = lazy.Regexp(`^\s*WITH\s`)
)

// with puts the named queries that a query speaks of before it. A name that the query gives to
// a part of its own means that part. The lines of the query stay where they are, for messages
// that name them.
func (n *names) with(query string) string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	wanted := words(query)
	for _, m := range ownName().FindAllStringSubmatch(query, -1) {
		delete(wanted, m[1])
	}
	var parts []string
	for _, q := range slices.Backward(n.list) {
		if !wanted[q.name] {
			continue
		}
		for w := range words(q.query) {
			wanted[w] = true
		}
		parts = append(parts, q.name+" AS ("+oneLine.Replace(strings.TrimSpace(q.query))+")")
	}
	if len(parts) == 0 {
		return query
	}
	slices.Reverse(parts)
	head := "WITH " + strings.Join(parts, ", ")
	if place := beginWith().FindStringIndex(query); place != nil {
		return strings.Repeat("\n", strings.Count(query[:place[1]], "\n")) + head + ", " + query[place[1]:]
	}
	return head + " " + query
}

// oneLine takes the breaks out of a query that has no comments.
var oneLine = strings.NewReplacer("\n", " ", "\t", "")

func words(query string) map[string]bool {
	found := map[string]bool{}
	for _, w := range word().FindAllString(query, -1) {
		found[w] = true
	}
	return found
}

// has reports whether a query has the name.
func (n *names) has(name string) bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return slices.ContainsFunc(n.list, func(q namedQuery) bool { return q.name == name })
}
