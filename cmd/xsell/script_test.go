package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/htmlindex"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"xsell": func() { os.Exit(program()) },
	})
}

// TestScripts runs the promises of the command, one script each.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", Cmds: map[string]func(*testscript.TestScript, bool, []string){
		"pack":    pack,
		"recode":  recode,
		"parquet": parquet,
	}})
}

// pack writes files into a gzip file or a zip archive: pack gzip|zip TO FILE...
func pack(ts *testscript.TestScript, _ bool, args []string) {
	var packed bytes.Buffer
	switch args[0] {
	case "gzip":
		w := gzip.NewWriter(&packed)
		_, err := w.Write([]byte(ts.ReadFile(args[2])))
		ts.Check(err)
		ts.Check(w.Close())
	case "zip":
		w := zip.NewWriter(&packed)
		for _, name := range args[2:] {
			f, err := w.Create("folder/" + name)
			ts.Check(err)
			_, err = f.Write([]byte(ts.ReadFile(name)))
			ts.Check(err)
		}
		ts.Check(w.Close())
	default:
		ts.Fatalf("pack knows gzip and zip, not %s", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), packed.Bytes(), 0o666))
}

// parquet writes the rows of a query as a parquet file: parquet TO QUERY
func parquet(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("duckdb", "")
	ts.Check(err)
	defer db.Close()
	to := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(to), 0o777))
	_, err = db.Exec("COPY (" + args[1] + ") TO '" + to + "' (FORMAT parquet)")
	ts.Check(err)
}

// recode writes a text file in another encoding: recode ENCODING FROM TO.
func recode(ts *testscript.TestScript, _ bool, args []string) {
	e, err := htmlindex.Get(args[0])
	ts.Check(err)
	text, err := e.NewEncoder().String(ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(text), 0o666))
}
