package pages

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// entries is how many changes the feed of all platforms has at most.
const entries = 500

// The elements of an Atom feed, RFC 4287.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  string      `xml:"author>name"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string     `xml:"id"`
		Title   string     `xml:"title"`
		Updated string     `xml:"updated"`
		Links   []atomLink `xml:"link"`
		Content atomText   `xml:"content"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

func (s *site) showFeed(w http.ResponseWriter, r *http.Request) {
	s.feed(w, r, "Beforehand: changes at all platforms", "/", s.platforms)
}

func (s *site) showPlatformFeed(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	p, found := s.platform(id)
	if !found {
		s.miss(w, r, "There is no such platform", id)
		return
	}
	s.feed(w, r, "Beforehand: changes at "+p.Name, "/p/"+p.ID, []platform{p})
}

// feed answers with the changes of platforms, whose page is at path.
func (s *site) feed(w http.ResponseWriter, r *http.Request, title, path string, platforms []platform) {
	newest := "" // for a feed without changes
	verified := map[string]string{}
	for _, p := range platforms {
		if day.Valid(p.Verified) {
			verified[p.ID] = p.Verified
			newest = max(newest, p.Verified)
		}
	}
	feed := atomFeed{
		Lang: "en", ID: s.urn(path), Title: title, Author: "Beforehand", Links: []atomLink{
			{"self", "application/atom+xml", s.about.Address + strings.TrimSuffix(path, "/") + "/changes.atom"},
			{"alternate", "text/html", s.about.Address + path},
		},
	}
	changes := s.changes(platforms)
	updated := ""
	for _, c := range changes[:min(entries, len(changes))] {
		// A change that was announced has a day ahead. Nobody updated anything
		// on that day yet; the rule was updated when it was verified.
		at := c.Date
		if known := verified[c.ID]; known != "" {
			at = min(at, known)
		}
		updated = max(updated, at)
		text, err := s.changeText(c)
		if err != nil {
			http.Error(w, "the feed could not be made", http.StatusInternalServerError)
			return
		}
		feed.Entries = append(feed.Entries, atomEntry{
			s.urn("/p/" + c.ID + "#" + c.Anchor), c.Name + ", " + c.Day.Text + ": " + c.Summary.Text, midnight(at),
			[]atomLink{{"alternate", "text/html", s.about.Address + "/p/" + c.ID + "#" + c.Anchor}}, atomText{"html", text},
		})
	}
	feed.Updated = midnight(cmp.Or(updated, newest, s.about.Confirmed.UTC().Format(time.DateOnly)))
	body, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		http.Error(w, "the feed could not be made", http.StatusInternalServerError)
		return
	}
	answer(w, r, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), append(body, '\n')...))
}

// changeText is a change with its sources as HTML.
func (s *site) changeText(c dated) (string, error) {
	var text bytes.Buffer
	err := s.templates["platform"].ExecuteTemplate(&text, "feed-change", c)
	return strings.TrimSpace(text.String()), err
}

func midnight(d string) string { return d + "T00:00:00Z" }

// namespace is the namespace of names that are addresses (RFC 9562, 6.6).
var namespace = []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}

// urn names a thing for ever, wherever it is served, as a UUID of version 5
// (RFC 9562, 5.5) of its name in the set.
func (s *site) urn(name string) string {
	hash := sha1.Sum(append(namespace[:16:16], "https://"+s.about.Set+name...))
	u := hash[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
