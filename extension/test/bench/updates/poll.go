package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/beforehand/beforehand/extension/test/bench/part"
	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/server/handler"
	"github.com/beforehand/beforehand/wasm/server/store"
)

// sent are the headers that Chromium sends for the checkpoint from an extension.
var sent = map[string]string{
	"Cache-Control": "max-age=0", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
	"Accept": "*/*", "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Storage-Access": "active",
	"Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en-GB,en;q=0.9", "Priority": "u=1, i",
}

// polls counts what a poll moves that finds nothing new, in both directions,
// with headers and all else that HTTP sends on a new connection: with the same
// checkpoint, and with one that witnesses have cosigned since.
func polls(set rules.Set) ([]part.Row, error) {
	dir, err := os.MkdirTemp("", "beforehand-poll-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if _, err := publish.Folder(dir).PublishDevelopment(set, "", ""); err != nil {
		return nil, err
	}
	folder, err := store.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	// Three witnesses add a line each, as long as this one.
	line := "— witness.example/witness-a " + strings.Repeat("A", 104) + "\n"
	var rows []part.Row
	for _, version := range []string{"HTTP/2", "HTTP/1.1"} {
		p := poller{handler: (&handler.Server{Store: folder, Now: time.Now, Log: slog.New(slog.DiscardHandler)}).Handler()}
		if version == "HTTP/2" {
			p.protocols.SetUnencryptedHTTP2(true)
		} else {
			p.protocols.SetHTTP1(true)
		}
		tag, cosigned, err := p.poll("")
		if err != nil {
			return nil, err
		}
		_, same, err := p.poll(tag)
		if err != nil {
			return nil, err
		}
		cosigned += 3 * int64(len(line))
		for _, row := range []part.Row{
			part.Count("a poll with nothing new, over "+version, "bytes", same),
			part.Count("a poll with nothing new but the signatures of three witnesses, over "+version, "bytes", cosigned),
		} {
			if version == "HTTP/2" {
				row.Required, row.Met = "at most 1 KB", row.Ours[0] <= 1000
				if !row.Met {
					row.Note = fmt.Sprintf("%d bytes are the three signatures, which no compression makes smaller; once a day", 3*len(line))
				}
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

type poller struct {
	handler   http.Handler
	protocols http.Protocols
}

// poll asks for the checkpoint, as who has the one with a tag or none, and
// returns its tag and how many bytes were moved.
func (p *poller) poll(tag string) (string, int64, error) {
	var moved atomic.Int64
	server := httptest.NewUnstartedServer(p.handler)
	server.Listener = counting{server.Listener, &moved}
	server.Config.Protocols = &p.protocols
	server.Start()
	defer server.Close()
	request, err := http.NewRequest(http.MethodGet, server.URL+"/v1/checkpoint", nil)
	if err != nil {
		return "", 0, err
	}
	for name, value := range sent {
		request.Header.Set(name, value)
	}
	if tag != "" {
		request.Header.Set("If-None-Match", tag)
	}
	transport := &http.Transport{Protocols: &p.protocols}
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return "", 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.Header.Get("ETag"), moved.Load(), err
}

// counting counts all bytes that its connections move.
type counting struct {
	net.Listener
	moved *atomic.Int64
}

func (l counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return counted{c, l.moved}, err
}

type counted struct {
	net.Conn
	moved *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.moved.Add(int64(n))
	return n, err
}

func (c counted) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.moved.Add(int64(n))
	return n, err
}
