//go:build js

// The server as a Cloudflare Worker. The Worker's JavaScript (worker/) answers
// what is only a file; here comes what needs thought: pages, publishing, and
// cosignatures once a day. Each request has an instance of its own, as
// github.com/syumai/workers wants it, so nothing is remembered between two.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
	"github.com/syumai/workers/cloudflare/cron"
	"github.com/syumai/workers/cloudflare/fetch"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	s, err := open(log)
	if err != nil {
		log.Error("open the source", "error", err)
		workers.ServeNonBlock(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "the source cannot be opened: "+err.Error(), http.StatusServiceUnavailable)
		}))
	} else {
		workers.ServeNonBlock(whole(s.Handler()))
	}
	cron.ScheduleTaskNonBlock(func(ctx context.Context) error {
		if err == nil {
			err = s.Renew(ctx, fetch.NewClient().HTTPClient(fetch.RedirectModeManual).Transport, strings.Fields(setting("WITNESSES")))
		}
		if err != nil {
			// Not returned: the library would panic, and the event would hang.
			log.Error("renew the cosignatures", "error", err)
		}
		return nil
	})
	workers.Ready()
	select {} // until the runtime has the answer and drops the instance
}

// open opens the source in the bucket, which begins with root/1.
func open(log *slog.Logger) (*handler.Server, error) {
	bucket, err := store.OpenBucket(cloudflare.GetBinding("RULES"))
	if err != nil {
		return nil, err
	}
	raw, err := bucket.Get(context.Background(), "root/1")
	if err != nil {
		return nil, fmt.Errorf("root/1, with which it begins: %w", err)
	}
	root, err := release.OpenRoot(raw)
	if err != nil {
		return nil, err
	}
	return &handler.Server{
		Store: bucket, Root: string(raw), Token: setting("TOKEN"), Address: setting("ADDRESS"),
		Development: root.Set == publish.DevelopmentSet, Now: time.Now, Log: log,
	}, nil
}

// setting returns a variable or a secret of the Worker; empty is none.
func setting(name string) string {
	if value := cloudflare.GetBinding(name); value.Truthy() {
		return value.String()
	}
	return ""
}

// whole puts header values together that the library takes apart at commas.
func whole(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, values := range r.Header {
			r.Header[name] = []string{strings.Join(values, ",")}
		}
		next.ServeHTTP(w, r)
	})
}
