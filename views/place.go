package views

import (
	"github.com/a-h/templ"

	"entente/internal/coop"
)

// place is the page on which a figure stands, as far as its links need it: the
// dashboard, or any other page that shows the figures of a view.
type place interface {
	rows(coop.View) string            // the list behind a number of the unit shown
	narrowed(coop.View) templ.SafeURL // the same page of another view
	csv(name string) templ.SafeURL    // a figure as a file
}
