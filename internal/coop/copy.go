package coop

// Copy is an article that looks the same as another. Percent is how much of the shorter
// text stands in the other; 0 where only title, source and day are the same, or where it
// looks the same as a third one that looks the same.
type Copy struct {
	Article
	Percent int
}
