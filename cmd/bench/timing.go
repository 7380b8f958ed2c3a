package main

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// measured runs something once and tells how long it took, leaving out what it
// had to prepare.
type measured func(context.Context) (time.Duration, error)

// timed measures all of fn.
func timed(fn func(context.Context) error) measured {
	return func(ctx context.Context) (time.Duration, error) {
		start := time.Now()
		err := fn(ctx)
		return time.Since(start), err
	}
}

// rounds are the times of things that were run in turn, by thing and round.
// Machines drift within seconds, so only what ran in the same round is compared.
type rounds [][]time.Duration

// inTurn runs each of fns once a round, after a round that does not count.
func inTurn(ctx context.Context, n int, fns ...measured) (rounds, error) {
	out := make(rounds, len(fns))
	for round := range n + 1 {
		for i, fn := range fns {
			took, err := fn(ctx)
			if err != nil {
				return nil, err
			}
			if round > 0 {
				out[i] = append(out[i], took)
			}
		}
	}
	return out, nil
}

// of is the median time of thing i.
func (r rounds) of(i int) time.Duration { return median(r[i]) }

// ratio is how many times as long as thing b thing a took, round by round.
func (r rounds) ratio(a, b int) float64 {
	var out []float64
	for round := range r[a] {
		out = append(out, float64(r[a][round])/float64(r[b][round]))
	}
	return median(out)
}

func median[T cmp.Ordered](values []T) T { return quantile(values, 0.5) }

// quantile is the smallest value that at least the share q of values do not exceed.
func quantile[T cmp.Ordered](values []T, q float64) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// span writes a time with three digits.
func span(d time.Duration) string {
	switch {
	case d >= time.Second:
		return digits(d.Seconds()) + " s"
	case d >= time.Millisecond:
		return digits(float64(d)/1e6) + " ms"
	}
	return digits(float64(d)/1e3) + " µs"
}

// typical makes one measurement out of n: their median.
func typical(n int, fn measured) measured {
	return func(ctx context.Context) (time.Duration, error) {
		r, err := inTurn(ctx, n, fn)
		if err != nil {
			return 0, err
		}
		return r.of(0), nil
	}
}
