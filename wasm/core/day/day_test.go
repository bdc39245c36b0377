package day_test

import (
	"testing"
	"time"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// The standard library is the oracle: the same day of the month, unless it runs
// over into the next.
func TestAfterMonths(t *testing.T) {
	for first := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC); first.Year() < 2025; first = first.AddDate(0, 0, 1) {
		for months := range 40 {
			want := first.AddDate(0, months, 0)
			for want.Day() < first.Day() && want.Day() < 4 {
				want = want.AddDate(0, 0, -1)
			}
			if got := day.AfterMonths(first.Format(time.DateOnly), months); got != want.Format(time.DateOnly) {
				t.Fatalf("%d months after %s: %s, want %s", months, first.Format(time.DateOnly), got, want.Format(time.DateOnly))
			}
		}
	}
}

func TestAfterMonthsOutOfReach(t *testing.T) {
	for _, test := range []struct {
		day    string
		months int
	}{{"", 1}, {"soon", 1}, {"2026-02-30", 1}, {"2026-01-01", -1}, {"9999-12-01", 1}, {"2026-01-01", 1<<31 - 1}} {
		if got := day.AfterMonths(test.day, test.months); got != "" {
			t.Errorf("%d months after %q: %q, want none", test.months, test.day, got)
		}
	}
}
