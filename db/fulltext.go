package db

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"slices"

	"modernc.org/sqlite"

	"entente/internal/coop"
	"entente/internal/segments"
)

// maxArticleID is the highest id of an article: the full text keeps the id of an
// article in the low bits of its rowid, and its day above them.
const maxArticleID = 1<<32 - 1

// hashSize and importHashSize are how many bytes FTS5 gathers before it writes them
// out: its default, and what makes an import fast.
const (
	hashSize       = 1 << 20
	importHashSize = 64 << 20
)

// A migration fills the columns segments of rows that were there before them. The
// schema does not name the function, so that other programs can open the file.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("segments_of", -1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			texts := make([]string, len(args))
			for i, arg := range args {
				text, ok := arg.(string)
				if !ok {
					return nil, fmt.Errorf("segments_of: argument %d is a %T, it should be a text", i+1, arg)
				}
				texts[i] = text
			}
			return segments.Of(texts...), nil
		})
}

// articleText is what the full text of an article hangs on: what it reads, and
// the day by which it sorts.
func articleText(a coop.Article) []string {
	return []string{a.Title, a.TitleOriginal, a.Summary, a.Body, string(a.Published)}
}

func articleSegments(a coop.Article) string {
	return segments.Of(a.Title, a.TitleOriginal, a.Summary, a.Body)
}

func engagementSegments(e coop.Engagement) string { return segments.Of(e.Title, e.Place) }

// indexArticles takes articles, as they are stored now, into the full text. One
// call for many, the oldest first, is what makes an import fast: FTS5 writes out
// what it has gathered when a rowid is lower than the one before.
func (w *write) indexArticles(ctx context.Context, ids []int64) error {
	return w.exec(ctx, `INSERT INTO articles_fts (rowid, title, title_original, summary, body, segments)
		SELECT a.text_id, a.title, a.title_original, a.summary, a.body, a.segments
		FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value`, idList(ids))
}

// indexArticle does so for one. A statement for one row is cheaper than one for
// any number, of which SQLite must be able to undo a part.
func (w *write) indexArticle(ctx context.Context, id int64, a coop.Article) error {
	return w.exec(ctx, `INSERT INTO articles_fts (rowid, title, title_original, summary, body, segments)
		VALUES ((SELECT text_id FROM articles WHERE id = ?), ?, ?, ?, ?, ?)`,
		id, a.Title, a.TitleOriginal, a.Summary, a.Body, articleSegments(a))
}

// unindexArticles takes articles out of the full text. It must run before a
// change of their rows: FTS5 needs the very texts, and the rowid, that it took in.
func (w *write) unindexArticles(ctx context.Context, ids []int64) error {
	return w.exec(ctx, `INSERT INTO articles_fts (articles_fts, rowid, title, title_original, summary, body, segments)
		SELECT 'delete', a.text_id, a.title, a.title_original, a.summary, a.body, a.segments
		FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value`, idList(ids))
}

// indexEngagement and unindexEngagement do the same for an engagement.
func (w *write) indexEngagement(ctx context.Context, id int64) error {
	return w.exec(ctx, `INSERT INTO engagements_fts (rowid, title, place, segments)
		SELECT id, title, place, segments FROM engagements WHERE id = ?`, id)
}

func (w *write) unindexEngagement(ctx context.Context, id int64) error {
	return w.exec(ctx, `INSERT INTO engagements_fts (engagements_fts, rowid, title, place, segments)
		SELECT 'delete', id, title, place, segments FROM engagements WHERE id = ?`, id)
}

// gatherText sets how many bytes of full text FTS5 gathers. The setting is stored,
// and undone with the write.
func (w *write) gatherText(ctx context.Context, bytes int) error {
	return w.exec(ctx, `INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', ?)`, bytes)
}

// textBatch is how many articles go into the full text at once.
const textBatch = 10_000

// storeText takes the articles that were added into the full text.
func (in *importing) storeText(ctx context.Context) error {
	var added []*importRow
	for i := range in.rows {
		if row := &in.rows[i]; row.added {
			added = append(added, row)
		}
	}
	slices.SortFunc(added, func(a, b *importRow) int {
		return cmp.Or(cmp.Compare(a.Article.Published, b.Article.Published), cmp.Compare(a.id, b.id))
	})
	ids := make([]int64, len(added))
	for i, row := range added {
		ids[i] = row.id
	}
	if err := in.gatherText(ctx, importHashSize); err != nil {
		return err
	}
	for part := range slices.Chunk(ids, textBatch) {
		if err := in.indexArticles(ctx, part); err != nil {
			return fmt.Errorf("full text: %w", err)
		}
	}
	if err := in.gatherText(ctx, hashSize); err != nil {
		return err
	}
	for more := len(added) > 0; more; { // no server may run that would do it
		var err error
		if more, err = mergeText(ctx, in.tx, importMergeStep); err != nil {
			return fmt.Errorf("merge the full text: %w", err)
		}
	}
	return nil
}
