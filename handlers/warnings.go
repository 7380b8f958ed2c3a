package handlers

import (
	"context"
	"strings"

	"entente/internal/coop"
	"entente/views"
)

// tooEarly says beside the stage if the engagement of a link cannot be there yet. One
// that is not stored is left to saving, which says so.
func (s *Site) tooEarly(ctx context.Context, link *coop.Link, bad coop.FieldErrors) {
	if link == nil || len(bad) > 0 {
		return
	}
	e := coop.Engagement{}
	if link.New != nil {
		e = *link.New
	} else if stored, err := s.store.Engagement(ctx, link.EngagementID); err == nil {
		e = stored
	}
	if sentence := coop.TooEarly(link.Stage, e.Start, s.today()); sentence != "" {
		bad["stage"] = sentence
	}
}

// warned is the message of a save, with what is odd about the engagement that it made.
func (s *Site) warned(f views.Flash, link *coop.Link) views.Flash {
	if link == nil || link.New == nil {
		return f
	}
	if odd := link.New.Warnings(s.today()); len(odd) > 0 {
		f.Text += " " + strings.Join(odd, " ")
		f.Warn = true
	}
	return f
}

// besideOffer puts what is wrong with a stage beside the one that is offered for review.
func besideOffer(bad coop.FieldErrors, a coop.Article) {
	for _, o := range a.Offers() {
		if sentence, wrong := bad["stage"]; wrong && o.Kind == coop.StageKind {
			bad[o.Name()] = sentence
			delete(bad, "stage")
		}
	}
}
