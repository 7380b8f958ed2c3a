package views

import (
	"strconv"

	"entente/internal/coop"
	"entente/internal/figures"
)

// years whose days are drawn; the table has the months of all.
const calendarYears = 5

// calendar is the view by day, and by month and year.
type calendar struct {
	page  Lens
	total int
	days  []figures.DayCount
	years []calendarYear // in time order, without a gap
	today coop.Day
}

type calendarYear struct {
	coop.Period
	n      int
	months [12]calendarMonth
}

type calendarMonth struct {
	coop.Period
	n int
}

func (p RelationsPage) calendar() calendar {
	c := calendar{page: p.Lens, total: p.Total, days: p.Days, today: p.Today}
	if len(p.Days) == 0 {
		return c
	}
	for _, period := range coop.ByYear.Periods(p.Days[0].Day, p.Days[len(p.Days)-1].Day) {
		year := calendarYear{Period: period}
		for m, month := range coop.ByMonth.Periods(period.First, period.Last) {
			year.months[m].Period = month
		}
		c.years = append(c.years, year)
	}
	first := p.Days[0].Day.Time().Year()
	for _, d := range p.Days {
		t := d.Day.Time()
		year := &c.years[t.Year()-first]
		year.n += d.N
		year.months[t.Month()-1].n += d.N
	}
	return c
}

func (c calendar) title() string { return plural(c.page.unit()) + " by day" }

// drawn are the years whose days are drawn.
func (c calendar) drawn() []calendarYear { return c.years[max(0, len(c.years)-calendarYears):] }

// span are the drawn years in words: "2021–2025".
func (c calendar) span() string {
	years := c.drawn()
	return coop.SpanText(years[0].First, years[len(years)-1].Last)
}

// vague counts the rows of which the day is not known.
func (c calendar) vague() int {
	n := 0
	for _, d := range c.days {
		n += d.N - d.Exact
	}
	return n
}

// dayScale are the steps of colour of the days.
func (c calendar) dayScale() scale {
	most := 0
	for _, d := range c.days {
		most = max(most, d.Exact)
	}
	return newDayScale(most)
}

// monthScale are those of the months.
func (c calendar) monthScale() scale {
	_, most := c.busiest()
	return newScale(most)
}

// busiest is the first of the months with most rows.
func (c calendar) busiest() (coop.Period, int) {
	var month calendarMonth
	for _, year := range c.years {
		for _, m := range year.months {
			if m.n > month.n {
				month = m
			}
		}
	}
	return month.Period, month.n
}

func (c calendar) takeaway() string {
	month, n := c.busiest()
	busy := 0
	for _, year := range c.years {
		for _, m := range year.months {
			if m.n == n {
				busy++
			}
		}
	}
	if busy > 1 {
		return "No month has more than " + c.page.counted(n) + "; " + number(busy) + " have as many."
	}
	return "Busiest month: " + month.Label + " with " + c.page.counted(n) + "."
}

func (c calendar) label() string {
	return "Calendar of the days of " + c.span() + " with " + c.page.units() + ". " + c.takeaway() + " The months of all years are under Data."
}

// caption tells what the table counts.
func (c calendar) caption() string { return plural(c.page.unit()) + " by month and year" }

// note says how it was counted, and what no day shows.
func (c calendar) note() string {
	text := "Each engagement counts once, on its first day, or its last where only that is stated."
	if c.page.unit() == coop.Articles {
		text = "Each article counts once, on the day it came out."
	}
	if n := c.vague(); n > 0 {
		text += " Not known to the day: " + number(n) + " of these " + number(c.total) + ". They are known only by month or year, or placed by their first report; months and lists have them where they stand, and no day is coloured for them."
	}
	if len(c.years) > calendarYears {
		text += " Days are drawn for " + c.span() + ", the months of all years are under Data; a year there narrows the view to it."
	}
	return text
}

// rows is the list behind a month or a year.
func (c calendar) rows(p coop.Period) string { return c.page.rows(c.within(p)) }

func (c calendar) within(p coop.Period) coop.View { return c.page.View.Within(p.First, p.Last) }

// day is the list behind a day.
func (c calendar) day(d coop.Day) string { return c.page.rows(c.page.View.Within(d, d)) }

// yearLabel is a year; an asterisk says that it still runs.
func (c calendar) yearLabel(y calendarYear) string {
	if y.Incomplete(c.today) {
		return y.Label + "*"
	}
	return y.Label
}

func (c calendar) foot() figureFoot {
	f := figureFoot{title: c.title(), name: "calendar", csv: c.page.csv("calendar")}
	if len(c.days) > 0 {
		f.note, f.json, f.tall = c.note(), "calendar-json", 200+yearHeight*len(c.drawn())
	}
	return f
}

// plotClass gives the plot the height that its years need.
func (c calendar) plotClass() string {
	return "plot plot--years plot--y" + strconv.Itoa(len(c.drawn()))
}
