package boundary

import (
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Overview is how the reader stands with every platform that the rules know.
type Overview struct {
	Platforms []Known `json:"platforms"`
}

// Known is how the reader stands with one platform. Its answer is for the
// platform as a whole and comes without the composers.
type Known struct {
	notice.Answer
	Tally Tally `json:"tally"`
	// Notice is what a banner would say, if there is one to show.
	Notice *notice.Notice `json:"notice,omitempty"`
	// Changes are those that matter in the reader's region.
	Changes []rule.Change `json:"changes"`
}

// Tally is what a platform counts as where all are counted.
type Tally string

// All that could be done is done, an opt-out is open, it trains and there is
// none, it does not train, or nothing is certain.
const (
	AllDone  Tally = "done"
	Open     Tally = "open"
	NoWayOut Tally = "no-way-out"
	NoUse    Tally = "no-use"
	NotClear Tally = "not-clear"
)

func overview(in Notices) (Overview, error) {
	reader, today, err := in.read()
	if err != nil {
		return Overview{}, err
	}
	entries, err := open(in.Entries)
	out := Overview{make([]Known, len(entries))}
	for i, e := range entries {
		s := &out.Platforms[i]
		s.Answer, s.Changes = whole(e, reader, today), []rule.Change{}
		s.Tally = tally(s.Answer)
		for _, surface := range s.Surfaces {
			if s.Notice == nil {
				s.Notice = surface.Notice
			}
		}
		s.Surfaces = s.Surfaces[:0]
		for _, c := range e.Changes() {
			if len(c.Regions) == 0 || reader.Groups.Match(c.Regions, reader.Region, c.Date) != region.None {
				s.Changes = append(s.Changes, c)
			}
		}
	}
	return out, err
}

func tally(a notice.Answer) Tally {
	switch {
	case a.Reason == notice.NotUsed || a.Reason == notice.OffUnlessOptedIn:
		return NoUse
	case !a.State.Trains() || a.Reason == notice.LowConfidence:
		return NotClear
	case len(a.OptOuts) == 0:
		return NoWayOut
	case a.OptOuts[0].Done: // open ones go first
		return AllDone
	}
	return Open
}

// whole is the answer about a platform, whatever the address.
func whole(e rule.Entry, reader notice.Reader, today string) notice.Answer {
	return notice.About(e, reader, today, func(rule.Composer) bool { return true })
}
