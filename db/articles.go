package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"entente/internal/coop"
)

// articleFields are the fields of an article as the table changes names them,
// in the order in which a history lists them.
func articleFields(a coop.Article) []field { return append(textFields(a), codingFields(a)...) }

// textFields are those that say what the article is, and not what it is about.
func textFields(a coop.Article) []field {
	return []field{
		{"title", a.Title}, {"title_original", a.TitleOriginal}, {"url", a.URL}, {"source", a.Source}, {"author", a.Author},
		{"published", string(a.Published)}, {"accessed", string(a.Accessed)}, {"language", a.Language},
		{"archive_url", a.ArchiveURL}, {"summary", a.Summary}, {"body", a.Body}, {"notes", a.Notes},
	}
}

// CreateArticle stores an article, with its link if it has one, and returns its id,
// and its twin if it has one. It returns a [*coop.DuplicateURLError] if the address
// is stored already, and what [DB.LinkReport] returns for a link that cannot be.
func (d *DB) CreateArticle(ctx context.Context, actor string, in coop.ArticleInput) (id int64, twin *coop.Copy, err error) {
	err = d.inTx(ctx, actor, "", func(w *write) error {
		in.Areas, in.Parties = w.sorted(in.Areas, in.Parties)
		a := w.coded(nil, in)
		a.ID, a.CreatedAt, a.UpdatedAt = 0, w.at, w.at
		if id, err = w.insertArticle(ctx, a); err != nil {
			return err
		}
		if twin, err = w.twin(ctx, id); err != nil || in.Link == nil {
			return err
		}
		_, err = w.link(ctx, id, *in.Link)
		return err
	})
	return id, twin, err
}

// UpdateArticle stores an edit, and links the article if the edit asks for it.
// An edit that changes nothing leaves no trace.
//
// It returns a [*coop.StaleError] if what it overwrites was changed since in.Version, a
// [*coop.DuplicateURLError], a [*coop.DeletedError] or [coop.ErrNotFound], and
// what [DB.LinkReport] returns for a link that cannot be.
func (d *DB) UpdateArticle(ctx context.Context, actor string, id int64, in coop.ArticleInput) error {
	return d.inTx(ctx, actor, "", func(w *write) error {
		old, err := w.article(ctx, id)
		if err != nil {
			return err
		}
		if err := w.freshArticle(ctx, old, in); err != nil {
			return err
		}
		linked := false
		if in.Link != nil {
			if linked, err = w.link(ctx, id, *in.Link); err != nil {
				return err
			}
		}
		in.Areas, in.Parties = w.sorted(in.Areas, in.Parties)
		changed, err := w.updateArticle(ctx, old, w.coded(&old, in))
		if err != nil || changed || !linked {
			return err
		}
		return w.stampArticle(ctx, id)
	})
}

// DeleteArticle hides an article everywhere; [DB.RestoreArticle] brings it back
// as it was. It returns a [*coop.DeletedError] or [coop.ErrNotFound].
func (d *DB) DeleteArticle(ctx context.Context, actor string, id int64) error {
	return d.inTx(ctx, actor, "", func(w *write) error {
		if _, err := w.article(ctx, id); err != nil {
			return err
		}
		return w.hideArticle(ctx, id, true)
	})
}

// RestoreArticle brings a deleted article back with all its links. For one that
// is not deleted it does nothing. It returns [coop.ErrNotFound].
func (d *DB) RestoreArticle(ctx context.Context, actor string, id int64) error {
	return d.inTx(ctx, actor, "", func(w *write) error {
		_, err := w.article(ctx, id)
		if _, deleted := errors.AsType[*coop.DeletedError](err); !deleted {
			return err
		}
		return w.hideArticle(ctx, id, false)
	})
}

// Article returns an article with its reports. It returns a [*coop.DeletedError],
// with the article as it is kept, but for its reports, or [coop.ErrNotFound].
func (d *DB) Article(ctx context.Context, id int64) (a coop.Article, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		a, err = r.articleWithReports(ctx, id)
		return err
	})
	return a, err
}

func (r reading) articleWithReports(ctx context.Context, id int64) (coop.Article, error) {
	a, err := r.article(ctx, id)
	if err != nil {
		return a, err
	}
	reports, err := r.reportsOf(ctx, []int64{id})
	a.Reports = reports[id]
	return a, err
}

// coded is the article that a person saves in place of old, the stored one or nil.
func (w *write) coded(old *coop.Article, in coop.ArticleInput) coop.Article {
	state, coder := coding(w.actor, old, in)
	if old == nil {
		old = &coop.Article{}
	}
	areas, parties := undecided(*old, in)
	open := slices.Concat(areas, parties)
	areas, parties = w.sorted(slices.Concat(in.Areas, areas), slices.Concat(in.Parties, parties))
	if len(open) > 0 {
		state, coder = coop.Suggested, old.Coder
	}
	evidence, refused := old.Carried(in.Article)
	refused = slices.DeleteFunc(refused, func(r coop.Refusal) bool { return slices.Contains(in.Allow, r) })
	byPerson := w.byPerson(*old, in.Codebook)
	a := in.Article.Recode(state, areas, parties, func(code string) coop.Coding {
		if slices.Contains(open, code) {
			return old.CodingOf(code)
		}
		return byPerson(code)
	})
	a.Coder, a.Proposal = coder, old.Proposal
	a.Evidence = slices.Concat(quotesIn(a, in.Quotes), evidence)
	a.Refused = slices.Concat(in.Refuse, refused, refusedBy(*old, areas, parties))
	return a
}

// undecided are the codes by rule that stay as they are, see [coop.ArticleInput].
func undecided(old coop.Article, in coop.ArticleInput) (areas, parties []string) {
	if !in.Open || in.Excluded || old.State != coop.Suggested {
		return nil, nil
	}
	left := func(kind coop.Kind, byRule, byPerson, now []string) (out []string) {
		if !slices.Equal(byPerson, now) {
			return nil
		}
		for _, code := range byRule {
			if !slices.Contains(in.Refuse, coop.Refusal{Kind: kind, Code: code}) {
				out = append(out, code)
			}
		}
		return out
	}
	areasByRule, partiesByRule := old.CodesBy(coop.ByRule)
	areasByPerson, partiesByPerson := old.CodesBy(coop.ByHuman)
	return left(coop.AreaKind, areasByRule, areasByPerson, in.Areas), left(coop.PartyKind, partiesByRule, partiesByPerson, in.Parties)
}

// coding derives state and coder of an article that is saved by actor. Codes
// that stay as they were keep their coder, unless a rule only suggested them:
// whoever saves those has confirmed them.
func coding(actor string, old *coop.Article, in coop.ArticleInput) (coop.State, string) {
	state := coop.Uncoded
	codes := len(in.Areas)+len(in.Parties) > 0
	same := old != nil && slices.Equal(old.Areas, in.Areas) && slices.Equal(old.Parties, in.Parties)
	switch {
	case in.Excluded:
		state = coop.Excluded
	case codes, same && old.State == coop.Coded: // without codes: a review found that there are none
		state = coop.Coded
	}
	switch {
	case !codes && state != coop.Coded:
		return state, ""
	case same && old.Coder != "" && old.State != coop.Suggested:
		return state, old.Coder
	}
	return state, actor
}

// quotesIn are those of some quotes that stand in an article.
func quotesIn(a coop.Article, quotes []coop.Evidence) (out []coop.Evidence) {
	for _, e := range quotes {
		if e, ok := e.In(a); ok {
			out = append(out, e)
		}
	}
	return out
}

// insertArticle stores a new article as it stands, its coding included. It
// keeps a.ID where that is not 0 (the caller knows that it is free), and the
// instants where they are not zero. It returns a [*coop.DuplicateURLError].
func (w *write) insertArticle(ctx context.Context, a coop.Article) (id int64, err error) {
	canonical, err := w.freeAddress(ctx, 0, a.URL)
	if err != nil {
		return 0, err
	}
	if a.CreatedAt.IsZero() {
		a.CreatedAt = w.at
	}
	if a.UpdatedAt.IsZero() {
		a.UpdatedAt = a.CreatedAt
	}
	a = w.settled(a)
	// Not RETURNING id: SQLite would keep all pages that the statement changes a second
	// time, in a file if there are many, in case that more than one row came of it.
	result, err := w.tx.ExecContext(ctx, `INSERT INTO articles (id, title, title_original, url, canonical_url, source, author, published, accessed,
			language, archive_url, summary, body, body_sha256, segments, notes, state, coder, version, created_at, updated_at, coded_at)
		VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)`,
		a.ID, a.Title, a.TitleOriginal, a.URL, canonical, a.Source, a.Author, string(a.Published), string(a.Accessed),
		a.Language, a.ArchiveURL, a.Summary, a.Body, hash(a.Body), articleSegments(a), a.Notes, string(a.State), a.Coder,
		a.CreatedAt.UnixMilli(), a.UpdatedAt.UnixMilli(), a.UpdatedAt.UnixMilli())
	if err == nil {
		id, err = result.LastInsertId()
	}
	if err != nil {
		return 0, fmt.Errorf("insert article: %w", err)
	}
	if err := w.saveCoding(ctx, id, coop.Article{}, a); err != nil {
		return 0, err
	}
	if !w.holdText {
		if err := w.indexArticle(ctx, id, a); err != nil {
			return 0, err
		}
		if err := w.addCopies(ctx, id, a); err != nil {
			return 0, err
		}
	}
	// The row itself keeps the body until a later change stores it as the text
	// before; twice would double the file. It is the same with quotes from it.
	a.Body, a.Evidence = "", nil
	_, after := diff(articleFields(coop.Article{}), articleFields(a))
	return id, w.log(ctx, "article", id, "create", nil, after)
}

// updateArticle stores a in place of old, the stored article, and returns whether
// that changed anything. ID, Reports, Version and instants of a are not read. It
// returns a [*coop.DuplicateURLError].
func (w *write) updateArticle(ctx context.Context, old, a coop.Article) (changed bool, err error) {
	a = w.settled(a)
	before, after := diff(textFields(old), textFields(a))
	codesBefore, codesAfter := diff(codingFields(old), codingFields(a))
	if len(after)+len(codesAfter) == 0 {
		return false, nil
	}
	id := old.ID
	if len(after) > 0 {
		if err := w.updateTexts(ctx, old, a); err != nil {
			return false, err
		}
	}
	if len(codesAfter) > 0 {
		if err := w.saveCoding(ctx, id, old, a); err != nil {
			return false, err
		}
		if err := w.exec(ctx, `UPDATE articles SET state = ?, coder = ?, coded_at = ? WHERE id = ?`, string(a.State), a.Coder, w.millis(), id); err != nil {
			return false, err
		}
	}
	if err := w.stampArticle(ctx, id); err != nil {
		return false, err
	}
	maps.Copy(before, codesBefore)
	maps.Copy(after, codesAfter)
	w.batchInstants(before, after, map[string]time.Time{"updated_at": old.UpdatedAt, "coded_at": old.CodedAt})
	return true, w.log(ctx, "article", id, "update", before, after)
}

// updateTexts stores what is not the coding of an article.
func (w *write) updateTexts(ctx context.Context, old, a coop.Article) error {
	id := old.ID
	canonical, err := w.freeAddress(ctx, id, a.URL)
	if err != nil {
		return err
	}
	reindex := !slices.Equal(articleText(old), articleText(a))
	if reindex {
		if err := w.unindexArticles(ctx, []int64{id}); err != nil {
			return err
		}
	}
	if err := w.exec(ctx, `UPDATE articles SET title = ?, title_original = ?, url = ?, canonical_url = ?, source = ?, author = ?,
			published = ?, accessed = ?, language = ?, archive_url = ?, summary = ?, body = ?, body_sha256 = ?, segments = ?, notes = ? WHERE id = ?`,
		a.Title, a.TitleOriginal, a.URL, canonical, a.Source, a.Author, string(a.Published), string(a.Accessed),
		a.Language, a.ArchiveURL, a.Summary, a.Body, hash(a.Body), articleSegments(a), a.Notes, id); err != nil {
		return fmt.Errorf("update article %d: %w", id, err)
	}
	if reindex {
		if err := w.indexArticle(ctx, id, a); err != nil {
			return err
		}
	}
	if slices.Equal(copyText(old), copyText(a)) {
		return nil
	}
	if err := w.removeCopies(ctx, old); err != nil {
		return err
	}
	return w.addCopies(ctx, id, a)
}

// stampArticle counts a change of an article: an edit based on the version
// before is stale now.
func (w *write) stampArticle(ctx context.Context, id int64) error {
	return w.exec(ctx, `UPDATE articles SET version = version + 1, updated_at = ? WHERE id = ?`, w.millis(), id)
}

// hideArticle deletes or restores. The version stays: an edit made from the
// deleted text still fits the restored one.
func (w *write) hideArticle(ctx context.Context, id int64, hide bool) error {
	var deletedAt any
	text, action := w.indexArticles, "restore"
	if hide {
		deletedAt, text, action = w.millis(), w.unindexArticles, "delete"
	}
	if err := text(ctx, []int64{id}); err != nil {
		return err
	}
	if err := w.exec(ctx, `UPDATE articles SET deleted_at = ? WHERE id = ?`, deletedAt, id); err != nil {
		return err
	}
	return w.log(ctx, "article", id, action, nil, nil)
}

// freeAddress gives the canonical form of a url, or nil for none, and a
// [*coop.DuplicateURLError] if an article other than id has it.
func (w *write) freeAddress(ctx context.Context, id int64, url string) (canonical any, err error) {
	if url == "" {
		return nil, nil
	}
	c, err := coop.CanonicalURL(url)
	if err != nil {
		return nil, fmt.Errorf("url %q: %w", url, err)
	}
	return c, addressTaken(w.tx.QueryRowContext(ctx, addressTakenQuery, c, id))
}

const addressTakenQuery = `SELECT id, title, deleted_at IS NOT NULL FROM articles WHERE canonical_url = ? AND id <> ?`

// addressTaken makes the row of addressTakenQuery, if there is one, into an error.
func addressTaken(row *sql.Row) error {
	var dup coop.DuplicateURLError
	err := row.Scan(&dup.ID, &dup.Title, &dup.Deleted)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return &dup
}

// AddressTaken returns a [*coop.DuplicateURLError] if an article other than id
// has the address, and nil for an address that is free, empty or none.
func (d *DB) AddressTaken(ctx context.Context, id int64, url string) error {
	canonical, err := coop.CanonicalURL(url)
	if err != nil {
		return nil // the form says so
	}
	return addressTaken(d.read.QueryRowContext(ctx, addressTakenQuery, canonical, id))
}

const articleColumns = `a.id, a.title, a.title_original, a.url, a.source, a.author, a.published, a.accessed, a.language,
	a.archive_url, a.summary, a.notes, a.state, a.coder, a.version, a.created_at, a.updated_at, a.coded_at`

// scanArticle reads articleColumns and whatever further columns follow them.
func scanArticle(row scanner, further ...any) (a coop.Article, err error) {
	var created, updated, coded int64
	err = row.Scan(append([]any{
		&a.ID, &a.Title, &a.TitleOriginal, &a.URL, &a.Source, &a.Author, &a.Published, &a.Accessed, &a.Language,
		&a.ArchiveURL, &a.Summary, &a.Notes, &a.State, &a.Coder, &a.Version, &created, &updated, &coded,
	}, further...)...)
	a.CreatedAt, a.UpdatedAt, a.CodedAt = instant(created), instant(updated), instant(coded)
	return a, err
}

// article reads an article without its reports. It returns a
// [*coop.DeletedError], with the article as it is kept, or [coop.ErrNotFound].
func (r reading) article(ctx context.Context, id int64) (coop.Article, error) {
	var deleted bool
	var body string
	a, err := scanArticle(r.QueryRowContext(ctx, `SELECT `+articleColumns+`, a.deleted_at IS NOT NULL, a.body
		FROM articles a WHERE a.id = ?`, id), &deleted, &body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return a, &NoSuchError{"article", id}
	case err != nil:
		return a, fmt.Errorf("read article %d: %w", id, err)
	}
	a.Body = body
	codings, err := r.codingsOf(ctx, []int64{id})
	if err != nil {
		return a, err
	}
	c := codings[id]
	a.Areas, a.Parties, a.Refused, a.Proposal = r.cb.Sort(c.areas), c.parties, c.refused, c.proposal
	c.explain(r, &a)
	if deleted {
		err = &coop.DeletedError{Noun: "article", ID: id, Title: a.Title}
	}
	return a, err
}

// hash is the SHA-256 of a body in hex, or "" without one.
func hash(body string) string {
	if body == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}
