package exchange

// ArticleColumns are the columns of articles.csv. An import takes all of them.
var ArticleColumns = []Column{
	{Name: "article_id", Meaning: "number of the article; an import keeps it where it is free", Bare: true},
	{Name: "title", Meaning: "headline", Text: true},
	{Name: "title_original", Meaning: "headline in its own language", Text: true},
	{Name: "url", Meaning: "address, as given", Text: true},
	{Name: "source", Meaning: "publisher", Text: true},
	{Name: "author", Meaning: "who wrote it", Text: true},
	{Name: "published", Meaning: "day on which the article came out"},
	{Name: "accessed", Meaning: "day on which it was read"},
	{Name: "language", Meaning: "ISO 639 code of the language of the original"},
	{Name: "archive_url", Meaning: "address of an archived copy", Text: true},
	{Name: "summary", Meaning: "what it reports, in short", Text: true},
	{Name: "body", Meaning: "text of the article, as given", Text: true},
	{Name: "notes", Meaning: "remarks of those who code", Text: true},
	{Name: "areas", Meaning: "slugs of the codebook, in its order", List: true},
	{Name: "parties", Meaning: "codes of states and organisations, in alphabetical order", List: true},
	{Name: "origin", Meaning: "rule if the codes were only suggested, else human; an import takes it over only from a coded row without codes"},
	{Name: "state", Meaning: "uncoded, suggested, coded or excluded; an import takes over suggested and excluded, the others follow from the codes"},
	{Name: "engagement_keys", Meaning: "keys of the engagements that it reports, in the order in which they were linked", Text: true, List: true},
	{Name: "created_at", Meaning: "instant at which it was first stored"},
	{Name: "updated_at", Meaning: "instant of its last change"},
}

// ImportColumns are the columns that an import takes beside those of
// articles.csv. They describe the engagement that the article of the row reports.
var ImportColumns = []Column{
	{Name: "engagement_key", Meaning: "rows with the same key report the same engagement", Text: true},
	{Name: "engagement_title", Meaning: "title of the engagement; without one, that of its earliest article", Text: true},
	{Name: "form", Meaning: "form of the engagement, a slug of the codebook"},
	{Name: "stage", Meaning: "how far the cooperation had come when the article came out, a slug of the codebook"},
	{Name: "engagement_start", Meaning: "when the engagement began: a day, a month or a year"},
	{Name: "engagement_end", Meaning: "when it ended, written likewise; allowed without a start"},
	{Name: "place", Meaning: "where the engagement takes place", Text: true},
	{Name: "series", Meaning: "yearly exercise or programme that it belongs to", Text: true},
}

// EngagementColumns are the columns of engagements.csv.
var EngagementColumns = []Column{
	{Name: "engagement_id", Meaning: "number of the engagement", Bare: true},
	{Name: "engagement_key", Meaning: "what files call it; e- and the number for those made by hand", Text: true},
	{Name: "title", Meaning: "title of the engagement", Text: true},
	{Name: "form", Meaning: "form, a slug of the codebook"},
	{Name: "stage", Meaning: "stage of its latest report, a slug of the codebook"},
	{Name: "engagement_start", Meaning: "when it began: 2024-02-27, 2024-02 or 2024, as far as it is known"},
	{Name: "engagement_end", Meaning: "when it ended, likewise"},
	{Name: "date_precision", Meaning: "day, month or year: the coarser of start and end; unknown without either"},
	{Name: "place", Meaning: "where it takes place", Text: true},
	{Name: "series", Meaning: "yearly exercise or programme that it belongs to", Text: true},
	{Name: "areas", Meaning: "slugs of the codebook, in its order", List: true},
	{Name: "parties", Meaning: "codes of states and organisations, in alphabetical order", List: true},
	{Name: "article_count", Meaning: "number of articles that report it", Bare: true},
	{Name: "notes", Meaning: "remarks of those who code", Text: true},
	{Name: "created_at", Meaning: "instant at which it was first stored"},
	{Name: "updated_at", Meaning: "instant of its last change"},
}

// ReportColumns are the columns of reports.csv: one row for each engagement that
// an article reports.
var ReportColumns = []Column{
	{Name: "article_id", Meaning: "number of the article", Bare: true},
	{Name: "engagement_key", Meaning: "key of the engagement", Text: true},
	{Name: "url", Meaning: "address of the article", Text: true},
	{Name: "published", Meaning: "day on which the article came out"},
	{Name: "source", Meaning: "publisher of the article", Text: true},
	{Name: "stage", Meaning: "how far the cooperation had come according to the article, a slug of the codebook"},
}

// ParticipantColumns are the columns of participants.csv: one row for each official
// of an engagement, and for each party without any. An import takes all of them.
var ParticipantColumns = []Column{
	{Name: "engagement_key", Meaning: "key of the engagement", Text: true},
	{Name: "party", Meaning: "code of a party that takes part"},
	{Name: "role", Meaning: "role of the party, a slug of the codebook"},
	{Name: "name", Meaning: "somebody who took part for it; empty if nobody is named", Text: true},
	{Name: "post", Meaning: "the post held at that time", Text: true},
}

// CodingColumns are the columns of codings.csv: one row for each area of an article.
var CodingColumns = []Column{
	{Name: "article_id", Meaning: "number of the article", Bare: true},
	{Name: "area", Meaning: "slug of the codebook"},
	{Name: "area_name", Meaning: "name of the area", Text: true},
	{Name: "origin", Meaning: "rule if the area was only suggested, else human"},
	{Name: "quote_field", Meaning: "field that holds the words which speak for the area: title, summary or body; empty without evidence", Text: true},
	{Name: "quote", Meaning: "these words, the strongest of those that do", Text: true},
	{Name: "quote_start", Meaning: "where they begin in that field, in UTF-8 bytes", Bare: true},
	{Name: "quote_end", Meaning: "where they end", Bare: true},
	{Name: "coder", Meaning: "who gave the code: local without accounts, import from a file, rule if it was only suggested", Text: true},
	{Name: "coded_at", Meaning: "instant of the last change of the article's codes"},
}

// TimelineColumns are the columns of charts/timeline.csv.
var TimelineColumns = []Column{
	{Name: "period", Meaning: "year, quarter or month: 2024, 2024-Q1 or 2024-02"},
	{Name: "area", Meaning: "slug of the codebook; other for those outside the core, none for rows without an area, all for the whole column"},
	{Name: "count", Meaning: "rows of the period with that area", Bare: true},
	{Name: "height", Meaning: "what they add to the column: a row with n areas gives 1/n to each", Bare: true},
	{Name: "incomplete", Meaning: "true for a period that is still running", Bare: true},
	{Name: "imprecise", Meaning: "of the count of all, those of which only the year is known, in a column that is shorter; empty for an area", Bare: true},
	{Name: "undated", Meaning: "of the count of all, those that stand here by the day of their first report; empty for an area", Bare: true},
}

// AreaColumns are the columns of charts/areas.csv.
var AreaColumns = []Column{
	{Name: "area", Meaning: "slug of the codebook"},
	{Name: "area_name", Meaning: "name of the area", Text: true},
	{Name: "count", Meaning: "rows with that area", Bare: true},
	{Name: "share", Meaning: "the same as a part of all rows of the view, from 0 to 1", Bare: true},
	{Name: "previous", Meaning: "count in the period of the same length before; empty without a first and last day", Bare: true},
}

// MatrixColumns are the columns of charts/matrix.csv.
var MatrixColumns = []Column{
	{Name: "party", Meaning: "code of the party"},
	{Name: "party_name", Meaning: "name of the party", Text: true},
	{Name: "area", Meaning: "slug of the codebook"},
	{Name: "count", Meaning: "rows with that party and that area", Bare: true},
}

// StageColumns are the columns of charts/stages.csv.
var StageColumns = []Column{
	{Name: "stage", Meaning: "slug of the codebook; empty for rows without a stage"},
	{Name: "stage_name", Meaning: "name of the stage", Text: true},
	{Name: "count", Meaning: "rows of the view at that stage", Bare: true},
	{Name: "share", Meaning: "the same as a part of all rows of the view, from 0 to 1", Bare: true},
	{Name: "previous", Meaning: "count in the period of the same length before; empty without a first and last day", Bare: true},
}

// CoverageColumns are the columns of charts/coverage.csv.
var CoverageColumns = []Column{
	{Name: "period", Meaning: "year, quarter or month: 2024, 2024-Q1 or 2024-02"},
	{Name: "articles", Meaning: "articles of the view that came out in it", Bare: true},
	{Name: "engagements", Meaning: "engagements of the view that it holds", Bare: true},
	{Name: "sources", Meaning: "different sources of these articles", Bare: true},
	{Name: "languages", Meaning: "different languages of these articles, as far as stated", Bare: true},
	{Name: "single_source", Meaning: "of the engagements, those whose articles all come from one source", Bare: true},
	{Name: "read", Meaning: "articles of any subject that came out in it, not relevant ones too; 0 for a period of which nothing was read", Bare: true},
	{Name: "incomplete", Meaning: "true for a period that is still running", Bare: true},
}

// PairColumns are the columns of charts/pairs.csv.
var PairColumns = []Column{
	{Name: "pair", Meaning: "codes of the two parties in alphabetical order: KH-US"},
	{Name: "name_a", Meaning: "name of the first", Text: true},
	{Name: "name_b", Meaning: "name of the second", Text: true},
	{Name: "count", Meaning: "rows in which both take part", Bare: true},
	{Name: "previous", Meaning: "count in the period of the same length before; empty without a first and last day", Bare: true},
}

// RelationColumns are the columns of charts/relations.csv.
var RelationColumns = []Column{
	{Name: "party", Meaning: "code of the party"},
	{Name: "party_name", Meaning: "name of the party", Text: true},
	{Name: "other", Meaning: "code of the party beside it; where it is the same, the row counts all rows of the party"},
	{Name: "other_name", Meaning: "name of that party", Text: true},
	{Name: "count", Meaning: "rows in which both take part", Bare: true},
}

// CooccurrenceColumns are the columns of charts/cooccurrence.csv.
var CooccurrenceColumns = []Column{
	{Name: "area", Meaning: "slug of the codebook"},
	{Name: "other", Meaning: "slug of the area beside it; where it is the same, the row counts all rows with the area"},
	{Name: "count", Meaning: "rows with both areas", Bare: true},
}

// CalendarColumns are the columns of charts/calendar.csv.
var CalendarColumns = []Column{
	{Name: "day", Meaning: "day by which the rows stand in a list"},
	{Name: "count", Meaning: "rows of that day", Bare: true},
	{Name: "exact", Meaning: "of these, rows known to the day; the rest are known only by month or year, or placed by their first report", Bare: true},
}

// PartyRankColumns are the columns of parties.csv.
var PartyRankColumns = []Column{
	{Name: "party", Meaning: "code of the party"},
	{Name: "party_name", Meaning: "name of the party", Text: true},
	{Name: "count", Meaning: "rows in which it takes part", Bare: true},
	{Name: "first", Meaning: "day of the first of them"},
	{Name: "latest", Meaning: "day of the latest"},
	{Name: "areas", Meaning: "rows by area, `training=5`, without zeros", List: true},
	{Name: "years", Meaning: "rows by year, `2015=3`, from the first year of the view to its last", List: true},
}

// PairRankColumns are the columns of pairs.csv.
var PairRankColumns = append([]Column{
	{Name: "pair", Meaning: "codes of the two parties in alphabetical order: KH-US"},
	{Name: "name_a", Meaning: "name of the first", Text: true},
	{Name: "name_b", Meaning: "name of the second", Text: true},
	{Name: "count", Meaning: "rows in which both take part", Bare: true},
}, PartyRankColumns[3:]...)
