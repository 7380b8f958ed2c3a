package main

import (
	"context"
	"errors"
	"fmt"
)

// dashboard is P3: the dashboard over much data, against the same over little.
func (b *bench) dashboard(ctx context.Context) ([]figure, error) {
	few, err := b.ready(ctx, b.small.path)
	if err != nil {
		return nil, err
	}
	many, err := b.ready(ctx, b.large.path)
	if err != nil {
		return nil, errors.Join(err, few.stop())
	}
	r, err := inTurn(ctx, b.rounds, typical(9, many.fetch("/")), typical(9, few.fetch("/")))
	if err := errors.Join(err, few.stop(), many.stop()); err != nil {
		return nil, err
	}
	return []figure{{id: "P3", what: fmt.Sprintf("dashboard, %s against %s", b.large.name, b.small.name),
		value: r.ratio(0, 1), target: atMost(2, ""), got: span(r.of(0)), floor: span(r.of(1))}}, nil
}
