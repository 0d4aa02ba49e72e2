package main

// DuckDB has its symbols exported for extensions, which xsell never loads. Without them the
// program is 7 MB smaller and starts faster.

// #cgo LDFLAGS: -Wl,--no-export-dynamic
import "C"
