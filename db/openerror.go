package db

import (
	"errors"
	"fmt"
	"io/fs"
)

// Why a database file is refused. Each reads on after the name of the file.
var (
	ErrMissing    = errors.New("there is no such file. Check --db; serve and import make it")
	ErrNoFolder   = errors.New("its folder does not exist. Make the folder first, or check --db")
	ErrFolder     = errors.New("this is a folder. Name a file in it with --db")
	ErrNotSQLite  = errors.New("this is not a SQLite database, so it was left untouched. Name another file with --db")
	ErrForeign    = errors.New("this SQLite database belongs to another program, so it was left untouched. Name another file with --db")
	ErrNewer      = errors.New("a newer version of Entente wrote this database, so it was left untouched. Open it with that version")
	ErrDamaged    = errors.New("this database is damaged, so it was left untouched. Put a backup in its place")
	ErrLocked     = errors.New("another program holds this database locked. Close it there, then try again")
	ErrPermission = errors.New("you may not read and write this file and its folder. Change their permissions, or name another file with --db")
)

// OpenError says why a database file was refused; it was left untouched.
type OpenError struct {
	Path   string
	Reason error // one of the Err… of this package, or nil where none fits
	Err    error // what led to it
}

func (e *OpenError) Error() string {
	if e.Reason != nil {
		return fmt.Sprintf("%s: %v", e.Path, e.Reason)
	}
	return fmt.Sprintf("%s: cannot open this database: %v", e.Path, e.Err)
}

// Unwrap gives both the reason and what led to it.
func (e *OpenError) Unwrap() []error { return []error{e.Reason, e.Err} }

// Result codes of SQLite, https://sqlite.org/rescode.html.
const (
	sqlitePerm     = 3
	sqliteBusy     = 5
	sqliteReadOnly = 8
	sqliteCorrupt  = 11
	sqliteCantOpen = 14
	sqliteNotADB   = 26
)

// openError finds the words for what went wrong.
func openError(path string, err error) error {
	var reason error
	for _, known := range []error{ErrMissing, ErrNoFolder, ErrFolder, ErrNotSQLite, ErrForeign, ErrNewer, ErrDamaged} {
		if errors.Is(err, known) {
			reason = known
		}
	}
	if reason == nil {
		switch sqliteCode(err) {
		case sqliteNotADB:
			reason = ErrNotSQLite
		case sqliteCorrupt:
			reason = ErrDamaged
		case sqliteBusy:
			reason = ErrLocked
		case sqlitePerm, sqliteReadOnly, sqliteCantOpen:
			reason = ErrPermission
		}
	}
	if reason == nil && errors.Is(err, fs.ErrPermission) {
		reason = ErrPermission
	}
	return &OpenError{Path: path, Reason: reason, Err: err}
}
