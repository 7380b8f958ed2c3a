package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/views"
)

// Articles handles GET /articles: the list of a view.
func (s *Site) Articles(c echo.Context) error {
	v, d, err := s.view(c, coop.Scope{List: true})
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	l := views.ArticlesPage{Lens: views.Lens{Path: "/articles", Codebook: s.cb(), View: v, Display: d}}
	if !s.store.Ready() {
		rows, more, err := s.store.EarlyArticles(ctx, v, d.Sort, d.Page, coop.PageSize)
		if err != nil {
			return err
		}
		l.Rows, l.Counting, l.More = articleRows(rows), len(rows) > 0, more
	}
	if !l.Counting {
		err := s.store.Now(ctx, func(m *db.Moment) error {
			rows, f, err := m.ArticleList(ctx, v, d.Sort, d.Page, coop.PageSize)
			if err != nil {
				return err
			}
			l.Rows, l.Total, l.Facets = articleRows(rows), f.Total, f.Facets
			if l.Total == 0 {
				l.Drop, err = s.drops(ctx, m, v, coop.Articles)
			}
			return err
		})
		if err != nil {
			return err
		}
		if pastTheEnd(d.Page, coop.PageSize, l.Total) {
			return coop.ErrNotFound
		}
	}
	if len(l.Rows) == 0 && v.Empty() {
		if shown, err := s.welcome(c, "articles"); shown || err != nil {
			return err
		}
	}
	return render(c, http.StatusOK, views.Articles(s.page(c, "Articles", "articles"), l))
}

func articleRows(rows []db.ArticleRow) (out []views.ArticleRow) {
	for _, r := range rows {
		out = append(out, views.ArticleRow{Article: r.Article, TitleMarks: marks(r.TitleMarks), Snippet: marks(r.Snippet)})
	}
	return out
}

// Article handles GET /articles/{id}.
func (s *Site) Article(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	return s.showArticle(c, http.StatusOK, id, coop.ArticleForm{}, nil)
}

// showArticle answers with the page of an article. Where a link was asked for
// that cannot be, it comes back as typed, and bad says what was wrong.
func (s *Site) showArticle(c echo.Context, status int, id int64, typed coop.ArticleForm, bad coop.FieldErrors) error {
	return s.showArticlePage(c, status, views.ArticlePage{Typed: typed, Bad: bad}, id)
}

// showArticlePage answers with the page of an article, completed with what is stored.
func (s *Site) showArticlePage(c echo.Context, status int, p views.ArticlePage, id int64) error {
	ctx := c.Request().Context()
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return err
	}
	p.Article = a
	if p.History, err = s.store.ArticleHistory(ctx, id); err != nil {
		return err
	}
	if p.Choices, err = s.choices(c, p.Typed.Engagement); err != nil {
		return err
	}
	if p.Story, err = s.store.Story(ctx, id); err != nil {
		return err
	}
	p.Likely = s.likely(ctx, a)
	return render(c, status, views.Article(s.page(c, a.Title, "articles"), p))
}

// NewArticle handles GET /articles/new. The parameter engagement chooses the
// engagement that the article will report, a stored one or with "new" a new one.
func (s *Site) NewArticle(c echo.Context) error {
	if err := noParams(c, "engagement"); err != nil {
		return err
	}
	chosen := c.QueryParam("engagement")
	stored := chosen != "" && chosen != "new"
	if id, err := strconv.ParseInt(chosen, 10, 64); stored && (err != nil || id <= 0) {
		return &coop.ParamError{Param: "engagement", Value: chosen, Reason: "Give the number of an engagement, or new."}
	} else if stored {
		if _, err := s.store.Engagement(c.Request().Context(), id); err != nil {
			return err
		}
	}
	return s.showArticleForm(c, http.StatusOK, views.ArticleFormPage{Form: coop.ArticleForm{Engagement: chosen}})
}

// EditArticle handles GET /articles/{id}/edit.
func (s *Site) EditArticle(c echo.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	a, err := s.store.Article(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return s.showArticleForm(c, http.StatusOK, views.ArticleFormPage{ID: id, Form: coop.EntryFormOf(a)})
}

// maxChoices is how many engagements the form offers; others are reached from
// their own page, which links here with their number.
const maxChoices = 300

// showArticleForm answers with the form, completed with what it offers to choose from.
func (s *Site) showArticleForm(c echo.Context, status int, p views.ArticleFormPage) error {
	ctx := c.Request().Context()
	err := s.store.Now(ctx, func(m *db.Moment) (err error) {
		if p.Sources, err = m.Sources(ctx); err != nil {
			return err
		}
		p.Languages, err = m.Languages(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if p.Choices, err = s.choices(c, p.Form.Engagement); err != nil {
		return err
	}
	p.Suggested = s.suggestions(p.Form)
	title := "Add an article"
	if p.ID != 0 {
		title = "Edit article"
		a, err := s.store.Article(ctx, p.ID)
		if err != nil && !isDeleted(err) {
			return err
		}
		p.Reports = a.Reports
	}
	page := s.page(c, title, "articles")
	page.Error = status == http.StatusUnprocessableEntity
	return render(c, status, views.ArticleForm(page, p))
}

// choices are the engagements that a form offers, the chosen one among them.
func (s *Site) choices(c echo.Context, chosen string) ([]coop.Engagement, error) {
	ctx := c.Request().Context()
	var list []coop.Engagement
	err := s.store.Now(ctx, func(m *db.Moment) (err error) {
		list, err = m.EngagementChoices(ctx, maxChoices)
		return err
	})
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(chosen, 10, 64)
	if err != nil {
		return list, nil // none, "new" or nonsense
	}
	for _, e := range list {
		if e.ID == id {
			return list, nil
		}
	}
	e, err := s.store.Engagement(ctx, id)
	if err != nil {
		return list, nil // saving says so beside the field
	}
	return append(list, e), nil
}

// CreateArticle handles POST /articles. A form with mistakes comes back as typed.
func (s *Site) CreateArticle(c echo.Context) error {
	var form coop.ArticleForm
	if err := bind(c, &form); err != nil {
		return err
	}
	form = form.Accepted()
	in, bad := form.Validate(s.cb())
	s.tooEarly(c.Request().Context(), in.Link, bad)
	p := views.ArticleFormPage{Form: form, Bad: bad}
	if len(bad) > 0 {
		return s.articleNotSaved(c, p, s.store.AddressTaken(c.Request().Context(), 0, form.URL))
	}
	id, twin, err := s.store.CreateArticle(c.Request().Context(), actor, s.quoted(in, form, coop.Article{}))
	if err != nil {
		return s.articleNotSaved(c, p, err)
	}
	done := views.Flash{Text: "Added “" + short(in.Title) + "”."}
	if twin != nil {
		if twin.Percent > 0 && twin.Percent < 100 {
			done.Text += fmt.Sprintf(" It is nearly a copy of “%s”, which is here already: %d%% of the text is the same.", short(twin.Title), twin.Percent)
		} else {
			done.Text += " It looks the same as “" + short(twin.Title) + "”, which is here already."
		}
		done.Link, done.Warn = fmt.Sprintf("/articles/%d", twin.ID), true
	}
	flash(c, s.warned(done, in.Link))
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}

// UpdateArticle handles POST /articles/{id}. If somebody saved in between, the
// form comes back with both texts wherever they collide, and nothing is
// overwritten; if somebody deleted the article, with a button that restores it.
func (s *Site) UpdateArticle(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	before, gone := s.store.Article(ctx, id)
	if gone != nil && !isDeleted(gone) {
		return gone
	}
	var form coop.ArticleForm
	if err := bind(c, &form); err != nil {
		return err
	}
	form = form.Accepted()
	made := settlementOf(c)
	p := views.ArticleFormPage{ID: id, Form: form, Made: made.Settlement}
	if gone != nil && !made.restore {
		return s.articleGone(c, p)
	}
	if gone != nil {
		if err := s.store.RestoreArticle(ctx, actor, id); err != nil {
			return err
		}
	}
	decided, known, err := decide(form, form.Version, made.Use, s.pastArticle(ctx, id))
	if err != nil {
		return err
	}
	in, bad := decided.Validate(s.cb())
	s.tooEarly(ctx, in.Link, bad)
	if form.Version == "" {
		bad["version"] = noVersion
	}
	p.Bad = bad
	switch {
	case len(bad) > 0:
		return s.articleNotSaved(c, p, s.store.AddressTaken(ctx, id, decided.URL))
	case !known:
		return s.articleNotSaved(c, p, &coop.StaleError{Noun: "article", ID: id})
	}
	in.Open = true
	if err := s.store.UpdateArticle(ctx, actor, id, s.quoted(in, form, before)); err != nil {
		return s.articleNotSaved(c, p, err)
	}
	flash(c, s.warned(views.Flash{Text: "Saved “" + short(in.Title) + "”."}, in.Link))
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}

// noVersion is said of a form that does not tell what it was made from.
const noVersion = "This form does not say which version it was made from. Open the edit page again."

// articleNotSaved shows the form again for what its reader can mend: the
// mistakes in p.Bad, and by err, if not nil, an address that is stored already,
// an engagement that is gone, somebody else's edit.
func (s *Site) articleNotSaved(c echo.Context, p views.ArticleFormPage, err error) error {
	var (
		duplicate *coop.DuplicateURLError
		stale     *coop.StaleError
		deleted   *coop.DeletedError
	)
	switch {
	case err == nil:
	case errors.As(err, &duplicate):
		p.Bad["url"] = "This address is stored already."
		p.Stored, p.StoredOld = &coop.Article{ID: duplicate.ID, Title: duplicate.Title}, duplicate.Deleted
		if !duplicate.Deleted {
			if a, err := s.store.Article(c.Request().Context(), duplicate.ID); err == nil {
				p.Stored = &a
			}
		}
	case errors.As(err, &stale):
		if err := s.meetArticle(c.Request().Context(), &p); err != nil {
			return err
		}
		return s.showArticleForm(c, http.StatusConflict, p)
	case errors.As(err, &deleted) && deleted.Noun == "article":
		return s.articleGone(c, p)
	case errors.Is(err, coop.ErrNotFound), errors.As(err, &deleted) && deleted.Noun == "engagement":
		p.Bad["engagement"] = "This engagement is not here any more. Choose another, a new one, or decide later."
	default:
		return err
	}
	if len(p.Made.Use) > 0 { // what was decided stays beside what is to be mended
		if err := s.meetArticle(c.Request().Context(), &p); err != nil {
			return err
		}
	}
	return s.showArticleForm(c, http.StatusUnprocessableEntity, p)
}

// articleGone shows the form again for an article that was deleted in between.
func (s *Site) articleGone(c echo.Context, p views.ArticleFormPage) error {
	p.Deleted = true
	if len(p.Made.Use) > 0 {
		if err := s.meetArticle(c.Request().Context(), &p); err != nil {
			return err
		}
	}
	return s.showArticleForm(c, http.StatusGone, p)
}

// DeleteArticle handles POST /articles/{id}/delete. The message that confirms it undoes it.
func (s *Site) DeleteArticle(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return err
	}
	if err := s.store.DeleteArticle(ctx, actor, id); err != nil {
		return err
	}
	flash(c, views.Flash{Text: "Deleted “" + short(a.Title) + "”.", Undo: fmt.Sprintf("/articles/%d/restore", id)})
	return c.Redirect(http.StatusSeeOther, "/articles")
}

// RestoreArticle handles POST /articles/{id}/restore.
func (s *Site) RestoreArticle(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.store.RestoreArticle(c.Request().Context(), actor, id); err != nil {
		return err
	}
	flash(c, views.Flash{Text: "Restored as it was."})
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/articles/%d", id))
}

// short cuts a title to what fits into a message.
func short(title string) string {
	const most = 80
	if r := []rune(title); len(r) > most {
		return string(r[:most]) + "…"
	}
	return title
}
