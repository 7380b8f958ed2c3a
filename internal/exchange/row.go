package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// maxID keeps room for the ids that come after an imported one: the database has
// 32 bits for them.
const maxID = 4_000_000_000

// rowParser makes records into rows and notes what is wrong with them.
type rowParser struct {
	header  header
	cb      *codebook.Codebook
	guarded bool
	bad     *Problems
	file    fileChecks

	line   int
	record []string
}

// parse reads a record that begins on line. It returns false for a record that
// is passed over or refused.
func (p *rowParser) parse(line int, record []string) (row ImportRow, ok bool) {
	before := p.bad.Total
	if !p.whole(line, record) {
		return row, false
	}
	row = p.row()
	if p.bad.Total == before {
		p.file.check(row, p.bad)
	}
	return row, p.bad.Total == before
}

// whole takes a record up if it can be read at all, and is not empty.
func (p *rowParser) whole(line int, record []string) bool {
	if !slices.ContainsFunc(record, func(cell string) bool { return cell != "" }) {
		return false
	}
	p.line, p.record = line, record
	if have, want := len(record), len(p.header.names); have != want {
		p.bad.Add(line, "", fmt.Sprintf("This row has %d %s, the first line names %d. A cell with a comma or a line break in it needs quotes around it.",
			have, plural(have, "cell"), want))
		return false
	}
	return p.readable()
}

// readable looks for what the cells of any column must not hold.
func (p *rowParser) readable() bool {
	ok := true
	for i, cell := range p.record {
		switch name := p.header.names[i]; {
		case name == "" && cell != "":
			p.bad.Add(p.line, "", fmt.Sprintf("Column %d has no name, and this row holds something there.", i+1))
		case !utf8.ValidString(cell):
			at := badByte(cell)
			p.bad.Add(p.line, name, fmt.Sprintf("Byte %#x on line %d is no UTF-8; the file may be Windows-1252. Save it as “CSV UTF-8”.",
				cell[at], p.line+strings.Count(cell[:at], "\n")))
		default:
			continue
		}
		ok = false
	}
	return ok
}

// badByte is where a text that is no UTF-8 stops being it.
func badByte(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return i
			}
		}
	}
	return len(s)
}

// cell is the text of a column, without its guard; "" if there is no such column.
func (p *rowParser) cell(name string) string {
	i, ok := p.header.place[name]
	if !ok {
		return ""
	}
	if p.guarded && p.header.columns[name].Text {
		return Unguard(p.record[i])
	}
	return p.record[i]
}

// code is the text of a column that holds one of a few slugs.
func (p *rowParser) code(name string, allowed []string) string {
	s := strings.TrimSpace(p.cell(name))
	if s != "" && !slices.Contains(allowed, s) {
		p.bad.Add(p.line, name, fmt.Sprintf("There is no %s “%s”. It can be %s.", name, short(s), orList(allowed)))
	}
	return s
}

var (
	states  = []string{string(coop.Uncoded), string(coop.Suggested), string(coop.Coded), string(coop.Excluded)}
	origins = []string{string(coop.ByRule), string(coop.ByHuman)}
	forms   = slugs(codebook.Forms())
	stages  = slugs(codebook.Stages())
)

// row reads the record by the rules of the entry form.
func (p *rowParser) row() ImportRow {
	form := p.code("form", forms)
	stage := p.code("stage", stages)
	state := p.code("state", states)
	origin := p.code("origin", origins)
	title := p.cell("engagement_title")
	in, bad := coop.ArticleForm{
		Title: p.cell("title"), Source: p.cell("source"), Published: p.cell("published"), Body: p.cell("body"),
		URL: p.cell("url"), TitleOriginal: p.cell("title_original"), Language: p.cell("language"), Author: p.cell("author"),
		ArchiveURL: p.cell("archive_url"), Accessed: p.cell("accessed"), Summary: p.cell("summary"), Notes: p.cell("notes"),
		Areas:      strings.FieldsFunc(p.cell("areas"), func(r rune) bool { return r == ';' || r == ',' }),
		Parties:    p.cell("parties"),
		Engagement: "new", EngagementTitle: title, Place: p.cell("place"),
		EngagementStart: p.cell("engagement_start"), EngagementEnd: p.cell("engagement_end"),
	}.Validate(p.cb)
	row := ImportRow{Line: p.line, Article: in.Article, Engagement: *in.Link.New, Stage: stage}
	row.Article.State = coop.State(state)
	row.LookedAt = row.Article.State == coop.Coded && origin == string(coop.ByHuman) && len(row.Article.Areas)+len(row.Article.Parties) == 0
	row.Article.ID = p.id("article_id")
	row.Article.CreatedAt = p.instant("created_at")
	row.Article.UpdatedAt = p.instant("updated_at")
	row.Engagement.Form = form
	row.Engagement.Series = p.oneLine("series", p.cell("series"))
	row.Engagement.Areas, row.Engagement.Parties = nil, nil // those of the article, and as such they are known
	if coop.Line(title) == "" {
		row.Engagement.Title = "" // and not that of the article
	}
	for _, name := range slices.Sorted(maps.Keys(bad)) {
		p.bad.Add(p.line, name, bad[name])
	}
	p.keys(&row)
	return row
}

// keys reads the columns that name engagements.
func (p *rowParser) keys(row *ImportRow) {
	row.EngagementKey = p.key("engagement_key", p.cell("engagement_key"))
	for key := range strings.SplitSeq(p.cell("engagement_keys"), listSeparator) {
		if key = p.key("engagement_keys", key); key != "" && !slices.Contains(row.EngagementKeys, key) {
			row.EngagementKeys = append(row.EngagementKeys, key)
		}
	}
	if row.EngagementKey != "" || !row.Describes() {
		return
	}
	switch len(row.EngagementKeys) {
	case 0:
	case 1:
		row.EngagementKey = row.EngagementKeys[0]
	default:
		p.bad.Add(p.line, "engagement_key", "This row describes an engagement and names several in engagement_keys. Say here which one it describes.")
	}
}

func (p *rowParser) key(name, cell string) string {
	key := p.oneLine(name, cell)
	if strings.Contains(key, listSeparator) {
		p.bad.Add(p.line, name, "A key must not hold a semicolon, which divides the keys of a list.")
	}
	return key
}

// oneLine reads a field of one line by the rule of the engagement form.
func (p *rowParser) oneLine(name, cell string) string {
	if cell == "" {
		return ""
	}
	e, bad := coop.EngagementForm{Series: cell}.Validate(p.cb)
	if why := bad["series"]; why != "" {
		p.bad.Add(p.line, name, why)
	}
	return e.Series
}

func (p *rowParser) id(name string) int64 {
	s := strings.TrimSpace(p.cell(name))
	if s == "" {
		return 0
	}
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 1 || id > maxID {
		p.bad.Add(p.line, name, "An id is a whole number from 1 to 4,000,000,000. Leave it empty for a new article.")
	}
	return id
}

func (p *rowParser) instant(name string) time.Time {
	s := strings.TrimSpace(p.cell(name))
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	t = t.UTC().Truncate(time.Millisecond)
	if err != nil || t.Year() < coop.MinYear || t.Year() > coop.MaxYear {
		p.bad.Add(p.line, name, "Write the instant as 2024-02-27T09:30:00Z, or leave it empty.")
	}
	return t
}

func slugs(codes []codebook.Code) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = c.Slug
	}
	return out
}

func orList(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
