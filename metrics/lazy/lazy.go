// Package lazy holds what is made when it is first used, so that a program which does not use it
// starts sooner.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns a regular expression that is compiled by the first call of what it returns. It
// panics there if the expression cannot be parsed, as [regexp.MustCompile] does. It is safe for
// several goroutines.
func Regexp(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
