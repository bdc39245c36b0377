package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/rules/publish"
)

// overWeb asks a witness by its submission prefix (C2SP tlog-witness). What
// size it remembers, only the witness knows: it answers 409 with it to a wrong
// guess.
func overWeb(c *call, url string) publish.Witness {
	client := &http.Client{Timeout: 30 * time.Second}
	return func(checkpoint []byte, prove func(int64) (tlog.TreeProof, error)) ([]byte, error) {
		fmt.Fprintf(c.trouble, "asking %s\n", url)
		old := int64(0)
		for range 3 {
			proof, err := prove(old)
			if err != nil {
				return nil, fmt.Errorf("%s remembers %d entries: %w", url, old, err)
			}
			body := fmt.Appendf(nil, "old %d\n", old)
			for _, hash := range proof {
				body = fmt.Appendf(body, "%s\n", hash)
			}
			body = append(append(body, '\n'), checkpoint...)
			response, err := client.Post(strings.TrimSuffix(url, "/")+"/add-checkpoint", "text/plain; charset=utf-8", bytes.NewReader(body))
			if err != nil {
				return nil, err
			}
			answer, err := io.ReadAll(io.LimitReader(response.Body, 32<<10))
			response.Body.Close()
			switch {
			case err != nil:
				return nil, err
			case response.StatusCode == http.StatusOK:
				return answer, nil
			case response.StatusCode != http.StatusConflict:
				return nil, fmt.Errorf("%s: %s: %.200s", url, response.Status, answer)
			}
			if old, err = strconv.ParseInt(strings.TrimSpace(string(answer)), 10, 64); err != nil {
				return nil, fmt.Errorf("%s: %s, without the size that it remembers", url, response.Status)
			}
		}
		return nil, fmt.Errorf("%s has seen other heads in the meantime: try again", url)
	}
}
