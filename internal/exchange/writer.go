package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/coop"
)

const (
	bom       = "\ufeff"
	flushSize = 64 << 10
)

// Writer writes a CSV file by RFC 4180, header first. It buffers: nothing is in
// the file for sure before [Writer.Flush].
type Writer struct {
	w       io.Writer
	columns []Column
	excel   bool
	buf     []byte
	sum     hash.Hash
	rows    int
	err     error // the first one of w; nothing is written after it
}

// NewWriter returns a writer of a file with these columns.
//
// The bytes are those of encoding/csv, but for line ends inside a cell, which stay
// LF in both profiles, as spreadsheets themselves write them, and for more quotes
// in the excel profile. An encoder of our own because a download must not be
// slower than the sqlite3 command.
func NewWriter(w io.Writer, profile coop.Profile, columns []Column) *Writer {
	out := &Writer{
		w: w, columns: columns, excel: profile == coop.ExcelProfile,
		buf: make([]byte, 0, flushSize+4<<10), sum: sha256.New(),
	}
	if out.excel {
		out.buf = append(out.buf, bom...)
	}
	for i, c := range columns {
		out.cell(i, c.Name)
	}
	out.endLine()
	return out
}

// Write adds a row, with a cell for each column. Cells are given as they are:
// the profile's guard is put on here.
func (w *Writer) Write(record []string) error {
	if len(record) != len(w.columns) {
		return fmt.Errorf("a row of %d cells for %d columns", len(record), len(w.columns))
	}
	for i, cell := range record {
		if w.excel && w.columns[i].Text {
			cell = Guard(cell)
		}
		w.cell(i, cell)
	}
	w.endLine()
	w.rows++
	if len(w.buf) >= flushSize {
		return w.Flush()
	}
	return w.err
}

// Flush hands on all that is buffered.
func (w *Writer) Flush() error {
	if w.err == nil && len(w.buf) > 0 {
		w.sum.Write(w.buf) // never fails
		_, w.err = w.w.Write(w.buf)
		w.buf = w.buf[:0]
	}
	return w.err
}

// Rows is the number of rows so far, without the header.
func (w *Writer) Rows() int { return w.rows }

// Sum is the SHA-256, in hex, of all bytes that were flushed, the byte order mark
// included.
func (w *Writer) Sum() string { return hex.EncodeToString(w.sum.Sum(nil)) }

func (w *Writer) cell(i int, s string) {
	if i > 0 {
		w.buf = append(w.buf, ',')
	}
	if !needsQuotes(s) && !(w.excel && parts(s)) {
		w.buf = append(w.buf, s...)
		return
	}
	w.buf = append(w.buf, '"')
	for {
		before, after, found := strings.Cut(s, `"`)
		w.buf = append(w.buf, before...)
		if !found {
			break
		}
		w.buf = append(w.buf, `""`...)
		s = after
	}
	w.buf = append(w.buf, '"')
}

// needsQuotes also quotes leading space, which some programs trim, and the cell
// "\.", with which PostgreSQL ends a file.
func needsQuotes(s string) bool {
	if s == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	return has(s, ',') || has(s, '\n') || has(s, '"') || has(s, '\r') || unicode.IsSpace(first) || s == `\.`
}

// parts tells whether a spreadsheet may part a cell in two where no quotes are
// around it: LibreOffice takes semicolons and tabs for commas unless told
// otherwise, and runs a second half that begins with "=".
func parts(s string) bool { return has(s, ';') || has(s, '\t') }

func has(s string, c byte) bool { return strings.IndexByte(s, c) >= 0 }

func (w *Writer) endLine() {
	if w.excel {
		w.buf = append(w.buf, '\r')
	}
	w.buf = append(w.buf, '\n')
}
