package browser

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// twoEditors has two people open the form of one article. The second one, whose
// tab it returns, has typed and is about to save; the first has saved.
func twoEditors(t *testing.T) *tab {
	t.Helper()
	s := emptySite(t)
	long := strings.Repeat("The two went through courses for personnel, exchange visits by officers, and how to share intelligence. ", 6)
	s.create(t, url.Values{
		"title": {"Cambodia asks Washington for training"}, "source": {"Mekong Courier"}, "published": {"2024-02-27"},
		"summary": {"The armed forces ask for staff training."}, "body": {"Phnom Penh – " + long + "\n\nThe visit ended on Tuesday. " + long},
		"areas": {"training", "dialogue"}, "parties": {"Cambodia, United States"}, "author": {"A. Writer"},
	})
	first, second := newTab(t, s), newTab(t, s)
	second.open("/articles/1/edit")
	first.open("/articles/1/edit")
	edit := func(b *tab, texts map[string]string, areas ...string) {
		b.t.Helper()
		for id, text := range texts {
			eval[bool](b, `(document.getElementById("`+id+`").value = `+quoted(text)+`) !== null`)
		}
		for _, slug := range areas {
			eval[bool](b, `document.querySelector('[name="areas"][value="`+slug+`"]').click() === undefined`)
		}
	}
	edit(first, map[string]string{
		"title": "Phnom Penh asks Washington for training", "summary": "The armed forces ask for staff training and relief work.",
		"parties": "Cambodia, United States, ASEAN", "author": "A. Writer and B. Other",
		"body": "Phnom Penh – " + strings.ReplaceAll(long, "officers", "young officers") + "\n\nThe visit ended on Wednesday. " + long,
	}, "cyber")
	first.follow(click(".savebar button"))
	edit(second, map[string]string{
		"title": "Cambodia asks Washington for more military training", "parties": "Cambodia, US, Australia", "notes": "Ask the ministry.",
		"body": "Phnom Penh, 27 February – " + long + "\n\nThe visit ended on Tuesday. " + long,
	}, "dialogue", "demining")
	second.tabTo(".savebar button")
	return second
}

func quoted(s string) string { return "`" + s + "`" }

func TestTwoEditorsByKeyboardAlone(t *testing.T) {
	b := twoEditors(t)
	b.follow(press(kb.Enter))
	if got := eval[string](b, `document.activeElement.getAttribute("aria-labelledby") ?? ""`); got != "conflict-h" {
		t.Errorf("the focus is on %q, want the note that says what happened", got)
	}
	for _, want := range []string{"4 fields to decide", "taken over: Author, Summary", "by you alone: Notes"} {
		if got := b.text(".note"); !strings.Contains(got, want) {
			t.Errorf("the note does not say %q: %s", want, got)
		}
	}
	b.tabTo(`a[href="#decide-title"]`)
	b.do(press(kb.Enter))
	b.tabTo(`[name="use.title"]`)
	b.do(press(kb.ArrowDown)) // what is stored
	b.tabTo(`[name="use.parties"]`)
	b.do(press(kb.ArrowDown), press(kb.ArrowDown)) // both
	b.tabTo("#main form[novalidate] .savebar button")
	b.follow(press(kb.Enter))

	if got, want := b.path(), "/articles/1"; got != want {
		t.Fatalf("saved, it leads to %s, want %s: %s", got, want, b.text(".note"))
	}
	if got, want := b.text("h1"), "Phnom Penh asks Washington for training"; got != want {
		t.Errorf("title = %q, want %q, as it was stored", got, want)
	}
	main := b.text("main")
	for _, want := range []string{"27 February –", "ended on Tuesday", "and relief work", "Ask the ministry", "B. Other", "AU", "ASEAN", "Demining"} {
		if !strings.Contains(main, want) {
			t.Errorf("the article does not say %q", want)
		}
	}
}

func TestTypingInAFieldChoosesIt(t *testing.T) {
	b := twoEditors(t)
	b.follow(press(kb.Enter))
	b.do(click(`[name="use.title"][value="stored"]`), click("#title"), press("!"))
	if !eval[bool](b, `document.querySelector('[name="use.title"][value="mine"]').checked`) {
		t.Error("what is typed now would be thrown away")
	}
	b.do(click(`[name="use.areas"][value="both"]`), click(`[name="areas"][value="cyber"]`), click(`[name="use.title"][value="stored"]`), click("#url"), press("h"))
	for name, want := range map[string]string{"use.areas": "mine", "use.title": "stored", "use.parties": "mine"} {
		if got := eval[string](b, `document.querySelector("form[novalidate]").elements["`+name+`"].value`); got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}
