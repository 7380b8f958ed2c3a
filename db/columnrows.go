package db

import (
	"context"
	"strconv"
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
)

// fromIDs is the source of rows: those with the ids, or with nil all of them. The
// cross join keeps SQLite from going through the table to look each id up.
func fromIDs(table string, ids []int64) (from string, args []any) {
	if ids == nil {
		return table + ` t`, nil
	}
	return `(SELECT DISTINCT value FROM json_each(?)) j CROSS JOIN ` + table + ` t ON t.id = j.value`, []any{idList(ids)}
}

// columnArticles reads articles for the columns, oldest first; all with nil.
func (r reading) columnArticles(ctx context.Context, ids []int64, add func(figures.Article)) error {
	sets := newSets(r.cb)
	from, args := fromIDs("articles", ids)
	return each(ctx, r, func(row scanner) error {
		var a figures.Article
		var areas, parties, reports string
		if err := row.Scan(&a.ID, &a.Day, &a.Added, &a.Source, &a.Lang, &a.State, &areas, &parties, &reports); err != nil {
			return err
		}
		a.Day, a.Source, a.Lang = coop.Day(sets.text(string(a.Day))), sets.text(a.Source), sets.text(a.Lang)
		a.State = coop.State(sets.text(string(a.State)))
		a.Areas, a.Parties, a.Reports = sets.areas(areas), sets.parties(parties), sets.reports(reports)
		add(a)
		return nil
	}, `SELECT t.id, t.published, t.created_at, t.source, t.language, t.state,
		coalesce((SELECT group_concat(area, ' ') FROM article_areas WHERE article_id = t.id), ''),
		coalesce((SELECT group_concat(party, ' ') FROM article_parties WHERE article_id = t.id), ''),
		coalesce((SELECT group_concat(e.form || '/' || r.stage, ' ') FROM reports r JOIN engagements e ON e.id = r.engagement_id
			WHERE r.article_id = t.id AND e.deleted_at IS NULL), '')
		FROM `+from+` WHERE t.deleted_at IS NULL ORDER BY t.published, t.id`, args...)
}

// columnEngagements reads engagements with a live report for the columns; all with nil.
func (r reading) columnEngagements(ctx context.Context, ids []int64, add func(figures.Engagement)) error {
	sets := newSets(r.cb)
	from, args := fromIDs("engagements", ids)
	return each(ctx, r, func(row scanner) error {
		var e figures.Engagement
		var start, end coop.Date
		var areas, parties, reports string
		if err := row.Scan(&e.ID, &start, &end, &e.Form, &e.Series, &e.Added, &areas, &parties, &reports); err != nil {
			return err
		}
		if reports == "" {
			return nil // hidden as if deleted
		}
		e.Form, e.Series = sets.text(e.Form), sets.text(e.Series)
		e.Areas, e.Parties = sets.areas(areas), sets.parties(parties)
		var first, latest coop.Day
		silent := true // all so far are not relevant
		for report := range strings.SplitSeq(reports, " ") {
			part := strings.Split(report, "/")
			article, err := strconv.ParseInt(part[1], 10, 64)
			if err != nil {
				return err
			}
			e.Articles = append(e.Articles, article)
			day, excluded := coop.Day(part[0]), part[3] == "1"
			if excluded && !silent {
				continue // it speaks only where no other article does
			}
			if silent && !excluded {
				silent, first, latest = false, "", ""
			}
			if first == "" || day < first {
				first = day
			}
			if day >= latest { // of one day, the higher id: they come by id
				latest, e.Stage = day, sets.text(part[2])
			}
		}
		e.Day, _ = dateOf(start, end, first)
		e.Precision = coop.Engagement{Start: start, End: end}.PlacedTo()
		add(e)
		return nil
	}, `SELECT t.id, t.start_date, t.end_date, t.form, t.series, t.created_at,
		coalesce((SELECT group_concat(area, ' ') FROM engagement_areas WHERE engagement_id = t.id), ''),
		coalesce((SELECT group_concat(party, ' ') FROM engagement_parties WHERE engagement_id = t.id), ''),
		coalesce((SELECT group_concat(report, ' ') FROM (SELECT a.published || '/' || a.id || '/' || r.stage || '/' || (a.state = 'excluded') report
			FROM reports r CROSS JOIN articles a INDEXED BY articles_brief ON a.id = r.article_id
			WHERE r.engagement_id = t.id AND a.deleted_at IS NULL ORDER BY a.id)), '')
		FROM `+from+` WHERE t.deleted_at IS NULL ORDER BY t.id`, args...)
}

// sets keeps one copy of each text and set: there are few, in very many rows.
type sets struct {
	cb       *codebook.Codebook
	texts    map[string]string
	codes    map[string][]string
	slugs    map[string][]string
	reported map[string][]figures.Reported
}

func newSets(cb *codebook.Codebook) *sets {
	return &sets{cb, map[string]string{}, map[string][]string{}, map[string][]string{}, map[string][]figures.Reported{}}
}

func (s *sets) text(t string) string { return kept(s.texts, t, func() string { return t }) }

func (s *sets) parties(list string) []string {
	return kept(s.codes, list, func() []string { return strings.Fields(list) })
}

// areas leaves out what the codebook no longer knows.
func (s *sets) areas(list string) []string {
	return kept(s.slugs, list, func() (out []string) {
		for slug := range strings.FieldsSeq(list) {
			if s.cb.Index(slug) >= 0 {
				out = append(out, slug)
			}
		}
		return s.cb.Sort(out)
	})
}

func (s *sets) reports(list string) []figures.Reported {
	return kept(s.reported, list, func() (out []figures.Reported) {
		for report := range strings.FieldsSeq(list) {
			form, stage, _ := strings.Cut(report, "/")
			out = append(out, figures.Reported{Form: form, Stage: stage})
		}
		return out
	})
}

func kept[V any](m map[string]V, key string, build func() V) V {
	v, ok := m[key]
	if !ok {
		v = build()
		m[key] = v
	}
	return v
}
