package browser

import (
	"net/url"
	"strings"
	"testing"
)

// sentinel is the form of an article about an exercise of the starter data, by nobody's
// account the first.
func sentinel(title, day string) url.Values {
	return url.Values{
		"title": {title}, "source": {"Test Wire"}, "published": {day}, "parties": {"Cambodia, US"}, "areas": {"exercises", "training"},
		"body": {`The yearly exercise Angkor Sentinel of the Cambodian and United States armies went on in Kampong Speu province on Thursday,
			with lessons on peacekeeping, first aid and disaster relief. Officers of both sides said that some 450 soldiers take part.`},
	}
}

func TestOneKeyLinksAnArticle(t *testing.T) {
	s := starterSite(t)
	b := newTab(t, s)
	b.open(s.create(t, sentinel("Angkor Sentinel goes on", "2014-04-24")))
	b.wantShown(true, ".likely .offer button[data-key='1']", ".likely button[data-key='0']")
	title := b.text(".likely .offer a")
	if !strings.Contains(b.text(".likely"), "Same parties: Cambodia, United States") && !strings.Contains(b.text(".likely"), "same parties: Cambodia, United States") {
		t.Errorf("the offer gives no reasons: %s", b.text(".likely"))
	}
	b.follow(press("1"))
	if got := b.text("section[aria-labelledby=reports] .rows"); !strings.Contains(got, title) {
		t.Errorf("after the key 1 it reports %q, want %q", got, title)
	}
	b.wantShown(false, ".likely")
	b.follow(click(".note form button")) // undo
	b.wantShown(true, ".likely")

	b.follow(press("0"))
	if got := b.text("section[aria-labelledby=reports] .rows"); !strings.Contains(got, "Angkor Sentinel goes on") {
		t.Errorf("after the key 0 it reports %q", got)
	}
	b.open(s.create(t, sentinel("Angkor Sentinel, again", "2014-04-25")))
	b.follow(press("l"))
	wantEval(t, b, "l leads to", `location.pathname`, "/articles/unlinked")
}
