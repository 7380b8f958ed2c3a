package main

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"
)

// start is P9: from the start of the program to its first list, the memory that
// it takes under load, and its size.
func (b *bench) start(ctx context.Context) ([]figure, error) {
	d := b.large
	r, err := inTurn(ctx, b.rounds, func(ctx context.Context) (time.Duration, error) { return b.firstPage(ctx, d) })
	if err != nil {
		return nil, err
	}
	peak, err := b.memoryUnderLoad(ctx, d)
	if err != nil {
		return nil, err
	}
	program, err := os.Stat(b.program)
	if err != nil {
		return nil, err
	}
	mb := func(what string, bytes int64, most float64) figure {
		return figure{id: "P9", what: what, value: float64(bytes) / (1 << 20), target: atMost(most, "MB")}
	}
	return []figure{
		{id: "P9", what: "from start to the first list, " + d.name, value: float64(r.of(0)) / 1e6, target: atMost(250, "ms")},
		mb("memory under load, "+d.name, peak, 256),
		mb("size of the program", program.Size(), 25),
	}, nil
}

// firstPage is the time from starting the program to the end of the first list.
func (b *bench) firstPage(ctx context.Context, d dataset) (time.Duration, error) {
	start := time.Now()
	s, err := b.serve(ctx, d.path)
	if err != nil {
		return 0, err
	}
	err = s.await(ctx, "/articles")
	took := time.Since(start)
	return took, errors.Join(err, s.stop())
}

// memoryUnderLoad is the most memory the program has had while eight readers
// asked for pages and one downloaded everything.
func (b *bench) memoryUnderLoad(ctx context.Context, d dataset) (peak int64, err error) {
	s, err := b.ready(ctx, d.path)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	for reader := range readers {
		wg.Go(func() {
			for n := range 25 {
				if _, err := s.get(ctx, readerPath(reader, n)); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	wg.Go(func() {
		if _, err := s.get(ctx, "/articles.csv"); err != nil {
			cancel(err)
		}
	})
	wg.Wait()
	if err = context.Cause(ctx); err == nil {
		peak, err = s.peakMemory()
	}
	return peak, errors.Join(err, s.stop())
}
