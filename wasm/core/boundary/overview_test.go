package boundary_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/boundary"
)

// A platform's tally says how the reader stands with it.
func TestTally(t *testing.T) {
	done := strings.Replace(reader, `"choices":{}`, `"choices":{"forum":{"done":{"toggle":{"on":"2026-11-20"}}}}`, 1)
	muted := strings.Replace(reader, `"choices":{}`, `"choices":{"forum":{"later":{"scope":"never","on":"2026-11-20"}}}`, 1)
	swap := func(old, new string) string { return strings.Replace(linked, old, new, 1) }
	for _, test := range []struct {
		why, reader, entry string
		want               boundary.Tally
	}{
		{"an opt-out is open", reader, linked, boundary.Open},
		{"to see no notice is not to opt out", muted, linked, boundary.Open},
		{"all is done", done, linked, boundary.AllDone},
		{"there is no way out", reader, swap(`on-unless-opted-out`, `on-no-opt-out`), boundary.NoWayOut},
		{"it does not train", reader, swap(`on-unless-opted-out`, `not-used`), boundary.NoUse},
		{"it trains for those who want it", reader, swap(`on-unless-opted-out`, `off-unless-opted-in`), boundary.NoUse},
		{"nobody knows", reader, swap(`on-unless-opted-out`, `unclear`), boundary.NotClear},
		{"nobody is sure", reader, swap(`"high"`, `"low"`), boundary.NotClear},
		{"nothing is known about the region", reader, swap(`"world"`, `"US"`), boundary.NotClear},
		{"the opt-out of a platform without a composer counts", reader, swap(`"composers":[{"kind":"post","audience":"public"}],`, ``), boundary.Open},
		{"also for some content only", reader, strings.Replace(swap(`"composers":[{"kind":"post","audience":"public"}],`, ``),
			`"covers":`, `"content":["posts"],"covers":`, 1), boundary.Open},
	} {
		t.Run(test.why, func(t *testing.T) {
			got := overviewOf(t, `{`+test.reader+`,"entries":[`+test.entry+`]}`)
			if len(got) != 1 || got[0].Tally != test.want {
				t.Errorf("%+v, want the tally %s", got, test.want)
			}
		})
	}
}

// The overview has of a platform what one line shows, and changes of the
// reader's region only.
func TestOverview(t *testing.T) {
	entry := strings.Replace(linked, `"links"`, `"changes":[
		{"date":"2025-01-01","regions":["US"],"summary":{"en":"There."},"evidence":["e"]},
		{"date":"2026-01-01","summary":{"en":"Everywhere."},"evidence":["e"]}],"links"`, 1)
	got := overviewOf(t, `{`+reader+`,"entries":[`+entry+`]}`)[0]
	want := []any{"forum", "generative_ai_optOut", "Everywhere.", 1, 0}
	have := []any{got.Platform, got.Notice.Message, got.Changes[0].Summary["en"], len(got.Changes), len(got.Surfaces)}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
}

// Without an address, details are about the one platform wherever it is.
func TestDetailsOfOnePlatform(t *testing.T) {
	other := strings.Replace(linked, `"forum"`, `"rules.example.net/main/forum"`, 1)
	for _, test := range []struct{ why, entry, want, not string }{
		{"all of the rule is there", linked, `"rule":{"id":"forum"`, `"rule":null`},
		{"with what holds for the reader", linked, `"uses":[{"purpose":"generative-ai"`, `"uses":[]`},
		{"and the links that are held", linked, `"held":{"https://forum.example/p":1795510800}`, `"held":{}`},
		{"another source that may not link has no links", other, `"links":{}`, `https://`},
		{"an entry must be one", `1`, `"code":"bad-content"`, `"ok"`},
		{"and there must be one", ``, `"code":"bad-address"`, `"ok"`},
	} {
		t.Run(test.why, func(t *testing.T) {
			got := boundary.Call("details", `{`+held+reader+`,"address":"","entries":[`+test.entry+`]}`)
			if !strings.Contains(got, test.want) || strings.Contains(got, test.not) {
				t.Errorf("%s\nwant %s\nwant no %s", got, test.want, test.not)
			}
		})
	}
}

func overviewOf(t *testing.T, in string) []boundary.Known {
	t.Helper()
	var answer struct{ OK boundary.Overview }
	text := boundary.Call("overview", in)
	if err := json.Unmarshal([]byte(text), &answer); err != nil || answer.OK.Platforms == nil {
		t.Fatal(text, err)
	}
	return answer.OK.Platforms
}
