package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/net/html/charset"
)

// userAgent says who asks and where to complain.
const userAgent = "beforehand-rulekit/1 (+https://github.com/beforehand/beforehand; checks whether published terms have changed)"

// maxPage is the most that is read of a page, in bytes.
const maxPage = 8 << 20

// errNotModified means that the page is as it was.
var errNotModified = errors.New("not modified")

// errRobots means that the site does not want to be read by programs.
var errRobots = errors.New("robots.txt does not allow it: read it by hand")

// polite fetches pages as a guest: by the rules of robots.txt (RFC 9309), one
// request a host at a time and with a pause between two, and without asking
// again for what has not changed (RFC 9110, section 13).
type polite struct {
	client *http.Client
	pause  time.Duration

	mu    sync.Mutex
	hosts map[string]*visited
}

// visited is what is known of a host. Its lock is held for a whole request.
type visited struct {
	sync.Mutex
	robots *robotstxt.Group
	last   time.Time
}

func newPolite(client *http.Client, pause time.Duration) *polite {
	return &polite{client: client, pause: pause, hosts: map[string]*visited{}}
}

// validators are what a server wants to hear to say that nothing changed.
type validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"lastModified,omitempty"`
}

// fetch returns a page as UTF-8. It returns errNotModified when the validators
// still hold, and errRobots when robots.txt forbids it.
func (p *polite) fetch(ctx context.Context, address string, known validators) (string, validators, error) {
	target, err := url.Parse(address)
	if err != nil {
		return "", validators{}, err
	}
	p.mu.Lock()
	host := p.hosts[target.Host]
	if host == nil {
		host = &visited{}
		p.hosts[target.Host] = host
	}
	p.mu.Unlock()
	host.Lock()
	defer host.Unlock()
	if host.robots == nil {
		if host.robots, err = p.readRobots(ctx, host, target); err != nil {
			return "", validators{}, err
		}
	}
	if !host.robots.Test(target.RequestURI()) {
		return "", validators{}, errRobots
	}
	return p.get(ctx, host, address, known)
}

func (p *polite) readRobots(ctx context.Context, host *visited, target *url.URL) (*robotstxt.Group, error) {
	response, err := p.send(ctx, host, target.Scheme+"://"+target.Host+"/robots.txt", validators{})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	robots, err := robotstxt.FromResponse(response)
	if err != nil {
		return nil, fmt.Errorf("robots.txt: %w", err)
	}
	return robots.FindGroup("beforehand-rulekit"), nil
}

func (p *polite) get(ctx context.Context, host *visited, address string, known validators) (string, validators, error) {
	response, err := p.send(ctx, host, address, known)
	if err != nil {
		return "", validators{}, err
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotModified:
		return "", known, errNotModified
	case response.StatusCode != http.StatusOK:
		return "", validators{}, fmt.Errorf("the server answers %s", response.Status)
	}
	if kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); kind == "application/pdf" {
		return "", validators{}, errors.New("a PDF, which is not read: look at it by hand")
	}
	reader, err := charset.NewReader(io.LimitReader(response.Body, maxPage), response.Header.Get("Content-Type"))
	if err != nil {
		return "", validators{}, err
	}
	text, err := io.ReadAll(reader)
	return string(text), validators{response.Header.Get("ETag"), response.Header.Get("Last-Modified")}, err
}

// send waits for the host's turn and sends one request.
func (p *polite) send(ctx context.Context, host *visited, address string, known validators) (*http.Response, error) {
	pause := p.pause
	if host.robots != nil {
		pause = max(pause, host.robots.CrawlDelay)
	}
	select {
	case <-time.After(time.Until(host.last.Add(pause))):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept", "text/html, text/plain;q=0.9")
	request.Header.Set("Accept-Language", "en")
	if known.ETag != "" {
		request.Header.Set("If-None-Match", known.ETag)
	}
	if known.LastModified != "" {
		request.Header.Set("If-Modified-Since", known.LastModified)
	}
	response, err := p.client.Do(request)
	host.last = time.Now()
	return response, err
}
