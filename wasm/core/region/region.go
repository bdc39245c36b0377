// Package region says where a claim holds: in a country, in a group of
// countries, or in the world.
package region

import (
	_ "embed" // for the table
	"slices"
	"strings"
)

// World is the region that contains every country.
const World = "world"

// Group is a group of countries that rules name, such as the EEA.
type Group struct {
	// Name is the group's name in English.
	Name string `json:"name"`
	// Source is the official page that lists the members.
	Source string `json:"source"`
	// Members are its countries.
	Members []Member `json:"members"`
}

// Member is a country's time in a group.
type Member struct {
	// Country is an ISO 3166-1 alpha-2 code.
	Country string `json:"country"`
	// Since and Until are the first and the last day, as YYYY-MM-DD; none
	// means as far back, or ahead, as rules go.
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`
}

// Groups are the region groups of a rule set, by their code.
type Groups map[string]Group

// Contains reports whether country is in the group on day, as YYYY-MM-DD.
func (g Group) Contains(country, day string) bool {
	return slices.ContainsFunc(g.Members, func(m Member) bool {
		return m.Country == country && InForce(m.Since, m.Until, day)
	})
}

// InForce reports whether day is from since to until, both inclusive; an empty
// end is open.
func InForce(since, until, day string) bool {
	return since <= day && (until == "" || day <= until)
}

// How specific a match of regions is. The most specific claim in force wins.
const (
	None = iota
	ByWorld
	ByGroup
	ByCountry
)

// Match tells how specifically regions name country on day, from None to
// ByCountry. An empty country matches the world only.
func (g Groups) Match(regions []string, country, day string) int {
	best := None
	for _, r := range regions {
		switch {
		case r == World:
			best = max(best, ByWorld)
		case country == "":
		case r == country:
			best = ByCountry
		case g[r].Contains(country, day):
			best = max(best, ByGroup)
		}
	}
	return best
}

// zones is the time zone table: a zone and its country a line, sorted. It is
// made from zone.tab and the links of the tz database
// (https://www.iana.org/time-zones, public domain).
//
//go:embed zones.txt
var zones string

// IsCountry reports whether code is an ISO 3166-1 alpha-2 code of a country
// that has a time zone.
func IsCountry(code string) bool {
	return len(code) == 2 && strings.ToUpper(code) == code && strings.Contains(zones, " "+code+"\n")
}

// Guess guesses the user's country from the browser's time zone and, where
// that says nothing, from its languages (BCP 47), without asking anybody. It
// returns "" when neither says anything.
func Guess(timeZone string, languages []string) string {
	_, rest, found := strings.Cut("\n"+zones, "\n"+timeZone+" ")
	if timeZone != "" && found {
		return rest[:2]
	}
	for _, language := range languages {
		for _, subtag := range strings.Split(language, "-")[1:] {
			if IsCountry(strings.ToUpper(subtag)) {
				return strings.ToUpper(subtag)
			}
		}
	}
	return ""
}
