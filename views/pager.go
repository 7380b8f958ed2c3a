package views

import (
	"github.com/a-h/templ"

	"entente/internal/coop"
)

// pages is where a list stands and where it goes on.
type pages struct {
	lens  Lens
	total int
	rows  int // on this page
}

func (p pages) page() int { return max(1, p.lens.Display.Page) }

func (p pages) last() int {
	if p.lens.Counting {
		if p.lens.More {
			return p.page() + 1
		}
		return p.page()
	}
	return max(1, (p.total+coop.PageSize-1)/coop.PageSize)
}

// span says which rows these are: "51–100 of 1,234".
func (p pages) span() string {
	first := (p.page()-1)*coop.PageSize + 1
	s := number(first) + "–" + number(first+p.rows-1)
	if p.rows == 1 {
		s = number(first)
	}
	if p.lens.Counting {
		return s
	}
	return s + " of " + number(p.total)
}

// numbers are the pages to link to: the first, the last and those around this
// one; 0 stands for a gap. While they are being counted there are none.
func (p pages) numbers() []int {
	if p.lens.Counting {
		return nil
	}
	var out []int
	for n := 1; n <= p.last(); n++ {
		switch {
		case n == 1 || n == p.last() || n >= p.page()-2 && n <= p.page()+2:
			out = append(out, n)
		case out[len(out)-1] != 0:
			out = append(out, 0)
		}
	}
	return out
}

func (p pages) address(n int) templ.SafeURL {
	d := p.lens.display()
	d.Page = n
	return address(p.lens.Path, p.lens.View, d)
}
