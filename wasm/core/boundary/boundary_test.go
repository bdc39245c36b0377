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

// linked is an entry whose links and opt-out lead to one domain.
const linked = `{"id":"forum","name":"Forum","hosts":["forum.example"],"confidence":"high","links":{"policy":"https://forum.example/p"},
"composers":[{"kind":"post","audience":"public"}],"uses":[{"purpose":"generative-ai","by":["Forum"],"content":["posts"],"regions":["world"],"state":"on-unless-opted-out"}],
"optOuts":[{"id":"toggle","kind":"toggle","url":"https://forum.example/ai","covers":["generative-ai"]}]}`

// held holds that domain back for an hour after the reader's moment.
const held = `"held":{"":{"forum.example":1795510800}},`

const reader = `"groups":{},"settings":{"region":"DE"},"choices":{},"now":"2026-11-24T09:00:00+01:00"`

func TestCall(t *testing.T) {
	entry := set[strings.Index(set, `[{"id"`)+1 : len(set)-2]
	other := strings.Replace(linked, `"forum"`, `"rules.example.net/main/forum"`, 1)
	for _, test := range []struct{ why, name, in, want string }{
		{"an address is decided", "decide", `{` + reader + `,"address":"https://www.forum.example/x","entries":[` + entry + `]}`, `"verdict":"warn"`},
		{"an extension page is none", "decide", `{` + reader + `,"address":"chrome-extension://x/","entries":[]}`, `"code":"not-a-page"`},
		{"an address must be one", "decide", `{` + reader + `,"address":"x","entries":[]}`, `"code":"bad-address"`},
		{"a region must be one", "decide", `{"settings":{"region":"XX"},"now":"2026-11-24T09:00:00Z","address":"https://x.example"}`, `"code":"bad-region"`},
		{"a time must be one", "notices", `{"settings":{"region":"DE"},"now":"yesterday"}`, `"code":"bad-time"`},
		{"the table is built", "notices", `{` + reader + `,"entries":[` + entry + `]}`, `"forum.example":{"rows":[{"platform":"forum","place":"page"`},
		{"an entry must be one", "notices", `{` + reader + `,"entries":[1]}`, `"code":"bad-content"`},
		{"details have the rule", "details", `{` + reader + `,"address":"https://forum.example/","entries":[` + entry + `]}`, `"operator":"Forum Inc"`},
		{"a held link is marked", "decide", `{` + held + reader + `,"address":"https://forum.example/","entries":[` + linked + `]}`, `"done":false,"heldUntil":1795510800}]`},
		{"and the table is no older than that", "notices", `{` + held + reader + `,"entries":[` + linked + `]}`, `"until":"2026-11-24T10:00:00+01:00"`},
		{"the rule's other links are held as well", "details", `{` + held + reader + `,"address":"https://forum.example/","entries":[` + linked + `]}`, `"held":{"https://forum.example/p":1795510800}`},
		{"another source informs", "notices", `{` + reader + `,"entries":[` + other + `]}`, `"place":"toolbar"`},
		{"and may do more if the user lets it", "notices", `{"sources":{"rules.example.net/main":{"links":true,"hints":true}},` + reader + `,"entries":[` + other + `]}`,
			`"url":"https://forum.example/ai","who":"you","done":false},"source":"rules.example.net/main"}`},
		{"beside the built-in one it is known as well", "details", `{` + reader + `,"address":"https://forum.example/","entries":[` + entry + `,` + other + `]}`,
			`"others":[{"source":"rules.example.net/main","rule":{"id":"rules.example.net/main/forum"`},
		{"what is done remembers what there was", "choose", `{"record":{},"action":{"kind":"done","optOut":"toggle"},"entries":[` + linked + `],"now":"2026-11-24T09:00:00Z"}`, `"known":["toggle"]`},
		{"a choice must be one", "choose", `{"record":{},"action":{"kind":"forget"},"now":"2026-11-24T09:00:00Z"}`, `"code":"bad-action"`},
		{"of two devices the later choice wins", "merge", `{"here":{"updated":"2026-11-24T09:00:00Z"},"there":{"publicOnly":true,"updated":"2026-11-24T09:00:01Z"}}`, `{"ok":{"publicOnly":true,`},
		{"a file of choices is opened", "openChoices", `{"text":"{\"beforehand-choices\":1,\"choices\":{\"a\":{\"publicOnly\":true}}}"}`, `{"ok":{"beforehand-choices":1,"choices":{"a":{"publicOnly":true}}}}`},
		{"another file is refused", "openChoices", `{"text":"{}"}`, `{"code":"bad-choices","message":"not a file of choices, or a damaged one:\nfile.beforehand-choices: is missing`},
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
	for _, name := range boundary.Names() {
		f.Add(name, `{`+reader+`,"address":"https://a.example/","entries":[{"id":"a","uses":[]}],"rules":`+set+`}`)
		f.Add(name, `{`+held+`"source":"b","sources":{"b":{"links":true}},`+reader+`,"address":"https://forum.example/","entries":[`+linked+`,{"id":"b/c","hosts":["forum.example","1","x"]}],"rules":`+set+`}`)
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
