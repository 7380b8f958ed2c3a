package views

import (
	"math"
	"strconv"
)

// scale is the steps of colour of a heat table or a calendar.
type scale struct {
	least []int // number of each step
	first int   // colour of the first of them, 1 to 7
}

// colours of a heat table, and how many a calendar takes.
const (
	heatColours = 7
	dayColours  = 5
)

// newScale spreads all colours so that small numbers, which are many, are told apart.
func newScale(most int) scale { return scale{stepsTo(most, heatColours), 1} }

// newDayScale takes the strongest colours: a single day has to be seen in a year.
func newDayScale(most int) scale {
	least := stepsTo(most, dayColours)
	return scale{least, heatColours + 1 - len(least)}
}

// stepsTo are the least numbers of at most so many steps.
func stepsTo(most, steps int) []int {
	s := []int{1}
	for i := 1; i < steps; i++ {
		least := nice(float64(most) * math.Pow(float64(i)/float64(steps), 2))
		least = max(least, s[len(s)-1]+1)
		if least > most {
			break
		}
		s = append(s, least)
	}
	return s
}

// nice rounds up to two digits, the second 0 or 5.
func nice(x float64) int {
	if x <= 10 {
		return int(math.Ceil(x))
	}
	unit := math.Pow10(int(math.Log10(x))) / 2
	return int(math.Ceil(x/unit) * unit)
}

// class is the class of a cell: "h3", or "" for nothing.
func (s scale) class(n int) string {
	step := 0
	for step < len(s.least) && n >= s.least[step] {
		step++
	}
	if step == 0 {
		return ""
	}
	return "h" + strconv.Itoa(s.colour(step-1))
}

// ink is the colour of a number on its step, where it is another than --heat-ink.
func (s scale) ink(n int) string {
	switch s.class(n) {
	case "h5":
		return "var(--heat-ink-5)"
	case "h6", "h7":
		return "var(--heat-ink-6)"
	}
	return ""
}

// colour is the number of the colour of a step.
func (s scale) colour(step int) int { return s.first + step }

// last is the least number of the strongest colour.
func (s scale) last() int { return s.least[len(s.least)-1] }
