package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const (
	readers = 8
	window  = 2 * time.Second        // of reading, with or without somebody who writes
	pause   = 200 * time.Millisecond // of a quick writer between two forms
)

// readersAndWriter is P8: how many pages eight readers get while somebody saves a
// form and soon the next, against how many they get alone; and beside it, without
// a target, while a program saves one as soon as the last is stored.
func (b *bench) readersAndWriter(ctx context.Context) (out []figure, err error) {
	path, err := b.copied("readers.db")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove(path)) }()
	s, err := b.ready(ctx, path)
	if err != nil {
		return nil, err
	}
	w := newWriter(b.base.n)
	var alone []float64
	var paced, incessant beside
	var failures failures
	for round := range b.rounds + 1 {
		without := b.read(ctx, s, nil, 0, &failures)
		with := b.read(ctx, s, w, pause, &failures)
		worst := b.read(ctx, s, w, 0, &failures)
		if round == 0 {
			continue
		}
		alone = append(alone, without.pages)
		paced.add(with, without)
		incessant.add(worst, without)
	}
	if err := errors.Join(s.stop(), ctx.Err()); err != nil {
		return nil, err
	}
	floor := fmt.Sprintf("alone: %.0f pages/s", median(alone))
	return []figure{
		{id: "P8", what: "rate of 8 readers beside a writer, " + b.base.name, value: median(paced.ratios), target: atLeast(0.85, ""),
			got: paced.String(), floor: floor},
		{id: "P8", what: "the same beside a program that saves without a pause", value: median(incessant.ratios), got: incessant.String(), floor: floor},
		{id: "P8", what: "answers to readers and writer", value: float64(failures.n.Load()), target: atMost(0, "failed"), got: failures.first()},
	}, nil
}

// beside is what readers and a writer did at the same time.
type beside struct{ pages, saves, ratios []float64 }

func (b *beside) add(with, without rates) {
	b.pages, b.saves = append(b.pages, with.pages), append(b.saves, with.saves)
	b.ratios = append(b.ratios, with.pages/without.pages)
}

func (b *beside) String() string {
	return fmt.Sprintf("%.0f pages/s, %.0f saves/s", median(b.pages), median(b.saves))
}

// failures counts answers that were no page, and keeps the first.
type failures struct {
	n   atomic.Int64
	err atomic.Pointer[error]
}

func (f *failures) add(err error) {
	f.n.Add(1)
	f.err.CompareAndSwap(nil, &err)
}

func (f *failures) first() string {
	if err := f.err.Load(); err != nil {
		return (*err).Error()
	}
	return ""
}

// rates are what was done in a second.
type rates struct{ pages, saves float64 }

// read has readers ask for pages, each as soon as the last is there, and a writer
// if there is one save forms, with a pause after each, for the length of a window.
func (b *bench) read(ctx context.Context, s *server, w *writer, pause time.Duration, f *failures) rates {
	var pages, saves atomic.Int64
	start := time.Now()
	var wg sync.WaitGroup
	repeat := func(count *atomic.Int64, do func(n int) error) {
		wg.Go(func() {
			for n := 0; time.Since(start) < window && ctx.Err() == nil; n++ {
				if err := do(n); err != nil {
					f.add(err)
				} else {
					count.Add(1)
				}
			}
		})
	}
	for reader := range readers {
		repeat(&pages, func(n int) error {
			_, err := s.get(ctx, readerPath(reader, n))
			return err
		})
	}
	if w != nil {
		repeat(&saves, func(int) error {
			time.Sleep(pause)
			return w.send(ctx, s)
		})
	}
	wg.Wait()
	took := time.Since(start).Seconds()
	return rates{float64(pages.Load()) / took, float64(saves.Load()) / took}
}

// readerPath is what a reader asks for next: lists, the dashboard, searches.
func readerPath(reader, n int) string {
	switch (reader + n) % 8 {
	case 0:
		return "/articles"
	case 1:
		return "/articles?area=demining&sort=oldest"
	case 2:
		return fmt.Sprintf("/articles?page=%d", 1+n%100)
	case 3:
		return "/"
	case 4:
		return "/?area=demining&from=2015&to=2019"
	case 5:
		return "/articles?q=" + commonWord
	case 6:
		return "/articles?q=" + rareWord
	}
	return "/engagements"
}
