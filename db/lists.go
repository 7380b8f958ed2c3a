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

// Figures counts a view.
func (m *Moment) Figures(ctx context.Context, v coop.View, unit coop.Unit) (*figures.Figures, error) {
	key := figuresKey(v, unit)
	if f, at, ok := m.recent.figures.get(key); ok && at == m.number {
		return f, nil
	}
	q, _, err := m.query(ctx, v, unit, coop.Newest)
	if err != nil {
		return nil, err
	}
	c, err := m.columns()
	if err != nil {
		return nil, err
	}
	f := c.Figures(q)
	m.recent.figures.put(key, m.number, f)
	return f, nil
}

// Calendar counts a view by day.
func (m *Moment) Calendar(ctx context.Context, v coop.View, unit coop.Unit) ([]figures.DayCount, error) {
	q, _, err := m.query(ctx, v, unit, coop.Newest)
	if err != nil {
		return nil, err
	}
	c, err := m.columns()
	if err != nil {
		return nil, err
	}
	return c.Calendar(q), nil
}

// Coverage tells how well a view is covered.
func (m *Moment) Coverage(ctx context.Context, v coop.View) (*figures.Coverage, error) {
	key := v.Query()
	if cov, at, ok := m.recent.coverage.get(key); ok && at == m.number {
		return cov, nil
	}
	q, _, err := m.query(ctx, v, coop.Engagements, coop.Newest)
	if err != nil {
		return nil, err
	}
	c, err := m.columns()
	if err != nil {
		return nil, err
	}
	cov := c.Coverage(q)
	m.recent.coverage.put(key, m.number, cov)
	return cov, nil
}

func figuresKey(v coop.View, unit coop.Unit) string { return string(unit) + "?" + v.Query() }

// page names the rows of one page of a list, from page 1, and counts the view.
func (m *Moment) page(ctx context.Context, v coop.View, unit coop.Unit, sort coop.Sort, page, size int) ([]int64, codes, *figures.Figures, error) {
	q, sort, err := m.query(ctx, v, unit, sort)
	if err != nil {
		return nil, codes{}, nil, err
	}
	c, err := m.columns()
	if err != nil {
		return nil, codes{}, nil, err
	}
	var rows *figures.Selection
	key, offset := figuresKey(v, unit), (max(page, 1)-1)*size
	f, at, ok := m.recent.figures.get(key)
	if ok && at == m.number {
		rows = c.Select(q, sort, offset, size)
	} else {
		rows, f = c.Page(q, sort, offset, size)
		m.recent.figures.put(key, m.number, f)
	}
	return rows.IDs, codesOf(rows, 0, len(rows.IDs)), f, nil
}

// codesOf are the codes of some rows of a selection.
func codesOf(rows *figures.Selection, first, end int) codes {
	c := codes{make(map[int64][]string, end-first), make(map[int64][]string, end-first)}
	for place := first; place < end; place++ {
		id := rows.IDs[place]
		c.areas[id], c.parties[id] = rows.Areas(place), rows.Parties(place)
	}
	return c
}

// ArticleList returns one page of a view, from page 1, and the figures of all of
// it; past the end there are no rows. Of a row's reports it has the engagement's
// number, key and title, and the stage. Relevance without words to look for, or
// with more than 20,000 hits, is newest first.
func (m *Moment) ArticleList(ctx context.Context, v coop.View, sort coop.Sort, page, size int) ([]ArticleRow, *figures.Figures, error) {
	ids, codes, f, err := m.page(ctx, v, coop.Articles, sort, page, size)
	if err != nil {
		return nil, nil, err
	}
	rows, err := m.articleRows(ctx, ids, codes, v.Q)
	return rows, f, err
}

// articleRows reads the rows of a list, with what q found in them.
func (r reading) articleRows(ctx context.Context, ids []int64, codes codes, q string) (rows []ArticleRow, err error) {
	articles, err := r.articles(ctx, ids, codes, false)
	if err != nil {
		return nil, err
	}
	texts, err := r.snippets(ctx, ids, q)
	for _, a := range articles {
		rows = append(rows, ArticleRow{a, texts[a.ID].title, texts[a.ID].snippet})
	}
	return rows, err
}

// ArticlePage is [Moment.ArticleList] with the full text of each article, and without marks.
func (m *Moment) ArticlePage(ctx context.Context, v coop.View, sort coop.Sort, page, size int) ([]coop.Article, *figures.Figures, error) {
	ids, codes, f, err := m.page(ctx, v, coop.Articles, sort, page, size)
	if err != nil {
		return nil, nil, err
	}
	rows, err := m.articles(ctx, ids, codes, true)
	return rows, f, err
}

// EngagementList returns one page of a view, from page 1, and the figures of all
// of it. Rows have no Reports, but all that is read from them.
func (m *Moment) EngagementList(ctx context.Context, v coop.View, sort coop.Sort, page, size int) ([]coop.Engagement, *figures.Figures, error) {
	ids, codes, f, err := m.page(ctx, v, coop.Engagements, sort, page, size)
	if err != nil {
		return nil, nil, err
	}
	rows, err := m.engagements(ctx, ids, codes)
	return rows, f, err
}

// EngagementChoices lists engagements to link an article to, newest by date.
func (m *Moment) EngagementChoices(ctx context.Context, limit int) ([]coop.Engagement, error) {
	c, err := m.columns()
	if err != nil {
		return nil, err
	}
	rows := c.Select(figures.Query{View: everything, Unit: coop.Engagements}, coop.Newest, 0, limit)
	return m.engagements(ctx, rows.IDs, codesOf(rows, 0, len(rows.IDs)))
}

// everything is the view of all that is not deleted, whether relevant or not.
var everything = func() (v coop.View) {
	for _, s := range coop.States() {
		v.States = append(v.States, string(s))
	}
	return v
}()

// Sources lists the sources of articles that are not deleted, most frequent first.
func (m *Moment) Sources(ctx context.Context) ([]string, error) {
	f, err := m.Figures(ctx, everything, coop.Articles)
	if err != nil {
		return nil, err
	}
	return values(f.Facets.Source), nil
}

// Languages lists the languages of articles that are not deleted, most frequent first.
func (m *Moment) Languages(ctx context.Context) ([]string, error) {
	f, err := m.Figures(ctx, everything, coop.Articles)
	if err != nil {
		return nil, err
	}
	return values(f.Facets.Lang), nil
}

// values are those of a facet that are stated.
func values(facet []figures.Count) (out []string) {
	for _, c := range facet {
		if c.Value != "" {
			out = append(out, c.Value)
		}
	}
	return out
}

// articles reads live articles in the order of ids, with or without body.
func (r reading) articles(ctx context.Context, ids []int64, codes codes, body bool) ([]coop.Article, error) {
	reports, err := r.briefReports(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]coop.Article, 0, len(ids))
	err = r.eachArticle(ctx, ids, body, func(a coop.Article) error {
		a.Areas, a.Parties, a.Reports = codes.areas[a.ID], codes.parties[a.ID], reports[a.ID]
		out = append(out, a)
		return nil
	})
	return out, err
}

// eachArticle reads live articles in the order of ids, one text at a time, without
// their codes and reports. The cross join keeps the order: json_each gives the ids
// as they stand, and each is looked up before the next.
func (r reading) eachArticle(ctx context.Context, ids []int64, body bool, fn func(coop.Article) error) error {
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
		return fn(a)
	}, `SELECT `+articleColumns+`, `+text+` FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value
		WHERE a.deleted_at IS NULL`, idList(ids)) // in their order: a sort would copy every text
}

// engagements reads engagements that are not deleted in the order of ids.
func (r reading) engagements(ctx context.Context, ids []int64, codes codes) ([]coop.Engagement, error) {
	out := make([]coop.Engagement, 0, len(ids))
	err := r.eachEngagement(ctx, ids, func(e coop.Engagement) error {
		e.Areas, e.Parties = codes.areas[e.ID], codes.parties[e.ID]
		out = append(out, e)
		return nil
	})
	return out, err
}

// eachEngagement reads engagements that are not deleted in the order of ids,
// without their codes.
func (r reading) eachEngagement(ctx context.Context, ids []int64, fn func(coop.Engagement) error) error {
	return each(ctx, r, func(row scanner) error {
		e, err := scanEngagement(row)
		if err != nil {
			return fmt.Errorf("read engagements: %w", err)
		}
		return fn(e)
	}, `SELECT `+engagementColumns+` FROM json_each(?) j CROSS JOIN engagements t ON t.id = j.value
		WHERE t.deleted_at IS NULL`, idList(ids))
}
