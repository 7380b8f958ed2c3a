package coop

import (
	"slices"
	"strconv"
	"strings"

	"entente/internal/codebook"
)

// Offer is one suggestion that a review accepts, refuses or changes.
type Offer struct {
	Kind Kind
	Code string
}

// Name is what a form calls the verdict on it: "area.demining". With ".to" at its
// end, it is what the code is changed to.
func (o Offer) Name() string { return string(o.Kind) + "." + o.Code }

// Offers are what rules say of an article and a person has to decide. Form and
// stage are those of one engagement: of an article that reports several, or one that
// has its form and stage already, nothing is asked.
func (a Article) Offers() (out []Offer) {
	areas, parties := a.CodesBy(ByRule)
	for _, code := range areas {
		out = append(out, Offer{AreaKind, code})
	}
	for _, code := range parties {
		out = append(out, Offer{PartyKind, code})
	}
	if len(a.Reports) > 1 {
		return out
	}
	var has Report
	if len(a.Reports) == 1 {
		has = a.Reports[0]
	}
	if a.Proposal.Form != "" && has.EngagementForm == "" {
		out = append(out, Offer{FormKind, a.Proposal.Form})
	}
	if a.Proposal.Stage != "" && has.Stage == "" {
		out = append(out, Offer{StageKind, a.Proposal.Stage})
	}
	return out
}

// Verdict is what was decided of an offer.
type Verdict string

// The verdicts. Any other, and none, is undecided.
const (
	Accepted Verdict = "yes"
	Refused  Verdict = "no"
	Replaced Verdict = "change" // refuse it, and take another code
)

// ReviewForm is a review as typed, so that it can be shown back.
type ReviewForm struct {
	Verdicts map[string]Verdict // by the name of the offer
	To       map[string]string  // likewise: a slug, for a party its name

	Areas      []string `form:"areas"`      // that nobody suggested
	Parties    string   `form:"parties"`    // likewise
	Engagement string   `form:"engagement"` // of an article that reports none: an id, "new", or "" for later
	Notes      string   `form:"notes"`
	Version    string   `form:"version"`
	Codebook   string   `form:"codebook"` // version of the codebook that the form offers
}

// ReviewFormOf is the form to review an article: what a person said of it stands
// there, and nothing that was suggested is decided.
func ReviewFormOf(a Article) ReviewForm {
	areas, parties := a.CodesBy(ByHuman)
	f := ReviewForm{Areas: areas, Parties: partyNames(parties), Notes: a.Notes, Version: strconv.FormatInt(a.Version, 10)}
	if len(a.Reports) == 0 && len(a.Areas) > 0 {
		f.Engagement = "new"
	}
	return f
}

// AcceptRest accepts every offer of an article that is not decided.
func (f *ReviewForm) AcceptRest(a Article) {
	if f.Verdicts == nil {
		f.Verdicts = map[string]Verdict{}
	}
	for _, o := range a.Offers() {
		if f.verdict(o) == "" {
			f.Verdicts[o.Name()] = Accepted
		}
	}
}

// Meet is the form for an article that somebody changed since it was as it was seen:
// with what they added, and with the notes of both.
func (f ReviewForm) Meet(seen, now Article) ReviewForm {
	had, hadParties := seen.CodesBy(ByHuman)
	have, haveParties := now.CodesBy(ByHuman)
	f.Areas = slices.Clone(f.Areas)
	for _, code := range have {
		if !slices.Contains(had, code) && !slices.Contains(f.Areas, code) {
			f.Areas = append(f.Areas, code)
		}
	}
	added := slices.DeleteFunc(haveParties, func(code string) bool { return slices.Contains(hadParties, code) })
	if f.Parties = strings.TrimSpace(f.Parties); f.Parties == "" || len(added) == 0 {
		f.Parties += partyNames(added)
	} else {
		f.Parties += ", " + partyNames(added)
	}
	switch mine := Text(f.Notes); {
	case now.Notes == seen.Notes || now.Notes == mine || now.Notes == "":
	case mine == seen.Notes || mine == "":
		f.Notes = now.Notes
	default:
		f.Notes = mine + "\n\n" + now.Notes
	}
	f.Version = strconv.FormatInt(now.Version, 10)
	return f
}

func (f ReviewForm) verdict(o Offer) Verdict {
	switch v := f.Verdicts[o.Name()]; v {
	case Accepted, Refused, Replaced:
		return v
	}
	return ""
}

// Validate returns the review of an article, or what is wrong with each field.
// Every offer must be decided, but not of an article that is not relevant.
func (f ReviewForm) Validate(a Article, notRelevant bool, cb *codebook.Codebook) (r Review, bad FieldErrors) {
	c := checker{bad: FieldErrors{}}
	notes := c.text("notes", f.Notes, MaxNote)
	r = Review{Version: c.version(f.Version), Codebook: c.codebook(f.Codebook), Notes: &notes, Excluded: notRelevant}
	if notRelevant {
		return r, c.bad
	}
	areas, parties := slices.Clone(f.Areas), c.parties("parties", f.Parties)
	link := ArticleForm{Engagement: f.Engagement}
	for _, o := range a.Offers() {
		code, name := o.Code, o.Name()
		switch f.verdict(o) {
		case "":
			c.fail(name, "Accept it, refuse it, or change it.")
			continue
		case Refused:
			code = ""
		case Replaced:
			if code = strings.TrimSpace(f.To[name]); code == "" {
				c.fail(name, "Say what it is changed to, or refuse it.")
			}
		}
		if code != o.Code && (o.Kind == FormKind || o.Kind == StageKind) {
			r.Refuse = append(r.Refuse, Refusal(o))
		}
		switch o.Kind {
		case AreaKind:
			areas = append(areas, c.areas(name, []string{code}, cb)...)
		case PartyKind:
			parties = append(parties, c.parties(name, code)...)
		case FormKind:
			if codebook.IsForm(code) || code == "" {
				link.Form = code
			} else {
				c.fail(name, "Choose a form from the list, or refuse it.")
			}
		case StageKind:
			if codebook.IsStage(code) || code == "" {
				link.Stage = code
			} else {
				c.fail(name, "Choose a stage from the list, or refuse it.")
			}
		}
	}
	slices.Sort(parties)
	r.Areas, r.Parties, r.Form = c.areas("areas", areas, cb), slices.Compact(parties), link.Form
	if len(a.Reports) == 1 && link.Stage != "" {
		r.Link = &Link{EngagementID: a.Reports[0].EngagementID, Stage: link.Stage}
	}
	if len(a.Reports) == 0 && len(r.Areas)+len(r.Parties) > 0 { // without codes it reports nothing
		r.Link = link.link(&c, Article{Title: a.Title, Areas: r.Areas, Parties: r.Parties})
	}
	return r, c.bad
}
