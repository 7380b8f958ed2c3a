// Package exchange writes articles, engagements and figures as CSV and JSON, and
// reads articles and participants from CSV.
//
// # What it knows nothing of
//
// SQL, HTTP and HTML, and which rows a file holds: whoever streams rows hands
// them over one by one. What a cell may hold is not decided here either: a row
// that is read meets the rules of [coop.ArticleForm.Validate], as a form does.
//
// # The way in
//
// [NewWriter] writes a file of records. [File] names the files of a view and
// makes their records, [ObjectOf] makes a record into JSON. [Read] reads a file for
// an import, of articles or of participants; all that is wrong with it comes back at once as [*Problems].
//
// # Two profiles
//
// The data profile is plain: UTF-8, LF. The excel profile begins with a byte order
// mark, ends lines with CRLF and guards cells that a spreadsheet would run; see
// [Guard]. Both read back to the same text.
package exchange

import (
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// Column is one column of a file. Its place in the file is frozen; new columns
// come last.
type Column struct {
	Name    string
	Meaning string // for the documentation: a phrase without a full stop

	Text bool // free text, so that the excel profile guards it
	List bool // values with ";" between; an array in JSON
	Bare bool // a number, true or false: without quotes in JSON, null where empty
}

// File is one of the files that a view can be downloaded as. Exactly one of
// OfArticle and OfEngagement is set: it says what the view selects for this file,
// and gives the records of one row.
type File struct {
	Name         string
	Columns      []Column
	OfArticle    func(coop.Article, *codebook.Codebook) [][]string
	OfEngagement func(coop.Engagement) [][]string
	Evidence     bool // OfArticle reads the evidence of an article and how it came by its codes
	Participants bool // OfEngagement reads roles and officials
}

// The files of a view.
var (
	ArticlesFile = File{Name: "articles", Columns: ArticleColumns,
		OfArticle: func(a coop.Article, _ *codebook.Codebook) [][]string { return [][]string{ArticleRecord(a)} }}
	EngagementsFile = File{Name: "engagements", Columns: EngagementColumns,
		OfEngagement: func(e coop.Engagement) [][]string { return [][]string{EngagementRecord(e)} }}
	ReportsFile = File{Name: "reports", Columns: ReportColumns,
		OfArticle: func(a coop.Article, _ *codebook.Codebook) [][]string { return ReportRecords(a) }}
	CodingsFile      = File{Name: "codings", Columns: CodingColumns, OfArticle: CodingRecords, Evidence: true}
	ParticipantsFile = File{Name: "participants", Columns: ParticipantColumns, OfEngagement: ParticipantRecords, Participants: true}
)

// Files returns the files of a view in the order in which they are listed.
func Files() []File {
	return []File{ArticlesFile, EngagementsFile, ReportsFile, CodingsFile, ParticipantsFile}
}

// FileByName returns the file of that name.
func FileByName(name string) (File, bool) {
	files := Files()
	i := slices.IndexFunc(files, func(f File) bool { return f.Name == name })
	if i < 0 {
		return File{}, false
	}
	return files[i], true
}
