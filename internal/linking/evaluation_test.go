package linking

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/exchange"
	"entente/internal/gazetteer"
	"entente/internal/starter"
	"entente/internal/suggest"
)

// tooFar is an engagement that is not looked for.
const tooFar = -1

// leftOut are the engagements of the starter data as they would be without one of
// their rows, made as an import makes them, and which of them that row reports; 0 for none.
func leftOut(rows []exchange.ImportRow, out int) (candidates []Candidate, truth int64) {
	byKey := map[string]*Candidate{}
	var keys []string
	for i, row := range rows {
		if days := row.Article.Published.Number() - rows[out].Article.Published.Number(); i == out || days > 200 || days < -200 {
			continue // so far away nobody looks for any
		}
		c, ok := byKey[row.EngagementKey]
		if !ok {
			c = &Candidate{Engagement: coop.Engagement{ID: int64(len(keys) + 1)}}
			byKey[row.EngagementKey] = c
			keys = append(keys, row.EngagementKey)
		}
		e, a := row.Engagement, row.Article
		if len(c.Texts) == 0 || a.Published < c.Texts[0].Published {
			c.Title = a.Title
		}
		c.Form, c.Series = e.Form, e.Series
		if e.Start != "" {
			c.Start = e.Start
		}
		if e.End != "" {
			c.End = e.End
		}
		if e.Place != "" {
			c.Place = e.Place
		}
		c.Areas, c.Parties = union(c.Areas, a.Areas), union(c.Parties, a.Parties)
		_, text := a.MainText()
		c.Texts = append(c.Texts, Text{a.Title, text, a.Published})
	}
	for _, key := range keys {
		candidates = append(candidates, *byKey[key])
	}
	key := rows[out].EngagementKey
	if c, ok := byKey[key]; ok {
		return candidates, c.ID
	}
	for i, row := range rows {
		if i != out && row.EngagementKey == key {
			return candidates, tooFar
		}
	}
	return candidates, 0
}

func union(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// crowded moves each engagement of the starter data, with all its articles, to a day of
// two years: ten times as many stand near each other, yearly exercises among them.
func crowded(rows []exchange.ImportRow) []exchange.ImportRow {
	r := rand.New(rand.NewPCG(1, 2))
	by := map[string]int{}
	out := slices.Clone(rows)
	for i := range out {
		row := &out[i]
		days, ok := by[row.EngagementKey]
		if !ok {
			days = int(coop.Day("2020-01-01").Number()-row.Article.Published.Number()) + r.IntN(730)
			by[row.EngagementKey] = days
		}
		row.Article.Published = row.Article.Published.AddDays(days)
		for _, d := range []*coop.Date{&row.Engagement.Start, &row.Engagement.End} {
			if *d != "" {
				*d = coop.Date(d.First().AddDays(days))
			}
		}
	}
	return out
}

// TestOffersForTheStarterData leaves each of its articles out in turn, and asks which
// engagement it reports: those 35 whose engagement has another article, and those 99
// that should get no offer at all.
func TestOffersForTheStarterData(t *testing.T) {
	rows, err := exchange.ReadArticles(bytes.NewReader(starter.CSV()), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	engine := suggest.New(codebook.Default())
	for _, tt := range []struct {
		name              string
		rows              []exchange.ImportRow
		coded             bool
		precision, recall float64 // of the first offer
	}{
		{"coded by a person", rows, true, 0.9, 0.8},
		{"not coded", rows, false, 0.9, 0.75},
		{"crowded, coded by a person", crowded(rows), true, 0.85, 0.8},
		{"crowded, not coded", crowded(rows), false, 0.85, 0.75},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var right, among, offered, offers, known, falsely int
			for i, row := range tt.rows {
				candidates, truth := leftOut(tt.rows, i)
				got := Rank(ofRow(engine, row.Article, tt.coded), candidates)
				at := slices.IndexFunc(got, func(o Offer) bool { return o.Engagement.ID == truth })
				offers += len(got)
				if truth != 0 {
					known++
				}
				if at >= 0 {
					among++
				}
				if len(got) > 0 {
					offered++
				}
				switch {
				case at == 0:
					right++
				case len(got) > 0:
					if truth == 0 {
						falsely++
					}
					t.Logf("wrong: %s (%s)\n%s", row.Article.Title, row.Article.Published, shown(got))
				}
			}
			precision, recall := float64(right)/float64(offered), float64(right)/float64(known)
			t.Logf("first offer right for %d of %d that get one (%.2f) and of %d that should (%.2f); %d have it among their offers, %d in all; %d of %d get one and should not",
				right, offered, precision, known, recall, among, offers, falsely, len(rows)-known)
			if precision < tt.precision || recall < tt.recall {
				t.Errorf("precision %.2f, want %.2f; recall %.2f, want %.2f", precision, tt.precision, recall, tt.recall)
			}
		})
	}
}

func ofRow(engine *suggest.Engine, article coop.Article, coded bool) Article {
	_, text := article.MainText()
	r := engine.Suggest(article.Title, text)
	a := Article{Title: article.Title, Text: text, Published: article.Published, Areas: article.Areas, Parties: article.Parties, Coded: coded}
	if r.Form != nil {
		a.Form = r.Form.Code
	}
	if !coded {
		a.Areas, a.Parties = codes(r.Areas), codes(r.Parties)
	}
	for _, m := range gazetteer.Find(article.Title + "\n" + text) {
		a.Named = append(a.Named, m.Code)
	}
	return a
}

func codes(list []suggest.Suggestion) (out []string) {
	for _, s := range list {
		out = append(out, s.Code)
	}
	return out
}

func shown(offers []Offer) string {
	var b strings.Builder
	for _, o := range offers {
		fmt.Fprintf(&b, "\t%.1f %s: %s\n", o.Score, o.Engagement.Title, strings.Join(o.Reasons, "; "))
	}
	return b.String()
}
