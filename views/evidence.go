package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"entente/internal/coop"
)

// evidence is a place in a text of an article that speaks for something.
type evidence struct {
	coop.Evidence        // Area is "" for what is no area
	ID            string // of its place on the page
	Open          bool   // for an area that nobody confirmed
}

// numbered gives each place an id, and leaves out those where the words are not.
func numbered(a coop.Article, list []coop.Evidence) (out []evidence) {
	for _, e := range list {
		if at, ok := e.In(a); ok && at == e {
			out = append(out, evidence{Evidence: e, ID: "ev-" + strconv.Itoa(len(out)+1)})
		}
	}
	return out
}

// evidenceOf is the evidence of an article that nobody is deciding on.
func evidenceOf(a coop.Article) []evidence {
	out := numbered(a, a.Evidence)
	for i, e := range out {
		out[i].Open = slices.Contains(byRule(a), e.Area)
	}
	return out
}

// attached tells whether a person attached it.
func (e evidence) attached() bool { return e.Origin == coop.ByHuman }

// ofArea are those for one area that a person attached, or that rules found.
func ofArea(list []evidence, area string, attached bool) (out []evidence) {
	for _, e := range list {
		if e.Area == area && e.attached() == attached {
			out = append(out, e)
		}
	}
	return out
}

// byRule are the codes of an article that nobody confirmed.
func byRule(a coop.Article) []string {
	if a.State != coop.Suggested {
		return nil
	}
	areas, parties := a.CodesBy(coop.ByRule)
	return slices.Concat(areas, parties)
}

// stretch is a piece of a line: plain, or all of it words for the same areas.
type stretch struct {
	Areas []string // the first gives the colour; none: plain
	Open  bool     // nobody confirmed the first
	Ends  []string // areas whose words end here, each once
	Parts []part
}

// part is a piece of a stretch, and the places that begin with it.
type part struct {
	Text string
	IDs  []string
	Word bool // for something that is no area
}

// markedParagraphs are the paragraphs of a text, each cut into lines, and these where
// words for an area begin or end.
func markedParagraphs(text, field string, list []evidence) (out [][][]stretch) {
	var here []evidence
	for _, e := range list {
		if e.Field == field {
			here = append(here, e)
		}
	}
	c := cutter{list: here, placed: map[string]bool{}}
	at := 0 // in text
	for _, lines := range paragraphs(text) {
		var paragraph [][]stretch
		for _, line := range lines {
			at += strings.Index(text[at:], line)
			paragraph = append(paragraph, c.line(line, at))
			at += len(line)
		}
		out = append(out, paragraph)
	}
	return out
}

// cutter goes through a text from its beginning to its end.
type cutter struct {
	list   []evidence
	placed map[string]bool // ids
}

// line cuts a line, which begins at some byte of its text.
func (c *cutter) line(line string, at int) (out []stretch) {
	var over []evidence
	cuts := []int{0, len(line)}
	for _, e := range c.list {
		if e.Start > at+len(line) || e.End < at {
			continue
		}
		over = append(over, e)
		for _, cut := range []int{e.Start - at, e.End - at} {
			if cut > 0 && cut < len(line) {
				cuts = append(cuts, cut)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := range len(cuts) - 1 {
		next := c.piece(line[cuts[i]:cuts[i+1]], at+cuts[i], over)
		if n := len(out); n > 0 && len(out[n-1].Ends) == 0 && out[n-1].Open == next.Open && slices.Equal(out[n-1].Areas, next.Areas) {
			out[n-1].Parts = append(out[n-1].Parts, next.Parts...)
			out[n-1].Ends = next.Ends
		} else {
			out = append(out, next)
		}
	}
	return out
}

// piece is a text that no evidence begins or ends within.
func (c *cutter) piece(text string, start int, over []evidence) (s stretch) {
	end := start + len(text)
	p := part{Text: text}
	var areas []evidence
	for _, e := range over {
		if e.Start >= end || e.End <= start {
			continue
		}
		if !c.placed[e.ID] {
			c.placed[e.ID] = true
			p.IDs = append(p.IDs, e.ID)
		}
		if e.Area == "" {
			p.Word = true
		} else {
			areas = append(areas, e)
		}
	}
	slices.SortStableFunc(areas, func(a, b evidence) int { return cmp.Compare(yesNo(a.Open), yesNo(b.Open)) })
	for _, e := range areas {
		if slices.Contains(s.Areas, e.Area) {
			continue
		}
		s.Areas = append(s.Areas, e.Area)
		goesOn := func(other evidence) bool { return other.Area == e.Area && other.Start <= end && other.End > end }
		if !slices.ContainsFunc(over, goesOn) {
			s.Ends = append(s.Ends, e.Area)
		}
	}
	s.Open = len(areas) > 0 && areas[0].Open
	s.Parts = []part{p}
	return s
}

// first are all parts but the last word, which is what [stretch.last] gives: it is
// kept on one line with the marks of the areas that end there, if it is short enough.
func (s stretch) first() []part {
	n := len(s.Parts) - 1
	last := s.Parts[n]
	last.Text = last.Text[:s.cut()]
	return append(slices.Clone(s.Parts[:n]), last)
}

func (s stretch) last() string { return s.Parts[len(s.Parts)-1].Text[s.cut():] }

func (s stretch) cut() int {
	const most = 40
	last := s.Parts[len(s.Parts)-1]
	if at := strings.LastIndexByte(last.Text, ' ') + 1; !last.Word && len(last.Text)-at <= most {
		return at
	}
	return len(last.Text)
}

// reason is words that led to a code, with where they first stand and how often.
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
func reasons(list []evidence) (out []reason) {
	const most = 4
	for _, e := range list {
		at := slices.IndexFunc(out, func(r reason) bool { return strings.EqualFold(r.quote, e.Quote) })
		if at >= 0 {
			out[at].n++
		} else if len(out) < most {
			out = append(out, reason{e.ID, e.Quote, 1})
		}
	}
	return out
}

// badLink tells whether something is wrong with the form that links an engagement.
func (a ArticlePage) badLink() bool {
	return slices.ContainsFunc(linkFields, func(f choice) bool { return a.Bad[f.Value] != "" })
}
