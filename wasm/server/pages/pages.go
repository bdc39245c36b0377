// Package pages shows a rule set to people: what each platform does with what
// its users write, where and since when, and who says so; and its changes as
// feeds. The pages work without JavaScript and load nothing from elsewhere.
package pages

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Release is what is known of the rule set's release.
type Release struct {
	// Set is the name of the set. The ids in the feeds are made from it, so
	// that they stay the same wherever the set is served.
	Set string
	// Version is the version for people, such as 1.42; empty if none is
	// released.
	Version string
	// Confirmed is when witnesses last confirmed that this is the newest
	// version; zero if none did.
	Confirmed time.Time
	// Confirmations is how many of the Witnesses did.
	Confirmations, Witnesses int
	// Development says that the keys of the set are public.
	Development bool
	// Address is where the pages are in public, such as
	// https://rules.example.org, for citations and feeds. Without it they
	// name paths only.
	Address string
}

// home is the region that is shown when none is asked for.
const home = "DE"

//go:embed templates
var files embed.FS

//go:embed style.css
var style []byte

// site is a rule set, ready to be shown.
type site struct {
	about     Release
	groups    region.Groups
	platforms []platform // by name
	countries []country
	now       func() time.Time
	templates map[string]*template.Template
}

// platform is a platform for people, and as the core reads it.
type platform struct {
	rule.Platform
	entry rule.Entry
}

// New makes the handler of the pages: /, /p/<id>, /changes.atom,
// /p/<id>/changes.atom and /style.css. Everything else is answered with a page
// that helps to find what was meant. The verdicts are for the day of now, in
// UTC. It returns an error if the set has a platform without an id, with one
// that the content gate would refuse, or two with the same.
func New(set rules.Set, about Release, now func() time.Time) (http.Handler, error) {
	about.Address = strings.TrimSuffix(about.Address, "/")
	s := &site{about: about, groups: set.Groups, countries: readCountries(), now: now, templates: map[string]*template.Template{}}
	for _, p := range set.Platforms {
		text, err := json.Marshal(p)
		if err != nil {
			return nil, fmt.Errorf("platform %q: %w", p.ID, err)
		}
		entry, err := rule.OpenEntry(string(text))
		if err != nil {
			return nil, fmt.Errorf("platform %q: %w", p.ID, err)
		}
		if strings.Trim(p.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return nil, fmt.Errorf("platform %q: the id is no part of an address", p.ID)
		}
		if _, taken := s.platform(p.ID); taken {
			return nil, fmt.Errorf("two platforms are called %q", p.ID)
		}
		s.platforms = append(s.platforms, platform{p, entry})
	}
	slices.SortFunc(s.platforms, func(a, b platform) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	for _, name := range []string{"index", "platform", "missing"} {
		t, err := template.ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/"+name+".html")
		if err != nil {
			return nil, err
		}
		s.templates[name] = t
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.showIndex)
	mux.HandleFunc("GET /p/{id}", s.showPlatform)
	mux.HandleFunc("GET /changes.atom", s.showFeed)
	mux.HandleFunc("GET /p/{id}/changes.atom", s.showPlatformFeed)
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, "text/css; charset=utf-8", style)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.miss(w, r, "There is no such page", "") })
	return guard(mux), nil
}

func (s *site) platform(id string) (platform, bool) {
	i := slices.IndexFunc(s.platforms, func(p platform) bool { return p.ID == id })
	if i < 0 {
		return platform{}, false
	}
	return s.platforms[i], true
}

func (s *site) today() string { return s.now().UTC().Format(time.DateOnly) }
