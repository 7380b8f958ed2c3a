package coop

import (
	"errors"
	"net"
	"net/url"
	"strings"
	"unicode"
)

// tracking names the query parameters that say where a reader came from, not
// which text it is. A name ending in "_" stands for all that begin so.
var tracking = []string{
	"utm_", "mc_", "pk_", "mtm_", "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "twclid",
	"ref", "ref_src", "cmpid", "ncid", "ocid", "smid", "sref", "partner", "outputtype",
}

var errAddress = errors.New("not a web address")

// CanonicalURL folds what does not tell two articles apart: scheme, "www." and
// "m.", default port, trailing slash, fragment and tracking parameters. Two
// addresses with one canonical form are the same article.
//
// It refuses what is no http or https address with a host.
func CanonicalURL(raw string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return "", errAddress
	}
	host := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	if host == "" || strings.ContainsAny(host, "[]%\ufffd") { // % begins a zone of a net at home; \ufffd was no UTF-8
		return "", errAddress
	}
	for cut := true; cut; {
		cut = false
		for _, prefix := range []string{"www.", "m."} {
			if rest, ok := strings.CutPrefix(host, prefix); ok && strings.Contains(rest, ".") {
				host, cut = rest, true
			}
		}
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host = net.JoinHostPort(strings.Trim(host, "[]"), port)
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	var kept []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		part = strings.TrimSpace(part)
		name, _, _ := strings.Cut(part, "=")
		if part != "" && !isTracking(strings.ToLower(name)) {
			kept = append(kept, part)
		}
	}
	out := host + path
	if len(kept) > 0 {
		out += "?" + strings.Join(kept, "&")
	}
	return out, nil
}

func isTracking(name string) bool {
	for _, t := range tracking {
		if name == t || strings.HasSuffix(t, "_") && strings.HasPrefix(name, t) {
			return true
		}
	}
	return false
}

// IsLocal tells whether an address leads to a page of this site, whatever a
// browser makes of it: browsers read "\\" as "/", and pass over tabs and line ends.
func IsLocal(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") &&
		!strings.Contains(address, `\`) && !strings.ContainsFunc(address, unicode.IsControl)
}
