package views

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// Split is what is typed to split an engagement, and what is wrong with it.
type Split struct {
	Articles []int64 `form:"articles"`
	Title    string  `form:"title"`
	Bad      string  // a sentence, or ""
}

// Regrouped is a merge or split that can be undone.
type Regrouped struct {
	Batch       string
	Merged      bool // else split
	Kept, Other int64
	Title       string // of the one that was merged away or split off
	At          time.Time
}

// MergePage asks which engagement is the same as one, and shows what a merge makes.
type MergePage struct {
	Engagement coop.Engagement
	With       string            // as typed
	Other      coop.Engagement   // without an ID until one is chosen
	Choices    []coop.Engagement // that may be the same
	Bad        string            // a sentence, or ""
}

// mergeRow is a field of both engagements, and what a merge makes of it.
type mergeRow struct{ name, here, there, merged string }

// rows compare both engagements field by field, without what neither states.
func (m MergePage) rows(cb *codebook.Codebook) (out []mergeRow) {
	merged := m.Engagement.MergedWith(m.Other)
	merged.Areas = cb.Sort(merged.Areas)
	add := func(name string, text func(coop.Engagement) string) {
		r := mergeRow{name, text(m.Engagement), text(m.Other), text(merged)}
		if r.here+r.there != "" {
			out = append(out, r)
		}
	}
	add("Title", func(e coop.Engagement) string { return e.Title })
	add("Form", func(e coop.Engagement) string { return codebook.FormName(e.Form) })
	add("Dates", func(e coop.Engagement) string { return coop.DatesText(e.Start, e.End) })
	add("Place", func(e coop.Engagement) string { return e.Place })
	add("Series", func(e coop.Engagement) string { return e.Series })
	add("Areas", func(e coop.Engagement) string {
		return listed(e.Areas, func(slug string) string { return areaName(cb, slug) })
	})
	add("Parties", func(e coop.Engagement) string { return listed(e.Participants(), participantText) })
	add("Officials", func(e coop.Engagement) string { return listed(e.Officials, coop.Official.String) })
	add("Notes", func(e coop.Engagement) string { return clip(e.Notes, 200) })
	return out
}

// listed joins texts with commas.
func listed[T any](list []T, text func(T) string) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = text(v)
	}
	return strings.Join(out, ", ")
}

// ticked tells whether an article is chosen to be split off.
func (s Split) ticked(article int64) bool { return slices.Contains(s.Articles, article) }

// articles is how many articles report both together, each once.
func (m MergePage) articles() int {
	n := len(m.Engagement.Reports)
	for _, r := range m.Other.Reports {
		if !slices.ContainsFunc(m.Engagement.Reports, func(o coop.Report) bool { return o.ArticleID == r.ArticleID }) {
			n++
		}
	}
	return n
}

// with is the rest of the address that shows what a merge with an engagement makes.
func with(e coop.Engagement) templ.SafeURL {
	return templ.SafeURL("?with=" + strconv.FormatInt(e.ID, 10))
}

func (r Regrouped) noun() string {
	if r.Merged {
		return "merge"
	}
	return "split"
}

func (r Regrouped) heading() string {
	if r.Merged {
		return "Merged"
	}
	return "Split"
}
