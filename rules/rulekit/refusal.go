package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// refusal says why a server did not take a bundle that was made on top of a log
// of a size, and what to do.
func refusal(base string, status int, size int64, length int, answer []byte) error {
	text := strings.TrimSpace(string(answer))
	switch status {
	case http.StatusBadRequest:
		return fmt.Errorf("the server cannot read the bundle: %.200s", text)
	case http.StatusUnauthorized:
		return fmt.Errorf("the token is not the server's: ask whoever runs it for the right one, and give it with -token-file or %s", tokenVariable)
	case http.StatusForbidden:
		return fmt.Errorf("the server takes nothing: %.200s", text)
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return fmt.Errorf("%spublish takes nothing: name the base URL of a server, as https://rules.example.org/v1/, and for a static host publish into its folder", base)
	case http.StatusConflict:
		return late(size, text)
	case http.StatusRequestEntityTooLarge:
		return fmt.Errorf("the bundle of %d bytes is too large for the server: raise the limit of the web server before it to 8 MiB", length)
	case http.StatusUnprocessableEntity:
		return unacceptable(answer)
	}
	if status >= 300 && status < 400 {
		return fmt.Errorf("the server sends us elsewhere (status %d), and the token goes nowhere else: name the URL where the source is", status)
	}
	return fmt.Errorf("the server could not do it (status %d): %.200s; run the same again later, that is safe", status, text)
}

// late explains a conflict by the size of the log that the server has.
func late(size int64, text string) error {
	there, err := strconv.ParseInt(text, 10, 64)
	if err == nil && there == size {
		return errors.New("somebody else is publishing at this moment, or stopped halfway: run the same again in ten minutes")
	}
	return fmt.Errorf("%w (the log has %.20s entries there, and this was made for %d)", publish.ErrLate, text, size)
}

// unacceptable explains what clients would refuse.
func unacceptable(answer []byte) error {
	var said struct {
		Code   release.Code `json:"code"`
		Reason string       `json:"reason"`
	}
	if json.Unmarshal(answer, &said) != nil || said.Code == "" {
		return fmt.Errorf("clients would not take this: %.200s", answer)
	}
	what := "nothing is stored; find out who made this before anybody signs again"
	switch said.Code {
	case release.Stale, release.WitnessQuorum:
		what = "have it cosigned again: give -witness URL for each witness"
	case release.BadContent, release.BadJSON:
		what = "repair the rules and propose again"
	}
	return fmt.Errorf("clients would not take this: %s (%s): %s", strings.TrimPrefix(said.Reason, string(said.Code)+": "), said.Code, what)
}
