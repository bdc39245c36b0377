package handler

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/update"
	"github.com/beforehand/beforehand/wasm/server/store"
)

// publish takes a bundle (docs/protocol.md, section 17). Nothing is stored
// before the client's own code has accepted it on top of what is served.
func (s *Server) publish(w http.ResponseWriter, r *http.Request) {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case s.Token == "":
		http.Error(w, "publishing over the network is off: start the server with a token", http.StatusForbidden)
		return
	case !bearer || subtle.ConstantTimeCompare([]byte(token), []byte(s.Token)) != 1:
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "the token is wrong", http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, update.MaxBundle))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		http.Error(w, "a bundle has at most "+strconv.Itoa(update.MaxBundle)+" bytes", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "the bundle did not arrive whole", http.StatusBadRequest)
		return
	}
	bundle, err := update.OpenBundle(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.accept(r.Context(), w, bundle)
}

// accept verifies a bundle and stores what it adds.
func (s *Server) accept(ctx context.Context, w http.ResponseWriter, bundle update.Bundle) {
	served, err := s.Store.Get(ctx, store.Checkpoint)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		s.fail(w, "read the checkpoint", err)
		return
	}
	offered := bundle.Files[store.Checkpoint]
	if served != nil && sameHead(served, offered) {
		s.mergeCosignatures(ctx, w, served, offered)
		return
	}
	record, err := s.record(ctx, served != nil)
	if err != nil {
		s.fail(w, "verify what is served", err)
		return
	}
	out, err := update.Complete(update.Input{Record: record, Language: part.Languages, Now: s.Now().Unix()}, func(q update.Request) update.Answer {
		if answer := bundle.Read(q); !answer.Missing || q.Path == store.Checkpoint {
			return answer
		}
		return s.read(ctx, q)
	}, nil)
	if err != nil {
		s.fail(w, "verify the bundle", err)
		return
	}
	switch end := out.Result; {
	case end.Status == update.Older || end.Status == update.Forked || end.Status == update.Current:
		conflict(w, record.Size)
		return
	case end.Status != update.Updated:
		refuse(w, http.StatusUnprocessableEntity, end.Code, end.Reason)
		return
	}
	files, err := s.additions(ctx, record, out.Record, bundle)
	if err != nil {
		refuse(w, http.StatusUnprocessableEntity, release.CodeOf(err), err.Error())
		return
	}
	if err := s.claim(ctx, record, offered); errors.Is(err, store.ErrConflict) {
		conflict(w, record.Size)
		return
	} else if err != nil {
		s.fail(w, "claim the place in the log", err)
		return
	}
	for _, file := range files {
		if err := s.Store.Put(ctx, file.path, file.content); err != nil {
			s.fail(w, "store "+file.path, err)
			return
		}
	}
	if err := s.Store.Swap(ctx, store.Checkpoint, served, offered); errors.Is(err, store.ErrConflict) {
		conflict(w, record.Size)
		return
	} else if err != nil {
		s.fail(w, "store the checkpoint", err)
		return
	}
	s.Log.Info("published", "epoch", out.Record.Epoch, "size", out.Record.Size)
	w.Header().Set("Content-Type", store.ContentType(store.Checkpoint))
	_, _ = w.Write(offered)
}

// record is what the client knows when it has followed what is served.
func (s *Server) record(ctx context.Context, any bool) (update.Record, error) {
	record, err := update.Load(nil, s.Root, 0)
	if err != nil || !any {
		return record, err
	}
	read := func(q update.Request) update.Answer { return s.read(ctx, q) }
	out, err := update.Complete(update.Input{Record: record, Language: part.Languages, Now: s.Now().Unix(), Offline: true}, read, nil)
	if err != nil {
		return record, err
	}
	if out.Result.Status == update.Kept {
		return record, errors.New(out.Result.Reason)
	}
	return out.Record, nil
}

// read answers a request from the store.
func (s *Server) read(ctx context.Context, q update.Request) update.Answer {
	content, err := s.Store.Get(ctx, q.Path)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return update.Answer{Missing: true}
	case err != nil:
		return update.Answer{Failure: err.Error()}
	}
	return update.Answer{Bytes: content, TooBig: int64(len(content)) > q.Limit}
}

// sameHead reports whether two checkpoints have the same body.
func sameHead(a, b []byte) bool {
	bodyA, _, okA := bytes.Cut(a, []byte("\n\n"))
	bodyB, _, okB := bytes.Cut(b, []byte("\n\n"))
	return okA && okB && bytes.Equal(bodyA, bodyB)
}

// mergeCosignatures adds the cosignatures of an offered checkpoint to the
// served one of the same body, if the whole still is valid.
func (s *Server) mergeCosignatures(ctx context.Context, w http.ResponseWriter, served, offered []byte) {
	record, err := s.record(ctx, true)
	if err != nil {
		s.fail(w, "verify what is served", err)
		return
	}
	root, err := release.OpenRoot([]byte(record.Root))
	if err != nil {
		s.fail(w, "verify what is served", err)
		return
	}
	_, lines, _ := bytes.Cut(offered, []byte("\n\n"))
	merged, err := withCosignatures(root, served, lines)
	if err != nil {
		refuse(w, http.StatusUnprocessableEntity, release.CodeOf(err), err.Error())
		return
	}
	if !bytes.Equal(merged, served) {
		if err := s.Store.Swap(ctx, store.Checkpoint, served, merged); err != nil {
			conflict(w, record.Size)
			return
		}
	}
	w.Header().Set("Content-Type", store.ContentType(store.Checkpoint))
	_, _ = w.Write(merged)
}

// conflict says at which size the log is (C2SP tlog-witness has the same
// answer).
func conflict(w http.ResponseWriter, size int64) {
	w.Header().Set("Content-Type", "text/x.tlog.size")
	w.WriteHeader(http.StatusConflict)
	_, _ = io.WriteString(w, strconv.FormatInt(size, 10)+"\n")
}

// refuse says with a code why something is not taken.
func refuse(w http.ResponseWriter, status int, code release.Code, reason string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(struct {
		Code   release.Code `json:"code"`
		Reason string       `json:"reason"`
	}{code, reason})
}

func (s *Server) fail(w http.ResponseWriter, doing string, err error) {
	s.Log.Error(doing, "error", err)
	http.Error(w, "could not "+doing+": try again later", http.StatusInternalServerError)
}
