package handlers

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"entente/internal/exchange"
	"entente/internal/starter"
)

// crawler follows every link of a site and notes what is wrong. Within a kind of
// address it goes breadth-first, and kinds take turns: the views of the lists
// would crowd out all others.
type crawler struct {
	*testing.T
	site
	kinds    []string                  // in the order in which they were found
	queues   map[string][]string       // kind → addresses, in that order too
	found    int                       // addresses
	from     map[string]string         // address → the page that led there first
	promises map[string]map[int]string // address → number → the page that promised it
	totals   map[string]int            // address → what its heading says
	outside  map[string]bool           // addresses of articles on other sites
	visited  map[string]int            // kind → addresses
}

// TestEveryLinkLeadsToASoundPage follows all links from the three main pages on.
func TestEveryLinkLeadsToASoundPage(t *testing.T) {
	t.Parallel()
	most := 4000
	if testing.Short() {
		most = 300
	}
	rows, err := exchange.ReadArticles(bytes.NewReader(starter.CSV()), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	c := &crawler{
		T: t, site: starterSite(t), queues: map[string][]string{}, from: map[string]string{}, promises: map[string]map[int]string{},
		totals: map[string]int{}, outside: map[string]bool{}, visited: map[string]int{},
	}
	for _, r := range rows {
		c.outside[r.Article.URL], c.outside[r.Article.ArchiveURL] = true, true
	}
	for _, address := range []string{"/", "/articles", "/engagements"} {
		c.add("", address)
	}
	done := 0
	for before := -1; before < done && done < most && !t.Failed(); {
		before = done
		for i := 0; i < len(c.kinds) && done < most; i++ { // kinds grow meanwhile
			kind, turns := c.kinds[i], 1
			if kind == "/articles" || kind == "/engagements" {
				turns = 4 // most promises are theirs to keep
			}
			for ; turns > 0 && len(c.queues[kind]) > 0; turns-- {
				next := c.queues[kind][0]
				c.queues[kind] = c.queues[kind][1:]
				c.visit(kind, next)
				done++
			}
		}
	}
	kept := 0
	for address, promised := range c.promises {
		total, visited := c.totals[address]
		for n, page := range promised {
			if visited && n != total {
				t.Errorf("on %s a link promises %d, %s has %d", page, n, address, total)
			}
		}
		if visited {
			kept++
		}
	}
	t.Logf("%d of %d addresses, %d promises: %v", done, c.found, kept, c.visited)
	if done < most {
		t.Errorf("only %d addresses were found: the pages lost their links", done)
	}
	for _, kind := range []string{
		"/", "/articles", "/engagements", "/articles/N", "/engagements/N", "/articles/N/edit", "/engagements/N/edit", "/articles/new",
		"/articles/unlinked", "/articles/duplicates",
		"/articles.csv", "/articles.json", "/engagements.csv", "/engagements.json", "/reports.csv", "/codings.csv", "/participants.csv", "/charts/timeline.csv",
		"/parties", "/parties/C", "/parties.csv", "/parties.json", "/parties/C/mix.csv", "/parties/C/series.csv",
		"/pairs", "/pairs/C", "/pairs.csv", "/pairs.json", "/pairs/C/gaps.csv", "/pairs/C/partners.csv",
		"/codebook", "/codebook.txt", "/codebook/areas/new", "/codebook/areas/demining",
	} {
		if c.visited[kind] == 0 {
			t.Errorf("no link to %s was followed", kind)
		}
	}
}

// add puts an address into the queue, once.
func (c *crawler) add(page, address string) {
	address, _, _ = strings.Cut(address, "#")
	if _, known := c.from[address]; address == "" || known {
		return
	}
	c.from[address] = page
	c.found++
	kind := kindOf(address)
	if _, known := c.queues[kind]; !known {
		c.kinds = append(c.kinds, kind)
	}
	c.queues[kind] = append(c.queues[kind], address)
}

// kindOf is the path of an address with N for numbers, and C for parties and pairs.
func kindOf(address string) string {
	path, _, _ := strings.Cut(address, "?")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if _, err := strconv.Atoi(part); err == nil {
			parts[i] = "N"
		}
	}
	if len(parts) > 2 && (parts[1] == "parties" || parts[1] == "pairs") {
		parts[2] = "C"
	}
	return strings.Join(parts, "/")
}

func (c *crawler) promise(page, address, number string) {
	n, err := strconv.Atoi(number)
	if err != nil {
		c.Errorf("on %s a link to %s promises %q", page, address, number)
	}
	if c.promises[address] == nil {
		c.promises[address] = map[int]string{}
	}
	c.promises[address][n] = page
}

// visit gets an address and looks at what it answers.
func (c *crawler) visit(kind, address string) {
	c.visited[kind]++
	w := c.get(c, address)
	if w.Code != http.StatusOK {
		c.Errorf("GET %s, to which %q leads, = %d: %s", address, c.from[address], w.Code, excerpt(w))
		return
	}
	if got := w.Header().Get("Content-Security-Policy"); got != csp {
		c.Errorf("%s: Content-Security-Policy is %q", address, got)
	}
	format := w.Header().Get("Content-Type")
	switch ending := kind[strings.LastIndex(kind, ".")+1:]; {
	case strings.HasPrefix(format, "text/html"):
		c.read(address, w.Body.Bytes())
	case (ending == "csv" || ending == "json") && !strings.Contains(format, ending):
		c.Errorf("%s is %s", address, format)
	}
}

// read looks through a page, once.
func (c *crawler) read(address string, page []byte) {
	headings, ids, script := 0, map[string]bool{}, false
	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		if script && kind == html.TextToken {
			var option any
			if err := json.Unmarshal([]byte(token.Data), &option); err != nil {
				c.Errorf("%s: the data of a chart: %v", address, err)
			}
			c.marks(address, option)
			script = false
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		of := map[string]string{}
		for _, a := range token.Attr {
			of[a.Key] = a.Val
		}
		script = token.Data == "script" && of["type"] == "application/json"
		if token.Data == "h1" {
			headings++
		}
		if id, ok := of["id"]; ok {
			if ids[id] || id == "" {
				c.Errorf("%s: id %q stands twice or is empty", address, id)
			}
			ids[id] = true
			if id == "total" {
				c.totals[address], _ = strconv.Atoi(of["data-total"])
			}
		}
		c.links(address, token.Data, of)
	}
	if headings != 1 {
		c.Errorf("%s has %d headings h1", address, headings)
	}
}

// links looks at the addresses of an element. Other sites are only linked to by
// articles, and learn nothing of it.
func (c *crawler) links(page, element string, of map[string]string) {
	for _, name := range []string{"href", "src", "action", "formaction"} {
		to, ok := of[name]
		if !ok || strings.HasPrefix(to, "#") {
			continue
		}
		u, err := url.Parse(to)
		switch {
		case err != nil:
			c.Errorf("%s: <%s %s=%q>: %v", page, element, name, to, err)
		case u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/"):
			rel := strings.Fields(of["rel"])
			if element != "a" || !strings.HasPrefix(page, "/articles/") || !c.outside[to] || !slices.Contains(rel, "noopener") {
				c.Errorf("%s: <%s %s=%q rel=%q> leads to another site", page, element, name, to, of["rel"])
			}
		case name == "href" || name == "src":
			c.add(page, to)
			if n, ok := of["data-total"]; ok {
				c.promise(page, to, n)
			}
		}
	}
}

// marks finds the marks of a chart: whatever has an address, and a number as
// value or as the last part of it.
func (c *crawler) marks(page string, of any) {
	switch of := of.(type) {
	case []any:
		for _, part := range of {
			c.marks(page, part)
		}
	case map[string]any:
		if href, ok := of["href"].(string); ok {
			value := of["value"]
			if list, ok := value.([]any); ok {
				value = list[len(list)-1]
			}
			c.add(page, href)
			c.promise(page, href, jsonText(value))
		}
		for _, name := range slices.Sorted(maps.Keys(of)) { // the same order each time
			c.marks(page, of[name])
		}
	}
}
