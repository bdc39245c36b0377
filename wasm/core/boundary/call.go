package boundary

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Error is why a call was refused.
type Error struct {
	// Code is one of Codes, for the shell.
	Code string `json:"code"`
	// Message is for people who look for the cause.
	Message string `json:"message"`
}

var (
	errBadJSON     = errors.New("the message cannot be read")
	errUnknownCall = errors.New("no such call")
	errBadRegion   = errors.New("not a country: use an ISO 3166-1 alpha-2 code such as DE or US")
	errPanic       = errors.New("the engine stumbled")
)

// codes maps the errors that the shell acts on to their codes.
var codes = []struct {
	err  error
	code string
}{
	{match.ErrNotAPage, "not-a-page"},
	{match.ErrBadAddress, "bad-address"},
	{rule.ErrBadContent, "bad-content"},
	{choice.ErrBadAction, "bad-action"},
	{errBadJSON, "bad-json"},
	{errUnknownCall, "unknown-call"},
	{errBadRegion, "bad-region"},
	{day.ErrBadTime, "bad-time"},
	{errPanic, "panic"},
}

// calls are the calls by name.
var calls = map[string]func(string) (any, error){
	"openRules":   typed(openRules),
	"notices":     typed(notices),
	"decide":      typed(decide),
	"details":     typed(details),
	"choose":      typed(choose),
	"guessRegion": typed(guessRegion),
}

func typed[In, Out any](call func(In) (Out, error)) func(string) (any, error) {
	return func(message string) (any, error) {
		var in In
		if err := json.Unmarshal([]byte(message), &in); err != nil {
			return nil, fmt.Errorf("%w: %v", errBadJSON, err)
		}
		return call(in)
	}
}

// Call answers the call name with the JSON message in. The answer is JSON:
// {"ok":…} or {"error":{"code":…,"message":…}}. Whatever comes in, an answer
// comes out; a panic becomes an error and the engine lives on.
func Call(name, in string) (out string) {
	defer func() {
		if p := recover(); p != nil {
			out = refuse(fmt.Errorf("%s: %w: %v", name, errPanic, p))
		}
	}()
	call, ok := calls[name]
	if !ok {
		return refuse(fmt.Errorf("%q: %w", name, errUnknownCall))
	}
	answer, err := call(in)
	if err != nil {
		return refuse(err)
	}
	text, err := json.Marshal(struct {
		OK any `json:"ok"`
	}{answer})
	if err != nil {
		return refuse(err)
	}
	return string(text)
}

func refuse(err error) string {
	refusal := Error{"internal", err.Error()}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			refusal.Code = c.code
			break
		}
	}
	text, _ := json.Marshal(struct {
		Error Error `json:"error"`
	}{refusal})
	return string(text)
}
