package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// change does one thing that a person can do, through the form for it, and notes it down.
func (w *world) change(t testing.TB, rt *rapid.T) {
	var live, gone []*storedArticle
	for _, a := range w.articles {
		if a.deleted {
			gone = append(gone, a)
		} else {
			live = append(live, a)
		}
	}
	choices := []string{"add"}
	if len(live) > 0 {
		choices = append(choices, "edit article", "edit article", "delete article", "link", "of a report")
	}
	if len(gone) > 0 {
		choices = append(choices, "restore article")
	}
	if len(w.engagements) > 0 {
		choices = append(choices, "edit engagement", "hide engagement")
	}
	switch choice := one(rt, "change", choices); choice {
	case "add":
		w.add(t, rt)
	case "edit article":
		w.editArticle(rt, rapid.SampledFrom(live).Draw(rt, "article"))
	case "delete article":
		a := rapid.SampledFrom(live).Draw(rt, "article")
		a.deleted = true
		w.send(rt, a.path("/delete"), nil)
	case "restore article":
		a := rapid.SampledFrom(gone).Draw(rt, "article")
		a.deleted = false
		w.send(rt, a.path("/restore"), nil)
	case "link":
		w.link(t, rt, rapid.SampledFrom(live).Draw(rt, "article"))
	case "of a report":
		w.changeReport(rt, rapid.SampledFrom(live).Draw(rt, "article"))
	default:
		e := rapid.SampledFrom(w.engagements).Draw(rt, "engagement")
		switch {
		case e.deleted:
			e.deleted = false
			w.send(rt, e.path("/restore"), nil)
		case choice == "hide engagement":
			e.deleted = true
			w.send(rt, e.path("/delete"), nil)
		default:
			w.editEngagement(rt, e)
		}
	}
}

func (a *storedArticle) path(rest string) string { return fmt.Sprintf("/articles/%d%s", a.id, rest) }
func (e *storedEngagement) path(rest string) string {
	return fmt.Sprintf("/engagements/%d%s", e.id, rest)
}

// send posts a form that must be taken, and gives the address it leads to.
func (w *world) send(rt *rapid.T, address string, form url.Values) string {
	got := w.post(rt, address, form)
	if got.Code != http.StatusSeeOther {
		rt.Fatalf("POST %s %v = %d: %s", address, form, got.Code, excerpt(got))
	}
	return got.Header().Get("Location")
}

// form is an article as a person would type it in.
func (a *storedArticle) form(excluded bool) url.Values {
	form := url.Values{
		"title": {a.title}, "title_original": {a.original}, "summary": {a.summary}, "body": {a.body}, "source": {a.source},
		"language": {a.lang}, "published": {a.day}, "areas": a.areas, "parties": {strings.Join(a.parties, "; ")},
	}
	a.state = codedOrNot(a)
	if excluded {
		form.Set("excluded", "1")
		a.state = "excluded"
	}
	return form
}

// add stores an article, often with a new engagement, which has its codes.
func (w *world) add(t testing.TB, rt *rapid.T) {
	a := anyArticle(rt)
	form := a.form(chance(rt, "excluded", 5))
	w.report(rt, a, form)
	location := w.send(rt, "/articles", form)
	id, err := strconv.ParseInt(strings.TrimPrefix(location, "/articles/"), 10, 64)
	if err != nil {
		rt.Fatal(err)
	}
	a.id, a.added = id, byHand(len(w.articles))
	w.articles = append(w.articles, a)
	w.learn(t, a)
}

func (w *world) link(t testing.TB, rt *rapid.T, a *storedArticle) {
	form := url.Values{}
	if w.report(rt, a, form); len(form) > 0 {
		w.send(rt, a.path("/reports"), form)
		w.learn(t, a)
	}
}

// report fills in the part of a form that links an article to an engagement.
func (w *world) report(rt *rapid.T, a *storedArticle, form url.Values) {
	var others []*storedEngagement
	for _, e := range w.engagements {
		if !e.deleted && !a.tells(e) {
			others = append(others, e)
		}
	}
	e := anyEngagement(rt)
	switch {
	case chance(rt, "no engagement", 3):
		return
	case len(others) > 0 && chance(rt, "known engagement", 2):
		e = rapid.SampledFrom(others).Draw(rt, "engagement")
		form.Set("engagement", strconv.FormatInt(e.id, 10))
	default:
		form.Set("engagement", "new")
		form.Set("engagement_title", e.title)
		form.Set("form", e.form)
		form.Set("engagement_start", e.start)
		form.Set("engagement_end", e.end)
		form.Set("place", e.place)
		e.areas, e.parties = a.areas, a.parties
		w.engagements = append(w.engagements, e)
	}
	stage := anyStage(rt, e)
	form.Set("stage", stage)
	a.reports = append(a.reports, storedReport{e, stage})
}

// anyStage is one that a person can give an engagement: what is still to begin is not done.
func anyStage(rt *rapid.T, e *storedEngagement) string {
	stage := one(rt, "stage", lawStages)
	if stage == "done" && e.start != "" && firstDay(e.start) > time.Now().Format(time.DateOnly) {
		return "planned"
	}
	return stage
}

// changeReport corrects the stage of a report, or takes it back.
func (w *world) changeReport(rt *rapid.T, a *storedArticle) {
	at := slices.IndexFunc(a.reports, func(r storedReport) bool { return !r.engagement.deleted })
	if at < 0 {
		return
	}
	address := a.path(fmt.Sprintf("/reports/%d", a.reports[at].engagement.id))
	if chance(rt, "unlink", 2) {
		a.reports = slices.Delete(a.reports, at, at+1)
		w.send(rt, address+"/delete", nil)
		return
	}
	a.reports[at].stage = anyStage(rt, a.reports[at].engagement)
	w.send(rt, address, url.Values{"stage": {a.reports[at].stage}})
}

// editArticle sends the edit form back with other values in it.
func (w *world) editArticle(rt *rapid.T, a *storedArticle) {
	old := *a
	*a = *anyArticle(rt)
	a.id, a.added, a.reports = old.id, old.added, old.reports
	form := w.edit(rt, a.path(""))
	form.Del("excluded")
	for name, values := range a.form(chance(rt, "excluded", 4)) {
		form[name] = values
	}
	w.send(rt, a.path(""), form)
	if old.state == "suggested" && a.state != "excluded" {
		a.leaveOpen(old)
	}
}

// leaveOpen gives an edit that names no areas, or no parties, those that rules
// suggested before: nobody has decided on them.
func (a *storedArticle) leaveOpen(old storedArticle) {
	a.areasGiven = old.areasGiven || len(a.areas) > 0
	a.partiesGiven = old.partiesGiven || len(a.parties) > 0
	if !a.areasGiven && len(old.areas) > 0 {
		a.areas, a.state = old.areas, "suggested"
	}
	if !a.partiesGiven && len(old.parties) > 0 {
		a.parties, a.state = old.parties, "suggested"
	}
}

func (w *world) editEngagement(rt *rapid.T, e *storedEngagement) {
	id, key := e.id, e.key
	*e = *anyEngagement(rt)
	e.id, e.key = id, key
	e.areas, e.parties = some(rt, "areas", lawAreas), some(rt, "parties", lawParties)
	parties, officials := e.participate(rt)
	form := w.edit(rt, e.path(""))
	for name, values := range map[string][]string{
		"title": {e.title}, "form": {e.form}, "engagement_start": {e.start}, "engagement_end": {e.end}, "place": {e.place},
		"areas": e.areas, "parties": {parties}, "officials": {officials},
	} {
		form[name] = values
	}
	w.send(rt, e.path(""), form)
}

// participate draws roles and officials of an engagement, and gives them as they are
// typed. Now and then somebody speaks for a party that is not named before.
func (e *storedEngagement) participate(rt *rapid.T) (parties, officials string) {
	e.roles, e.officials = map[string]string{}, nil
	var typed []string
	for _, party := range e.parties {
		if e.roles[party] = one(rt, "role", lawRoles); e.roles[party] != "" {
			party += " (" + e.roles[party] + ")"
		}
		typed = append(typed, party)
	}
	speaking := e.parties
	if chance(rt, "another party", 3) {
		speaking = lawParties
	}
	var lines []string
	for _, party := range speaking {
		for _, name := range some(rt, "officials", lawPeople) {
			o := storedOfficial{party, name, one(rt, "post", append([]string{""}, lawPeople...))}
			e.officials = append(e.officials, o)
			if o.post != "" {
				name += "; " + o.post
			}
			lines = append(lines, name+" ; "+party)
		}
	}
	for _, o := range e.officials {
		e.parties = union(lawParties, e.parties, []string{o.party})
	}
	return strings.Join(typed, ", "), strings.Join(lines, "\r\n")
}
