package pages

import (
	"cmp"
	_ "embed" // for the table
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/region"
)

//go:embed countries.txt
var countryTable string

// country is a country and its name in English.
type country struct{ Code, Name string }

// readCountries lists the countries by name.
func readCountries() []country {
	var countries []country
	for line := range strings.Lines(countryTable) {
		code, name, found := strings.Cut(strings.TrimSpace(line), "\t")
		if found && !strings.HasPrefix(line, "#") {
			countries = append(countries, country{code, name})
		}
	}
	slices.SortFunc(countries, func(a, b country) int { return cmp.Compare(a.Name, b.Name) })
	return countries
}

// regionName names a country or a group; alone says that no other region is
// told apart.
func (s *site) regionName(code string, alone bool) string {
	if code == region.World && alone {
		return "everywhere"
	}
	if code == region.World {
		return "rest of the world"
	}
	if group, known := s.groups[code]; known {
		return group.Name
	}
	for _, c := range s.countries {
		if c.Code == code {
			return c.Name
		}
	}
	return code
}

func (s *site) regionNames(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = s.regionName(code, len(codes) == 1)
	}
	return list(names)
}

// picker is the form in which a reader picks a region.
type picker struct {
	Action    string
	Region    country
	Countries []country
}

func (s *site) picker(action, code string) picker {
	return picker{action, country{code, s.regionName(code, true)}, s.countries}
}
