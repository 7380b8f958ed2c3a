package db

import (
	"context"
	"database/sql"
	"sync"
)

// pool is a number of connections with the statements prepared on them.
type pool struct {
	*sql.DB
	statements statements
}

// QueryRowContext asks a prepared query for one row, outside of any transaction.
func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.statements.keep(ctx, p.DB, []string{query})
	if stmt := p.statements.get(query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return p.DB.QueryRowContext(ctx, query, args...) // it finds the same error, and a Row can carry it
}

// statements keeps the prepared statements of a pool: to read the text of a
// query costs SQLite more than to answer most of ours.
type statements struct {
	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

func (s *statements) get(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[query]
}

// keep prepares queries for later. It waits for a connection, so no transaction
// may be open on the way here: four of them, each waiting for a fifth
// connection, would wait for ever.
func (s *statements) keep(ctx context.Context, pool *sql.DB, queries []string) {
	for _, query := range queries {
		if s.get(query) != nil {
			continue
		}
		stmt, err := pool.PrepareContext(ctx, query)
		if err != nil {
			return // the context ended; the next transaction tries again
		}
		s.mu.Lock()
		if s.kept == nil {
			s.kept = map[string]*sql.Stmt{}
		}
		if s.kept[query] == nil {
			s.kept[query], stmt = stmt, nil
		}
		s.mu.Unlock()
		if stmt != nil {
			stmt.Close() // another one was quicker
		}
	}
}

// session is a transaction with prepared statements: those that were kept, and
// its own for the rest. One query must not be asked again while its rows are
// being read.
type session struct {
	*sql.Tx
	kept *statements
	own  map[string]*sql.Stmt
	new  []string // to be kept when it is over
}

// prepared gives the statement for a query. It ends with the transaction.
func (s *session) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := s.own[query]; ok {
		return stmt, nil
	}
	if s.own == nil {
		s.own = map[string]*sql.Stmt{}
	}
	if kept := s.kept.get(query); kept != nil {
		s.own[query] = s.Tx.StmtContext(ctx, kept)
		return s.own[query], nil
	}
	stmt, err := s.Tx.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.own[query], s.new = stmt, append(s.new, query)
	return stmt, nil
}

// ExecContext runs a prepared statement that gives no rows.
func (s *session) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext asks a prepared query.
func (s *session) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRowContext asks a prepared query for one row.
func (s *session) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return s.Tx.QueryRowContext(ctx, query, args...) // it finds the same error, and a Row can carry it
	}
	return stmt.QueryRowContext(ctx, args...)
}
