package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// offer is a suggestion with the words that led to it and what was decided.
type offer struct {
	coop.Offer
	verdict coop.Verdict
	to      string
	bad     string
	because []reason
}

// evidence is all that speaks for something in the article. In a review nothing of
// it is confirmed, and all is marked alike.
func (r ReviewPage) evidence() []evidence {
	all := slices.Clone(r.Article.Evidence)
	for _, o := range r.Article.Offers() {
		all = append(all, r.Evidence[o.Name()]...)
	}
	return numbered(r.Article, all)
}

// offers are those of the kinds, in order.
func (r ReviewPage) offers(list []evidence, kinds ...coop.Kind) (out []offer) {
	for _, o := range r.Article.Offers() {
		if !slices.Contains(kinds, o.Kind) {
			continue
		}
		name := o.Name()
		var of []evidence
		for _, e := range list {
			if o.Kind == coop.AreaKind && e.Area == o.Code || slices.Contains(r.Evidence[name], e.Evidence) {
				of = append(of, e)
			}
		}
		out = append(out, offer{o, r.Form.Verdicts[name], r.Form.To[name], r.Bad[name], reasons(of)})
	}
	return out
}

// label is what an offer is called.
func (o offer) label(cb *codebook.Codebook) string {
	name := SuggestionName(cb, o.Kind, o.Code)
	switch o.Kind {
	case coop.FormKind:
		return "Form: " + name
	case coop.StageKind:
		return "Stage: " + name
	}
	return name
}

// short is what it is called where room is scarce.
func (o offer) short(cb *codebook.Codebook) string {
	if o.Kind == coop.AreaKind {
		return areaShort(cb, o.Code)
	}
	return o.label(cb)
}

// unexplained says why there are no words for an offer.
func (o offer) unexplained() string {
	if o.Kind == coop.AreaKind {
		return "No words in the text speak for it any more."
	}
	return "The present rules find no words for it in the text."
}

// others are what an offer can be changed to, nil for a party, which is typed.
func (o offer) others(cb *codebook.Codebook) (out []choice) {
	codes := codebook.Forms()
	switch o.Kind {
	case coop.PartyKind:
		return nil
	case coop.AreaKind:
		codes = nil
		for _, a := range offered(cb, o.to) {
			codes = append(codes, codebook.Code{Slug: a.Slug, Name: a.Name + retired(a)})
		}
	case coop.StageKind:
		codes = codebook.Stages()
	}
	out = []choice{{"", "Choose"}}
	for _, c := range codes {
		if c.Slug != o.Code {
			out = append(out, choice{c.Slug, c.Name})
		}
	}
	return withValue(out, o.to)
}

// fields are those of the form in their order on the page.
func (r ReviewPage) fields(cb *codebook.Codebook) (out []choice) {
	for _, o := range r.offers(nil, coop.AreaKind, coop.PartyKind, coop.FormKind, coop.StageKind) {
		out = append(out, choice{o.Name(), o.label(cb)})
	}
	return append(out, choice{"areas", "Other areas"}, choice{"parties", "Other parties"}, choice{"engagement", "Engagement"}, choice{"notes", "Notes"})
}

// marked says in the title of the page that there are mistakes.
func (r ReviewPage) marked(p Page) Page {
	p.Error = p.Error || len(r.Bad) > 0
	return p
}

// decided counts the offers that have a verdict, and all.
func (r ReviewPage) decided() (n, of int) {
	for _, o := range r.Article.Offers() {
		if of++; r.Form.Verdicts[o.Name()] != "" {
			n++
		}
	}
	return n, of
}

func (r ReviewPage) decidedText() string {
	n, of := r.decided()
	return number(n) + " of " + number(of) + " decided"
}

// missedOpen tells whether something was added that nobody suggested.
func (r ReviewPage) missedOpen() bool {
	return len(r.Form.Areas) > 0 || r.Form.Parties != "" || r.Bad["areas"]+r.Bad["parties"] != ""
}

// otherAreas are those that are not suggested.
func (r ReviewPage) otherAreas(cb *codebook.Codebook) (out []codebook.Area) {
	suggested, _ := r.Article.CodesBy(coop.ByRule)
	for _, a := range offered(cb, r.Form.Areas...) {
		if !slices.Contains(suggested, a.Slug) {
			out = append(out, a)
		}
	}
	return out
}

// Query writes the queue as a query: the view, and what is skipped.
func (q ReviewQueue) Query() string {
	query := q.View.Query()
	if len(q.Skip) == 0 {
		return query
	}
	ids := make([]string, len(q.Skip))
	for i, id := range q.Skip {
		ids[i] = strconv.FormatInt(id, 10)
	}
	skip := "skip=" + strings.Join(ids, ",")
	if query == "" {
		return skip
	}
	return query + "&" + skip
}

// reviewAddress is where the next article of a queue is shown.
func reviewAddress(query string) templ.SafeURL {
	if query == "" {
		return "/review"
	}
	return templ.SafeURL("/review?" + query)
}

// without skips one article more.
func (q ReviewQueue) without(id int64) templ.SafeURL {
	q.Skip = append(slices.Clone(q.Skip), id)
	return reviewAddress(q.Query())
}

// all is the queue with nothing skipped.
func (q ReviewQueue) all() templ.SafeURL { return reviewAddress(q.View.Query()) }

// reviewLink leads to the suggested articles of a view, in whatever state that is.
func reviewLink(v coop.View) templ.SafeURL {
	v.States = nil
	return reviewAddress(v.Query())
}

// progress says how far the queue has come: "12 of 134".
func (q ReviewQueue) progress() string { return number(q.Done) + " of " + number(q.Done+q.Waiting) }

// skipped says how many are left for later: ", 3 skipped", or nothing.
func (q ReviewQueue) skipped() string {
	if len(q.Skip) == 0 {
		return ""
	}
	return ", " + number(len(q.Skip)) + " skipped"
}

// uncoded is the list of articles that nobody coded.
func uncoded() templ.SafeURL {
	return templ.SafeURL("/articles?" + url.Values{"state": {string(coop.Uncoded)}}.Encode())
}
