package views

import (
	"github.com/a-h/templ"

	"entente/internal/coop"
	"entente/internal/gazetteer"
)

// parties that stand along the sides of their table; the CSV has all.
const squareParties = 14

// square is a table with the same along both sides, parties or areas: the rows
// in which every two of them stand together.
type square struct {
	page   Lens
	name   string // of the figure and its files
	one    string // what stands along the sides: "party"
	many   string
	sides  []squareSide
	of     int     // sides that there are
	counts [][]int // by row and column; where both are the same, all rows with it
	scale  scale
	title  string
}

// squareSide is one party or area.
type squareSide struct {
	code, name, short string
	view              coop.View // that of the page, with it
}

// relations are the parties with most rows, each with each.
func (p RelationsPage) relations() square {
	s := square{page: p.Lens, name: "relations", one: "party", many: "parties", of: len(p.Parties), title: plural(p.unit()) + " of every two parties"}
	together := map[string]int{}
	for _, q := range p.Pairs {
		together[coop.PairOf(q.A, q.B)] = q.N
	}
	top := p.Parties[:min(len(p.Parties), squareParties)]
	for _, a := range top {
		name := gazetteer.Name(a.Party)
		s.sides = append(s.sides, squareSide{a.Party, name, name, p.View.WithParty(a.Party)})
		row := make([]int, len(top))
		for x, b := range top {
			if row[x] = together[coop.PairOf(a.Party, b.Party)]; a.Party == b.Party {
				row[x] = a.Total
			}
		}
		s.counts = append(s.counts, row)
	}
	return s.scaled()
}

// together are the areas, each with each.
func (p RelationsPage) together() square {
	s := square{page: p.Lens, name: "cooccurrence", one: "area", many: "areas", title: plural(p.unit()) + " with two areas"}
	var shown []int // a retired area where it has rows
	for i, a := range p.codebook().Areas() {
		if !a.Retired || p.Areas[i][i] > 0 {
			s.sides = append(s.sides, squareSide{a.Slug, a.Name + retired(a), a.Short + retired(a), p.View.WithArea(a.Slug)})
			shown = append(shown, i)
		}
	}
	s.of = len(s.sides)
	for _, a := range shown {
		row := make([]int, len(shown))
		for x, b := range shown {
			row[x] = p.Areas[a][b]
		}
		s.counts = append(s.counts, row)
	}
	return s.scaled()
}

func (s square) scaled() square {
	_, _, most := s.busiest()
	s.scale = newScale(most)
	return s
}

// areas tells whether areas stand along the sides.
func (s square) areas() bool { return s.one == "area" }

// busiest are the two that stand together most often; all zero if no two do.
func (s square) busiest() (a, b, n int) {
	for y, row := range s.counts {
		for x, count := range row[:y] {
			if count > n {
				a, b, n = x, y, count
			}
		}
	}
	return a, b, n
}

// empty tells whether nothing stands anywhere.
func (s square) empty() bool {
	for i, row := range s.counts {
		if row[i] > 0 {
			return false
		}
	}
	return true
}

// cell is the list behind a cell.
func (s square) cell(y, x int) string {
	switch a, b := s.sides[y], s.sides[x]; {
	case y == x:
		return s.page.rows(a.view)
	case s.areas():
		return s.page.rows(a.view.WithArea(b.code))
	default:
		return s.page.rows(withPair(s.page.View, a.code, b.code))
	}
}

// both names the two of a cell, or the one.
func (s square) both(y, x int) string {
	switch a, b := s.sides[min(y, x)], s.sides[max(y, x)]; {
	case y == x:
		return a.name
	case s.areas():
		return a.name + " – " + b.name
	default:
		return pairName(a.code, b.code)
	}
}

func (s square) narrow(i int) templ.SafeURL { return s.page.narrowed(s.sides[i].view) }

func (s square) takeaway() string {
	a, b, n := s.busiest()
	if n == 0 {
		return "No two " + s.many + " stand together."
	}
	first, second := upperFirst(s.inText(a)), s.inText(b)
	if s.areas() {
		first = s.sides[a].name
	}
	return first + " and " + second + " stand together most often, in " + s.page.counted(n) + "."
}

func (s square) inText(i int) string {
	if s.areas() {
		return lowerFirst(s.sides[i].name)
	}
	return partyInText(s.sides[i].code)
}

func (s square) label() string {
	return "Heat table, " + lowerFirst(s.title) + ". " + s.takeaway() + " The full table is under Data."
}

func (s square) note() string {
	text := "Each cell opens the " + s.page.units() + " of both; where " + article(s.one) + " meets itself, all of its own."
	if s.of > len(s.sides) {
		return "The " + number(len(s.sides)) + " " + s.many + " with most " + s.page.units() + "; the CSV has all " + number(s.of) + ". " + text
	}
	return text
}

func (s square) foot() figureFoot {
	f := figureFoot{title: s.title, name: s.name, csv: s.page.csv(s.name)}
	if !s.empty() {
		f.note, f.json, f.tall = s.note(), s.name+"-json", 760
	}
	return f
}
