package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParagraphs(t *testing.T) {
	for _, test := range []struct {
		why, text string
		want      []string
	}{
		{"blocks end a paragraph, inline elements do not", `<!doctype html><p>We <b>train</b> AI
			on posts.</p><ul><li>One</li><li>Two</li></ul>`, []string{"We train AI on posts.", "One", "Two"}},
		{"what frames a page is not read", `<html><nav>Home</nav><main>Terms</main><script>train()</script><footer>AI</footer>`, []string{"Terms"}},
		{"Markdown is cut at empty lines and list items", "# Terms\n\nWe use\ndata.\n\n- one\n- two", []string{"# Terms", "We use data.", "- one", "two"}},
	} {
		if diff := cmp.Diff(test.want, paragraphs(test.text)); diff != "" {
			t.Errorf("%s: %s", test.why, diff)
		}
	}
}

func TestSpeaksOfTraining(t *testing.T) {
	for text, want := range map[string]bool{
		"We may use your posts to train our models.":           true,
		"Data may improve generative features.":                true,
		"You can opt out in your settings.":                    true,
		"We collect your name and your address.":               false,
		"The constraint is retained.":                          false,
		"Sie können der Nutzung für KI-Modelle widersprechen.": true,
	} {
		if got := speaksOfTraining.MatchString(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// A guest asks robots.txt first, one thing at a time, says who it is, and does
// not ask again for what has not changed.
func TestPolite(t *testing.T) {
	var at, most, pages atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), at.Add(1)))
		defer at.Add(-1)
		if !strings.Contains(r.UserAgent(), "beforehand") {
			t.Error("does not say who it is")
		}
		switch {
		case r.URL.Path == "/robots.txt":
			io.WriteString(w, "User-agent: *\nDisallow: /private\n")
		case r.Header.Get("If-None-Match") == `"1"`:
			w.WriteHeader(http.StatusNotModified)
		default:
			pages.Add(1)
			w.Header().Set("ETag", `"1"`)
			io.WriteString(w, "<p>We train AI.</p>")
		}
	}))
	defer server.Close()
	p := newPolite(server.Client(), 0)
	done := make(chan error)
	for range 5 {
		go func() {
			text, known, err := p.fetch(t.Context(), server.URL+"/terms", validators{})
			if err == nil && (text != "<p>We train AI.</p>" || known.ETag != `"1"`) {
				err = errors.New("reads " + text)
			}
			done <- err
		}()
	}
	for range 5 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() != 1 {
		t.Errorf("%d requests at a time", most.Load())
	}
	if _, _, err := p.fetch(t.Context(), server.URL+"/private", validators{}); !errors.Is(err, errRobots) {
		t.Errorf("robots.txt: %v", err)
	}
	before := pages.Load()
	if _, _, err := p.fetch(t.Context(), server.URL+"/terms", validators{ETag: `"1"`}); !errors.Is(err, errNotModified) || pages.Load() != before {
		t.Errorf("conditional request: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := p.fetch(cancelled, server.URL+"/terms", validators{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestByHost(t *testing.T) {
	groups := byHost([]source{{address: "https://a.example/1"}, {address: "https://b.example/"}, {address: "https://a.example/2"}})
	if len(groups) != 2 || !slices.Equal([]string{groups[0][0].address, groups[0][1].address}, []string{"https://a.example/1", "https://a.example/2"}) {
		t.Errorf("%v", groups)
	}
}
