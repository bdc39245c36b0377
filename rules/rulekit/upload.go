package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// tokenVariable is where the server has its token, too.
const tokenVariable = "BEFOREHAND_TOKEN"

// tokenFlag declares where the server's token comes from; never from the
// command line, which others on the machine can read.
func tokenFlag(flags *flag.FlagSet) func() (string, error) {
	file := flags.String("token-file", "", "with a URL: the `file` with the server's token; without it, "+tokenVariable+" in the environment has the token")
	return func() (string, error) {
		token := os.Getenv(tokenVariable)
		if *file != "" {
			text, err := os.ReadFile(*file)
			if err != nil {
				return "", usageError{err}
			}
			token = string(text)
		}
		if token = strings.TrimSpace(token); token == "" {
			return "", misuseOf("the server wants a token: name its file with -token-file, or put it into " + tokenVariable)
		}
		return token, nil
	}
}

// door is the way into the server at a base URL.
func (c *call) door(base string, with publisher) (publish.Door, error) {
	u, err := url.Parse(base)
	if err != nil {
		return publish.Door{}, usageError{err}
	}
	if u.Scheme != "https" && u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost" {
		return publish.Door{}, misuseOf("%s would tell the token to everybody on the way: use https", base)
	}
	secret, err := with.token()
	if err != nil {
		return publish.Door{}, err
	}
	return publish.Door{
		Fetch: newest(overHTTP(base)),
		Send:  func(size int64, bundle []byte) ([]byte, error) { return c.send(base, secret, size, bundle) },
		Known: func(l publish.Log) error {
			if *with.state == "" {
				return misuseOf("name the file that keeps the head from publish to publish with -state; rulekit makes it")
			}
			if err := remembered(*with.state, l); err != nil {
				return fmt.Errorf("%s shows another log than was published last: %w; sign nothing before it is clear why", base, err)
			}
			return nil
		},
	}, nil
}

// newest reads the checkpoint past the caches before the server. Clients do
// without; a publisher that saw an old head would sign for a place that is
// taken.
func newest(read publish.Read) publish.Read {
	return func(path string) ([]byte, error) {
		if path == "checkpoint" {
			path += "?at=" + strconv.FormatInt(time.Now().UnixNano(), 36)
		}
		return read(path)
	}
}

// send hands a bundle in.
func (c *call) send(base, token string, size int64, bundle []byte) ([]byte, error) {
	r, err := http.NewRequest(http.MethodPost, base+"publish", &counted{Reader: bytes.NewReader(bundle), whole: len(bundle), to: c.trouble})
	if err != nil {
		return nil, err
	}
	r.ContentLength = int64(len(bundle))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	client := &http.Client{
		Timeout:       5 * time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // the token is for nobody else
	}
	response, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("%w; run the same again, that is safe", err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, release.MaxCheckpoint))
	if err != nil {
		return nil, fmt.Errorf("%w; run the same again, that is safe", err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, refusal(base, response.StatusCode, size, len(bundle), answer)
	}
	return answer, nil
}

// counted tells how much of a body was read, at each tenth of it.
type counted struct {
	io.Reader
	whole, read, tenths int
	to                  io.Writer
}

// Read implements io.Reader.
func (b *counted) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.read += n
	if tenths := b.read * 10 / b.whole; tenths > b.tenths {
		b.tenths = tenths
		fmt.Fprintf(b.to, "sent %d of %d KiB\n", (b.read+1023)>>10, (b.whole+1023)>>10)
	}
	return n, err
}
