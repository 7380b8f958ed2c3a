package views

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"entente/internal/coop"
	"entente/internal/redline"
)

// heard is the text of an element as a screen reader says it, piece by piece.
func heard(s *goquery.Selection) string {
	var said []string
	for _, top := range s.Nodes {
		for n := range top.Descendants() {
			if n.Type == html.TextNode {
				said = append(said, strings.Fields(n.Data)...)
			}
		}
	}
	return strings.Join(said, " ")
}

func TestConflictShowsBothTexts(t *testing.T) {
	doc, _ := drawn(t, ArticleForm(samplePage("Edit", "articles"), staleArticleForm()))
	for name, want := range map[string][]string{
		"title": {"Yours [deleted: Phnom Penh asks Washington for more military training and relief support ] [added: My title ] Edit yours : Title",
			"Stored now An import, 28 Feb 2024, 10:41 UTC [deleted: Phnom Penh asks Washington for more military training and relief support ] [added: Another title ]"},
		"author": {"Yours A. Writer [added: and B. Other ] Edit yours : Author", "Stored now [deleted: A. Writer ] Nothing stands here."},
		"areas": {"Yours Training and education Demining and EOD [deleted: Peacekeeping ] [deleted: Visits and dialogue ]",
			"Stored now [added: Cyber and emerging technology ] [deleted: Training and education ] [deleted: Demining and EOD ] [deleted: Peacekeeping ] [deleted: Visits and dialogue ]",
			"Both all that either has"},
		"excluded": {"Yours about defence cooperation Not about defence cooperation (kept, but left out of every count)",
			"Stored now An import, 28 Feb 2024, 10:41 UTC [added: not ] about defence cooperation"},
	} {
		var got []string
		doc.Find("#decide-" + name + " .side").Each(func(_ int, s *goquery.Selection) { got = append(got, heard(s)) })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if body := heard(doc.Find("#decide-body .side").First().Find(".redline")); !strings.Contains(body, "exchange visits by [added: young ] officers") || strings.Contains(body, "PHNOM PENH") {
		t.Errorf("of the own text, what it changed is to be seen and no more: %s", body)
	}
	form := doc.Find("form[action='/articles/8412']")
	sent := submit(form)
	got := map[string]string{}
	for name := range sent {
		if strings.HasPrefix(name, "use.") || name == "version" || name == "began" {
			got[name] = strings.Join(sent[name], ",")
		}
	}
	want := map[string]string{
		"version": "4", "began": "3", "use.title": "mine", "use.author": "mine", "use.body": "mine", "use.areas": "both", "use.excluded": "stored",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what saving would send (-want +got):\n%s", diff)
	}
	if typed := asForm(form); typed.Title != "My title" || !strings.Contains(typed.Body, "young officers") || typed.Notes != "Mine alone." {
		t.Errorf("what was typed is not in its fields: %+v", typed)
	}
	note := heard(doc.Find(".note:has(#conflict-h)"))
	for _, want := range []string{"5 fields to decide: Title , Author , Text , Areas , Relevance", "taken over: Summary", "by you alone: Notes", "what it reports: see Engagement"} {
		if !strings.Contains(note, want) {
			t.Errorf("the note does not say %q: %s", want, note)
		}
	}
}

func TestEngagementConflict(t *testing.T) {
	doc, _ := drawn(t, EngagementForm(samplePage("Edit", "engagements"), staleEngagementForm()))
	for name, want := range map[string]string{
		"form": "Yours [deleted: Visit ] [added: Meeting ]", "place": "Yours [added: Phnom Penh ]",
		"parties": "Yours [added: ASEAN ] Cambodia [added: United States ] [deleted: Japan ]",
	} {
		if got := heard(doc.Find("#decide-" + name + " .side").First()); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want it to begin with %q", name, got, want)
		}
	}
	if doc.Find("input[name='use.parties'][value=both]").Length() == 0 || doc.Find("input[name='use.title'][value=both]").Length() > 0 {
		t.Error("parties can be joined, a title cannot")
	}
}

func TestNothingLeftToSave(t *testing.T) {
	for name, tt := range map[string]struct {
		c       coop.Conflict
		linking bool
		want    string
	}{
		"the same here and there": {coop.Conflict{}, false, "nothing left to save"},
		"a link is asked for":     {coop.Conflict{}, true, "save again to keep both"},
		"other fields":            {coop.Conflict{Kept: []string{"notes"}}, false, "save again to keep both"},
	} {
		doc, _ := drawn(t, conflict(&tt.c, articleFields, tt.linking, true))
		if got := heard(doc.Selection); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestDeletedMeanwhile(t *testing.T) {
	doc, _ := drawn(t, fullPages()["article-deleted"])
	sent := submit(doc.Find("form[action='/articles/8412']"))
	if sent.Get("use.excluded") != "stored" || sent.Get("began") != "3" || sent.Get("body") == "" {
		t.Errorf("what was typed and decided is lost: %v", sent)
	}
	if n := doc.Find("[autofocus]").Length(); n != 1 {
		t.Errorf("%d notes ask for the focus", n)
	}
	if got := doc.Find(".savebar button").AttrOr("name", ""); got != "restore" {
		t.Errorf("the button asks for %q", got)
	}
}

func TestLeftOut(t *testing.T) {
	long := strings.Repeat("word ", 1000)
	pieces := redline.Excerpt(redline.Words("The end. "+long, "The end. "+long+"And "+long), 10, 100)
	var said []string
	for i, p := range pieces {
		if p.Kind == redline.Left {
			said = append(said, strings.TrimSpace(leftOut(pieces, i)))
		}
	}
	if diff := cmp.Diff([]string{"…", "… 4,876 more characters …"}, said); diff != "" {
		t.Errorf("what is said to be left out (-want +got):\n%s", diff)
	}
}
