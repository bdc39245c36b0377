package main

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// file is what a zip keeps of a file.
type file struct {
	content []byte
	// runs says that it is a program.
	runs bool
}

// read reads the files of a folder, by path with slashes.
func read(folder string, wanted func(path string) bool) (map[string]file, error) {
	root := os.DirFS(folder)
	files := map[string]file{}
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || path == ".":
			return err
		case !wanted(path) && entry.IsDir():
			return fs.SkipDir
		case !wanted(path) || !entry.Type().IsRegular():
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		content, err := fs.ReadFile(root, path)
		files[path] = file{content, info.Mode()&0o100 != 0}
		return err
	})
	return files, err
}

// isSource reports whether a path is of the sources: neither made by build.sh
// nor fetched. It asks no version control, which reviewers do not have.
func isSource(path string) bool {
	return !slices.Contains([]string{".git", "dist", "seed", "watch.json"}, path) && filepath.Base(path) != "node_modules" && !strings.HasSuffix(path, "~")
}

// writeZip writes files in the order of their paths, all from the same moment.
func writeZip(path string, files map[string]file) error {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		header.SetMode(0o644)
		if files[name].runs {
			header.SetMode(0o755)
		}
		w, err := z.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := w.Write(files[name].content); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}
