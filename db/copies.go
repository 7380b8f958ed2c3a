package db

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"

	"modernc.org/sqlite"

	"entente/internal/coop"
	"entente/internal/similar"
)

const (
	// copyDays is how far apart near-copies may be published. Keys are kept by
	// fortnights of 16 days, so that three of these hold all.
	copyDays = 14

	// mostLooked is how many keys of other articles are looked at for one, and
	// mostCompared how many of these articles are read: those with the most keys in
	// common. Of a text that hundreds print, the others are found by way of these.
	mostLooked   = 4000
	mostCompared = 20
)

// A migration finds the copies among the articles that were there before it.
func init() {
	register := func(name string, arguments int32, fn func(texts []string) (driver.Value, error)) {
		sqlite.MustRegisterDeterministicScalarFunction(name, arguments, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			texts := make([]string, len(args))
			for i, arg := range args {
				text, ok := arg.(string)
				if !ok {
					return nil, fmt.Errorf("%s: argument %d is a %T, it should be a text", name, i+1, arg)
				}
				texts[i] = text
			}
			return fn(texts)
		})
	}
	register("text_keys", 1, func(texts []string) (driver.Value, error) { return keyList(similar.Keys(texts[0])), nil })
	register("text_share", 2, func(texts []string) (driver.Value, error) {
		return int64(percent(texts[0], texts[1], similar.Read(texts[0]).Share(similar.Read(texts[1])))), nil
	})
}

// percent is how much of one text stands in another, from what they share; 100 is for
// the same text.
func percent(a, b string, share float64) int {
	if a == b {
		return 100
	}
	return min(int(100*share), 99)
}

// keyList writes keys as JSON, for json_each(?).
func keyList(keys []uint32) string {
	if keys == nil {
		return "[]"
	}
	b, _ := json.Marshal(keys) // numbers cannot fail
	return string(b)
}

func fortnight(day coop.Day) int64 { return int64(day.Number()) >> 4 }

// copyText is what the copies of an article hang on.
func copyText(a coop.Article) []string {
	_, text := a.MainText()
	return []string{a.Title, a.Source, string(a.Published), text}
}

// keysOf are the keys of the text of an article.
func keysOf(a coop.Article) []uint32 {
	_, text := a.MainText()
	return similar.Keys(text)
}

// addCopies finds the articles that look the same as one which was just stored, and
// lets it be found.
func (w *write) addCopies(ctx context.Context, id int64, a coop.Article) error {
	keys := keysOf(a)
	if err := w.addKeys(ctx, id, a, keys); err != nil {
		return err
	}
	return w.pairCopies(ctx, id, a, keys)
}

// addKeys takes an article into what near-copies are looked up by.
func (w *write) addKeys(ctx context.Context, id int64, a coop.Article, keys []uint32) error {
	if keys == nil {
		return nil
	}
	return w.exec(ctx, `INSERT OR IGNORE INTO article_keys (fortnight, key, article_id) SELECT ?, value, ? FROM json_each(?)`,
		fortnight(a.Published), id, keyList(keys))
}

// removeCopies undoes addCopies for the article as it was.
func (w *write) removeCopies(ctx context.Context, old coop.Article) error {
	err := w.exec(ctx, `DELETE FROM article_keys WHERE fortnight = ? AND key IN (SELECT value FROM json_each(?)) AND article_id = ?`,
		fortnight(old.Published), keyList(keysOf(old)), old.ID)
	if err != nil {
		return err
	}
	err = w.exec(ctx, `DELETE FROM article_copies WHERE (article_id, other_id) IN (SELECT other_id, article_id FROM article_copies WHERE article_id = ?)`, old.ID)
	if err != nil {
		return err
	}
	return w.exec(ctx, `DELETE FROM article_copies WHERE article_id = ?`, old.ID)
}

// pairCopies finds the articles that look the same as one which is stored: near-copies
// of its text, the same text whenever published, or the same title from the same
// source on the same day. A near-copy is found though it is deleted: it may be restored.
func (w *write) pairCopies(ctx context.Context, id int64, a coop.Article, keys []uint32) error {
	found := map[int64]int{} // article → percent
	add := func(row scanner) error {
		var other int64
		var percent int
		err := row.Scan(&other, &percent)
		found[other] = max(found[other], percent)
		return err
	}
	err := each(ctx, w, add, `SELECT * FROM (SELECT id, 100 FROM articles
			WHERE body_sha256 = ?1 AND body_sha256 <> '' AND deleted_at IS NULL AND id <> ?2 ORDER BY id DESC LIMIT 1)
		UNION ALL SELECT * FROM (SELECT id, 0 FROM articles
			WHERE published = ?3 AND source = ?4 AND title = ?5 AND deleted_at IS NULL AND id <> ?2 ORDER BY id DESC LIMIT 1)`,
		hash(a.Body), id, string(a.Published), a.Source, a.Title)
	if err == nil {
		err = w.nearCopies(ctx, id, a, keys, found)
	}
	if err != nil {
		return fmt.Errorf("copies of article %d: %w", id, err)
	}
	for other, percent := range found {
		err := w.exec(ctx, `INSERT OR REPLACE INTO article_copies (article_id, other_id, percent) VALUES (?1, ?2, ?3), (?2, ?1, ?3)`, id, other, percent)
		if err != nil {
			return fmt.Errorf("copies of article %d: %w", id, err)
		}
	}
	return nil
}

// nearCopies adds the articles that have keys in common with one, and enough of its text.
func (r reading) nearCopies(ctx context.Context, id int64, a coop.Article, keys []uint32, found map[int64]int) error {
	if keys == nil {
		return nil
	}
	ids, err := idsOf(ctx, r, `SELECT article_id FROM (SELECT k.article_id FROM (VALUES (?1 - 1), (?1), (?1 + 1)) f CROSS JOIN json_each(?2) j
			CROSS JOIN article_keys k ON k.fortnight = f.column1 AND k.key = j.value WHERE k.article_id <> ?3 LIMIT ?4)
		GROUP BY article_id ORDER BY count(*) DESC, article_id DESC LIMIT ?5`,
		fortnight(a.Published), keyList(keys), id, mostLooked, mostCompared)
	if err != nil || len(ids) == 0 {
		return err
	}
	_, text := a.MainText()
	this := similar.Read(text)
	return each(ctx, r, func(row scanner) error {
		var other int64
		var its string
		if err := row.Scan(&other, &its); err != nil {
			return err
		}
		if share := this.Share(similar.Read(its)); share >= similar.Enough {
			found[other] = max(found[other], percent(text, its, share))
		}
		return nil
	}, `SELECT a.id, iif(a.body <> '', a.body, a.summary) FROM json_each(?1) j CROSS JOIN articles a ON a.id = j.value
		WHERE abs((a.text_id >> 32) - ?2) <= ?3`, idList(ids), a.Published.Number(), copyDays)
}

// storeCopies finds the copies of the articles that an import added, after all their
// keys: they may be copies of each other.
func (in *importing) storeCopies(ctx context.Context) error {
	var added []*importRow
	for i := range in.rows {
		if row := &in.rows[i]; row.added {
			added = append(added, row)
		}
	}
	slices.SortFunc(added, func(a, b *importRow) int { return int(a.Article.Published.Number() - b.Article.Published.Number()) })
	keys := make([][]uint32, len(added))
	for i, row := range added {
		keys[i] = keysOf(row.Article)
		if err := in.addKeys(ctx, row.id, row.Article, keys[i]); err != nil {
			return err
		}
	}
	for i, row := range added {
		if err := in.pairCopies(ctx, row.id, row.Article, keys[i]); err != nil {
			return err
		}
	}
	return nil
}
