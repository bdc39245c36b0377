package choice

import (
	"encoding/json"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// Merge returns the later of two records of one platform, whole: a choice is
// one decision and not the sum of two. Of two that changed in the same second
// every device takes the same one.
func Merge(a, b Record) Record {
	first, second := secondOf(a.Updated), secondOf(b.Updated)
	if first < second || first == second && written(a) < written(b) {
		return b
	}
	return a
}

// after is the moment of a change: now, but always later than the one before,
// so that of two records of one device the newer wins whatever its clock does.
func after(before, now string) string {
	if last := secondOf(before); last >= day.Unix(now) {
		if next := day.Moment(last+1, now); next != "" {
			return next
		}
	}
	return now
}

// secondOf counts from 1970; what is no moment comes before all that are.
func secondOf(moment string) int64 {
	if _, err := day.Of(moment); err != nil {
		return -1 << 62
	}
	return day.Unix(moment)
}

func written(r Record) string {
	text, _ := json.Marshal(r) // has no value that cannot be written
	return string(text)
}
