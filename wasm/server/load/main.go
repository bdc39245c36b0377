// Command load asks a server for one address over many connections at once,
// and prints as JSON how many answers came and how long they took. It reads
// answers itself, because the client of package http costs more than a server.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"sync"
	"time"
)

// result is what is printed. Times are in milliseconds.
type result struct {
	PerSecond float64     `json:"perSecond"`
	P50       float64     `json:"p50"`
	P99       float64     `json:"p99"`
	Statuses  map[int]int `json:"statuses"`
	// Bytes is how long the body of the first answer was.
	Bytes int64 `json:"bytes"`
}

func main() {
	address := flag.String("url", "http://127.0.0.1:8787/v1/checkpoint", "the `address` to ask for")
	connections := flag.Int("connections", 64, "how many ask at once")
	known := flag.Bool("known", false, "asks with If-None-Match or If-Modified-Since, as who has the newest already")
	length := flag.Duration("for", 5*time.Second, "how `long`, at most a minute")
	flag.Parse()
	r, err := run(*address, *connections, *known, min(*length, time.Minute))
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(r)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func run(address string, connections int, known bool, length time.Duration) (result, error) {
	u, err := url.Parse(address)
	if err != nil {
		return result{}, err
	}
	ask := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\n", u.RequestURI(), u.Host)
	first, err := dial(u.Host)
	if err != nil {
		return result{}, err
	}
	answer, size, err := first.ask(ask + "\r\n")
	if err != nil {
		return result{}, err
	}
	first.Close()
	if known {
		for header, condition := range map[string]string{"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"} {
			if value := answer.Header.Get(header); value != "" {
				ask += condition + ": " + value + "\r\n"
			}
		}
	}
	ask += "\r\n"
	r := result{Statuses: map[int]int{}, Bytes: size}
	var (
		group  sync.WaitGroup
		mu     sync.Mutex
		times  []time.Duration
		failed error
	)
	start := time.Now()
	for range connections {
		group.Go(func() {
			mine, got, err := keepAsking(u.Host, ask, start.Add(length))
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
			}
			times = append(times, mine...)
			for status, count := range got {
				r.Statuses[status] += count
			}
		})
	}
	group.Wait()
	took := time.Since(start)
	if failed != nil || len(times) == 0 {
		return result{}, fmt.Errorf("after %d answers: %w", len(times), failed)
	}
	slices.Sort(times)
	at := func(share float64) float64 {
		return float64(times[int(share*float64(len(times)-1))].Microseconds()) / 1000
	}
	r.PerSecond, r.P50, r.P99 = float64(len(times))/took.Seconds(), at(.5), at(.99)
	return r, nil
}

// keepAsking asks over one connection until the end.
func keepAsking(host, ask string, end time.Time) (times []time.Duration, statuses map[int]int, err error) {
	c, err := dial(host)
	if err != nil {
		return nil, nil, err
	}
	defer c.Close()
	statuses = map[int]int{}
	for begun := time.Now(); begun.Before(end); begun = time.Now() {
		answer, _, err := c.ask(ask)
		if err != nil {
			return times, statuses, err
		}
		times = append(times, time.Since(begun))
		statuses[answer.StatusCode]++
		if answer.Close {
			c.Close()
			if c, err = dial(host); err != nil {
				return times, statuses, err
			}
		}
	}
	return times, statuses, nil
}

type connection struct {
	net.Conn
	reader *bufio.Reader
}

func dial(host string) (*connection, error) {
	c, err := net.DialTimeout("tcp", host, 10*time.Second)
	if err != nil {
		return nil, err
	}
	return &connection{c, bufio.NewReader(c)}, nil
}

func (c *connection) ask(text string) (*http.Response, int64, error) {
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return nil, 0, err
	}
	if _, err := io.WriteString(c, text); err != nil {
		return nil, 0, err
	}
	answer, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return nil, 0, err
	}
	size, err := io.Copy(io.Discard, answer.Body)
	return answer, size, err
}
