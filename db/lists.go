package db

import (
	"context"
	"fmt"

	"entente/internal/coop"
	"entente/internal/figures"
)

// ArticleRow is an article as a list shows it: without its body.
type ArticleRow struct {
	coop.Article
	TitleMarks []Mark // the title
	Snippet    []Mark // where the words of a search stand, or how the text begins
}

// Figures counts a view. It waits until the columns are loaded; where ctx ends
// first, it returns a [coop.ErrNotReady].
func (d *DB) Figures(ctx context.Context, v coop.View, unit coop.Unit) (*figures.Figures, error) {
	c, q, _, err := d.query(ctx, v, unit, coop.Newest)
	if err != nil {
		return nil, err
	}
	return c.Figures(q), nil
}

// page names the rows of one page of a list, from page 1, and counts the view.
func (d *DB) page(ctx context.Context, v coop.View, unit coop.Unit, sort coop.Sort, page, size int) ([]int64, *figures.Figures, error) {
	c, q, sort, err := d.query(ctx, v, unit, sort)
	if err != nil {
		return nil, nil, err
	}
	ids, f := c.Page(q, sort, (max(page, 1)-1)*size, size)
	return ids, f, nil
}

// ArticleList returns one page of a view, from page 1, and the figures of all of
// it; past the end there are no rows. Relevance without words to look for, or
// with more than 20,000 hits, is newest first. It waits as [DB.Figures] does.
func (d *DB) ArticleList(ctx context.Context, v coop.View, sort coop.Sort, page, size int) (rows []ArticleRow, f *figures.Figures, err error) {
	ids, f, err := d.page(ctx, v, coop.Articles, sort, page, size)
	if err != nil {
		return nil, nil, err
	}
	err = d.snapshot(ctx, func(r reading) error {
		articles, err := r.articles(ctx, ids, false)
		if err != nil {
			return err
		}
		texts, err := r.snippets(ctx, ids, matchQuery(v.Q))
		for _, a := range articles {
			rows = append(rows, ArticleRow{a, texts[a.ID].title, texts[a.ID].snippet})
		}
		return err
	})
	return rows, f, err
}

// ArticlePage is [DB.ArticleList] with the full text of each article, and without marks.
func (d *DB) ArticlePage(ctx context.Context, v coop.View, sort coop.Sort, page, size int) (rows []coop.Article, f *figures.Figures, err error) {
	ids, f, err := d.page(ctx, v, coop.Articles, sort, page, size)
	if err != nil {
		return nil, nil, err
	}
	err = d.snapshot(ctx, func(r reading) error {
		rows, err = r.articles(ctx, ids, true)
		return err
	})
	return rows, f, err
}

// EngagementList returns one page of a view, from page 1, and the figures of all
// of it. Rows have no Reports, but all that is read from them. It waits as
// [DB.Figures] does.
func (d *DB) EngagementList(ctx context.Context, v coop.View, sort coop.Sort, page, size int) (rows []coop.Engagement, f *figures.Figures, err error) {
	ids, f, err := d.page(ctx, v, coop.Engagements, sort, page, size)
	if err != nil {
		return nil, nil, err
	}
	err = d.snapshot(ctx, func(r reading) error {
		rows, err = r.engagements(ctx, ids)
		return err
	})
	return rows, f, err
}

// articles reads live articles in the order of ids, with or without body.
func (r reading) articles(ctx context.Context, ids []int64, body bool) (out []coop.Article, err error) {
	out = make([]coop.Article, 0, len(ids))
	err = r.eachArticle(ctx, ids, body, func(a coop.Article) error {
		out = append(out, a)
		return nil
	})
	return out, err
}

// eachArticle reads live articles in the order of ids, one text at a time.
func (r reading) eachArticle(ctx context.Context, ids []int64, body bool, fn func(coop.Article) error) error {
	codes, err := r.codes(ctx, articleAreas, articleParties, ids)
	if err != nil {
		return err
	}
	reports, err := r.reportsOf(ctx, ids)
	if err != nil {
		return err
	}
	text := `''`
	if body {
		text = `a.body`
	}
	return each(ctx, r, func(row scanner) error {
		var body string
		a, err := scanArticle(row, &body)
		if err != nil {
			return fmt.Errorf("read articles: %w", err)
		}
		a.Body = body
		a.Areas, a.Parties, a.Reports = codes.areas[a.ID], codes.parties[a.ID], reports[a.ID]
		return fn(a)
	}, `SELECT `+articleColumns+`, `+text+` FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value
		WHERE a.deleted_at IS NULL ORDER BY j.key`, idList(ids))
}

// engagements reads engagements that are not deleted in the order of ids.
func (r reading) engagements(ctx context.Context, ids []int64) ([]coop.Engagement, error) {
	codes, err := r.codes(ctx, engagementAreas, engagementParties, ids)
	if err != nil {
		return nil, err
	}
	out := make([]coop.Engagement, 0, len(ids))
	err = each(ctx, r, func(row scanner) error {
		e, err := scanEngagement(row)
		e.Areas, e.Parties = codes.areas[e.ID], codes.parties[e.ID]
		out = append(out, e)
		return err
	}, `SELECT `+engagementColumns+` FROM json_each(?) j CROSS JOIN engagements e ON e.id = j.value
		WHERE e.deleted_at IS NULL ORDER BY j.key`, idList(ids))
	if err != nil {
		return nil, fmt.Errorf("read engagements: %w", err)
	}
	return out, nil
}

// EngagementChoices lists engagements to link an article to, newest by date. One
// without a live report is among them, so that it can get a new one.
func (d *DB) EngagementChoices(ctx context.Context, limit int) (out []coop.Engagement, err error) {
	err = d.snapshot(ctx, func(r reading) error {
		var ids []int64
		err := each(ctx, r, func(row scanner) error {
			var id int64
			err := row.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT e.id FROM engagements e WHERE e.deleted_at IS NULL
			ORDER BY coalesce(nullif(e.start_day, ''), nullif(e.end_day, ''), (SELECT min(a.published)
				FROM reports r JOIN articles a ON a.id = r.article_id
				WHERE r.engagement_id = e.id AND a.deleted_at IS NULL), '') DESC, e.id DESC LIMIT ?`, limit)
		if err != nil {
			return err
		}
		out, err = r.engagements(ctx, ids)
		return err
	})
	return out, err
}

// Sources lists the sources of articles that are not deleted, most frequent first.
func (d *DB) Sources(ctx context.Context) ([]string, error) {
	return d.texts(ctx, `SELECT source FROM articles WHERE deleted_at IS NULL GROUP BY source ORDER BY count(*) DESC, source`)
}

// Languages lists the languages of articles that are not deleted, most frequent first.
func (d *DB) Languages(ctx context.Context) ([]string, error) {
	return d.texts(ctx, `SELECT language FROM articles WHERE deleted_at IS NULL AND language <> ''
		GROUP BY language ORDER BY count(*) DESC, language`)
}

func (d *DB) texts(ctx context.Context, query string) (out []string, err error) {
	err = each(ctx, d.read, func(row scanner) error {
		var s string
		err := row.Scan(&s)
		out = append(out, s)
		return err
	}, query)
	return out, err
}
