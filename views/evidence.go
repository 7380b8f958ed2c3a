package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"entente/internal/coop"
)

// stretch is a piece of a text and the evidence that it is part of.
type stretch struct {
	Text string
	Of   []evidence // what is confirmed first; none: plain text
	Ends []string   // areas whose words end here, each once
}

// lastWord is where the last word begins, if it is short enough to be kept on one line.
func (s stretch) lastWord() int {
	const most = 40
	if at := strings.LastIndexByte(s.Text, ' ') + 1; len(s.Text)-at <= most {
		return at
	}
	return len(s.Text)
}

// evidence is a quote of an article with its number on the page.
type evidence struct {
	coop.Evidence
	N      int
	Open   bool // for an area that nobody confirmed
	Starts bool // with this piece of the text
}

func (e evidence) id() string { return "ev-" + strconv.Itoa(e.N) }

// evidenceOf numbers the evidence of an article.
func evidenceOf(a coop.Article) []evidence {
	out := make([]evidence, len(a.Evidence))
	for i, e := range a.Evidence {
		out[i] = evidence{Evidence: e, N: i + 1, Open: a.State == coop.Suggested && a.CodingOf(e.Area).Origin == coop.ByRule}
	}
	return out
}

// attached tells whether a person attached it.
func (e evidence) attached() bool { return e.Origin == coop.ByHuman }

// ofArea are those for one area.
func ofArea(list []evidence, area string) (out []evidence) {
	for _, e := range list {
		if e.Area == area {
			out = append(out, e)
		}
	}
	return out
}

// inField are those that stand in a text.
func inField(list []evidence, field, text string) (out []evidence) {
	for _, e := range list {
		if e.Field == field && 0 <= e.Start && e.Start < e.End && e.End <= len(text) {
			out = append(out, e)
		}
	}
	return out
}

// markedParagraphs are the paragraphs of a text, each cut into lines, and these at
// the ends of its evidence.
func markedParagraphs(text string, list []evidence) (out [][][]stretch) {
	at := 0 // in text
	for _, lines := range paragraphs(text) {
		var paragraph [][]stretch
		for _, line := range lines {
			at += strings.Index(text[at:], line)
			paragraph = append(paragraph, markedLine(line, at, list))
			at += len(line)
		}
		out = append(out, paragraph)
	}
	return out
}

// markedLine cuts a line, which begins at some byte of its text.
func markedLine(line string, at int, list []evidence) (out []stretch) {
	cuts := []int{0, len(line)}
	for _, e := range list {
		for _, cut := range []int{e.Start - at, e.End - at} {
			if cut > 0 && cut < len(line) {
				cuts = append(cuts, cut)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 0; i+1 < len(cuts); i++ {
		from, to := cuts[i], cuts[i+1]
		piece := stretch{Text: line[from:to]}
		for _, e := range list {
			if e.Start < at+to && e.End > at+from {
				e.Starts = e.Start-at == from
				piece.Of = append(piece.Of, e)
			}
		}
		for _, e := range piece.Of {
			goesOn := func(other evidence) bool { return other.Area == e.Area && other.End > at+to }
			if !slices.Contains(piece.Ends, e.Area) && !slices.ContainsFunc(piece.Of, goesOn) {
				piece.Ends = append(piece.Ends, e.Area)
			}
		}
		slices.SortStableFunc(piece.Of, func(a, b evidence) int { return cmp.Compare(yesNo(a.Open), yesNo(b.Open)) }) // it gives the colour
		out = append(out, piece)
	}
	return out
}

// byRule are the codes of an article that nobody confirmed.
func byRule(a coop.Article) []string {
	areas, parties := a.CodesBy(coop.ByRule)
	if a.State != coop.Suggested {
		return nil
	}
	return slices.Concat(areas, parties)
}

// badLink tells whether something is wrong with the form that links an engagement.
func (a ArticlePage) badLink() bool {
	return slices.ContainsFunc(linkFields, func(f choice) bool { return a.Bad[f.Value] != "" })
}
