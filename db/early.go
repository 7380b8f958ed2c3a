package db

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// EarlyArticles returns one page of a view, from page 1, while the columns are
// still loading, and whether there are more rows: what SQL alone can tell quickly.
// Relevance is newest first here.
func (d *DB) EarlyArticles(ctx context.Context, v coop.View, sort coop.Sort, page, size int) (rows []ArticleRow, more bool, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		var ids []int64
		if ids, more, err = r.earlyIDs(ctx, selectArticles(r.cb, v), sort, page, size); err != nil {
			return err
		}
		codes, err := r.codes(ctx, articleAreas, articleParties, ids)
		if err != nil {
			return err
		}
		rows, err = r.articleRows(ctx, ids, codes, v.Q)
		return err
	})
	return rows, more, err
}

// EarlyEngagements is [DB.EarlyArticles] for engagements.
func (d *DB) EarlyEngagements(ctx context.Context, v coop.View, sort coop.Sort, page, size int) (rows []coop.Engagement, more bool, err error) {
	err = d.snapshot(ctx, &d.read, func(r reading) error {
		var ids []int64
		if ids, more, err = r.earlyIDs(ctx, selectEngagements(r.cb, v), sort, page, size); err != nil {
			return err
		}
		codes, err := r.codes(ctx, engagementAreas, engagementParties, ids)
		if err != nil {
			return err
		}
		rows, err = r.engagements(ctx, ids, codes)
		return err
	})
	return rows, more, err
}

// earlyIDs names the rows of a page, and tells whether there are more behind it.
func (r reading) earlyIDs(ctx context.Context, s selection, sort coop.Sort, page, size int) (ids []int64, more bool, err error) {
	order := s.newest
	switch sort {
	case coop.Oldest:
		order = s.oldest
	case coop.Added:
		order = `t.created_at DESC, t.id DESC`
	}
	ids, err = idsOf(ctx, r, `SELECT t.id FROM `+s.from+` WHERE `+strings.Join(s.where, ` AND `)+` ORDER BY `+order+` LIMIT ? OFFSET ?`,
		append(s.args, size+1, (max(page, 1)-1)*size)...)
	if more = len(ids) > size; more {
		ids = ids[:size]
	}
	return ids, more, err
}

// selection is a view in SQL. The row that it selects is t.
type selection struct {
	from, day      string
	newest, oldest string // orders
	where          []string
	args           []any
}

// and adds a condition with its values.
func (s *selection) and(condition string, values ...any) {
	s.where, s.args = append(s.where, condition), append(s.args, values...)
}

// oneOf adds that an expression is one of some values, if there are any.
func (s *selection) oneOf(expression string, values []string) {
	if len(values) > 0 {
		s.and(expression+` IN (SELECT value FROM json_each(?))`, jsonList(values))
	}
}

// codes adds that the codes of t are, by OR or all of them, among some values.
func (s *selection) codes(codes string, values []string, all bool) {
	if len(values) == 0 {
		return
	}
	values = slices.Compact(slices.Sorted(slices.Values(values)))
	least := 1
	if all {
		least = len(values)
	}
	s.and(`(SELECT count(*) FROM `+codes+` IN (SELECT value FROM json_each(?))) >= ?`, jsonList(values), least)
}

// taking adds the conditions on areas, parties and days, which articles and
// engagements have alike. areas and parties begin a query for the codes of t.
func (s *selection) taking(cb *codebook.Codebook, v coop.View, areas, parties string) {
	s.codes(areas, v.Areas, v.AllAreas)
	s.codes(parties, v.Parties, v.AllParties)
	s.codes(parties, v.WithParties, true)
	if a, b := v.PairCodes(); v.Pair != "" {
		s.codes(parties, []string{a, b}, true)
	}
	for _, area := range v.WithAreas {
		switch area {
		case coop.NoArea:
			s.and(`NOT EXISTS (SELECT 1 FROM ` + areas + ` <> '')`)
		case coop.OtherAreas:
			s.and(`EXISTS (SELECT 1 FROM `+areas+` NOT IN (SELECT value FROM json_each(?)))`, jsonList(coreAreas(cb)))
		default:
			s.codes(areas, []string{area}, true)
		}
	}
	if v.From != "" {
		s.and(s.day+` >= ?`, string(v.FromDay()))
	}
	if v.To != "" {
		s.and(s.day+` <= ?`, string(v.ToDay()))
	}
}

func coreAreas(cb *codebook.Codebook) (slugs []string) {
	for _, a := range cb.Areas() {
		if a.Core {
			slugs = append(slugs, a.Slug)
		}
	}
	return slugs
}

// selectArticles writes a view of articles in SQL.
func selectArticles(cb *codebook.Codebook, v coop.View) selection {
	s := selection{from: `articles t`, day: `t.published`, newest: `t.published DESC, t.id DESC`, oldest: `t.published, t.id`,
		where: []string{`t.deleted_at IS NULL`}}
	if v.Q != "" { // read from the end of the full text, however many have the words
		s.from, s.newest, s.oldest = `articles_fts f CROSS JOIN articles t ON t.text_id = f.rowid`, `f.rowid DESC`, `f.rowid`
		s.and(`articles_fts MATCH ?`, matchOrNothing(v.Q))
	}
	s.taking(cb, v, `article_areas WHERE article_id = t.id AND area`, `article_parties WHERE article_id = t.id AND party`)
	if len(v.Forms)+len(v.Stages) > 0 {
		reports := selection{where: []string{`EXISTS (SELECT 1 FROM reports r JOIN engagements e ON e.id = r.engagement_id
			WHERE r.article_id = t.id AND e.deleted_at IS NULL`}}
		reports.oneOf(`e.form`, v.Forms)
		reports.oneOf(`r.stage`, v.Stages)
		s.and(strings.Join(reports.where, ` AND `)+`)`, reports.args...)
	}
	s.oneOf(`t.source`, v.Sources)
	s.oneOf(`t.language`, v.Langs)
	s.oneOf(`t.state`, states(v))
	return s
}

// selectEngagements writes a view of engagements in SQL. That they have a live
// report comes with the states, which an article of theirs must have.
func selectEngagements(cb *codebook.Codebook, v coop.View) selection {
	s := selection{from: `engagements t`, day: dayOfEngagement, newest: dayOfEngagement + ` DESC, t.id DESC`, oldest: dayOfEngagement + `, t.id`,
		where: []string{`t.deleted_at IS NULL`}}
	s.taking(cb, v, `engagement_areas WHERE engagement_id = t.id AND area`, `engagement_parties WHERE engagement_id = t.id AND party`)
	s.oneOf(`t.form`, v.Forms)
	s.oneOf(stageOfEngagement, v.Stages)
	articles := selection{where: []string{`EXISTS (SELECT 1 FROM reports r JOIN articles a ON a.id = r.article_id
		WHERE r.engagement_id = t.id AND a.deleted_at IS NULL`}}
	articles.oneOf(`a.source`, v.Sources)
	articles.oneOf(`a.language`, v.Langs)
	articles.oneOf(`a.state`, states(v))
	if v.Q != "" {
		match := matchOrNothing(v.Q)
		articles.and(`(a.text_id IN (`+findArticles+`) OR t.id IN (`+findEngagements+`))`, match, match)
	}
	s.and(strings.Join(articles.where, ` AND `)+`)`, articles.args...)
	return s
}

// findArticles and findEngagements are the rows of the full text that an FTS5 query finds.
const (
	findArticles    = `SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?`
	findEngagements = `SELECT rowid FROM engagements_fts WHERE engagements_fts MATCH ?`
)

// matchOrNothing is matchQuery, with a query that finds nothing for "".
func matchOrNothing(q string) string {
	if match := matchQuery(q); match != "" {
		return match
	}
	return `""`
}

// states are those that an article of a view can have, which is never none.
func states(v coop.View) (out []string) {
	for _, state := range coop.States() {
		if len(v.States) == 0 && state == coop.Excluded || len(v.States) > 0 && !slices.Contains(v.States, string(state)) ||
			len(v.Origins) > 0 && !slices.Contains(v.Origins, string(state.Origin())) {
			continue
		}
		out = append(out, string(state))
	}
	if len(out) == 0 {
		return []string{""} // which none has
	}
	return out
}

// jsonList writes texts as JSON, for json_each(?).
func jsonList(texts []string) string {
	b, err := json.Marshal(texts)
	if err != nil {
		panic(err) // texts have no reason to fail
	}
	return string(b)
}
