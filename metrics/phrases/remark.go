package phrases

import (
	"slices"
	"sync"
)

// A Remark is a message with its arguments, which may be keys and remarks themselves: what is
// noticed where nobody knows yet who will read it, and in which language.
type Remark struct {
	Key  Key
	Args []any
}

// Note makes a remark.
func Note(message Key, args ...any) Remark { return Remark{message, args} }

var english = sync.OnceValue(English)

// In says the remark; nil phrases are English.
func (r Remark) In(p *Phrases) string {
	if p == nil {
		p = english()
	}
	args := slices.Clone(r.Args)
	for i, a := range args {
		switch a := a.(type) {
		case Key:
			args[i] = p.Say(a)
		case Remark:
			args[i] = a.In(p)
		}
	}
	return p.Say(r.Key, args...)
}

// String says the remark in English.
func (r Remark) String() string { return r.In(nil) }
