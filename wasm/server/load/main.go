// Command load asks a server for one address over many connections at once,
// for five seconds, and prints how many answers came and how long they took.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

func main() {
	url := flag.String("url", "http://127.0.0.1:8787/v1/checkpoint", "the `address` to ask for")
	connections := flag.Int("connections", 64, "how many ask at once")
	known := flag.Bool("known", false, "asks with If-None-Match, as who has the newest already")
	length := flag.Duration("for", 5*time.Second, "how `long`, at most a minute")
	flag.Parse()
	if err := run(*url, *connections, *known, min(*length, time.Minute)); err != nil {
		log.Fatal(err)
	}
}

func run(url string, connections int, known bool, length time.Duration) error {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}, Timeout: 10 * time.Second}
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	first, err := client.Do(request)
	if err != nil {
		return err
	}
	first.Body.Close()
	if known {
		request.Header.Set("If-None-Match", first.Header.Get("ETag"))
	}
	var (
		group    sync.WaitGroup
		mu       sync.Mutex
		times    []time.Duration
		statuses = map[int]int{}
		failed   error
	)
	start := time.Now()
	for range connections {
		group.Go(func() {
			var mine []time.Duration
			got := map[int]int{}
			for time.Since(start) < length {
				begun := time.Now()
				response, err := client.Do(request.Clone(request.Context()))
				if err == nil {
					_, err = io.Copy(io.Discard, response.Body)
					response.Body.Close()
				}
				if err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					return
				}
				got[response.StatusCode]++
				mine = append(mine, time.Since(begun))
			}
			mu.Lock()
			defer mu.Unlock()
			times = append(times, mine...)
			for status, count := range got {
				statuses[status] += count
			}
		})
	}
	group.Wait()
	took := time.Since(start)
	if failed != nil || len(times) == 0 {
		return fmt.Errorf("after %d answers: %w", len(times), failed)
	}
	slices.Sort(times)
	at := func(share float64) time.Duration {
		return times[int(share*float64(len(times)-1))].Round(10 * time.Microsecond)
	}
	fmt.Printf("%.0f answers/s, p50 %v, p99 %v;", float64(len(times))/took.Seconds(), at(.5), at(.99))
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		fmt.Printf(" %d times %d", statuses[status], status)
	}
	fmt.Println()
	return nil
}
