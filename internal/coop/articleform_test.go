package coop

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"entente/internal/codebook"
)

func TestArticleFormNeedsThreeFields(t *testing.T) {
	_, bad := ArticleForm{}.Validate(codebook.Default())
	for _, field := range []string{"title", "source", "published"} {
		if bad[field] == "" {
			t.Errorf("nothing is said beside %s", field)
		}
		delete(bad, field)
	}
	if len(bad) > 0 {
		t.Errorf("more is wrong with an empty form: %v", bad)
	}
	in, bad := ArticleForm{Title: " A\ttitle\n", Source: "VOA", Published: "2024-02-27"}.Validate(codebook.Default())
	if len(bad) > 0 || in.Title != "A title" || in.Link != nil {
		t.Errorf("title %q, link %v, bad %v; want a trimmed title and nothing wrong", in.Title, in.Link, bad)
	}
}

func TestArticleFormSaysWhatWouldBeRight(t *testing.T) {
	good := ArticleForm{Title: "t", Source: "s", Published: "2024-02-27"}
	for _, tt := range []struct {
		name        string
		change      func(*ArticleForm)
		field, says string
	}{
		{"a date in words", func(f *ArticleForm) { f.Published = "27 Feb" }, "published", "2024-02-27"},
		{"a day that is not", func(f *ArticleForm) { f.Accessed = "2024-02-30" }, "accessed", "2024-02-27"},
		{"no whole address", func(f *ArticleForm) { f.URL = "example.org" }, "url", "https://"},
		{"a script as address", func(f *ArticleForm) { f.ArchiveURL = "javascript:alert(1)" }, "archive_url", "https://"},
		{"a language by name", func(f *ArticleForm) { f.Language = "Khmer" }, "language", "km"},
		{"an unknown area", func(f *ArticleForm) { f.Areas = []string{"mining"} }, "areas", "mining"},
		{"an unknown party", func(f *ArticleForm) { f.Parties = "Cambodja" }, "parties", "Cambodia"},
		{"a party that could be two", func(f *ArticleForm) { f.Parties = "KH, Korea" }, "parties", "South Korea"},
		{"an unknown stage", func(f *ArticleForm) { f.Stage = "finished" }, "stage", "list"},
		{"an engagement that is no number", func(f *ArticleForm) { f.Engagement = "that one" }, "engagement", "list"},
		{"an unknown form", func(f *ArticleForm) { f.Engagement, f.Form = "new", "gala" }, "form", "list"},
		{"an end before the start", func(f *ArticleForm) {
			f.Engagement, f.EngagementStart, f.EngagementEnd = "new", "2024-02-27", "2024-02-26"
		}, "engagement_end", "27 Feb 2024"},
		{"a text too long", func(f *ArticleForm) { f.Body = strings.Repeat("a", MaxBody+1) }, "body", "900,000"},
		{"bytes that are no text", func(f *ArticleForm) { f.Title = "\xff" }, "title", "UTF-8"},
		{"a NUL", func(f *ArticleForm) { f.Notes = "a\x00b" }, "notes", "NUL"},
		{"a version of words", func(f *ArticleForm) { f.Version = "latest" }, "version", "Open the edit page"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := good
			tt.change(&f)
			_, bad := f.Validate(codebook.Default())
			if !strings.Contains(bad[tt.field], tt.says) || len(bad) != 1 {
				t.Errorf("errors = %v, want one beside %s with %q", bad, tt.field, tt.says)
			}
		})
	}
}

func TestArticleFormReadsCodes(t *testing.T) {
	in, bad := ArticleForm{
		Title: "Angkor Sentinel opens", Source: "s", Published: "2024-02-27", Body: "one\r\ntwo\rthree",
		Areas: []string{"exercises", "", "training", "exercises"}, Parties: "Burma; USA, Republic of Korea,, us",
		Engagement: "new", Form: "exercise", Stage: "under-way", EngagementStart: "2024-02-26", Place: "Kampong Speu",
	}.Validate(codebook.Default())
	if len(bad) > 0 {
		t.Fatalf("errors: %v", bad)
	}
	if diff := cmp.Diff([]string{"training", "exercises"}, in.Areas); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"KR", "MM", "US"}, in.Parties); diff != "" {
		t.Errorf("parties (-want +got):\n%s", diff)
	}
	if in.Body != "one\ntwo\nthree" {
		t.Errorf("body = %q, want line ends of one kind", in.Body)
	}
	e := in.Link.New
	if e == nil || e.Title != "Angkor Sentinel opens" || e.Start != "2024-02-26" || in.Link.Stage != "under-way" {
		t.Errorf("link = %+v, new engagement %+v; want the article's title and the stage", in.Link, e)
	}
}

func TestAFormShowsAStoredArticleUnchanged(t *testing.T) {
	a := Article{
		Title: "ចំណងជើង", Source: "s", Published: "2024-02-27", Body: "  indented\n\ntext ", URL: "https://example.org/a",
		Language: "km", Areas: []string{"training", "cyber"}, Parties: []string{"CI", "KH", "TR", "US"}, Version: 3,
	}
	in, bad := FormOf(a).Validate(codebook.Default())
	if len(bad) > 0 {
		t.Fatalf("errors: %v", bad)
	}
	if diff := cmp.Diff(a, in.Article); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

// FuzzArticleForm types a text into every field of one line, of days, codes and
// addresses: what is taken is shown again as what is taken.
func FuzzArticleForm(f *testing.F) {
	f.Add("A title", "2024-02-27", "https://example.org/a", "en", "Cambodia, US")
	f.Fuzz(func(t *testing.T, text, day, address, language, parties string) {
		form := ArticleForm{
			Title: "t" + text, Source: "s" + text, Published: day, Body: text, URL: address, TitleOriginal: text, Language: language,
			Author: text, ArchiveURL: address, Accessed: day, Summary: text, Notes: text, Areas: []string{"training"}, Parties: parties,
			Engagement: "new", EngagementTitle: text, EngagementStart: day, EngagementEnd: day, Place: text,
		}
		in, bad := form.Validate(codebook.Default())
		for field, sentence := range bad {
			if field == "" || sentence == "" {
				t.Errorf("beside %q stands %q", field, sentence)
			}
		}
		if len(bad) > 0 {
			return
		}
		in.Article.Version, in.Link.New.Version = 1, 1 // as once stored
		again, bad := FormOf(in.Article).Validate(codebook.Default())
		if diff := cmp.Diff(in.Article, again.Article, cmpopts.EquateEmpty()); diff != "" || len(bad) > 0 {
			t.Errorf("%+v: shown and sent again it is another article, %v (-first +again):\n%s", form, bad, diff)
		}
		e, bad := EngagementFormOf(*in.Link.New).Validate(codebook.Default())
		if diff := cmp.Diff(*in.Link.New, e, cmpopts.EquateEmpty()); diff != "" || len(bad) > 0 {
			t.Errorf("%+v: shown and sent again it is another engagement, %v (-first +again):\n%s", form, bad, diff)
		}
	})
}
