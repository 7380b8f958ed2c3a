package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/views"
)

// Review handles GET /review: the article of a view that is to be reviewed next.
// The parameter skip names those that are left for later.
func (s *Site) Review(c echo.Context) error {
	q, err := s.queueAsked(c)
	if err != nil {
		return err
	}
	if q.View.Empty() {
		if shown, err := s.welcome(c, "review"); shown || err != nil {
			return err
		}
	}
	ctx := c.Request().Context()
	var next coop.Article
	var found bool
	err = s.store.Now(ctx, func(m *db.Moment) error {
		if err := countQueue(ctx, m, &q); err != nil {
			return err
		}
		next, found, err = m.NextToReview(ctx, q.View, q.Skip)
		return err
	})
	if err != nil {
		return err
	}
	if !found {
		return render(c, http.StatusOK, views.ReviewDone(s.page(c, "Review", "review"), q))
	}
	return s.showReview(c, http.StatusOK, views.ReviewPage{Article: next, Form: coop.ReviewFormOf(next), ReviewQueue: q})
}

// ReviewArticle handles GET /review/{id}: one article to review, whatever is next.
func (s *Site) ReviewArticle(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	q, err := s.queueAsked(c)
	if err != nil {
		return err
	}
	a, err := s.store.Article(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if a.State != coop.Suggested {
		return s.reviewOver(c, http.StatusOK, a, q)
	}
	return s.askReview(c, http.StatusOK, views.ReviewPage{Article: a, Form: coop.ReviewFormOf(a), ReviewQueue: q})
}

// SaveReview handles POST /review/{id}, and leads to the next article. Where
// something is not decided, or somebody changed the article in between, it comes
// back with what was decided.
func (s *Site) SaveReview(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	form, q, err := s.bindReview(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	a, err := s.store.Article(ctx, id)
	switch {
	case isDeleted(err):
		return s.reviewOver(c, http.StatusGone, a, q)
	case err != nil:
		return err
	case a.State != coop.Suggested:
		return s.reviewOver(c, http.StatusConflict, a, q)
	}
	do := c.Request().PostForm.Get("do")
	if do == "accept" && form.Version == strconv.FormatInt(a.Version, 10) { // the rest that was seen
		form.AcceptRest(a)
	}
	p := views.ReviewPage{Article: a, Form: form, ReviewQueue: q}
	in, bad := form.Validate(a, do == "irrelevant", s.cb())
	if bad["version"] == "" && in.Version != a.Version {
		return s.reviewStale(c, p)
	}
	s.tooEarly(ctx, in.Link, bad)
	besideOffer(bad, a)
	if len(bad) > 0 {
		p.Bad = bad
		return s.askReview(c, http.StatusUnprocessableEntity, p)
	}
	batch, err := s.store.ReviewArticle(ctx, actor, id, in)
	var (
		stale   *coop.StaleError
		deleted *coop.DeletedError
	)
	switch {
	case errors.As(err, &stale):
		return s.reviewStale(c, p)
	case errors.As(err, &deleted) && deleted.Noun == "article":
		return s.reviewOver(c, http.StatusGone, a, q)
	case errors.Is(err, coop.ErrNotFound), errors.As(err, &deleted):
		p.Bad = coop.FieldErrors{"engagement": "This engagement is not here any more. Choose another, a new one, or decide later."}
		return s.askReview(c, http.StatusUnprocessableEntity, p)
	case err != nil:
		return err
	}
	if batch != "" {
		flash(c, views.Flash{
			Text: "Saved the review of “" + short(a.Title) + "”.",
			Undo: fmt.Sprintf("/review/%d/undo", id), With: map[string]string{"batch": batch, "queue": q.Query()},
		})
	}
	return c.Redirect(http.StatusSeeOther, reviewAddress("/review", q))
}

// reviewStale shows the article as it is now, with what was decided of what is
// still suggested.
func (s *Site) reviewStale(c echo.Context, p views.ReviewPage) error {
	now, err := s.store.Article(c.Request().Context(), p.Article.ID)
	if isDeleted(err) {
		return s.reviewOver(c, http.StatusGone, now, p.ReviewQueue)
	}
	if err != nil {
		return err
	}
	if now.State != coop.Suggested {
		return s.reviewOver(c, http.StatusConflict, now, p.ReviewQueue)
	}
	version, _ := strconv.ParseInt(p.Form.Version, 10, 64) // what is no number was no version either
	seen, _, err := s.store.ArticleAt(c.Request().Context(), now.ID, version)
	if err != nil && !errors.Is(err, coop.ErrNotFound) {
		return err
	}
	p.Article, p.Changed, p.Form = now, true, p.Form.Meet(seen, now)
	return s.askReview(c, http.StatusConflict, p)
}

// UndoReview handles POST /review/{id}/undo: it takes back the review of an
// article, and shows that again.
func (s *Site) UndoReview(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	var form struct {
		Batch string `form:"batch"`
		Queue string `form:"queue"`
	}
	if err := bind(c, &form); err != nil {
		return err
	}
	q, err := s.queueOf(form.Queue)
	if err != nil {
		return err
	}
	if done, err := s.takeBack(c, id, form.Batch); !done || err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, reviewAddress(fmt.Sprintf("/review/%d", id), q))
}

// bindReview reads a review out of a form that was posted.
func (s *Site) bindReview(c echo.Context) (form coop.ReviewForm, q views.ReviewQueue, err error) {
	if err := bind(c, &form); err != nil {
		return form, q, err
	}
	form.Verdicts, form.To = map[string]coop.Verdict{}, map[string]string{}
	sent := c.Request().PostForm
	for field := range sent {
		kind, code, ok := strings.Cut(field, ".")
		if !ok || !slices.Contains([]coop.Kind{coop.AreaKind, coop.PartyKind, coop.FormKind, coop.StageKind}, coop.Kind(kind)) {
			continue
		}
		if of, ok := strings.CutSuffix(code, ".to"); ok {
			form.To[kind+"."+of] = sent.Get(field)
		} else {
			form.Verdicts[field] = coop.Verdict(sent.Get(field))
		}
	}
	q, err = s.queueOf(sent.Get("queue"))
	return form, q, err
}

// queueAsked reads the queue that an address asks for.
func (s *Site) queueAsked(c echo.Context) (views.ReviewQueue, error) {
	query, err := queryOf(c)
	if err != nil {
		return views.ReviewQueue{}, err
	}
	return s.reviewQueue(query)
}

// queueOf reads a queue that a form passes on.
func (s *Site) queueOf(text string) (views.ReviewQueue, error) {
	query, err := url.ParseQuery(text)
	if err != nil {
		return views.ReviewQueue{}, &coop.ParamError{Param: "queue", Value: text, Reason: "Open the review again."}
	}
	return s.reviewQueue(query)
}

// maxSkipped is how many articles an address leaves for later.
const maxSkipped = 1000

// reviewQueue reads a view, and what is skipped of it.
func (s *Site) reviewQueue(query url.Values) (q views.ReviewQueue, err error) {
	for _, list := range query["skip"] {
		for text := range strings.SplitSeq(list, ",") {
			id, err := strconv.ParseInt(text, 10, 64)
			if list == "" {
				continue
			}
			if err != nil || id <= 0 || len(q.Skip) >= maxSkipped {
				return q, &coop.ParamError{Param: "skip", Value: list, Reason: fmt.Sprintf("Give numbers of articles with commas between, at most %d.", maxSkipped)}
			}
			q.Skip = append(q.Skip, id)
		}
	}
	rest := url.Values{}
	for name, values := range query {
		if name != "skip" {
			rest[name] = values
		}
	}
	q.View, _, err = coop.ParseView(rest, coop.Scope{}, s.cb())
	q.View.States = nil // those that are suggested are reviewed
	return q, err
}

func reviewAddress(path string, q views.ReviewQueue) string {
	if query := q.Query(); query != "" {
		return path + "?" + query
	}
	return path
}

// countQueue fills in what waits, and what can be taken back.
func countQueue(ctx context.Context, m *db.Moment, q *views.ReviewQueue) error {
	of, err := m.ReviewProgress(ctx, q.View)
	if err != nil {
		return err
	}
	all, err := m.ReviewProgress(ctx, coop.View{})
	if err != nil {
		return err
	}
	q.Waiting, q.Done, q.Others, q.Uncoded = of.Waiting, of.Done, all.Waiting-of.Waiting, all.Uncoded
	last, _, err := m.LastReview(ctx)
	q.Last = views.Reviewed(last)
	return err
}

// askReview counts the queue, and shows an article to review.
func (s *Site) askReview(c echo.Context, status int, p views.ReviewPage) error {
	ctx := c.Request().Context()
	err := s.store.Now(ctx, func(m *db.Moment) error { return countQueue(ctx, m, &p.ReviewQueue) })
	if err != nil {
		return err
	}
	return s.showReview(c, status, p)
}

// showReview answers with an article to review, completed with the words that led
// to its parties, form and stage, and with what it offers to choose from.
func (s *Site) showReview(c echo.Context, status int, p views.ReviewPage) error {
	p.Evidence = s.explain(p.Article)
	if len(p.Article.Reports) == 0 {
		var err error
		if p.Choices, err = s.choices(c, p.Form.Engagement); err != nil {
			return err
		}
	}
	return render(c, status, views.Review(s.page(c, "Review", "review"), p))
}

// explain reads an article by the present rules, and gives the evidence for what
// they still say, by the names of offers. That for areas is stored.
func (s *Site) explain(a coop.Article) map[string][]coop.Evidence {
	field, text := a.MainText()
	out := map[string][]coop.Evidence{}
	for kind, list := range views.SuggestionLists(s.rules().Suggest(a.Title, text)) {
		for _, found := range list {
			if kind != coop.AreaKind {
				out[coop.Offer{Kind: kind, Code: found.Code}.Name()] = db.EvidenceOf("", found, field)
			}
		}
	}
	return out
}

// reviewOver says that an article is not to be reviewed any more, and leads on.
func (s *Site) reviewOver(c echo.Context, status int, a coop.Article, q views.ReviewQueue) error {
	p := views.ReviewOverPage{Article: a, Queue: q.Query(), Heading: "This article needs no review.",
		Text: "“" + a.Title + "” has no suggested codes that nobody looked at."}
	switch status {
	case http.StatusGone:
		p.Deleted, p.Heading = true, "This article is deleted."
		p.Text = "“" + a.Title + "” was deleted, and nothing was saved. It can be restored as it was."
	case http.StatusConflict:
		p.Heading = "Somebody else coded this article in the meantime."
		p.Text = "Nothing of yours was saved, and nothing was overwritten. Look at the codes of “" + a.Title + "”, or go on."
	}
	return render(c, status, views.ReviewOver(s.page(c, p.Heading, "review"), p))
}
