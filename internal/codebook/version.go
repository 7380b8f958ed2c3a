package codebook

// BuiltIn is the version of the built-in codebook. Each change of a codebook
// makes the next one.
const BuiltIn = 1

// Version counts the codebooks that were in force before this one, and this one.
// Every coding keeps the version that it was made under.
func (cb *Codebook) Version() int { return BuiltIn }
