package sample

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"slices"

	"github.com/klauspost/compress/flate"
)

// repack writes a zip archive again with its entries in name order, without
// times, deflated by the library whose version go.mod fixes: excelize zips
// streamed sheets in map order, and the standard library's deflate may change
// its output from one Go release to the next.
func repack(archive []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, err
	}
	entries := slices.Clone(r.File)
	slices.SortFunc(entries, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, entry := range entries {
		if err := copyEntry(w, entry); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

func copyEntry(w *zip.Writer, entry *zip.File) error {
	from, err := entry.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := w.CreateHeader(&zip.FileHeader{Name: entry.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return err
}
