package db

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"entente/internal/codebook"
)

// applicationID marks a SQLite file as ours: "Ente" in ASCII, at byte 68 of the file.
const applicationID = 0x456e7465

// pageSize makes the file of a large collection a fifth smaller than the default does.
const pageSize = 8192

// Downloads is how many streams of rows the store gives out at once.
const Downloads = readers

const (
	readers     = 4    // of each pool that reads
	busyTimeout = 5000 // ms a writer waits for one of another process
	lockTimeout = 1000 // ms Open waits before it says that the file is locked
)

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the database at path and makes it if it is missing. The codebook is in
// force for as long as nobody edits it. A file that it
// refuses is left untouched, and the error is an [*OpenError] that says why.
func Open(ctx context.Context, path string, cb *codebook.Codebook) (*DB, error) {
	return open(ctx, path, cb, true)
}

// OpenExisting is [Open], but refuses a missing file with [ErrMissing].
func OpenExisting(ctx context.Context, path string, cb *codebook.Codebook) (*DB, error) {
	return open(ctx, path, cb, false)
}

func open(ctx context.Context, path string, cb *codebook.Codebook, create bool) (*DB, error) {
	d, err := tryOpen(ctx, path, cb, create)
	if err != nil {
		return nil, openError(path, err)
	}
	return d, nil
}

// tryOpen leaves finding the words for an error to [openError].
func tryOpen(ctx context.Context, path string, cb *codebook.Codebook, create bool) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	switch info, err := os.Stat(abs); {
	case errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0:
		if !create {
			return nil, ErrMissing
		}
		if err := makeFile(ctx, abs); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, ErrFolder
	default:
		if err := checkHeader(abs); err != nil {
			return nil, err
		}
		if err := inspect(ctx, abs, info.Size()); err != nil {
			return nil, err
		}
	}
	d := &DB{path: abs, codebooks: newCodebooks(cb), written: make(chan struct{}, 1), now: time.Now, columns: newColumns()}
	if err := d.connect(ctx); err != nil {
		d.Close()
		return nil, err
	}
	if _, err := d.SeeCodebook(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// dsn names a file and how to open it. "?", "#" and "%" in a path must not end
// it, or be read as an escape.
func dsn(path string, params url.Values) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… of Windows
	}
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23").Replace(path) + "?" + params.Encode()
}

// makeFile makes an empty database. What it sets must be set before the first
// table, and the page size before write-ahead logging: in a DSN it would come
// too late, since the driver applies pragmas in alphabetical order.
func makeFile(ctx context.Context, path string) error {
	if !exists(filepath.Dir(path)) {
		return ErrNoFolder
	}
	return withConn(ctx, dsn(path, url.Values{
		"mode": {"rwc"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", busyTimeout)},
	}), func(c *sql.Conn) error {
		for _, pragma := range []string{
			fmt.Sprintf("PRAGMA page_size = %d", pageSize),
			fmt.Sprintf("PRAGMA application_id = %d", applicationID),
			"PRAGMA journal_mode = WAL",
		} {
			if _, err := c.ExecContext(ctx, pragma); err != nil {
				return fmt.Errorf("%s: %w", pragma, err)
			}
		}
		return nil
	})
}

// maxQuickCheck is how large a file may be to be looked through at each start,
// which takes some 2 ms a megabyte.
const maxQuickCheck = 32 << 20

// checkHeader refuses a file whose first bytes are not those of a database of
// ours, or that may not be written. SQLite itself would leave a log beside the file of another program.
func checkHeader(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, 100) // https://sqlite.org/fileformat.html#the_database_header
	if _, err := io.ReadFull(f, header); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if !bytes.HasPrefix(header, []byte("SQLite format 3\x00")) {
		return ErrNotSQLite
	}
	if binary.BigEndian.Uint32(header[68:]) != applicationID {
		return ErrForeign
	}
	w, err := os.OpenFile(path, os.O_RDWR, 0) // SQLite would open it for reading alone, and fail at the first write
	if err != nil {
		return err
	}
	return w.Close()
}

// inspect refuses a database that is newer than this program, or damaged. It
// opens the file for reading only, so nothing is written into it.
func inspect(ctx context.Context, path string, size int64) error {
	params := url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", lockTimeout)}}
	if !exists(path+"-wal") && !exists(path+"-journal") {
		params.Set("immutable", "1") // nobody has it open; so SQLite puts no files beside it
	}
	return withConn(ctx, dsn(path, params), func(c *sql.Conn) error {
		version, err := schemaVersion(ctx, c)
		if err != nil {
			return err
		}
		if known, err := newestMigration(); err != nil {
			return err
		} else if version > known {
			return ErrNewer
		}
		if size > maxQuickCheck {
			return nil
		}
		var verdict string
		if err := c.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
			return err
		}
		if verdict != "ok" {
			return errors.Join(ErrDamaged, errors.New(verdict))
		}
		return nil
	})
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// schemaVersion is the newest migration a file has seen; 0 for one that was
// made but never got a table.
func schemaVersion(ctx context.Context, q querier) (version int64, err error) {
	var begun bool
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'goose_db_version')`).Scan(&begun)
	if err == nil && begun {
		err = q.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	}
	return version, err
}

// newestMigration is the newest migration this program knows.
func newestMigration() (newest int64, err error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	for _, file := range files {
		n, err := goose.NumericComponent(filepath.Base(file))
		if err != nil {
			return 0, err
		}
		newest = max(newest, n)
	}
	return newest, err
}

// withConn runs fn on a connection of its own.
func withConn(ctx context.Context, dsn string, fn func(*sql.Conn) error) error {
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	c, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	return errors.Join(fn(c), c.Close())
}

// connect opens the pools (sql.Open fails only for a driver or parameters that
// cannot be, and then nothing is open), brings the schema up to date in between, and makes
// sure that the settings hold.
func (d *DB) connect(ctx context.Context) (err error) {
	d.write.DB, err = sql.Open("sqlite", dsn(d.path, url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"}, // a writer waits its turn at BEGIN, not halfway
		"_pragma": {fmt.Sprintf("busy_timeout(%d)", busyTimeout), "foreign_keys(1)", "journal_mode(WAL)", "synchronous(FULL)"},
	}))
	if err != nil {
		return err
	}
	d.write.SetMaxOpenConns(1)
	for _, p := range []*pool{&d.read, &d.stream, &d.follower} {
		p.DB, err = sql.Open("sqlite", dsn(d.path, url.Values{
			"mode":        {"ro"},
			"_query_only": {"1"},
			"_pragma":     {fmt.Sprintf("busy_timeout(%d)", busyTimeout), "cache_size(-4000)"}, // 4 MB; more gains nothing
		}))
		if err != nil {
			return err
		}
		p.SetMaxOpenConns(readers)
		p.SetMaxIdleConns(readers)
	}
	d.follower.SetMaxOpenConns(1)
	if err := d.migrate(ctx); err != nil {
		return err
	}
	if err := assertPragmas(ctx, d.write.DB, map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": fmt.Sprint(busyTimeout),
	}); err != nil {
		return err
	}
	return assertPragmas(ctx, d.read.DB, map[string]string{
		"query_only": "1", "cache_size": "-4000", "busy_timeout": fmt.Sprint(busyTimeout),
	})
}

func (d *DB) migrate(ctx context.Context) error {
	known, err := newestMigration()
	if err != nil {
		return err
	}
	version, err := schemaVersion(ctx, d.write.DB)
	if err != nil || version == known {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, d.write.DB, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		// Two processes that make one file at once: the other may have been first.
		if version, again := schemaVersion(ctx, d.write.DB); again == nil && version == known {
			return nil
		}
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	return nil
}

// assertPragmas reads settings back: SQLite ignores what it cannot set, and a
// row lost for that would be noticed too late.
func assertPragmas(ctx context.Context, pool *sql.DB, want map[string]string) error {
	for name, value := range want {
		var got string
		if err := pool.QueryRowContext(ctx, "PRAGMA "+name).Scan(&got); err != nil {
			return fmt.Errorf("read back %s: %w", name, err)
		}
		if got != value {
			return fmt.Errorf("%s is %s, it should be %s", name, got, value)
		}
	}
	return nil
}

// sqliteCode is the primary result code of an error of SQLite, or 0.
func sqliteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}
