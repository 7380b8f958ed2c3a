package exchange

import "strings"

// Guard keeps a spreadsheet from running a cell: one that begins with =, +, -, @,
// a tab or a carriage return, after any number of apostrophes, gains one
// apostrophe. Counting the apostrophes makes it a bijection: [Unguard] gives back
// every text exactly, also one that looked guarded before.
func Guard(cell string) string {
	if runs(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// Unguard takes off what [Guard] put on.
func Unguard(cell string) string {
	if strings.HasPrefix(cell, "'") && runs(strings.TrimLeft(cell, "'")) {
		return cell[1:]
	}
	return cell
}

// runs tells whether a spreadsheet takes a cell for a formula.
func runs(cell string) bool {
	return cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0
}
