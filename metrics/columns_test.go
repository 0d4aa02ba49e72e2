package metrics

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// columnsSeen are the columns of sections that were drawn, with their sorts.
type columnsSeen map[string]map[string]scale

func (c columnsSeen) add(s Section) {
	if c[s.Name] == nil {
		c[s.Name] = map[string]scale{}
	}
	for _, column := range s.Table.Columns {
		c[s.Name][columnName(column.Key)] = scaleOf(column.Unit)
	}
	maps.Copy(c[s.Name], s.Table.measures())
}

// all tells whether every section was drawn that has an input of its own.
func (c columnsSeen) all() bool { return len(c) == len(All)-1 } // Definitions are of no input

// hold compares the columns with those listed: none is missing and, when all were drawn,
// none is listed that no section has. With -update it lists them.
func (c columnsSeen) hold(t *testing.T) {
	if *update {
		c.write(t)
		return
	}
	const next = "go test ./metrics -run TestSections -update writes it"
	for _, section := range slices.Sorted(maps.Keys(c)) {
		listed := columnsOf(section, nil)
		for key, scale := range c[section] {
			if listed[key] != scale {
				t.Errorf("columns.txt does not have %s.%s as %s; %s", section, key, scale, next)
			}
			delete(listed, key)
		}
		for key := range listed {
			if c.all() {
				t.Errorf("columns.txt has %s.%s, which no input brings; %s", section, key, next)
			}
		}
	}
}

// write lists the columns seen; where not all were drawn, those listed before too.
func (c columnsSeen) write(t *testing.T) {
	var b strings.Builder
	for _, m := range All {
		columns := map[string]scale{}
		if !c.all() || c[m.Name] == nil {
			columns = columnsOf(m.Name, nil)
		}
		maps.Copy(columns, c[m.Name])
		b.WriteString(m.Name)
		for _, key := range slices.Sorted(maps.Keys(columns)) {
			b.WriteString(" " + key)
			if columns[key] != scaleNumber {
				b.WriteString("/" + string(columns[key]))
			}
		}
		b.WriteString("\n")
	}
	if err := os.WriteFile("columns.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
