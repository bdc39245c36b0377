package pages

import (
	"cmp"
	"slices"
	"time"

	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
)

// timeline is what held in each region, as a picture and in words.
type timeline struct {
	Picture picture
	Rows    []row
}

// row is the history of a region.
type row struct {
	Code    string
	Region  string
	Periods []period
}

// period is a time in which the answer for a region stayed the same.
type period struct {
	// from and until are its first and last day; empty for an open end.
	from, until string
	From, Until moment
	standing
}

func (s *site) timeline(p platform, today string) timeline {
	var rows []row
	codes := regionsOf(p)
	for _, code := range codes {
		periods := s.periods(p, code, s.representative(p, code, today))
		rows = append(rows, row{code, capital(s.regionName(code, len(codes) == 1)), periods})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Or(last(a)-last(b), cmp.Compare(a.Region, b.Region)) })
	return timeline{draw(p, rows, s.changesOf(p), today), rows}
}

// last puts the rest of the world behind the regions that are told apart.
func last(r row) int {
	if r.Code == region.World {
		return 1
	}
	return 0
}

// regionsOf lists the regions that the claims tell apart, and the world.
func regionsOf(p platform) []string {
	var codes []string
	for _, u := range p.Uses {
		for _, r := range u.Regions {
			if r != region.World && !slices.Contains(codes, r) {
				codes = append(codes, r)
			}
		}
	}
	return append(codes, region.World)
}

// representative is a country that stands for a region: of a group a member
// that no claim names by itself, and that was one all along if there is one.
func (s *site) representative(p platform, code, today string) string {
	group, isGroup := s.groups[code]
	if code == region.World {
		return "ZZ" // no country has this code (ISO 3166-1 leaves it to users)
	}
	if !isGroup {
		return code
	}
	own := regionsOf(p)
	best := code
	for _, m := range group.Members {
		if slices.Contains(own, m.Country) || !region.InForce(m.Since, m.Until, today) {
			continue
		}
		if m.Since == "" && m.Until == "" {
			return m.Country
		}
		best = m.Country
	}
	return best
}

// periods asks the core once for every day on which its answer can change.
func (s *site) periods(p platform, code, country string) []period {
	turns := []string{""}
	turn := func(days ...string) {
		for _, d := range days {
			if day.Valid(d) && !slices.Contains(turns, d) {
				turns = append(turns, d)
			}
		}
	}
	for _, u := range p.Uses {
		turn(u.Since, day.After(u.Until))
		for _, r := range u.Regions {
			for _, m := range s.groups[r].Members {
				if m.Country == country {
					turn(m.Since, day.After(m.Until))
				}
			}
		}
	}
	slices.Sort(turns)
	var periods []period
	for _, from := range turns {
		now := standingOf(notice.About(p.entry, s.reader(country), from, anywhere))
		if n := len(periods) - 1; n >= 0 {
			if periods[n].standing == now {
				continue
			}
			periods[n].until = dayBefore(from)
			periods[n].Until = momentOf(periods[n].until)
		}
		periods = append(periods, period{from: from, From: momentOf(from), standing: now})
	}
	if len(periods) > 1 && periods[0].Look == "" {
		periods = periods[1:] // before the first claim there is nothing to tell
	}
	return periods
}

func dayBefore(d string) string {
	t, err := time.Parse(time.DateOnly, d)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}
