package exchange

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"entente/internal/codebook"
	"entente/internal/coop"
)

// maxRow is how many bytes a row may take. It is far above what the limits of the
// cells allow, and far below what would hurt.
const maxRow = 8 << 20

// ReadOptions say how a file is read.
type ReadOptions struct {
	// Profile excel takes the guard off text cells. A file that begins with a
	// byte order mark is read so in any case.
	Profile  coop.Profile
	Codebook *codebook.Codebook // nil = the built-in one
}

// ImportRow is one row of a file. A cell that is empty, or a column that is not
// there, is the zero value: an import never clears anything with it.
type ImportRow struct {
	Line int // on which the row begins

	// Article has no Coder, Version and Reports. State is what the cell says,
	// ID and instants likewise.
	Article coop.Article

	// LookedAt says that a person found that there is nothing to code: state is
	// coded, origin is human, and there are no codes.
	LookedAt bool

	// EngagementKey is the engagement that the columns beside it describe: Title,
	// Form, Start, End, Place and Series of Engagement, and the Stage of the
	// report. Without key these are of an engagement of this article's own.
	EngagementKey string
	Engagement    coop.Engagement
	Stage         string

	// EngagementKeys are the engagements of the column of that name: those that
	// the article is linked to. EngagementKey may be among them.
	EngagementKeys []string
}

// Describes tells whether the row says anything about its engagement.
func (r ImportRow) Describes() bool {
	e := r.Engagement
	return r.Stage != "" || e.Title != "" || e.Form != "" || e.Start != "" || e.End != "" || e.Place != "" || e.Series != ""
}

// Content is what a file for an import holds: rows of one kind.
type Content struct {
	Articles     []ImportRow
	Participants []ParticipantRow
}

// Read reads a file of articles, see [ReadArticles], or of participants, which has the
// columns of [ParticipantColumns]; its first line tells which.
func Read(r io.Reader, opts ReadOptions) (Content, error) {
	return readContent(r, opts, ofParticipants)
}

// ReadArticles reads a file with the columns of [ArticleColumns] and
// [ImportColumns], by name, in any order; title, source and published must be
// there. Lines on which every cell is empty are passed over.
//
// The error is [*Problems] if something is wrong with the file, else what r returned.
func ReadArticles(r io.Reader, opts ReadOptions) ([]ImportRow, error) {
	content, err := readContent(r, opts, func([]string) bool { return false })
	return content.Articles, err
}

// readContent reads a file as one of participants if its header is.
func readContent(r io.Reader, opts ReadOptions, participants func(header []string) bool) (content Content, err error) {
	bad := &Problems{}
	limited := &rowLimit{r: r}
	buffered := bufio.NewReaderSize(limited, sniffSize)
	head, err := buffered.Peek(sniffSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return content, err
	}
	if reason := notCSV(head); reason != "" {
		bad.Add(0, "", reason)
		return content, bad
	}
	guarded := opts.Profile == coop.ExcelProfile
	if strings.HasPrefix(string(head), bom) {
		guarded = true
		if _, err := buffered.Discard(len(bom)); err != nil {
			return content, err
		}
	}
	cb := opts.Codebook
	if cb == nil {
		cb = codebook.Default()
	}
	in := &rowReader{csv: csv.NewReader(buffered), limit: limited, next: 1}
	in.csv.FieldsPerRecord = -1 // counted here, so that the reason can say how many
	in.csv.ReuseRecord = true

	names, err := in.read()
	if err != nil {
		return content, in.refuse(bad, err)
	}
	file, ofPeople := articlesFile, participants(names)
	if ofPeople {
		file = participantsFile
	}
	h := readHeader(names, file, bad)
	if bad.Total > 0 {
		return content, bad
	}
	p := rowParser{header: h, cb: cb, guarded: guarded, bad: bad, file: newFileChecks()}
	people := newParticipantParser(rowParser{header: h, cb: cb, guarded: guarded, bad: bad})
	for {
		record, err := in.read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Content{}, in.refuse(bad, err)
		}
		if ofPeople {
			content.Participants = parsed(content.Participants, people.parse, in.line, record, bad)
		} else {
			content.Articles = parsed(content.Articles, p.parse, in.line, record, bad)
		}
	}
	if bad.Total > 0 {
		return Content{}, bad
	}
	return content, nil
}

// parsed adds what a record is to the rows; those of a refused file are not kept.
func parsed[Row any](rows []Row, parse func(int, []string) (Row, bool), line int, record []string, bad *Problems) []Row {
	if row, ok := parse(line, record); ok && bad.Total == 0 {
		return append(rows, row)
	}
	return rows
}

// rowReader reads records and knows the line on which each begins.
type rowReader struct {
	csv   *csv.Reader
	limit *rowLimit
	line  int // of the record just read
	next  int // of the record after it, but for empty lines in between
}

func (in *rowReader) read() ([]string, error) {
	in.limit.end = in.csv.InputOffset() + maxRow
	record, err := in.csv.Read()
	if err != nil {
		return nil, err
	}
	in.line, _ = in.csv.FieldPos(0)
	last, _ := in.csv.FieldPos(len(record) - 1)
	in.next = last + strings.Count(record[len(record)-1], "\n") + 1
	return record, nil
}

// refuse adds what ended the reading to the problems, and returns these. After a
// misplaced quote nothing that follows can be told for sure, so reading ends
// there. An error that is not the file's is returned as it is.
func (in *rowReader) refuse(bad *Problems, err error) error {
	var syntax *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		bad.Add(0, "", "This file is empty. Its first line must name the columns: title, source, published and others.")
	case errors.Is(err, errRowTooLong):
		bad.Add(in.next, "", "This row is longer than 8 MB. The quote that ends one of its cells may be missing.")
	case !errors.As(err, &syntax):
		return err
	case errors.Is(err, csv.ErrBareQuote):
		bad.Add(syntax.StartLine, "", fmt.Sprintf("A quote stands inside a cell that does not begin with one (line %d, byte %d). "+
			"Put the whole cell in quotes and double the quote. The rows after it were not read.", syntax.Line, syntax.Column))
	default:
		bad.Add(syntax.StartLine, "", fmt.Sprintf("A cell in quotes goes wrong on line %d, byte %d. Quotes inside it must be doubled, "+
			"and the one that ends it must stand before a comma or the end of the line. The rows after it were not read.", syntax.Line, syntax.Column))
	}
	return bad
}

var errRowTooLong = errors.New("row too long")

// rowLimit breaks off a row that goes on for too long, before it fills the memory.
type rowLimit struct {
	r    io.Reader
	read int64
	end  int64 // no byte from here on is read; moved on with each row
}

func (l *rowLimit) Read(p []byte) (int, error) {
	if l.end > 0 && l.read > l.end {
		return 0, errRowTooLong
	}
	n, err := l.r.Read(p)
	l.read += int64(n)
	return n, err
}
