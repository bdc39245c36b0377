package pages_test

import (
	"encoding/xml"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/beforehand/beforehand/wasm/server/pages"
)

// feed is what RFC 4287 asks for, as a reader would unpack it.
type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Link    struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Content struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
	} `xml:"entry"`
}

func open(t *testing.T, w *httptest.ResponseRecorder) feed {
	t.Helper()
	var f feed
	if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return f
}

var urn = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// checkFeed checks the elements that RFC 4287 requires (4.1.1, 4.1.2), and
// returns how many entries there are.
func checkFeed(t *testing.T, w *httptest.ResponseRecorder) int {
	t.Helper()
	f := open(t, w)
	seen := map[string]bool{f.ID: true}
	if !urn.MatchString(f.ID) || f.Title == "" || f.Author == "" {
		t.Errorf("id %q, title %q, author %q", f.ID, f.Title, f.Author)
	}
	if _, err := time.Parse(time.RFC3339, f.Updated); err != nil {
		t.Error(err)
	}
	if len(f.Links) != 2 || f.Links[0].Rel != "self" || f.Links[1].Rel != "alternate" {
		t.Errorf("links %v", f.Links)
	}
	for _, e := range f.Entries {
		if !urn.MatchString(e.ID) || seen[e.ID] {
			t.Errorf("the id %q is none, or stands twice", e.ID)
		}
		seen[e.ID] = true
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Updated > f.Updated {
			t.Errorf("updated %q, the feed %q", e.Updated, f.Updated)
		}
		if u, err := url.Parse(e.Link.Href); err != nil || !u.IsAbs() || e.Link.Rel != "alternate" {
			t.Errorf("link %v", e.Link)
		}
		content, err := html.Parse(strings.NewReader(e.Content.Text))
		if err != nil || e.Content.Type != "html" || e.Title == "" {
			t.Errorf("%q: content of type %q, %v", e.Title, e.Content.Type, err)
		}
		for _, element := range (node{content}).all("") {
			if slices.Contains([]string{"script", "img", "style", "iframe"}, element.Data) || strings.HasPrefix(element.attr("href"), "javascript:") {
				t.Errorf("<%s> in the content", element.Data)
			}
		}
	}
	return len(f.Entries)
}

func TestFeed(t *testing.T) {
	other := forum()
	other.ID, other.Name, other.Changes = "other", "Other", other.Changes[:1]
	h := handler(t, setOf(forum(), other), about)
	checkFeed(t, get(h, "/changes.atom"))
	var got [][]string
	for _, e := range open(t, get(h, "/changes.atom")).Entries {
		got = append(got, []string{e.Title, e.Updated, e.Link.Href})
	}
	want := [][]string{
		{"Forum, 1 April 2026: Photos are announced.", "2026-03-05T00:00:00Z", "https://rules.example/p/forum#change-2026-04-01"}, // announced: known since it was verified
		{"Forum, 1 March 2026: The UK follows.", "2026-03-01T00:00:00Z", "https://rules.example/p/forum#change-2026-03-01-2"},
		{"Forum, 1 March 2026: Training starts in the EEA.", "2026-03-01T00:00:00Z", "https://rules.example/p/forum#change-2026-03-01"},
		{"Other, 1 March 2026: Training starts in the EEA.", "2026-03-01T00:00:00Z", "https://rules.example/p/other#change-2026-03-01"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFeedIDsStayTheSame(t *testing.T) {
	ids := func(about pages.Release) []string {
		f := open(t, get(handler(t, setOf(forum()), about), "/p/forum/changes.atom"))
		all := []string{f.ID}
		for _, e := range f.Entries {
			all = append(all, e.ID)
		}
		return all
	}
	elsewhere := about
	elsewhere.Address, elsewhere.Version, elsewhere.Confirmed = "https://mirror.example/", "1.43", today
	if diff := cmp.Diff(ids(about), ids(elsewhere)); diff != "" {
		t.Errorf("at another address and in another version: %s", diff)
	}
	another := about
	another.Set = "rules.example/preview"
	if cmp.Equal(ids(about), ids(another)) {
		t.Error("another set must have other ids")
	}
}

func TestFeedWithoutChanges(t *testing.T) {
	quiet := forum()
	quiet.Changes = nil
	w := get(handler(t, setOf(quiet), about), "/p/forum/changes.atom")
	if checkFeed(t, w) != 0 || open(t, w).Updated != "2026-03-05T00:00:00Z" {
		t.Errorf("updated %q: an empty feed is as new as the rule", open(t, w).Updated)
	}
}
