package handler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/update"
	"github.com/beforehand/beforehand/wasm/server/store"
)

// claimTime is how long a publisher that stopped halfway keeps others away, in
// seconds: longer than any request lasts.
const claimTime = 600

// claim takes the next place in the log for one checkpoint before anything is
// written there. Without it two publishers could write the same entry, and the
// one that wins the checkpoint would serve the other's. It returns
// store.ErrConflict if the place is another's. The same publisher may come
// again.
func (s *Server) claim(ctx context.Context, before update.Record, offered []byte) error {
	body, _, _ := strings.Cut(string(offered), "\n\n")
	sum := sha256.Sum256([]byte(body))
	path := fmt.Sprintf("claim/%d.%d", before.Epoch, before.Size)
	mine := hex.EncodeToString(sum[:]) + " " + strconv.FormatInt(s.Now().Unix(), 10)
	err := s.Store.Swap(ctx, path, nil, []byte(mine))
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	held, err := s.Store.Get(ctx, path)
	if err != nil {
		return err
	}
	who, when, _ := strings.Cut(string(held), " ")
	since, err := strconv.ParseInt(when, 10, 64)
	if mineStill, _, _ := strings.Cut(mine, " "); who == mineStill {
		return nil
	}
	if err == nil && s.Now().Unix()-since < claimTime {
		return store.ErrConflict
	}
	return s.Store.Swap(ctx, path, held, []byte(mine))
}
