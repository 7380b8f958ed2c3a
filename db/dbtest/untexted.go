package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
)

// WithoutText takes the full text out of the database at path. What is written
// into it from now on goes nowhere, at no cost, so that the rest of a write can
// be measured. Nothing can be searched any more.
func WithoutText(ctx context.Context, path string) (err error) {
	d, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	for _, table := range []string{"articles_fts", "engagements_fts"} {
		// FTS5 also takes its commands by way of columns: that of its own name, rank and rowid.
		var columns, nulls string
		err := d.QueryRowContext(ctx, `SELECT group_concat(name, ', '), group_concat('NULL', ', ') FROM (
			SELECT name FROM pragma_table_info(?1) UNION ALL VALUES (?1), ('rank'), ('rowid'))`, table).Scan(&columns, &nulls)
		if err != nil {
			return fmt.Errorf("columns of %s: %w", table, err)
		}
		for _, statement := range []string{
			`DROP TABLE ` + table,
			`CREATE VIEW ` + table + ` (` + columns + `) AS SELECT ` + nulls,
			`CREATE TRIGGER ` + table + `_nowhere INSTEAD OF INSERT ON ` + table + ` BEGIN SELECT 1; END`,
		} {
			if _, err := d.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
	}
	return nil
}
