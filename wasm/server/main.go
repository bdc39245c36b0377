//go:build !js

// Command server serves a rule source from a folder: the files that clients
// ask for, pages for people, and the door for publishers. It holds no key that
// could change a rule.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/update"
	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

func main() {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, log, os.Args[1:], os.Stdout); err != nil {
		log.Error("stopped", "error", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, log *slog.Logger, args []string, out *os.File) error {
	flags := flag.NewFlagSet("server", flag.ContinueOnError)
	dir := flags.String("dir", "dist/served", "the `folder` of the source; an empty one begins with the development rules of this repository")
	listen := flags.String("listen", "127.0.0.1:8787", "the `address` to listen at")
	public := flags.String("address", "", "the `URL` at which people reach this server, for citations")
	var witnesses []string
	flags.Func("witness", "the base `URL` of a witness to ask for a cosignature once a day; may be given several times", func(url string) error {
		witnesses = append(witnesses, url)
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return err
	}
	folder, err := store.OpenFolder(*dir)
	if err != nil {
		return err
	}
	root, development, err := begin(ctx, folder)
	if err != nil {
		return err
	}
	s := &handler.Server{
		Store: folder, Root: root, Token: os.Getenv("BEFOREHAND_TOKEN"), Address: *public,
		Development: development, Now: time.Now, Log: log,
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return fmt.Errorf("%w: choose another address with -listen", err)
	}
	sum := sha256.Sum256([]byte(root))
	fmt.Fprintf(out, "Pages for people:            http://%s/\n", listener.Addr())
	fmt.Fprintf(out, "Address for the extension:   http://%s/v1/#root=1:%s\n", listener.Addr(), base64.RawURLEncoding.EncodeToString(sum[:]))
	if s.Token == "" {
		fmt.Fprintln(out, "Publishing over the network: off (set BEFOREHAND_TOKEN)")
	}
	if development {
		fmt.Fprintln(out, "The rules are development rules, signed with keys that everybody has.")
	}
	server := &http.Server{
		Handler: logged(log, s.Handler()), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	if len(witnesses) > 0 {
		go renew(ctx, s, witnesses)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	log.Info("shutting down: requests in progress have ten seconds")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return err
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// renew asks the witnesses now and once a day.
func renew(ctx context.Context, s *handler.Server, witnesses []string) {
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		if err := s.Renew(ctx, http.DefaultTransport, witnesses); err != nil {
			s.Log.Error("renew the cosignatures", "error", err)
		}
		select {
		case <-day.C:
		case <-ctx.Done():
			return
		}
	}
}

// begin returns the root that the source began with. An empty folder gets the
// development rules first.
func begin(ctx context.Context, folder *store.Folder) (root string, development bool, err error) {
	authority, err := publish.Development()
	if err != nil {
		return "", false, err
	}
	own := string(authority.Root.Raw)
	switch content, err := folder.Get(ctx, "root/1"); {
	case err == nil:
		return string(content), string(content) == own, nil
	case !errors.Is(err, store.ErrNotFound):
		return "", false, err
	}
	set, err := rules.Load(os.DirFS("rules"))
	if err != nil {
		return "", false, fmt.Errorf("the folder is empty, and there are no rules to begin with (run this in the repository): %w", err)
	}
	seed, err := publish.Seed(set)
	if err != nil {
		return "", false, err
	}
	bundle, err := update.OpenBundle(seed)
	if err != nil {
		return "", false, err
	}
	for path, content := range bundle.Files {
		if path != store.Checkpoint {
			if err := folder.Put(ctx, path, content); err != nil {
				return "", false, err
			}
		}
	}
	return own, true, folder.Swap(ctx, store.Checkpoint, nil, bundle.Files[store.Checkpoint])
}

// logged writes a line for each request. It has no address of the client:
// nobody needs to know who asked.
func logged(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, status := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(status, r)
		log.Info("request", "method", r.Method, "path", r.URL.Path, "status", status.status, "took", time.Since(start).Round(time.Microsecond))
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

// ReadFrom implements io.ReaderFrom, for files to be sent by the system.
func (w *statusWriter) ReadFrom(from io.Reader) (int64, error) {
	return io.Copy(w.ResponseWriter, from)
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
