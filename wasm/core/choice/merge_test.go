package choice_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/choice"
)

// Devices that have seen the same records agree, in whatever order they came.
func TestMergeIsOneOrder(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		a, b, c := record(draw), record(draw), record(draw)
		same(t, "commutative", choice.Merge(a, b), choice.Merge(b, a))
		same(t, "associative", choice.Merge(a, choice.Merge(b, c)), choice.Merge(choice.Merge(a, b), c))
		same(t, "idempotent", choice.Merge(a, a), a)
		if one := text(t, choice.Merge(a, b)); one != text(t, a) && one != text(t, b) {
			t.Fatal("neither of the two:", one)
		}
	}
}

func TestTheLaterOneWins(t *testing.T) {
	early := choice.Record{Done: map[string]choice.Mark{"toggle": {On: "2026-01-10"}}, Updated: "2026-01-10T12:00:00+01:00"}
	late := choice.Record{Updated: "2026-01-10T07:00:00-05:00"} // an hour later
	same(t, "another zone", choice.Merge(early, late), late)
	same(t, "nothing was decided", choice.Merge(choice.Record{}, early), early)
	same(t, "no moment", choice.Merge(choice.Record{Updated: "tomorrow"}, early), early)
}

// record draws one of few, so that many are equal, or of the same second.
func record(draw *rand.Rand) (r choice.Record) {
	r.Updated = []string{"", "x", "2026-01-10T12:00:00+01:00", "2026-01-10T11:00:00Z", "2026-01-10T11:00:01Z", "1969-01-01T00:00:00Z"}[draw.IntN(6)]
	switch draw.IntN(4) {
	case 0:
		r.Done = map[string]choice.Mark{"toggle": {On: fmt.Sprint("2026-01-0", 1+draw.IntN(3))}}
	case 1:
		r.Done, r.Accounts = map[string]choice.Mark{}, map[string]map[string]choice.Mark{"work": nil}
	case 2:
		r.PublicOnly = true
	}
	return r
}

func same(t *testing.T, why string, a, b choice.Record) {
	t.Helper()
	if text(t, a) != text(t, b) {
		t.Fatalf("%s: %s and %s", why, text(t, a), text(t, b))
	}
}

func text(t *testing.T, r choice.Record) string {
	t.Helper()
	written, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}
