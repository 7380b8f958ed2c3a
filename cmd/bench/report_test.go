package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheTableJudgesEachFigure(t *testing.T) {
	var b strings.Builder
	writeTable(&b, []figure{
		{id: "P1", what: "rate", value: 1.234, target: atLeast(1.2, ""), got: "120 rows/s", floor: "100 rows/s"},
		{id: "P1", what: "too slow", value: 1.1999, target: atLeast(1.2, "")},
		{id: "P9", what: "size, 1 µ", value: 25, target: atMost(25, "MB")},
		{id: "P9", what: "too large", value: 25.1, target: atMost(25, "MB")},
		{id: "P9", what: "too late", value: 3161.4, target: atMost(250, "ms")},
		{id: "P11", what: "only told", value: 371, target: limit{unit: "kB"}},
	})
	want := strings.TrimPrefix(`
| #   | figure    | value   | target   |               | measured   | against    |
|-----|-----------|---------|----------|---------------|------------|------------|
| P1  | rate      | 1.23    | ≥ 1.2    | holds         | 120 rows/s | 100 rows/s |
| P1  | too slow  | 1.2     | ≥ 1.2    | does not hold |            |            |
| P9  | size, 1 µ | 25 MB   | ≤ 25 MB  | holds         |            |            |
| P9  | too large | 25.1 MB | ≤ 25 MB  | does not hold |            |            |
| P9  | too late  | 3161 ms | ≤ 250 ms | does not hold |            |            |
| P11 | only told | 371 kB  |          |               |            |            |
`, "\n")
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}
