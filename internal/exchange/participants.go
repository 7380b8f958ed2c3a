package exchange

import (
	"fmt"
	"slices"

	"entente/internal/codebook"
	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// ParticipantRow is one row of participants.csv: a party of an engagement, with its
// role if the cell is filled, and somebody who took part for it if one is named.
type ParticipantRow struct {
	Line          int // on which the row begins
	EngagementKey string
	Role          string
	coop.Official // Name is "" where nobody is named
}

// participantsFile are the columns that an import of participants reads.
var participantsFile = fileKind{ParticipantColumns, []string{"engagement_key", "party"}, "Every row needs the key of an engagement and a party."}

// ofParticipants tells whether a header is that of participants.csv, and not of articles.
func ofParticipants(names []string) bool {
	has := func(name string) bool {
		return slices.ContainsFunc(names, func(s string) bool { return columnName(s) == name })
	}
	return has("engagement_key") && has("party") && !has("title")
}

// participantParser makes records into rows and holds them against each other.
type participantParser struct {
	rowParser
	roles     map[partyOf]said
	officials map[officialOf]int // → line
}

type partyOf struct{ key, party string }

type officialOf struct {
	partyOf
	name string
}

func newParticipantParser(p rowParser) *participantParser {
	return &participantParser{rowParser: p, roles: map[partyOf]said{}, officials: map[officialOf]int{}}
}

var roles = slugs(codebook.Roles())

// parse reads a record that begins on line. It returns false for a record that is
// passed over or refused.
func (p *participantParser) parse(line int, record []string) (row ParticipantRow, ok bool) {
	before := p.bad.Total
	if !p.whole(line, record) {
		return row, false
	}
	row = ParticipantRow{Line: line, EngagementKey: p.key("engagement_key", p.cell("engagement_key")), Role: p.code("role", roles)}
	if row.EngagementKey == "" && p.bad.Total == before {
		p.bad.Add(line, "engagement_key", "Give the key of the engagement, as in engagements.csv.")
	}
	code, err := gazetteer.Resolve(p.cell("party"))
	if err != nil {
		p.bad.Add(line, "party", coop.UnknownParty(err))
	}
	row.Party = code
	name, post := p.cell("name"), p.cell("post")
	for column, text := range map[string]*string{"name": &name, "post": &post} {
		line, why := coop.OfficialLine(*text)
		if *text = line; why != "" {
			p.bad.Add(p.line, column, why)
		}
	}
	if row.Name, row.Post = name, post; name == "" && post != "" {
		p.bad.Add(line, "post", "Name who held the post, or leave it empty.")
	}
	if p.bad.Total == before {
		p.check(row)
	}
	return row, p.bad.Total == before
}

// check finds rows of one file that contradict each other.
func (p *participantParser) check(row ParticipantRow) {
	party := partyOf{row.EngagementKey, row.Party}
	if first, ok := p.roles[party]; ok && row.Role != "" && first.value != row.Role {
		p.bad.Add(row.Line, "role", fmt.Sprintf("The row of line %d says “%s” for the same party of the same engagement. A party has one role in it.", first.line, first.value))
	} else if !ok && row.Role != "" {
		p.roles[party] = said{row.Role, row.Line}
	}
	if row.Name == "" {
		return
	}
	official := officialOf{party, row.Name}
	if first, twice := p.officials[official]; twice {
		p.bad.Add(row.Line, "name", fmt.Sprintf("The row of line %d names the same person of the same party and engagement. Put both posts into one row.", first))
	} else {
		p.officials[official] = row.Line
	}
}
