package boundary

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/release"
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
	{choice.ErrBadFile, "bad-choices"},
	{errBadJSON, "bad-json"},
	{errUnknownCall, "unknown-call"},
	{errBadRegion, "bad-region"},
	{day.ErrBadTime, "bad-time"},
	{errPanic, "panic"},
}

type named struct {
	name string
	call any
}

// calls are the calls by name. A map would be filled at the start, which takes
// 4 KB of code.
var calls = []named{
	{"notices", notices},
	{"decide", decide},
	{"details", details},
	{"overview", overview},
	{"choose", choose},
	{"merge", merge},
	{"openChoices", openChoices},
	{"guide", guideAt},
	{"guessRegion", guessRegion},
	{"plant", plant},
	{"load", load},
	{"update", runUpdate},
	{"import", importBundle},
	{"see", see},
	{"inspect", inspect},
	{"showNow", showNow},
	{"fall", fall},
	{"openFiles", openFiles},
	{"changes", changes},
}

// answer reads a call's message and calls. It goes through reflection because
// a generic function would be compiled anew for each call.
func answer(call any, message string) (any, error) {
	f := reflect.ValueOf(call)
	in := reflect.New(f.Type().In(0))
	if err := read(message, in.Interface()); err != nil {
		return nil, err
	}
	out := f.Call([]reflect.Value{in.Elem()})
	err, _ := out[1].Interface().(error)
	return out[0].Interface(), err
}

func read(message string, in any) error {
	switch in := in.(type) {
	case *Update:
		return readUpdate(message, in)
	case *Decide:
		return readDecide(message, in)
	case *Notices:
		return readEntries(message, in, &in.Entries)
	}
	return readAll(message, in)
}

func readAll(message string, in any) error {
	if err := json.Unmarshal([]byte(message), in); err != nil {
		return fmt.Errorf("%w: %v", errBadJSON, err)
	}
	return nil
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
	for _, c := range calls {
		if c.name != name {
			continue
		}
		result, err := answer(c.call, in)
		if err != nil {
			return refuse(err)
		}
		text, err := write(result)
		if err != nil {
			return refuse(err)
		}
		return `{"ok":` + text + "}"
	}
	return refuse(fmt.Errorf("%q: %w", name, errUnknownCall))
}

func write(answer any) (string, error) {
	if own, ok := answer.(interface{ written() (string, error) }); ok {
		return own.written()
	}
	text, err := json.Marshal(answer)
	return string(text), err
}

func refuse(err error) string {
	refusal := Error{"internal", err.Error()}
	if code := release.CodeOf(err); code != "" {
		refusal.Code = string(code)
	}
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
