package boundary_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/boundary"
)

const set = `{"version":"1","groups":{},"platforms":[{"id":"forum","name":"Forum","operator":"Forum Inc","hosts":["forum.example"],
"composers":[{"kind":"post","audience":"public","selector":"textarea"}],"confidence":"high","unknown":{"field":1},
"uses":[{"purpose":"generative-ai","by":["Forum"],"content":["posts"],"regions":["world"],"state":"on-no-opt-out","evidence":["e"]}]}]}`

const reader = `"groups":{},"settings":{"region":"DE"},"choices":{},"now":"2026-11-24T09:00:00+01:00"`

func TestCall(t *testing.T) {
	entry := set[strings.Index(set, `[{"id"`)+1 : len(set)-2]
	for _, test := range []struct{ why, name, in, want string }{
		{"a rule set is opened", "openRules", `{"rules":` + set + `}`, `"ok":{"version":"1"`},
		{"a public suffix is refused", "openRules", `{"rules":` + strings.ReplaceAll(set, "forum.example", "co.uk") + `}`, `"code":"bad-content"`},
		{"a truncated one is refused", "openRules", `{"rules":{"version":"1"}}`, `"code":"bad-content"`},
		{"rules are no text", "openRules", `{"rules":"x"}`, `"code":"bad-content"`},
		{"an address is decided", "decide", `{` + reader + `,"address":"https://www.forum.example/x","entries":[` + entry + `]}`, `"verdict":"warn"`},
		{"an extension page is none", "decide", `{` + reader + `,"address":"chrome-extension://x/","entries":[]}`, `"code":"not-a-page"`},
		{"an address must be one", "decide", `{` + reader + `,"address":"x","entries":[]}`, `"code":"bad-address"`},
		{"a region must be one", "decide", `{"settings":{"region":"XX"},"now":"2026-11-24T09:00:00Z","address":"https://x.example"}`, `"code":"bad-region"`},
		{"a time must be one", "notices", `{"settings":{"region":"DE"},"now":"yesterday"}`, `"code":"bad-time"`},
		{"the table is built", "notices", `{` + reader + `,"entries":[` + entry + `]}`, `"forum.example":{"place":"page"`},
		{"an entry must be one", "notices", `{` + reader + `,"entries":[1]}`, `"code":"bad-content"`},
		{"details have the rule", "details", `{` + reader + `,"address":"https://forum.example/","entries":[` + entry + `]}`, `"operator":"Forum Inc"`},
		{"a choice is made", "choose", `{"record":{},"action":{"kind":"done","optOut":"t"},"now":"2026-11-24T23:30:00-05:00"}`, `"done":{"t":{"on":"2026-11-24"}}`},
		{"of a known kind", "choose", `{"record":{},"action":{"kind":"sell"},"now":"2026-11-24T09:00:00Z"}`, `"code":"bad-action"`},
		{"the time zone goes before the language", "guessRegion", `{"timeZone":"Europe/Berlin","languages":["en-US"]}`, `"region":"DE"`},
		{"old names of zones count", "guessRegion", `{"timeZone":"Asia/Calcutta","languages":[]}`, `"region":"IN"`},
		{"then the language", "guessRegion", `{"timeZone":"UTC","languages":["de","zh-Hant-TW"]}`, `"region":"TW"`},
		{"else nothing", "guessRegion", `{"timeZone":"UTC","languages":["en"]}`, `"region":""`},
		{"an unknown call is refused", "sell", `{}`, `"code":"unknown-call"`},
		{"what is not JSON is refused", "decide", `{`, `"code":"bad-json"`},
	} {
		t.Run(test.why, func(t *testing.T) {
			if got := boundary.Call(test.name, test.in); !strings.Contains(got, test.want) {
				t.Errorf("%s\nwant %s", got, test.want)
			}
		})
	}
}

func FuzzCall(f *testing.F) {
	for _, name := range []string{"openRules", "notices", "decide", "details", "choose", "guessRegion"} {
		f.Add(name, `{`+reader+`,"address":"https://a.example/","entries":[{"id":"a","uses":[]}],"rules":`+set+`}`)
	}
	f.Fuzz(func(t *testing.T, name, in string) {
		var answer struct {
			OK    json.RawMessage
			Error *boundary.Error
		}
		if err := json.Unmarshal([]byte(boundary.Call(name, in)), &answer); err != nil || (answer.OK == nil) == (answer.Error == nil) {
			t.Fatal("no answer:", err)
		}
		if answer.Error != nil && (answer.Error.Code == "panic" || answer.Error.Code == "internal") {
			t.Error(answer.Error.Message)
		}
	})
}
