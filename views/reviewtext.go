package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"entente/internal/coop"
)

// quote is a place in a text that speaks for something.
type quote struct {
	coop.Evidence        // Area is "" for what is no area
	id            string // of its place on the page
}

// numbered gives each run of evidence an id of its own, and leaves out what is
// not where it is said to be.
func numbered(a coop.Article, evidence []coop.Evidence) (out []quote) {
	for _, e := range evidence {
		if at, ok := e.In(a); ok && at == e {
			out = append(out, quote{e, "quote-" + strconv.Itoa(len(out)+1)})
		}
	}
	return out
}

// run is a stretch of text as it is shown: plain, or with quotes over it; or the
// shape of an area, after the last word of a quote.
type run struct {
	text  string
	area  string // whose colour it takes, "" for none
	id    string // of the quote that begins here, "" for none
	shape bool
}

// runs cuts the text of a field into paragraphs, lines and runs, as
// [paragraphs] does, at every place where a quote begins or ends.
func runs(text, field string, quotes []quote) (out [][][]run) {
	var here []quote
	for _, q := range quotes {
		if q.Field == field {
			here = append(here, q)
		}
	}
	slices.SortStableFunc(here, func(a, b quote) int { return cmp.Compare(a.Start, b.Start) })
	c := cutter{text: text, waiting: here, placed: map[string]bool{}}
	start, end := len(text)-len(strings.TrimLeft(text, " \t\r\n")), len(strings.TrimRight(text, " \t\r\n"))
	for start < end {
		stop, next := end, end
		if gap := blankLines.FindStringIndex(text[start:end]); gap != nil {
			stop, next = start+gap[0], start+gap[1]
		}
		var lines [][]run
		for start <= stop {
			eol := stop
			if i := strings.IndexByte(text[start:stop], '\n'); i >= 0 {
				eol = start + i
			}
			lines = append(lines, c.line(start, eol))
			start = eol + 1
		}
		out = append(out, lines)
		start = next
	}
	return out
}

// cutter goes through a text from its beginning to its end.
type cutter struct {
	text    string
	open    []quote // that the last line reached
	waiting []quote // that begin further on
	placed  map[string]bool
}

// line cuts a line into runs.
func (c *cutter) line(start, end int) (out []run) {
	for len(c.waiting) > 0 && c.waiting[0].Start < end {
		c.open, c.waiting = append(c.open, c.waiting[0]), c.waiting[1:]
	}
	c.open = slices.DeleteFunc(c.open, func(q quote) bool { return q.End <= start })
	cuts := []int{start, end}
	for _, q := range c.open {
		for _, at := range []int{q.Start, q.End} {
			if at > start && at < end {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := range len(cuts) - 1 {
		out = append(out, c.cut(cuts[i], cuts[i+1])...)
	}
	return out
}

// cut is the text between two cuts, with the places that links to its quotes lead to
// and the shapes of the areas whose quotes end there.
func (c *cutter) cut(start, end int) (out []run) {
	here := run{text: c.text[start:end]}
	var shapes []run
	for _, q := range c.open {
		if q.Start > start || q.End < end {
			continue
		}
		here.area = cmp.Or(here.area, q.Area)
		if !c.placed[q.id] {
			c.placed[q.id] = true
			if here.id != "" {
				out = append(out, run{id: q.id})
			} else {
				here.id = q.id
			}
		}
		if q.Area != "" && q.End == end {
			shapes = append(shapes, run{area: q.Area, shape: true})
		}
	}
	return append(append(out, here), shapes...)
}

// reason is a word that led to a code, with where it first stands and how often.
type reason struct {
	id, quote string
	n         int
}

// after is what follows a reason in a list: how often, and a comma.
func (r reason) after(last bool) string {
	text := ""
	if r.n > 1 {
		text = " ×" + number(r.n)
	}
	if !last {
		text += ", "
	}
	return text
}

// reasons sums up what speaks for a code, as many as a line can hold.
func reasons(quotes []quote) (out []reason) {
	const most = 4
	for _, q := range quotes {
		at := slices.IndexFunc(out, func(r reason) bool { return strings.EqualFold(r.quote, q.Quote) })
		if at >= 0 {
			out[at].n++
		} else if len(out) < most {
			out = append(out, reason{q.id, q.Quote, 1})
		}
	}
	return out
}
