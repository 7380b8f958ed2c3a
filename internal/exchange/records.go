package exchange

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// instantLayout is RFC 3339 in UTC with the milliseconds that are stored, so that
// an instant survives an export and an import unchanged.
const instantLayout = "2006-01-02T15:04:05.000Z"

// ArticleRecord is the row of an article in articles.csv.
func ArticleRecord(a coop.Article) []string {
	keys := make([]string, len(a.Reports))
	for i, r := range a.Reports {
		keys[i] = r.EngagementKey
	}
	return []string{
		number(a.ID), a.Title, a.TitleOriginal, a.URL, a.Source, a.Author, string(a.Published), string(a.Accessed),
		a.Language, a.ArchiveURL, a.Summary, a.Body, a.Notes, list(a.Areas), list(a.Parties),
		string(a.State.Origin()), string(a.State), list(keys), instant(a.CreatedAt), instant(a.UpdatedAt),
	}
}

// EngagementRecord is the row of an engagement in engagements.csv.
func EngagementRecord(e coop.Engagement) []string {
	return []string{
		number(e.ID), e.Key, e.Title, e.Form, e.Stage, string(e.Start), string(e.End), string(e.DatePrecision()), e.Place, e.Series,
		list(e.Areas), list(e.Parties), strconv.Itoa(e.ArticleCount), e.Notes, instant(e.CreatedAt), instant(e.UpdatedAt),
	}
}

// ParticipantRecords are the rows of an engagement in participants.csv: one for
// each official, with the role of the party, and one for a party that has none.
func ParticipantRecords(e coop.Engagement) [][]string {
	var out [][]string
	for _, party := range e.Parties {
		before := len(out)
		for _, o := range e.Officials {
			if o.Party == party {
				out = append(out, []string{e.Key, party, e.Roles[party], o.Name, o.Post})
			}
		}
		if len(out) == before {
			out = append(out, []string{e.Key, party, e.Roles[party], "", ""})
		}
	}
	return out
}

// ReportRecords are the rows of an article in reports.csv, one for each
// engagement that it reports.
func ReportRecords(a coop.Article) [][]string {
	var out [][]string
	for _, r := range a.Reports {
		out = append(out, []string{number(a.ID), r.EngagementKey, a.URL, string(a.Published), a.Source, r.Stage})
	}
	return out
}

// CodingRecords are the rows of an article in codings.csv, one for each area, with
// its strongest quote. Until codes have an instant of their own, coded_at is that
// of the last change of all.
func CodingRecords(a coop.Article, cb *codebook.Codebook) [][]string {
	var out [][]string
	for _, slug := range a.Areas {
		area, _ := cb.Area(slug) // the name of an area that has left the codebook stays empty
		field, quote, start, end := "", "", "", ""
		if i := slices.IndexFunc(a.Evidence, func(e coop.Evidence) bool { return e.Area == slug }); i >= 0 {
			e := a.Evidence[i]
			field, quote, start, end = e.Field, e.Quote, strconv.Itoa(e.Start), strconv.Itoa(e.End)
		}
		out = append(out, []string{
			number(a.ID), slug, area.Name, string(a.CodingOf(slug).Origin), field, quote, start, end, a.Coder, instant(a.CodedAt),
		})
	}
	return out
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// list joins codes. None of them holds the separator: codes are slugs, and keys
// with a semicolon are refused when they are read.
func list(values []string) string { return strings.Join(values, listSeparator) }

const listSeparator = ";"

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(instantLayout)
}
