package main

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

// TestInTurnComparesWithinARound has a machine that gets ten times slower: the
// ratio of what ran beside each other stays.
func TestInTurnComparesWithinARound(t *testing.T) {
	var order []string
	slowness := time.Duration(1)
	thing := func(name string, took time.Duration) measured {
		return func(context.Context) (time.Duration, error) {
			order = append(order, name)
			if name == "b" {
				defer func() { slowness *= 10 }()
			}
			return took * slowness, nil
		}
	}
	r, err := inTurn(t.Context(), 3, thing("a", 4), thing("b", 2))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"a", "b", "a", "b", "a", "b", "a", "b"}; !slices.Equal(order, want) {
		t.Errorf("ran %v, want %v", order, want)
	}
	if got := r.ratio(0, 1); got != 2 {
		t.Errorf("a took %v times as long as b, want 2", got)
	}
	if got := r.of(1); got != 200 { // of 20, 200, 2000: the first round does not count
		t.Errorf("b took %v, want 200ns", got)
	}
}

func TestInTurnEndsWithTheFirstFailure(t *testing.T) {
	failure := errors.New("no answer")
	calls := 0
	_, err := inTurn(t.Context(), 5, func(context.Context) (time.Duration, error) {
		calls++
		return 0, failure
	})
	if !errors.Is(err, failure) || calls != 1 {
		t.Errorf("inTurn = %v after %d calls, want the failure after one", err, calls)
	}
}

func TestQuantile(t *testing.T) {
	values := []int{5, 1, 4, 2, 3}
	for q, want := range map[float64]int{0: 1, 0.5: 3, 0.99: 5, 1: 5} {
		if got := quantile(values, q); got != want {
			t.Errorf("quantile(%v, %v) = %d, want %d", values, q, got, want)
		}
	}
}

func TestASpellingIsAnotherWayToWriteTheSameWord(t *testing.T) {
	for number, want := range []string{"fada", "Fada", "fAda", "FAda"} {
		if got := spelling("fada", number); got != want {
			t.Errorf("spelling(fada, %d) = %q, want %q", number, got, want)
		}
	}
}
