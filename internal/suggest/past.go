package suggest

// newsSince is the first year that an article can be about: a war named in a
// headline is older.
const newsSince = 2000

// markPast makes a clause background, and the whole sentence if it is its short
// beginning: "In 2009, the two navies trained together".
func (r *reading) markPast(field Field, token int, factor float64) {
	clause := r.tokens[token].Clause
	if field == Title || r.tokens[token].Sentence == 0 {
		factor = max(factor, newsPast)
	}
	r.back[clause] = min(r.back[clause], factor)
	const short = 8
	from := token
	for from > 0 && token-from <= short && r.tokens[from-1].Clause == clause {
		from--
	}
	opens := from == 0 || r.tokens[from-1].Sentence != r.tokens[from].Sentence
	to := token
	for to < len(r.tokens) && to-from <= short && r.tokens[to].Clause == clause {
		to++
	}
	if !opens || to-from > short || to == len(r.tokens) || r.tokens[to].Sentence != r.tokens[from].Sentence {
		return
	}
	// One more clause is enough: it is the main one.
	r.back[r.tokens[to].Clause] = min(r.back[r.tokens[to].Clause], factor)
}

// datePast finds the years in a text, and makes background what is dated before
// the article. The headline and the opening say which year it is about.
func (r *reading) datePast(field Field) {
	for i, t := range r.tokens {
		if !t.Number {
			continue
		}
		if word := r.text[field][t.Start:t.End]; len(word) == 5 && word[4] == 's' && year(word[:4]) > 0 {
			r.markPast(field, i, past)
		}
		if y := year(r.text[field][t.Start:t.End]); y > 0 {
			r.latest = max(r.latest, y)
			if (field == Title || t.Sentence == 0) && y >= newsSince {
				r.present = max(r.present, y)
			}
		}
	}
	for i, t := range r.tokens {
		if !t.Number {
			continue
		}
		y := year(r.text[field][t.Start:t.End])
		switch {
		case y == 0 || field == Title:
		case r.present > 0 && y < r.present:
			r.markPast(field, i, past)
		case r.present == 0 && t.Sentence > 0 && !r.isDate(i):
			r.markPast(field, i, perhapsPast)
		}
	}
}

// isDate tells whether a year is that of a day, "19 April 2024", which is more
// likely the day of the event than a year of the past.
func (r *reading) isDate(i int) bool {
	return i >= 2 && r.tokens[i-2].Number || i >= 1 && r.tokens[i-1].Number
}

// year reads a year from 1800 to 2099, or gives 0.
func year(word string) int {
	if len(word) != 4 || word[0] != '1' && word[0] != '2' {
		return 0
	}
	y := 0
	for i := range len(word) {
		if word[i] < '0' || word[i] > '9' {
			return 0
		}
		y = y*10 + int(word[i]-'0')
	}
	if y < 1800 || y > 2099 {
		return 0
	}
	return y
}
