package handler

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/update"
	"github.com/beforehand/beforehand/wasm/server/pages"
	"github.com/beforehand/beforehand/wasm/server/store"
)

// live is the pages for people, made anew when the checkpoint has changed.
type live struct {
	s  *Server
	mu sync.Mutex
	// head is the checkpoint that the pages were made from.
	head  []byte
	pages http.Handler
}

// ServeHTTP implements http.Handler.
func (l *live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	handler, err := l.current(r.Context())
	if err != nil {
		l.s.fail(w, "read the rules", err)
		return
	}
	handler.ServeHTTP(w, r)
}

func (l *live) current(ctx context.Context) (http.Handler, error) {
	head, err := l.s.Store.Get(ctx, store.Checkpoint)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pages != nil && bytes.Equal(l.head, head) {
		return l.pages, nil
	}
	fresh, err := l.make(ctx)
	if err != nil {
		return nil, err
	}
	l.head, l.pages = head, fresh
	return fresh, nil
}

// make verifies what is served as a client does, and makes pages of it.
func (l *live) make(ctx context.Context) (http.Handler, error) {
	record, err := update.Load(nil, l.s.Root, 0)
	if err != nil {
		return nil, err
	}
	now := l.s.Now()
	read := func(q update.Request) update.Answer { return l.s.read(ctx, q) }
	out, err := update.Complete(update.Input{Record: record, Now: now.Unix(), Offline: true}, read, nil)
	if err != nil {
		return nil, err
	}
	if out.Result.Status != update.Updated {
		return nil, errors.New(out.Result.Reason)
	}
	set := rules.Set{Version: out.Opened.Version, Groups: out.Opened.Groups}
	for _, e := range out.Opened.Entries {
		p, err := e.Platform()
		if err != nil {
			return nil, err
		}
		set.Platforms = append(set.Platforms, p)
	}
	view, err := update.See(out.Record, now.Unix(), now.UTC().Format(time.DateOnly), update.Policy{})
	if err != nil {
		return nil, err
	}
	about := pages.Release{Set: record.Source, Version: view.Version, Confirmations: view.Confirmed, Witnesses: view.Witnesses, Development: l.s.Development, Address: l.s.Address}
	if view.Time > 0 {
		about.Confirmed = time.Unix(view.Time, 0).UTC()
	}
	return pages.New(set, about, l.s.Now)
}
