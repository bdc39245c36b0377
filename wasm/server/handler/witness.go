package handler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/server/store"
)

// witnessTime is how long one witness may take.
const witnessTime = 30 * time.Second

// Renew asks witnesses, by their submission prefixes, to cosign the served
// checkpoint again, which is to be done once a day also when nothing was
// released (docs/protocol.md, section 7). A witness that does not answer, or
// answers with what is no cosignature, is passed over. The errors say that
// nothing is served, that no witness answered, or that somebody else has
// changed the checkpoint in the meantime, and that is store.ErrConflict.
func (s *Server) Renew(ctx context.Context, web http.RoundTripper, witnesses []string) error {
	if len(witnesses) == 0 {
		s.Log.Info("no witness is configured: the cosignatures stay as they are")
		return nil
	}
	served, err := s.Store.Get(ctx, store.Checkpoint)
	if err != nil {
		return fmt.Errorf("read the checkpoint: %w", err)
	}
	record, err := s.record(ctx, true)
	if err != nil {
		return fmt.Errorf("verify what is served: %w", err)
	}
	root, err := release.OpenRoot([]byte(record.Root))
	if err != nil {
		return fmt.Errorf("verify what is served: %w", err)
	}
	merged, failures := served, []error(nil)
	for _, prefix := range witnesses {
		lines, err := addCheckpoint(ctx, web, prefix, record.Size, served)
		if err == nil {
			var more []byte
			if more, err = withCosignatures(root, merged, lines); err == nil {
				merged = more
				continue
			}
		}
		s.Log.Warn("a witness does not cosign", "witness", prefix, "error", err)
		failures = append(failures, err)
	}
	if len(failures) == len(witnesses) {
		return fmt.Errorf("no witness cosigned: %w", errors.Join(failures...))
	}
	if !bytes.Equal(merged, served) {
		if err := s.Store.Swap(ctx, store.Checkpoint, served, merged); err != nil {
			return fmt.Errorf("store the cosignatures: %w", err)
		}
	}
	c, err := root.OpenCheckpoint(merged)
	if err != nil {
		return err
	}
	s.Log.Info("cosignatures renewed", "confirmed", c.Confirmed, "of", len(root.Witnesses.Keys), "time", time.Unix(c.Time, 0).UTC())
	return nil
}

// addCheckpoint asks one witness (C2SP tlog-witness). It is given no proof,
// because it has seen this head when it was published; if not, it answers with
// the size that it has seen, which is an error here and a matter for rulekit.
func addCheckpoint(ctx context.Context, web http.RoundTripper, prefix string, size int64, checkpoint []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, witnessTime)
	defer cancel()
	body := fmt.Appendf(nil, "old %d\n\n%s", size, checkpoint)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(prefix, "/")+"/add-checkpoint", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "text/plain; charset=utf-8")
	answer, err := web.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	lines, err := io.ReadAll(io.LimitReader(answer.Body, release.MaxCheckpoint))
	if err != nil {
		return nil, err
	}
	switch answer.StatusCode {
	case http.StatusOK:
		return lines, nil
	case http.StatusConflict:
		return nil, fmt.Errorf("it has seen a log of %s entries, not this one of %s", strings.TrimSpace(fmt.Sprintf("%.20s", lines)), strconv.FormatInt(size, 10))
	}
	return nil, fmt.Errorf("status %d: %.200s", answer.StatusCode, lines)
}
