package pages

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"
)

// policy lets a page load the stylesheet and pictures from here, and nothing
// else: no script, no inline style, no frame around it.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard sets the headers of every answer and refuses what is not reading.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "these pages can only be read", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// answer sends a body with a strong ETag, or 304 to who has it already.
func answer(w http.ResponseWriter, r *http.Request, mediaType string, body []byte) {
	hash := sha256.Sum256(body)
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(hash[:18])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// page is what every page has.
type page struct {
	Title       string
	Description string
	// Address is where the page is: the whole address if it is known.
	Address string
	// Feed is the feed of what the page is about, where there is a narrower
	// one than that of everything.
	Feed, FeedTitle string
	Release         Release
	Confirmed       moment
	ConfirmedAt     string
	Content         any
}

func (s *site) render(name string, p page) ([]byte, error) {
	p.Release = s.about
	if !s.about.Confirmed.IsZero() {
		at := s.about.Confirmed.UTC()
		p.Confirmed, p.ConfirmedAt = momentOf(at.Format(time.DateOnly)), at.Format("15:04 UTC")
	}
	var body bytes.Buffer
	if err := s.templates[name].ExecuteTemplate(&body, "layout", p); err != nil {
		return nil, err
	}
	return body.Bytes(), nil
}

func (s *site) show(w http.ResponseWriter, r *http.Request, name string, p page) {
	body, err := s.render(name, p)
	if err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	answer(w, r, "text/html; charset=utf-8", body)
}

// missing is the page for what is not there.
type missing struct {
	Heading string
	Likely  []platform
	All     []platform
}

// miss answers that something is not there, and names the platforms that could
// have been meant.
func (s *site) miss(w http.ResponseWriter, r *http.Request, heading, asked string) {
	asked = strings.ToLower(asked)
	likely := slices.DeleteFunc(slices.Clone(s.platforms), func(p platform) bool {
		near := func(name string) bool { return strings.Contains(name, asked) || strings.Contains(asked, name) }
		return len(asked) < 2 || !near(p.ID) && !near(strings.ToLower(p.Name)) && !slices.ContainsFunc(p.Hosts, near)
	})
	body, err := s.render("missing", page{Title: heading, Description: heading + ".", Content: missing{heading, likely, s.platforms}})
	if err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=60")
	w.WriteHeader(http.StatusNotFound)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// asked returns the region that the reader asked for, or false if there is no
// such country.
func (s *site) asked(r *http.Request) (string, bool) {
	code := strings.ToUpper(r.URL.Query().Get("region"))
	if code == "" {
		return home, true
	}
	return code, slices.ContainsFunc(s.countries, func(c country) bool { return c.Code == code })
}

// query keeps a region in a link.
func query(region string) string {
	if region == home {
		return ""
	}
	return "?region=" + region
}
