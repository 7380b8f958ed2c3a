package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"entente/db"
	"entente/internal/coop"
	"entente/internal/suggest"
	"entente/views"
)

// Suggest handles POST /suggest: what codes a form deserves by its title and text.
// A script gets JSON; a person gets the form back as typed, with the suggestions in
// it, all of them accepted if that was asked. Nothing is stored.
func (s *Site) Suggest(c echo.Context) error {
	var form coop.ArticleForm
	if err := bind(c, &form); err != nil {
		return err
	}
	script := strings.HasPrefix(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON)
	if script {
		r := s.suggestions(form)
		return c.JSON(http.StatusOK, s.suggestionsJSON(r, form))
	}
	ctx := c.Request().Context()
	p := views.ArticleFormPage{Asked: true, Made: settlementOf(c).Settlement}
	if id := c.Request().PostFormValue("id"); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			return coop.ErrNotFound
		}
		_, err = s.store.Article(ctx, n)
		if err != nil && !isDeleted(err) {
			return err
		}
		p.ID, p.Deleted = n, err != nil
	}
	all := slices.Contains(form.Accept, "all")
	p.Form = form.Accepted()
	if all {
		p.Form = acceptAll(p.Form, s.suggestions(p.Form))
	}
	if p.ID != 0 && p.Made.Began != "" {
		if err := s.meetArticle(ctx, &p); err != nil {
			return err
		}
	}
	p.Bad = badTexts(p.Form, s)
	if len(p.Bad) > 0 {
		return s.showArticleForm(c, http.StatusUnprocessableEntity, p)
	}
	return s.showArticleForm(c, http.StatusOK, p)
}

// badTexts are the mistakes of what suggestions are made from, but not that it is missing.
func badTexts(form coop.ArticleForm, s *Site) coop.FieldErrors {
	_, bad := form.Validate(s.cb())
	out := coop.FieldErrors{}
	for field, text := range map[string]string{"title": form.Title, "summary": form.Summary, "body": form.Body} {
		if why, ok := bad[field]; ok && strings.TrimSpace(text) != "" {
			out[field] = why
		}
	}
	return out
}

// suggestions are the codes that the texts of a form deserve, but for parties, form
// and stage that it has already.
func (s *Site) suggestions(form coop.ArticleForm) suggest.Result {
	in, _ := form.Validate(s.cb())
	field, text := in.MainText()
	r := s.rules().Suggest(in.Title, text)
	if !r.Cooperation {
		return r
	}
	r.Parties = slices.DeleteFunc(r.Parties, func(p suggest.Suggestion) bool { return slices.Contains(in.Parties, p.Code) })
	if r.Form != nil && r.Form.Code == form.Form {
		r.Form = nil
	}
	if r.Stage != nil && r.Stage.Code == form.Stage {
		r.Stage = nil
	}
	if field != string(suggest.Body) {
		for _, list := range views.SuggestionLists(r) {
			for _, x := range list {
				for i, e := range x.Evidence {
					if e.Field == suggest.Body {
						x.Evidence[i].Field = suggest.Field(field)
					}
				}
			}
		}
	}
	return r
}

// acceptAll takes over all that is suggested and not refused.
func acceptAll(form coop.ArticleForm, r suggest.Result) coop.ArticleForm {
	for kind, list := range views.SuggestionLists(r) {
		for _, x := range list {
			value := coop.Refusal{Kind: kind, Code: x.Code}.String()
			switch {
			case slices.Contains(form.Refused, value):
			case kind != coop.AreaKind:
				form.Accept = append(form.Accept, value)
			case !slices.Contains(form.Areas, x.Code):
				form.Areas = append(form.Areas, x.Code)
			}
		}
	}
	slices.Sort(form.Accept)
	return form.Accepted()
}

// quoted gives what is to be saved the words that speak for the areas which the form
// showed as suggested, and which no person gave the article before.
func (s *Site) quoted(in coop.ArticleInput, form coop.ArticleForm, before coop.Article) coop.ArticleInput {
	if len(form.Suggested) == 0 {
		return in
	}
	given, _ := before.CodesBy(coop.ByHuman)
	field, _ := in.MainText()
	for _, x := range s.rules().Suggest(in.Title, in.Text(field)).Areas {
		shown := form.Shows(coop.Refusal{Kind: coop.AreaKind, Code: x.Code}.String())
		if !shown || !slices.Contains(in.Areas, x.Code) || slices.Contains(given, x.Code) {
			continue
		}
		in.Quotes = append(in.Quotes, db.EvidenceOf(x.Code, x, field)...)
	}
	return in
}

type suggestionsAnswer struct {
	Says    string             `json:"says"` // what was found, for people
	Areas   []suggestionAnswer `json:"areas"`
	Parties []suggestionAnswer `json:"parties"`
	Form    *suggestionAnswer  `json:"form"`
	Stage   *suggestionAnswer  `json:"stage"`
}

type suggestionAnswer struct {
	Code     string           `json:"code"`
	Name     string           `json:"name"`
	Score    float64          `json:"score"`
	Reason   string           `json:"reason"`
	Evidence []evidenceAnswer `json:"evidence"`
}

type evidenceAnswer struct {
	Field string `json:"field"`
	Start int    `json:"start"` // in bytes, as end
	End   int    `json:"end"`
	Quote string `json:"quote"`
}

func (s *Site) suggestionsJSON(r suggest.Result, form coop.ArticleForm) suggestionsAnswer {
	lists := views.SuggestionLists(r)
	answer := func(kind coop.Kind) []suggestionAnswer {
		out := make([]suggestionAnswer, len(lists[kind]))
		for i, x := range lists[kind] {
			out[i] = suggestionAnswer{x.Code, views.SuggestionName(s.cb(), kind, x.Code), x.Score, x.Reason, make([]evidenceAnswer, len(x.Evidence))}
			for k, e := range x.Evidence {
				out[i].Evidence[k] = evidenceAnswer{string(e.Field), e.Start, e.End, e.Quote}
			}
		}
		return out
	}
	a := suggestionsAnswer{
		Says:  views.SuggestionsFound(r, strings.TrimSpace(form.Title+form.Body+form.Summary) != ""),
		Areas: answer(coop.AreaKind), Parties: answer(coop.PartyKind),
	}
	if list := answer(coop.FormKind); len(list) > 0 {
		a.Form = &list[0]
	}
	if list := answer(coop.StageKind); len(list) > 0 {
		a.Stage = &list[0]
	}
	return a
}
