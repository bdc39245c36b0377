package pages_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
	"github.com/beforehand/beforehand/wasm/server/pages"
)

var today = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

func now() time.Time { return today }

var about = pages.Release{
	Set: "rules.example/main", Version: "1.42", Confirmed: time.Date(2026, 3, 8, 10, 30, 0, 0, time.UTC),
	Confirmations: 2, Witnesses: 3, Address: "https://rules.example",
}

// forum is a platform that used posts everywhere, and in the EEA only later.
func forum() rule.Platform {
	posts := func(state rule.State, regions []string, since, until string) rule.Use {
		return rule.Use{Purpose: rule.Generative, By: []string{"Forum"}, Content: []rule.Content{"posts"}, Regions: regions, State: state, Since: since, Until: until, Evidence: []string{"policy"}}
	}
	return rule.Platform{
		ID: "forum", Name: "Forum", Operator: "Forum Inc", Category: "social", Hosts: []string{"forum.example"}, Confidence: rule.High, Verified: "2026-03-05",
		Composers: []rule.Composer{{Kind: rule.Post, Audience: rule.Public}},
		Uses: []rule.Use{
			posts(rule.OnUnlessOptedOut, []string{"world"}, "", ""),
			posts(rule.NotUsed, []string{"EEA"}, "", "2026-02-28"),
			posts(rule.OnUnlessOptedOut, []string{"EEA"}, "2026-03-01", ""),
			posts(rule.NotUsed, []string{"CH"}, "", ""),
		},
		OptOuts: []rule.OptOut{{
			ID: "toggle", Kind: rule.Toggle, Effort: "1-minute", URL: "https://forum.example/ai", Covers: []rule.Purpose{rule.Generative}, ForwardOnly: true,
			Steps: rule.Steps{"en": {"Open the settings.", "Turn it off."}}, Limits: rule.Text{"en": "Not for old posts."}, Evidence: []string{"policy"},
		}},
		Links: rule.Links{DataAccess: "https://forum.example/data", Deletion: "https://forum.example/delete"},
		Changes: []rule.Change{
			{Date: "2026-03-01", Regions: []string{"EEA"}, Summary: rule.Text{"en": "Training starts in the EEA."}, Evidence: []string{"policy"}},
			{Date: "2026-04-01", Summary: rule.Text{"en": "Photos are announced."}, Evidence: []string{"policy"}},
			{Date: "2026-03-01", Regions: []string{"GB"}, Summary: rule.Text{"en": "The UK follows."}, Evidence: []string{"policy"}},
		},
		Evidence: []rule.Evidence{{ID: "policy", URL: "https://forum.example/privacy", Publisher: "Forum", Seen: "2026-03-02", Says: "Posts train its models.", Level: rule.Official}},
	}
}

func setOf(platforms ...rule.Platform) rules.Set {
	groups := region.Groups{"EEA": {Name: "European Economic Area", Members: []region.Member{{Country: "DE"}, {Country: "GB", Until: "2020-01-31"}}}}
	return rules.Set{Groups: groups, Platforms: platforms}
}

func handler(t *testing.T, set rules.Set, about pages.Release) http.Handler {
	t.Helper()
	h, err := pages.New(set, about, now)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	return ask(h, http.MethodGet, path, headers...)
}

func ask(h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestAnswers(t *testing.T) {
	h := handler(t, setOf(forum()), about)
	for _, test := range []struct {
		why, method, path string
		status            int
		mediaType         string
		cache             string
	}{
		{"the front page", "GET", "/", 200, "text/html; charset=utf-8", "public, max-age=300"},
		{"for a region", "GET", "/?region=ch", 200, "text/html; charset=utf-8", "public, max-age=300"},
		{"for no region that there is", "GET", "/?region=XX", 404, "text/html; charset=utf-8", "public, max-age=60"},
		{"a platform", "GET", "/p/forum", 200, "text/html; charset=utf-8", "public, max-age=300"},
		{"a platform for no region that there is", "GET", "/p/forum?region=%3Cb%3E", 404, "text/html; charset=utf-8", "public, max-age=60"},
		{"no platform", "GET", "/p/board", 404, "text/html; charset=utf-8", "public, max-age=60"},
		{"no page", "GET", "/nothing/here", 404, "text/html; charset=utf-8", "public, max-age=60"},
		{"all changes", "GET", "/changes.atom", 200, "application/atom+xml; charset=utf-8", "public, max-age=300"},
		{"changes of a platform", "GET", "/p/forum/changes.atom", 200, "application/atom+xml; charset=utf-8", "public, max-age=300"},
		{"changes of no platform", "GET", "/p/board/changes.atom", 404, "text/html; charset=utf-8", "public, max-age=60"},
		{"the stylesheet", "GET", "/style.css", 200, "text/css; charset=utf-8", "public, max-age=300"},
		{"the head of a page", "HEAD", "/", 200, "text/html; charset=utf-8", "public, max-age=300"},
		{"the head of no page", "HEAD", "/p/board", 404, "text/html; charset=utf-8", "public, max-age=60"},
		{"writing", "POST", "/", 405, "text/plain; charset=utf-8", ""},
		{"deleting", "DELETE", "/p/forum", 405, "text/plain; charset=utf-8", ""},
	} {
		t.Run(test.why, func(t *testing.T) {
			w := ask(h, test.method, test.path)
			if w.Code != test.status || w.Header().Get("Content-Type") != test.mediaType || w.Header().Get("Cache-Control") != test.cache {
				t.Errorf("%d %q %q, want %d %q %q", w.Code, w.Header().Get("Content-Type"), w.Header().Get("Cache-Control"), test.status, test.mediaType, test.cache)
			}
			for _, part := range []string{"default-src 'none'", "style-src 'self'", "img-src 'self'"} {
				if !slices.Contains(strings.Split(w.Header().Get("Content-Security-Policy"), "; "), part) {
					t.Errorf("the policy has no %s", part)
				}
			}
			if empty := w.Body.Len() == 0; empty != (test.method == "HEAD") {
				t.Errorf("a body of %d bytes", w.Body.Len())
			}
		})
	}
}

func TestETag(t *testing.T) {
	h := handler(t, setOf(forum()), about)
	for _, path := range []string{"/", "/p/forum", "/changes.atom", "/p/forum/changes.atom", "/style.css"} {
		first := get(h, path)
		tag := first.Header().Get("ETag")
		if !strings.HasPrefix(tag, `"`) || tag != get(h, path).Header().Get("ETag") || tag != ask(h, "HEAD", path).Header().Get("ETag") {
			t.Errorf("%s: the tag %s is not strong, or not the same each time", path, tag)
		}
		for _, test := range []struct {
			why, match string
			status     int
		}{
			{"the same", tag, 304},
			{"one of several", `"other", ` + tag, 304},
			{"weakened on the way, as by a proxy that compresses", "W/" + tag, 304},
			{"any", "*", 304},
			{"another", `"other"`, 200},
			{"no tag at all", "other", 200},
		} {
			w := get(h, path, "If-None-Match", test.match)
			if w.Code != test.status || (w.Code == 304) != (w.Body.Len() == 0) || w.Header().Get("ETag") != tag {
				t.Errorf("%s, %s: %d with %d bytes, want %d", path, test.why, w.Code, w.Body.Len(), test.status)
			}
		}
	}
	changed := forum()
	changed.Verified = "2026-03-06"
	if get(handler(t, setOf(changed), about), "/p/forum").Header().Get("ETag") == get(h, "/p/forum").Header().Get("ETag") {
		t.Error("another body must have another tag")
	}
}

func TestFrontPageCountsByRegion(t *testing.T) {
	quiet := forum()
	quiet.ID, quiet.Name, quiet.Uses = "quiet", "Quiet", quiet.Uses[3:]
	quiet.Uses[0].Regions = []string{"world"}
	voice := forum()
	voice.ID, voice.Name, voice.Composers = "voice", "Voice", nil
	voice.Uses = voice.Uses[:1]
	rumour := forum()
	rumour.ID, rumour.Name, rumour.Confidence = "rumour", "Rumour", rule.Low
	rumour.Uses = rumour.Uses[:1]
	h := handler(t, setOf(forum(), quiet, voice, rumour), about)
	for asked, want := range map[string]map[string][]string{
		"":            {"used": {"Forum"}, "other": {"Voice"}, "not-used": {"Quiet"}, "unclear": {"Rumour"}},
		"?region=US":  {"used": {"Forum"}, "other": {"Voice"}, "not-used": {"Quiet"}, "unclear": {"Rumour"}},
		"?region=CH":  {"other": {"Voice"}, "not-used": {"Forum", "Quiet"}, "unclear": {"Rumour"}},
		"?region=chi": nil,
	} {
		doc := parse(t, get(h, "/"+asked))
		var got map[string][]string
		for _, table := range doc.all("table") {
			for _, th := range table.all("th") {
				if th.attr("scope") == "row" {
					if got == nil {
						got = map[string][]string{}
					}
					key := table.attr("aria-labelledby")
					got[key] = append(got[key], th.text())
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("region %q: %s", asked, diff)
		}
	}
}

func TestPagesSay(t *testing.T) {
	development := about
	development.Development = true
	unconfirmed := pages.Release{}
	for _, test := range []struct {
		why, path string
		about     pages.Release
		want      []string
	}{
		{"which version it is and who confirmed it", "/", about, []string{"Rule set 1.42. Confirmed as the newest by 2 of 3 witnesses on 8 March 2026, 10:30 UTC."}},
		{"that nobody confirmed it", "/", unconfirmed, []string{"This rule set has no version. No witness has confirmed it yet."}},
		{"that the keys are public", "/p/forum", development, []string{"Development rules. The keys of this rule set are public."}},
		{"what holds today, with its source and date", "/p/forum", about, []string{"Germany, 9 March 2026", "What you write is used unless you opt out.", "Sources: Forum, 2 March 2026", "Last compared with the sources on 5 March 2026"}},
		{"what holds elsewhere", "/p/forum?region=CH", about, []string{"Switzerland, 9 March 2026", "By what is published, what you write is not used."}},
		{"how to opt out, and what that does not do", "/p/forum", about, []string{"Open the settings.", "about a minute", "What was used before stays used. Not for old posts."}},
		{"that one of two ways is enough", "/p/twice", about, []string{"2. A form", "Instead of number 1; one of the two is enough"}},
		{"where to opt out", "/p/forum", about, []string{"forum.example https://forum.example/ai"}},
		{"where data can be had and deleted", "/p/forum", about, []string{"https://forum.example/data", "https://forum.example/delete"}},
		{"what the evidence says", "/p/forum", about, []string{"Forum, 2 March 2026 (the platform’s own text)", "Posts train its models."}},
		{"what changed, in order", "/p/forum", about, []string{"1 March 2026 · European Economic Area", "Training starts in the EEA.", "1 March 2026 · Britain (UK)", "1 April 2026 · everywhere"}},
		{"how to cite it", "/p/forum", about, []string{"Beforehand: “Forum”. Rule set 1.42. Last compared with the sources on 5 March 2026, shown for 9 March 2026. https://rules.example/p/forum"}},
		{"who could have been meant", "/p/Forums", about, []string{"There is no such platform", "Did you mean Forum"}},
	} {
		t.Run(test.why, func(t *testing.T) {
			twice := forum()
			twice.ID = "twice"
			twice.OptOuts = append(twice.OptOuts, rule.OptOut{ID: "form", Kind: rule.Form, InsteadOf: "toggle"})
			text := parse(t, get(handler(t, setOf(forum(), twice), test.about), test.path)).text()
			rest := text
			for _, want := range test.want {
				_, after, found := strings.Cut(rest, want)
				if !found {
					t.Fatalf("%q is missing, or out of order, in: %s", want, text)
				}
				rest = after
			}
		})
	}
}

func TestTimelineInWords(t *testing.T) {
	doc := parse(t, get(handler(t, setOf(forum()), about), "/p/forum"))
	var got []string
	for _, table := range doc.all("table") {
		if !strings.Contains(table.attr("class"), "words") {
			continue
		}
		for _, tr := range table.all("tr")[1:] {
			got = append(got, tr.text())
		}
	}
	want := []string{
		"European Economic Area start not known 28 February 2026 not used",
		"European Economic Area 1 March 2026 no end known used unless you opt out",
		"Switzerland start not known no end known not used",
		"Rest of the world start not known no end known used unless you opt out",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if bars := len(doc.withClass("bar")) - len(doc.withClass("swatch")); bars != 4 {
		t.Errorf("%d bars, want one for each row", bars)
	}
}

func TestNewRefuses(t *testing.T) {
	called := func(id string) rule.Platform {
		p := forum()
		p.ID = id
		return p
	}
	for why, set := range map[string]rules.Set{
		"two platforms with one id": setOf(forum(), forum()), "a platform without an id": setOf(called("")), "an id that is no part of an address": setOf(called("a/b")),
	} {
		if _, err := pages.New(set, about, now); err == nil {
			t.Error(why)
		}
	}
}

// What passes the gate of another version, or none, must not harm a reader.
func TestHostileTextsAreText(t *testing.T) {
	const bad = `"><script>alert(1)</script><img src=x onerror=alert(1)>'--></title></style>` + "\x00\u202e"
	p := forum()
	p.Name, p.Operator, p.Category, p.Verified = bad, bad, bad, bad
	p.Hosts, p.Confidence = []string{bad}, bad
	p.Links = rule.Links{Policy: "javascript:alert(1)", Help: "https://forum.example/\"onclick=\"x", DataAccess: "data:text/html,x", Deletion: bad}
	for i := range p.Uses {
		p.Uses[i].By, p.Uses[i].Plans = []string{bad}, []string{bad}
		p.Uses[i].Content = append(p.Uses[i].Content, bad)
	}
	p.Uses = append(p.Uses, rule.Use{Purpose: bad, State: bad, Regions: []string{bad}, Since: bad, Until: bad, Evidence: []string{bad}, Content: []rule.Content{bad}})
	p.OptOuts[0] = rule.OptOut{ID: bad, Kind: bad, Effort: bad, URL: "javascript:alert(1)", Who: bad, Regions: []string{bad}, Covers: []rule.Purpose{bad},
		Content: []rule.Content{bad}, Label: rule.Text{bad: bad}, Steps: rule.Steps{bad: {bad}}, Limits: rule.Text{bad: bad}, Since: bad, Evidence: []string{bad}}
	p.Changes[0].Summary, p.Changes[0].Regions = rule.Text{bad: bad}, []string{bad}
	p.Changes = append(p.Changes, rule.Change{Date: bad})
	p.Evidence = append(p.Evidence, rule.Evidence{ID: bad, URL: "javascript:alert(1)", Publisher: bad, Seen: bad, Says: bad, Level: bad}, rule.Evidence{ID: "policy", URL: bad})
	hostile := about
	hostile.Version = bad
	set := setOf(p)
	set.Groups[bad] = region.Group{Name: bad}
	h := handler(t, set, hostile)
	c := checker{h, map[string]*httptest.ResponseRecorder{}}
	for _, path := range []string{"/", "/p/forum", "/p/forum?region=CH", "/p/foru", "/p/%3Cscript%3E"} {
		c.page(t, path)
	}
	checkFeed(t, get(h, "/changes.atom"))
	checkFeed(t, get(h, "/p/forum/changes.atom"))
}

func TestRealRuleSet(t *testing.T) {
	set, err := rules.Load(os.DirFS("../../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	h := handler(t, set, about)
	c := checker{h, map[string]*httptest.ResponseRecorder{}}
	for _, path := range []string{"/", "/?region=US", "/?region=GB", "/p/nothing"} {
		c.page(t, path)
	}
	entries := checkFeed(t, get(h, "/changes.atom"))
	sum := 0
	for _, p := range set.Platforms {
		c.page(t, "/p/"+p.ID)
		sum += checkFeed(t, get(h, "/p/"+p.ID+"/changes.atom"))
	}
	if sum != entries {
		t.Errorf("the feed of all has %d entries, the feeds of the platforms have %d", entries, sum)
	}
}

func BenchmarkPages(b *testing.B) {
	set, err := rules.Load(os.DirFS("../../../rules"))
	if err != nil {
		b.Fatal(err)
	}
	h, err := pages.New(set, about, now)
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range []string{"/", "/p/linkedin", "/changes.atom"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				get(h, path)
			}
		})
	}
}
