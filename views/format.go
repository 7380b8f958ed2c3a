package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// number writes n with commas: 1,234.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// counted writes a number with its noun: "1 article", "1,234 articles".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// nounOf is what n rows of a unit are called.
func nounOf(n int, unit coop.Unit) string {
	if n == 1 {
		return noun(unit)
	}
	return noun(unit) + "s"
}

// noun is what one row of a unit is called.
func noun(unit coop.Unit) string {
	if unit == coop.Articles {
		return "article"
	}
	return "engagement"
}

// instantText writes an instant for readers: "28 Feb 2024, 09:41 UTC".
func instantText(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") }

// languageName is the English name of a language code, or the code.
func languageName(code string) string {
	base, err := language.ParseBase(code)
	if err != nil {
		return code
	}
	if name := display.English.Languages().Name(base); name != "" {
		return name
	}
	return code
}

// areaName is the name of an area, or its slug if the codebook does not have it. Where
// articles are read and counted, a retired one is said to be.
func areaName(cb *codebook.Codebook, slug string) string {
	if a, ok := cb.Area(slug); ok {
		return a.Name + retired(a)
	}
	return slug
}

// areaShort is the name of an area where room is scarce.
func areaShort(cb *codebook.Codebook, slug string) string {
	if a, ok := cb.Area(slug); ok {
		return a.Short + retired(a)
	}
	return slug
}

func retired(a codebook.Area) string {
	if a.Retired {
		return " (retired)"
	}
	return ""
}

// offered are the areas to choose from: those in use, and of the retired ones those
// that are chosen already.
func offered(cb *codebook.Codebook, chosen ...string) (out []codebook.Area) {
	for _, a := range cb.Areas() {
		if !a.Retired || slices.Contains(chosen, a.Slug) {
			out = append(out, a)
		}
	}
	return out
}

// pairName writes two codes as people read a pair: names in alphabetical order.
func pairName(a, b string) string {
	left, right := gazetteer.Name(a), gazetteer.Name(b)
	if right < left {
		left, right = right, left
	}
	return left + " – " + right
}

// names joins the names of values with commas: names(codes, gazetteer.Name).
func names(values []string, name func(string) string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = name(v)
	}
	return strings.Join(out, ", ")
}

// address is a path of this site, with a view and the way it is shown.
func address(path string, v coop.View, d coop.Display) templ.SafeURL {
	return templ.SafeURL(coop.Address(path, v, d))
}

// path joins the parts of an address on this site: path("articles", 12, "edit").
func path(parts ...any) templ.SafeURL {
	var b strings.Builder
	for _, part := range parts {
		b.WriteByte('/')
		switch part := part.(type) {
		case string:
			b.WriteString(url.PathEscape(part))
		case int64:
			b.WriteString(strconv.FormatInt(part, 10))
		}
	}
	return templ.SafeURL(b.String())
}

// local is an address if it lies on this site, or else "".
func local(s string) templ.SafeURL {
	if !coop.IsLocal(s) {
		return ""
	}
	return templ.SafeURL(s)
}

// web is an address if it is one of the web, or else "": a javascript: address
// from a CSV file must never become a link.
func web(s string) templ.SafeURL {
	if _, err := coop.CanonicalURL(s); err != nil {
		return ""
	}
	return templ.SafeURL(strings.TrimSpace(s))
}

// host names the site of an address: "example.org".
func host(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		return s
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// clip cuts a text at a space before n runes and says so with an ellipsis.
func clip(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	cut := string(runes[:n])
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,.;:") + "…"
}

// stageWords is a stage within a sentence: "under way".
func stageWords(slug string) string { return strings.ToLower(codebook.StageName(slug)) }
