package main

import (
	"fmt"
	"io"
	"strings"
)

// figure is one line of the report.
type figure struct {
	id     string // as in docs/performance.md
	what   string
	got    string
	floor  string // what it is held against, measured in the same run; "" for none
	target limit
	value  float64 // in the unit of target; a ratio where it has none
}

// limit is what a figure must not pass.
type limit struct {
	sign  string // "≥" or "≤"; "" for no limit
	value float64
	unit  string // of value; "" for a ratio
}

func atLeast(value float64, unit string) limit { return limit{"≥", value, unit} }

func atMost(value float64, unit string) limit { return limit{"≤", value, unit} }

func (l limit) String() string {
	if l.sign == "" {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%s %g %s", l.sign, l.value, l.unit))
}

// holds tells whether the figure is what it should be. One without a limit is
// only told.
func (f figure) holds() bool {
	switch f.target.sign {
	case "≥":
		return f.value >= f.target.value
	case "≤":
		return f.value <= f.target.value
	}
	return true
}

func (f figure) verdict() string {
	switch {
	case f.target.sign == "":
		return ""
	case f.holds():
		return "holds"
	}
	return "does not hold"
}

// cells are the cells of the line, as in head.
func (f figure) cells() []string {
	value := digits(f.value)
	if f.target.unit != "" {
		value += " " + f.target.unit
	}
	return []string{f.id, f.what, value, f.target.String(), f.verdict(), f.got, f.floor}
}

// digits writes a number with three digits, or more before the point.
func digits(v float64) string {
	if v >= 100 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

var head = []string{"#", "figure", "value", "target", "", "measured", "against"}

// writeTable writes figures as a table in Markdown, its columns in line.
func writeTable(w io.Writer, figures []figure) {
	table := [][]string{head}
	for _, f := range figures {
		table = append(table, f.cells())
	}
	widths := make([]int, len(head))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	for n, row := range table {
		for i, cell := range row {
			fmt.Fprint(w, "| ", cell, strings.Repeat(" ", widths[i]-len([]rune(cell))+1))
		}
		fmt.Fprintln(w, "|")
		if n == 0 {
			for _, width := range widths {
				fmt.Fprint(w, "|", strings.Repeat("-", width+2))
			}
			fmt.Fprintln(w, "|")
		}
	}
}
