package views

import (
	"slices"
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// diff is a field that somebody else saved otherwise in the meantime.
type diff struct {
	Stored string
	Typed  string
}

// long tells whether the two texts need room side by side.
func (d diff) long() bool { return len(d.Stored) > 200 || strings.Contains(d.Stored, "\n") }

// diffs are the differing fields, by name.
type diffs map[string]*diff

// compare adds a field if what is stored is not what was typed.
func (d diffs) compare(name, typed, stored string) {
	if coop.Text(typed) != coop.Text(stored) {
		d[name] = &diff{Stored: stored, Typed: coop.Text(typed)}
	}
}

// compareAreas does so for areas, in whatever order they were ticked.
func (d diffs) compareAreas(cb *codebook.Codebook, typed, stored []string) {
	if !slices.Equal(cb.Sort(typed), cb.Sort(stored)) {
		d["areas"] = &diff{Stored: areaNames(cb, cb.Sort(stored)), Typed: areaNames(cb, cb.Sort(typed))}
	}
}

// articleDiffs compares an article as typed with what is stored now; none without theirs.
func articleDiffs(cb *codebook.Codebook, mine coop.ArticleForm, theirs *coop.ArticleForm) diffs {
	d := diffs{}
	if theirs == nil {
		return d
	}
	for _, f := range []struct{ name, typed, stored string }{
		{"title", mine.Title, theirs.Title},
		{"source", mine.Source, theirs.Source},
		{"published", mine.Published, theirs.Published},
		{"body", mine.Body, theirs.Body},
		{"url", mine.URL, theirs.URL},
		{"title_original", mine.TitleOriginal, theirs.TitleOriginal},
		{"language", mine.Language, theirs.Language},
		{"author", mine.Author, theirs.Author},
		{"archive_url", mine.ArchiveURL, theirs.ArchiveURL},
		{"accessed", mine.Accessed, theirs.Accessed},
		{"summary", mine.Summary, theirs.Summary},
		{"notes", mine.Notes, theirs.Notes},
		{"parties", mine.Parties, theirs.Parties},
		{"excluded", relevance(mine.Excluded), relevance(theirs.Excluded)},
	} {
		d.compare(f.name, f.typed, f.stored)
	}
	d.compareAreas(cb, mine.Areas, theirs.Areas)
	return d
}

// engagementDiffs compares an engagement as typed with what is stored now.
func engagementDiffs(cb *codebook.Codebook, mine coop.EngagementForm, theirs *coop.EngagementForm) diffs {
	d := diffs{}
	if theirs == nil {
		return d
	}
	for _, f := range []struct{ name, typed, stored string }{
		{"title", mine.Title, theirs.Title},
		{"engagement_start", mine.Start, theirs.Start},
		{"engagement_end", mine.End, theirs.End},
		{"place", mine.Place, theirs.Place},
		{"series", mine.Series, theirs.Series},
		{"notes", mine.Notes, theirs.Notes},
		{"parties", mine.Parties, theirs.Parties},
		{"form", codebook.FormName(mine.Form), codebook.FormName(theirs.Form)},
	} {
		d.compare(f.name, f.typed, f.stored)
	}
	d.compareAreas(cb, mine.Areas, theirs.Areas)
	return d
}

func relevance(excluded string) string {
	if excluded != "" {
		return "not about defence cooperation"
	}
	return "about defence cooperation"
}
