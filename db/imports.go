package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// importer is the actor of what an import writes, and the coder of its codes.
const importer = "import"

// ImportResult says what an import did or, for a dry run, would do.
type ImportResult struct {
	Rows                      int
	Added, Changed, Unchanged int // articles; these add up to Rows
	Engagements               int // added
	EngagementsChanged        int
	Suggested                 int // articles that got codes by rule
}

// errDryRun undoes a write that went well.
var errDryRun = errors.New("dry run")

// Import stores the rows of a file, all of them or none, in one transaction. All
// its changes share a batch. A dry run does the same and then undoes it, so that
// it tells exactly what would happen. progress, if not nil, is called with the
// number of rows that are done.
//
// An article that is here already is changed by filled cells only; see importing
// for what it is known by. An import of a file that was imported before changes
// nothing. The error is [*exchange.Problems] if rows contradict what is stored.
func (d *DB) Import(ctx context.Context, rows []exchange.ImportRow, dryRun bool, progress func(done int)) (ImportResult, error) {
	return d.ImportSuggesting(ctx, rows, nil, dryRun, progress)
}

// ImportSuggesting is [DB.Import], and gives articles of rows without areas those
// that rules suggest, and parties where the row has none. A row whose state is filled
// says itself how far its coding has come, and is stored as it says; one that
// brings no new text suggests nothing either.
func (d *DB) ImportSuggesting(ctx context.Context, rows []exchange.ImportRow, rules Rules, dryRun bool, progress func(done int)) (ImportResult, error) {
	var result ImportResult
	err := d.inTx(ctx, importer, "import-"+rand.Text(), func(w *write) error {
		w.holdText = true
		in := newImporting(w, rows)
		if rules != nil {
			in.suggester = rules(w.cb)
		}
		for _, step := range []func(context.Context) error{
			in.match, func(ctx context.Context) error { return in.storeArticles(ctx, progress) },
			in.groupEngagements, in.storeEngagements, in.storeReports, in.storeText, in.storeCopies,
		} {
			if err := step(ctx); err != nil {
				return err
			}
			if in.bad.Total > 0 { // a step begins only where the one before it holds for every row
				slices.SortStableFunc(in.bad.List, func(a, b exchange.Problem) int { return cmp.Compare(a.Row, b.Row) })
				return in.bad
			}
		}
		result = in.result()
		if dryRun {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return ImportResult{}, err
	}
	return result, nil
}

// importing is an import under way. Its rows are looked up first, then articles
// are stored, then engagements, which are made of their rows, then the reports
// between both, and the full text at the end.
//
// A row is known by its canonical address. Without url it is known by title,
// source and published day: it is the article without address that has these, or
// else the one with an address, unless that has a row of its own.
type importing struct {
	*write
	rows      []importRow
	bad       *exchange.Problems
	suggester Suggester // nil: suggest nothing

	addresses map[string]bool // canonical, of all rows
	deleted   map[identity]deletedArticle

	groups []*group // in the order of the file
	byKey  map[string]*group
	counts struct{ engagements, engagementsChanged int }
}

// importRow is a row and what has become of it.
type importRow struct {
	exchange.ImportRow
	id             int64 // of the article; 0 = not stored yet
	added, changed bool
	suggested      bool     // codes by rule
	areas, parties []string // of the article as stored, for its engagement
	own            *group   // the engagement that the row describes, if any
}

// codes notes what the article a gives its engagement: nothing if it is not relevant.
func (row *importRow) codes(a coop.Article) {
	if a.State != coop.Excluded {
		row.areas, row.parties = a.Areas, a.Parties
	}
}

type identity struct {
	title, source string
	published     coop.Day
}

type deletedArticle struct {
	id    int64
	title string
}

func newImporting(w *write, rows []exchange.ImportRow) *importing {
	in := &importing{
		write: w, rows: make([]importRow, len(rows)), bad: &exchange.Problems{},
		addresses: map[string]bool{}, byKey: map[string]*group{},
	}
	for i, row := range rows {
		in.rows[i].ImportRow = row
		if c, err := coop.CanonicalURL(row.Article.URL); err == nil {
			in.addresses[c] = true
		}
	}
	return in
}

func (in *importing) result() ImportResult {
	r := ImportResult{Rows: len(in.rows), Engagements: in.counts.engagements, EngagementsChanged: in.counts.engagementsChanged}
	for _, row := range in.rows {
		switch {
		case row.added:
			r.Added++
		case row.changed:
			r.Changed++
		default:
			r.Unchanged++
		}
		if row.suggested {
			r.Suggested++
		}
	}
	return r
}

// match finds the article of each row.
func (in *importing) match(ctx context.Context) error {
	taken := map[int64]int{} // article → line
	for i := range in.rows {
		row := &in.rows[i]
		find := in.byIdentity
		if row.Article.URL != "" {
			find = in.byAddress
		}
		if err := find(ctx, row); err != nil {
			return fmt.Errorf("line %d: %w", row.Line, err)
		}
		if row.id == 0 {
			continue
		}
		if line, twice := taken[row.id]; twice {
			in.bad.Add(row.Line, "title", fmt.Sprintf("This row and that of line %d are one article, %d.", line, row.id))
		}
		taken[row.id] = row.Line
	}
	return nil
}

func (in *importing) byAddress(ctx context.Context, row *importRow) error {
	canonical, err := coop.CanonicalURL(row.Article.URL)
	if err != nil {
		return fmt.Errorf("url %q: %w", row.Article.URL, err)
	}
	var found deletedArticle
	var deleted bool
	err = in.row(ctx, `SELECT id, title, deleted_at IS NOT NULL FROM articles WHERE canonical_url = ?`, []any{canonical},
		&found.id, &found.title, &deleted)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case deleted:
		in.isDeleted(row, "url", found)
	default:
		row.id = found.id
	}
	return nil
}

func (in *importing) byIdentity(ctx context.Context, row *importRow) error {
	a := row.Article
	var bare, withAddress []int64
	err := each(ctx, in.tx, func(s scanner) error {
		var id int64
		var address string
		err := s.Scan(&id, &address)
		if address == "" {
			bare = append(bare, id)
		} else if !in.addresses[address] {
			withAddress = append(withAddress, id)
		}
		return err
	}, `SELECT id, coalesce(canonical_url, '') FROM articles
		WHERE deleted_at IS NULL AND published = ? AND source = ? AND title = ? ORDER BY id`, string(a.Published), a.Source, a.Title)
	if err != nil {
		return err
	}
	ids := bare
	if len(ids) == 0 {
		ids = withAddress
	}
	switch len(ids) {
	case 0:
		return in.mustNotBeDeleted(ctx, row)
	case 1:
		row.id = ids[0]
	default:
		in.bad.Add(row.Line, "title", fmt.Sprintf("%d articles have this title, source and published day, among them %d and %d. Give the url of the one that is meant.",
			len(ids), ids[0], ids[1]))
	}
	return nil
}

// mustNotBeDeleted looks for a row without url among what is deleted. Few
// articles are, so all of them are read once.
func (in *importing) mustNotBeDeleted(ctx context.Context, row *importRow) error {
	if in.deleted == nil {
		in.deleted = map[identity]deletedArticle{}
		err := each(ctx, in.tx, func(s scanner) error {
			var d deletedArticle
			var id identity
			var address string
			if err := s.Scan(&d.id, &id.title, &id.source, &id.published, &address); err != nil {
				return err
			}
			if d.title = id.title; !in.addresses[address] {
				in.deleted[id] = d
			}
			return nil
		}, `SELECT id, title, source, published, coalesce(canonical_url, '') FROM articles WHERE deleted_at IS NOT NULL`)
		if err != nil {
			return err
		}
	}
	if d, ok := in.deleted[identity{row.Article.Title, row.Article.Source, row.Article.Published}]; ok {
		in.isDeleted(row, "title", d)
	}
	return nil
}

func (in *importing) isDeleted(row *importRow, column string, d deletedArticle) {
	in.bad.Add(row.Line, column, fmt.Sprintf("This is article %d, “%s”, which is deleted. Restore it, or take the row out.", d.id, d.title))
}

// storeArticles changes the articles that are here and adds the others. Those
// whose id is free come first, so that nobody else takes it.
func (in *importing) storeArticles(ctx context.Context, progress func(done int)) error {
	var order, later []*importRow
	wanted := map[int64]bool{}
	for i := range in.rows {
		row := &in.rows[i]
		if row.id != 0 {
			order = append(order, row)
			continue
		}
		taken := false
		if id := row.Article.ID; id != 0 {
			if err := in.row(ctx, `SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?)`, []any{id}, &taken); err != nil {
				return err
			}
			if taken = taken || wanted[id]; taken { // then its instants are not ours either
				row.Article.ID, row.Article.CreatedAt, row.Article.UpdatedAt = 0, time.Time{}, time.Time{}
			}
			wanted[id] = true
		}
		if row.Article.ID != 0 {
			order = append(order, row)
		} else {
			later = append(later, row)
		}
	}
	for done, row := range append(order, later...) {
		store := in.updateArticleOf
		if row.id == 0 {
			store = in.insertArticleOf
		}
		err := store(ctx, row)
		if dup, clash := errors.AsType[*coop.DuplicateURLError](err); clash {
			in.bad.Add(row.Line, "url", fmt.Sprintf("Article %d, “%s”, has this address already.", dup.ID, dup.Title))
		} else if err != nil {
			return fmt.Errorf("line %d: %w", row.Line, err)
		}
		if progress != nil {
			progress(done + 1)
		}
	}
	return nil
}

func (in *importing) insertArticleOf(ctx context.Context, row *importRow) (err error) {
	a := in.coded(nil, row, row.Article)
	row.added = true
	row.id, err = in.insertArticle(ctx, a)
	return err
}

func (in *importing) updateArticleOf(ctx context.Context, row *importRow) error {
	old, err := in.article(ctx, row.id)
	if err != nil {
		return err
	}
	a := in.coded(&old, row, filledOver(old, row.Article))
	row.changed, err = in.updateArticle(ctx, old, a)
	return err
}

// filledOver is the stored article with the filled cells of a row in it.
func filledOver(old, row coop.Article) coop.Article {
	a := old
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&a.Title, row.Title}, {&a.TitleOriginal, row.TitleOriginal}, {&a.URL, row.URL}, {&a.Source, row.Source},
		{&a.Author, row.Author}, {&a.Language, row.Language}, {&a.ArchiveURL, row.ArchiveURL}, {&a.Summary, row.Summary},
		{&a.Body, row.Body}, {&a.Notes, row.Notes},
	} {
		*f.to = cmp.Or(f.from, *f.to)
	}
	a.Published, a.Accessed = cmp.Or(row.Published, a.Published), cmp.Or(row.Accessed, a.Accessed)
	if len(row.Areas) > 0 {
		a.Areas = row.Areas
	}
	if len(row.Parties) > 0 {
		a.Parties = row.Parties
	}
	return a
}
