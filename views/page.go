package views

import (
	"cmp"

	"entente/internal/codebook"
)

// title is what the browser shows on its tab.
func (p Page) title() string {
	title := "Entente"
	if p.Title != "" {
		title = p.Title + " – " + title
	}
	if p.Error {
		title = "Error: " + title
	}
	return title
}

func (p Page) theme() string { return cmp.Or(p.Theme, "auto") }

func (p Page) codebook() *codebook.Codebook { return orDefault(p.Codebook) }

// orDefault is the codebook, or the built-in one for pages that were given none.
func orDefault(cb *codebook.Codebook) *codebook.Codebook {
	if cb == nil {
		return codebook.Default()
	}
	return cb
}

// choice is one value of a closed list, as a form offers it.
type choice struct{ Value, Label string }

var onOffChoices = []choice{{"on", "On"}, {"off", "Off"}}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// yesNo writes a bool as ARIA wants it: a bare attribute would mean false.
func yesNo(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
