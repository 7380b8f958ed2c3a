package coop

import (
	"strings"
	"testing"
	"unicode"
)

func TestCanonicalURLFolds(t *testing.T) {
	const want = "example.org/a/b"
	for _, raw := range []string{
		"https://example.org/a/b",
		"http://example.org/a/b",
		"https://www.example.org/a/b/",
		"https://m.example.org/a/b#part",
		"https://www.m.example.org:443/a/b",
		"HTTP://EXAMPLE.org:80/a/b?utm_source=x&fbclid=1",
		" https://example.org./a/b? ",
	} {
		if got, err := CanonicalURL(raw); err != nil || got != want {
			t.Errorf("CanonicalURL(%q) = %q, %v; want %q", raw, got, err, want)
		}
	}
}

func TestCanonicalURLKeepsApart(t *testing.T) {
	seen := map[string]string{}
	for _, raw := range []string{
		"https://example.org/a",
		"https://example.org/A",
		"https://example.org/a?id=1",
		"https://example.org/a?id=2",
		"https://example.org/a?id=2&page=1",
		"https://example.org:8080/a",
		"https://news.example.org/a",
		"https://m.co/a", // "m." is a mobile prefix only where a domain remains
		"https://example.org/%E1%9E%80",
	} {
		got, err := CanonicalURL(raw)
		if err != nil {
			t.Errorf("CanonicalURL(%q): %v", raw, err)
		}
		if before, twice := seen[got]; twice {
			t.Errorf("%q and %q both become %q", before, raw, got)
		}
		seen[got] = raw
	}
}

func TestCanonicalURLRefuses(t *testing.T) {
	for _, raw := range []string{"", "example.org/a", "ftp://example.org/a", "javascript:alert(1)", "https://", "https:///a", "http://exa mple.org", "mailto:a@example.org", "//example.org/a", "http://[fe80::1%25eth0]/", "http://%ff/"} {
		if got, err := CanonicalURL(raw); err == nil {
			t.Errorf("CanonicalURL(%q) = %q, want an error", raw, got)
		}
	}
}

func FuzzCanonicalURL(f *testing.F) {
	for _, s := range []string{"https://www.example.org/a/?utm_x=1#b", "http://[::1]:8080/", "https://m.m.m/", "https://a/?;=&&", "http://x//"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := CanonicalURL(raw)
		if err != nil {
			return
		}
		twice, err := CanonicalURL("https://" + once)
		if err != nil || twice != once {
			t.Errorf("CanonicalURL(%q) = %q, but once more it is %q, %v", raw, once, twice, err)
		}
		raw = strings.TrimSpace(raw)
		if strings.ContainsAny(raw, "#?") || strings.ContainsFunc(raw, func(r rune) bool { return r > unicode.MaxASCII }) {
			return
		}
		for _, other := range []string{" " + raw + "\n", raw + "#part", raw + "?utm_source=x", raw + "?fbclid=1&ref=a#b", raw + "/"} {
			if got, err := CanonicalURL(other); err != nil || got != once {
				t.Errorf("CanonicalURL(%q) = %q, but of %q it is %q, %v", raw, once, other, got, err)
			}
		}
		host, path, _ := strings.Cut(once, "/")
		for _, other := range []string{"http://" + once, "HTTPS://" + strings.ToUpper(host) + "/" + path, "https://www." + once} {
			if strings.HasPrefix(host, "[") || strings.Contains(other, "www.") && !strings.Contains(host, ".") {
				continue // "www." is a prefix only where a domain remains
			}
			if got, err := CanonicalURL(other); err != nil || got != once {
				t.Errorf("CanonicalURL(%q) = %q, but of %q it is %q, %v", raw, once, other, got, err)
			}
		}
	})
}

func TestIsLocal(t *testing.T) {
	for address, want := range map[string]bool{
		"/": true, "/articles?q=a%5Cb&area=cyber": true,
		"": false, "articles": false, "//evil.example": false, `/\evil.example`: false, "/\t/evil.example": false,
		"https://evil.example": false, "javascript:alert(1)": false, "/a\nb": false,
	} {
		if got := IsLocal(address); got != want {
			t.Errorf("IsLocal(%q) = %v, want %v", address, got, want)
		}
	}
}
