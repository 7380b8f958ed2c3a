// Package assets holds what a page loads: our style sheet and scripts, the
// icon, and Apache ECharts if npm brought it.
//
// It knows no HTTP. A page asks [URL] for an address, the handler behind that
// address asks [Open] for the file. An address holds the hash of what it
// names, so a browser may keep the answer for good.
//
// Our own files share one hash, because the scripts import each other by
// relative address; what npm brings has a hash of its own for each file, and
// stays in the browser's cache when only our own files change.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed css js favicon.svg
var own embed.FS

// dist is filled by the Makefile and empty in a clone built with Go alone.
//
//go:embed all:dist
var dist embed.FS

// sheets are the parts of entente.css, in the order in which they are joined.
var sheets = []string{
	"reset", "tokens", "base", "layout",
	"frame", "controls", "chips", "filter", "figures", "tables", "lists", "notices", "forms", "decide", "reading", "review",
	"pages", "dossier", "utilities", "print",
}

// File is a file as it is served. Gzip is Body, compressed.
type File struct {
	Name        string
	ContentType string
	Body        []byte
	Gzip        []byte
}

// asset is a file under its hash, compressed when it is first asked for.
type asset struct {
	hash string
	file func() File
}

var all = load(own, dist)

// URL is the address of a file, as in URL("entente.css"). It is empty for a
// file that is not there, which is how a page does without ECharts.
func URL(name string) string {
	a, ok := all[name]
	if !ok {
		return ""
	}
	return "/assets/" + a.hash + "/" + name
}

// HasCharts reports whether ECharts was built in.
func HasCharts() bool { return URL("echarts.min.js") != "" }

// Open returns the file at the address /assets/{hash}/{name}. It is false for
// a name that does not exist, and for a hash of other content.
func Open(hash, name string) (File, bool) {
	a, ok := all[name]
	if !ok || a.hash != hash {
		return File{}, false
	}
	return a.file(), true
}

// load reads our own files and those npm brought. All of it was embedded, so
// it panics where a file is missing.
func load(own, dist fs.FS) map[string]asset {
	ours := map[string][]byte{
		"entente.css": style(own),
		"favicon.svg": read(own, "favicon.svg"),
	}
	for _, name := range names(own, "js") {
		ours[name] = scriptNotes.ReplaceAll(read(own, path.Join("js", name)), nil)
	}
	all := map[string]asset{}
	hash := hashOf(ours)
	for name, body := range ours {
		all[name] = newAsset(hash, name, body)
	}
	for _, name := range names(dist, "dist") {
		body := read(dist, path.Join("dist", name))
		all[name] = newAsset(hashOf(map[string][]byte{name: body}), name, body)
	}
	return all
}

func style(own fs.FS) []byte {
	var b bytes.Buffer
	for _, name := range sheets {
		b.Write(read(own, "css/"+name+".css"))
	}
	return sheetNotes.ReplaceAll(b.Bytes(), nil)
}

// Notes for who reads the source are not sent: lines of scripts that are nothing but a
// comment; comments and indentation of the style sheet.
var (
	scriptNotes = regexp.MustCompile(`(?m)^[ \t]*//.*\n`)
	sheetNotes  = regexp.MustCompile(`(?ms)/\*.*?\*/\s*|^[ \t]+`)
)

// names lists the files of a folder, without the placeholder that keeps it.
func names(fsys fs.FS, folder string) []string {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		panic(err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}

func read(fsys fs.FS, name string) []byte {
	body, err := fs.ReadFile(fsys, name)
	if err != nil {
		panic(err)
	}
	return body
}

// hashOf is short, and the same for the same names and bodies.
func hashOf(files map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%s %d\n%s", name, len(files[name]), files[name])
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

func newAsset(hash, name string, body []byte) asset {
	return asset{hash, sync.OnceValue(func() File {
		return File{name, contentType(name), body, compress(body)}
	})}
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "text/plain; charset=utf-8" // licences
}

func compress(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // fails only for an unknown level
	w.Write(body)                                         // a buffer takes everything
	w.Close()
	return b.Bytes()
}
