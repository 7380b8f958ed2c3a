package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"entente/internal/coop"
	"entente/internal/exchange"
)

// group is an engagement with the rows of an import that name it.
type group struct {
	key       string // "" = to be made, for a row that gives none
	id        int64  // 0 = to be made
	describes []*importRow
	lists     []*importRow // name it in engagement_keys only
}

// groupEngagements finds the engagements of each row. Those with a key come
// first, so that the keys made for the others differ from them.
func (in *importing) groupEngagements(ctx context.Context) error {
	for i := range in.rows {
		row := &in.rows[i]
		for _, key := range row.EngagementKeys {
			if key == row.EngagementKey {
				continue // it describes it
			}
			g, err := in.groupOf(ctx, row, "engagement_keys", key)
			if err != nil {
				return err
			}
			g.lists = append(g.lists, row)
		}
		if row.EngagementKey != "" {
			g, err := in.groupOf(ctx, row, "engagement_key", row.EngagementKey)
			if err != nil {
				return err
			}
			row.own = g
			g.describes = append(g.describes, row)
		}
	}
	for i := range in.rows {
		if row := &in.rows[i]; row.EngagementKey == "" && row.Describes() {
			if err := in.groupWithoutKey(ctx, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// groupOf gives the group of a key, and looks the engagement up the first time.
func (in *importing) groupOf(ctx context.Context, row *importRow, column, key string) (*group, error) {
	if g, ok := in.byKey[key]; ok {
		return g, nil
	}
	g := &group{key: key}
	var deleted bool
	err := in.row(ctx, `SELECT id, deleted_at IS NOT NULL FROM engagements WHERE key = ?`, []any{key}, &g.id, &deleted)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if deleted {
		in.bad.Add(row.Line, column, fmt.Sprintf("The engagement “%s” (%d) is deleted. Restore it, or take its key out.", key, g.id))
	}
	in.addGroup(g)
	return g, nil
}

func (in *importing) addGroup(g *group) {
	in.groups = append(in.groups, g)
	if g.key != "" {
		in.byKey[g.key] = g
	}
}

// groupWithoutKey finds the engagement of a row that describes one without
// naming it: the one that its article reports, or a new one.
func (in *importing) groupWithoutKey(ctx context.Context, row *importRow) error {
	var live []string
	deleted := 0
	err := each(ctx, in.tx, func(s scanner) error {
		var key string
		var gone bool
		if err := s.Scan(&key, &gone); err != nil {
			return err
		}
		if gone {
			deleted++
		} else {
			live = append(live, key)
		}
		return nil
	}, `SELECT e.key, e.deleted_at IS NOT NULL FROM reports r JOIN engagements e ON e.id = r.engagement_id
		WHERE r.article_id = ? ORDER BY r.seq`, row.id)
	if err != nil {
		return err
	}
	switch {
	case len(live) > 1:
		in.bad.Add(row.Line, "engagement_key", fmt.Sprintf("The article reports %d engagements, among them “%s” and “%s”. Say here which one the row describes.",
			len(live), live[0], live[1]))
		return nil
	case len(live) == 1:
		if row.own, err = in.groupOf(ctx, row, "engagement_key", live[0]); err != nil {
			return err
		}
	case deleted > 0:
		in.bad.Add(row.Line, "engagement_key", "The engagement that this row describes is deleted. Restore it, or leave its columns empty.")
		return nil
	default:
		row.own = &group{}
		in.addGroup(row.own)
	}
	row.own.describes = append(row.own.describes, row)
	return nil
}

// storeEngagements makes or changes the engagements that rows describe.
func (in *importing) storeEngagements(ctx context.Context) error {
	for _, g := range in.groups {
		slices.SortStableFunc(g.describes, byPublished)
		slices.SortStableFunc(g.lists, byPublished)
		var err error
		if g.id == 0 {
			err = in.insertGroup(ctx, g)
		} else if len(g.describes) > 0 {
			err = in.updateGroup(ctx, g)
		}
		if err != nil {
			return fmt.Errorf("engagement %q: %w", g.key, err)
		}
	}
	return nil
}

func byPublished(a, b *importRow) int { return cmp.Compare(a.Article.Published, b.Article.Published) }

// insertGroup makes an engagement with the codes of all its articles. Where no
// row gives it a title, it has that of the earliest article.
func (in *importing) insertGroup(ctx context.Context, g *group) (err error) {
	e := coop.Engagement{Key: g.key}
	rows := slices.Concat(g.describes, g.lists)
	for _, row := range rows {
		e.Areas, e.Parties = append(e.Areas, row.areas...), append(e.Parties, row.parties...)
	}
	if !in.describe(&e, g.describes, span{}) {
		return nil
	}
	if e.Title == "" {
		e.Title = slices.MinFunc(rows, byPublished).Article.Title
	}
	in.counts.engagements++
	g.id, err = in.insertEngagement(ctx, e)
	return err
}

// updateGroup changes a stored engagement as its rows say. Codes are added to it,
// none is taken away.
func (in *importing) updateGroup(ctx context.Context, g *group) error {
	old, err := in.engagement(ctx, g.id)
	if err != nil {
		return err
	}
	e := old
	e.Areas, e.Parties = slices.Clone(old.Areas), slices.Clone(old.Parties)
	for _, row := range g.describes {
		if row.Article.State != coop.Excluded {
			e.Areas, e.Parties = append(e.Areas, row.Article.Areas...), append(e.Parties, row.Article.Parties...)
		}
	}
	others, err := in.otherReports(ctx, g)
	if err != nil {
		return err
	}
	if !in.describe(&e, g.describes, others) {
		return nil
	}
	changed, err := in.updateEngagement(ctx, old, e)
	if changed {
		in.counts.engagementsChanged++
	}
	return err
}

// span is the first and the last day on which articles came out; none if empty.
type span struct{ first, last coop.Day }

// otherReports says when the articles came out that report an engagement and
// have no row here. What they said is in the engagement already, so that a file
// in two parts has to give the same as the whole.
func (in *importing) otherReports(ctx context.Context, g *group) (others span, err error) {
	ids := make([]int64, len(g.describes))
	for i, row := range g.describes {
		ids[i] = row.id
	}
	err = in.row(ctx, `SELECT coalesce(min(a.published), ''), coalesce(max(a.published), '') FROM reports r JOIN articles a ON a.id = r.article_id
		WHERE r.engagement_id = ? AND a.deleted_at IS NULL AND a.id NOT IN (SELECT value FROM json_each(?))`,
		[]any{g.id, idList(ids)}, &others.first, &others.last)
	return others, err
}

// describe puts what rows say into an engagement: the one form and series, the
// title of the earliest row that gives one, and of place, start and end what the
// latest row gives, unless an article without a row here came out before or
// after it. The rows come by published day. It returns false where they
// contradict each other, or what other articles say.
func (in *importing) describe(e *coop.Engagement, rows []*importRow, others span) (ok bool) {
	before, stored := in.bad.Total, *e
	title := ""
	form, series := agreed{bad: in.bad, column: "form"}, agreed{bad: in.bad, column: "series"}
	if others.first != "" {
		form.stored, series.stored = e.Form, e.Series
	}
	edge, column := 0, "engagement_start" // who said the last word on start and end
	for _, row := range rows {
		said, published := row.Engagement, row.Article.Published
		if stored.Title == "" || others.first == "" || published < others.first {
			title = cmp.Or(title, said.Title)
		}
		form.say(row.Line, said.Form)
		series.say(row.Line, said.Series)
		latest := published >= others.last
		if said.Place != "" && (latest || stored.Place == "") {
			e.Place = said.Place
		}
		if said.Start != "" && (latest || stored.Start == "") {
			e.Start, edge, column = said.Start, row.Line, "engagement_start"
		}
		if said.End != "" && (latest || stored.End == "") {
			e.End, edge, column = said.End, row.Line, "engagement_end"
		}
	}
	e.Title, e.Form, e.Series = cmp.Or(title, e.Title), cmp.Or(form.value, e.Form), cmp.Or(series.value, e.Series)
	if e.End.Before(e.Start) && edge > 0 {
		in.bad.Add(edge, column, fmt.Sprintf("With this date the engagement would run from %s to %s, and the end must not lie before the start.", e.Start, e.End))
	}
	return in.bad.Total == before
}

// agreed is a value on which all rows of an engagement must agree.
type agreed struct {
	bad    *exchange.Problems
	column string
	stored string // what articles without a row here say
	value  string
	line   int
}

func (a *agreed) say(line int, value string) {
	switch {
	case value == "" || value == a.value:
	case a.stored != "" && value != a.stored:
		a.bad.Add(line, a.column, fmt.Sprintf("Other articles say “%s” for the same engagement. Change it on the page of the engagement, or give this row an engagement_key of its own.", a.stored))
	case a.value == "":
		a.value, a.line = value, line
	default:
		a.bad.Add(line, a.column, fmt.Sprintf("The row of line %d says “%s” for the same engagement. One engagement has one %s; another one needs an engagement_key of its own.",
			a.line, a.value, a.column))
	}
}

// storeReports links each article to its engagements. A link that is there gets
// the stage of the row, if it gives one.
func (in *importing) storeReports(ctx context.Context) error {
	for i := range in.rows {
		row := &in.rows[i]
		linked := false
		var groups []*group
		for _, key := range row.EngagementKeys {
			groups = append(groups, in.byKey[key])
		}
		if row.own != nil && !slices.Contains(groups, row.own) {
			groups = append(groups, row.own)
		}
		for _, g := range groups {
			stage := ""
			if g == row.own {
				stage = row.Stage
			}
			changed, err := in.importReport(ctx, row, g.id, stage)
			if err != nil {
				return fmt.Errorf("line %d: %w", row.Line, err)
			}
			linked = linked || changed
		}
		if linked && !row.added && !row.changed {
			row.changed = true
			if err := in.stampArticle(ctx, row.id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *importing) importReport(ctx context.Context, row *importRow, engagement int64, stage string) (changed bool, err error) {
	if stage == "" && !row.added {
		if _, linked, err := in.stageOf(ctx, row.id, engagement); err != nil || linked {
			return false, err // empty cells never clear
		}
	}
	return in.saveReport(ctx, row.id, engagement, stage)
}
