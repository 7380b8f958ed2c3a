package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/a-h/templ"

	"entente/db"
	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/figures"
	"entente/views"
)

// list is P4: a page of 50 articles, against the same page made from rows and
// figures that are in memory already, and a page in the middle against the first.
func (b *bench) list(ctx context.Context) (out []figure, err error) {
	for _, d := range b.fromBase() {
		lines, err := b.listOf(ctx, d)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

func (b *bench) listOf(ctx context.Context, d dataset) ([]figure, error) {
	page, total, err := firstList(ctx, d)
	if err != nil {
		return nil, err
	}
	inMemory := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		if err := page.Render(r.Context(), &body); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(body.Bytes())
	}))
	defer inMemory.Close()
	s, err := b.ready(ctx, d.path)
	if err != nil {
		return nil, err
	}
	rendered := &server{url: inMemory.URL, client: s.client}
	if err := samePage(ctx, s, rendered, "/articles"); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	middle := fmt.Sprintf("/articles?page=%d", total/coop.PageSize/2)
	r, err := inTurn(ctx, b.rounds,
		typical(25, s.fetch("/articles")), typical(25, rendered.fetch("/articles")), typical(25, s.fetch(middle)))
	if err := errors.Join(err, s.stop()); err != nil {
		return nil, err
	}
	return []figure{
		{id: "P4", what: "rate of a list of 50, " + d.name, value: 1 / r.ratio(0, 1), target: atLeast(0.6, ""),
			got: span(r.of(0)), floor: "rendered from memory: " + span(r.of(1))},
		{id: "P4", what: fmt.Sprintf("page in the middle, %s", d.name), value: r.ratio(2, 0), target: atMost(1.5, ""),
			got: span(r.of(2)), floor: "first page: " + span(r.of(0))},
	}, nil
}

// firstList is the page at /articles, with all that it shows, and its total.
func firstList(ctx context.Context, d dataset) (page templ.Component, total int, err error) {
	store, err := opened(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	defer store.Close()
	var rows []db.ArticleRow
	var f *figures.Figures
	err = store.Now(ctx, func(m *db.Moment) (err error) {
		rows, f, err = m.ArticleList(ctx, coop.View{}, "", 1, coop.PageSize)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	cb := codebook.Default()
	list := views.ArticlesPage{Lens: views.Lens{Path: "/articles", Codebook: cb, Facets: f.Facets}, Total: f.Total}
	for _, r := range rows {
		list.Rows = append(list.Rows, views.ArticleRow{Article: r.Article, TitleMarks: marks(r.TitleMarks), Snippet: marks(r.Snippet)})
	}
	return views.Articles(views.Page{Title: "Articles", Nav: "articles", Theme: "auto", Here: "/articles", Codebook: cb}, list), f.Total, nil
}

func marks(in []db.Mark) (out []views.Mark) {
	for _, m := range in {
		out = append(out, views.Mark{Text: m.Text, Found: m.Found})
	}
	return out
}

// samePage makes sure that two servers answer with the same bytes.
func samePage(ctx context.Context, a, b *server, path string) error {
	one, err := a.page(ctx, path)
	if err != nil {
		return err
	}
	other, err := b.page(ctx, path)
	if err != nil {
		return err
	}
	if !bytes.Equal(one, other) {
		return fmt.Errorf("GET %s: the page from memory is another one; firstList must follow handlers.Articles", path)
	}
	return nil
}
