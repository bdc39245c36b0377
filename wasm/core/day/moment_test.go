package day_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// The standard library is the oracle; the engine has no room for it.
func TestMoments(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	seconds := []int64{0, 951782399, 951782400, 951868800, 1767225599, 1767225600, 4107542400, 253402300799}
	for range 20000 {
		seconds = append(seconds, draw.Int64N(253402300800))
	}
	for _, second := range seconds {
		zone := time.FixedZone("", []int{0, 3600, -5 * 3600, 5*3600 + 1800, -(9*3600 + 1800)}[draw.IntN(5)])
		written := time.Unix(second, 0).In(zone)
		if written.Year() < 1970 || written.Year() > 9999 {
			continue
		}
		moment := written.Format(time.RFC3339)
		if got := day.Unix(moment); got != second {
			t.Errorf("%s is second %d, want %d", moment, got, second)
		}
		if got := day.Moment(second, moment); got != moment {
			t.Errorf("second %d is %s, want %s", second, got, moment)
		}
	}
}

func TestMomentsOutOfReach(t *testing.T) {
	const like = "2026-11-24T09:00:00+01:00"
	for _, second := range []int64{-1 << 63, -3601, 253402300800 - 3600, 1<<63 - 1} {
		if got := day.Moment(second, like); got != "" {
			t.Errorf("second %d is %s, want none", second, got)
		}
	}
	if got, want := day.Unix("2026-11-24T09:00:00.999+01:00"), int64(1795507200); got != want {
		t.Errorf("a fraction counts as nothing: %d, want %d", got, want)
	}
}
