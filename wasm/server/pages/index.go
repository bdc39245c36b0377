package pages

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// latest is how many changes the front page names.
const latest = 8

// index is the front page.
type index struct {
	Picker  picker
	Today   moment
	Count   int
	Groups  []counted
	Changes []dated
}

// counted is a verdict with the platforms that have it. X and Width are its
// part of the bar, in per cent.
type counted struct {
	group
	Platforms []view
	X, Width  string
}

func (s *site) showIndex(w http.ResponseWriter, r *http.Request) {
	region, known := s.asked(r)
	if !known {
		s.miss(w, r, "There is no such region", "")
		return
	}
	today := s.today()
	content := index{s.picker("/", region), momentOf(today), len(s.platforms), s.count(region, today), s.changes(s.platforms)}
	content.Changes = content.Changes[:min(latest, len(content.Changes))]
	s.show(w, r, "index", page{
		Title:       "What platforms do with what you write: " + content.Picker.Region.Name,
		Description: fmt.Sprintf("Which of %d platforms train AI on what you write there, with sources and dates, for %s.", len(s.platforms), content.Picker.Region.Name),
		Address:     s.about.Address + "/" + query(region),
		Content:     content,
	})
}

func (s *site) count(region, today string) []counted {
	all := make([]counted, len(groups))
	for i, g := range groups {
		all[i].group = g
	}
	for _, p := range s.platforms {
		v := s.view(p, region, today)
		i := slices.IndexFunc(groups, func(g group) bool { return g.Key == v.Standing.Group })
		all[i].Platforms = append(all[i].Platforms, v)
	}
	before := 0
	for i := range all {
		part := func(n int) string { return fmt.Sprintf("%.2f%%", float64(n)*100/float64(max(1, len(s.platforms)))) }
		all[i].X, all[i].Width = part(before), part(len(all[i].Platforms))
		before += len(all[i].Platforms)
	}
	return all
}

// dated is a change as it is told.
type dated struct {
	ID, Name string // of the platform
	Anchor   string
	Number   int // in the picture of the platform, from 1
	Date     string
	Day      moment
	// Regions are where it matters, as codes; Where in words.
	Regions []string
	Where   string
	Summary worded
	Sources []source
}

// changes lists the changes of the platforms that have a day, the newest first.
func (s *site) changes(platforms []platform) []dated {
	var all []dated
	for _, p := range platforms {
		all = append(all, s.changesOf(p)...)
	}
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(b.Number, a.Number)) })
	return all
}

// changesOf lists the changes of a platform, the oldest first.
func (s *site) changesOf(p platform) []dated {
	inOrder := slices.DeleteFunc(slices.Clone(p.Changes), func(c rule.Change) bool { return !day.Valid(c.Date) })
	slices.SortStableFunc(inOrder, func(a, b rule.Change) int { return cmp.Compare(a.Date, b.Date) })
	all := make([]dated, len(inOrder))
	sameDay := 0
	for i, c := range inOrder {
		anchor := "change-" + c.Date
		if sameDay++; i == 0 || inOrder[i-1].Date != c.Date {
			sameDay = 1
		}
		if sameDay > 1 {
			anchor += fmt.Sprintf("-%d", sameDay)
		}
		where := "everywhere"
		if len(c.Regions) > 0 && !slices.Contains(c.Regions, region.World) {
			where = s.regionNames(c.Regions)
		}
		all[i] = dated{p.ID, p.Name, anchor, i + 1, c.Date, momentOf(c.Date), c.Regions, where, english(c.Summary), p.sources(c.Evidence)}
	}
	return all
}
