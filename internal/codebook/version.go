package codebook

// BuiltIn is the version of the built-in codebook. Each change of a codebook
// makes the next one.
const BuiltIn = 1

// Version counts the codebooks that were in force before this one, and this one.
// Every coding keeps the version that it was made under.
func (cb *Codebook) Version() int { return max(cb.version, BuiltIn) }

// WithVersion is the codebook under another version.
func (cb *Codebook) WithVersion(version int) *Codebook {
	out := *cb
	out.version = version
	return &out
}

// Keeping is the codebook with the areas that only a later one has. They are
// retired in it: articles have them, and an area that is gone could not be shown.
func (cb *Codebook) Keeping(later *Codebook) *Codebook {
	out := cb
	for _, a := range later.areas {
		if cb.Index(a.Slug) < 0 {
			a.Retired = true
			out = out.WithArea(a)
		}
	}
	return out
}
