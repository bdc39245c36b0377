package region_test

import (
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/region"
)

// Whatever a browser says of itself, a country comes of it or nothing, and a
// country is in the world and in itself.
func FuzzGuess(f *testing.F) {
	f.Add("Europe/Berlin", "de-DE,en")
	f.Add("Asia/Calcutta", "")
	f.Add("UTC", "de,zh-Hant-TW")
	f.Add("Europe/Berlin DE\nAfrica/Abidjan", "en-us")
	f.Fuzz(func(t *testing.T, timeZone, languages string) {
		country := region.Guess(timeZone, strings.Split(languages, ","))
		if country == "" {
			return
		}
		if !region.IsCountry(country) {
			t.Fatalf("%q is no country", country)
		}
		groups := region.Groups{"own": {Members: []region.Member{{Country: country}}}}
		for want, of := range []string{region.ByWorld: region.World, region.ByGroup: "own", region.ByCountry: country} {
			if want != region.None && groups.Match([]string{"elsewhere", of}, country, "2026-01-01") != want {
				t.Errorf("%s is not in %s", country, of)
			}
		}
	})
}
