package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"xsell/metrics/ingest"
)

// keyVariable is the environment variable that may hold the key of the pseudonyms.
const keyVariable = "XSELL_ANONYMISE_KEY"

// pseudonyms are those that --anonymise or the configuration asks for, nil where customers keep their names.
// The key comes from the file named on the command line, else from the one named in the
// configuration, else from the environment. There is none built in, and none is made:
// with a key that others know a pseudonym hides nothing, and with one of chance the same
// customer would have another name every week.
func pseudonyms(f *flags, c config) (*ingest.Pseudonyms, error) {
	if !c.Anonymise {
		if f.anonymiseKey != "" {
			return nil, usageError{errors.New("--anonymise-key goes with --anonymise")}
		}
		return nil, nil
	}
	path := f.anonymiseKey
	if path == "" && c.AnonymiseKey != "" {
		path = fromConfig(f.config, c.AnonymiseKey)
	}
	from, key := "$"+keyVariable, []byte(os.Getenv(keyVariable))
	if path != "" {
		var err error
		if from, key, err = readKey(path); err != nil {
			return nil, err
		}
	}
	key = bytes.TrimSpace(key)
	if len(key) == 0 && path == "" {
		return nil, usageError{fmt.Errorf("--anonymise needs a key: make one with openssl rand -hex 32 > xsell.key, keep it from whoever gets the report, and name it with --anonymise-key xsell.key or put it into $%s", keyVariable)}
	}
	p, err := ingest.NewPseudonyms(key)
	if err != nil {
		return nil, fmt.Errorf("%s: %w, as openssl rand -hex 32 prints it", from, err)
	}
	return p, nil
}

// fromConfig is a path that the configuration gives, from its own folder.
func fromConfig(config, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(config), path)
}

// maxKey is far above any key; a file that is larger is not one.
const maxKey = 4096

func readKey(path string) (from string, key []byte, err error) {
	info, err := os.Stat(path)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxKey) {
		return "", nil, fmt.Errorf("read the key %s: it is no file of a key; make one with openssl rand -hex 32", path)
	}
	if err == nil {
		key, err = os.ReadFile(path)
	}
	if err != nil {
		return "", nil, fmt.Errorf("read the key: %w; check the name that --anonymise-key or the configuration gives", err)
	}
	return path, key, nil
}
