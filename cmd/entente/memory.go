package main

import (
	"runtime"
	"runtime/debug"
)

// spareMemory is how many bytes of garbage may gather at least.
const spareMemory = 32 << 20

// loadFrugally runs load, which fills memory with what lives as long as the
// program, and sees that little garbage gathers beside it, now and later. By itself
// the runtime would let as much of it gather as there is living memory, and so
// double what a large database takes.
func loadFrugally(load func() error) error {
	defer debug.SetGCPercent(debug.SetGCPercent(25))
	if err := load(); err != nil {
		return err
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	living := int64(m.HeapInuse + m.Sys - m.HeapSys)
	debug.SetMemoryLimit(living + max(spareMemory, living/4))
	return nil
}
