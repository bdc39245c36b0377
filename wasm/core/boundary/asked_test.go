package boundary_test

import (
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/boundary"
)

// What questions about addresses have in common is read once. However a
// question is written, its answer is that of the same one, written in an order
// in which everything is read.
func TestAskedAgain(t *testing.T) {
	german := `"groups":{},"settings":{"region":"DE"},"choices":{},"entries":[` + linked + `]}`
	american := strings.Replace(german, "DE", "US", 1)
	none := strings.Replace(german, linked, "", 1)
	forum, now := `"address":"https://forum.example/a"`, `"now":"2026-11-24T09:00:00+01:00"`
	type question struct{ why, message, plain string }
	questions := []question{
		{"as the shell asks", `{` + forum + `,` + now + `,` + german, ""},
		{"from another page", `{"address":"https://other.example/",` + now + `,` + german, ""},
		{"with a bad address", `{"address":"x",` + now + `,` + german, ""},
		{"at another moment", `{` + forum + `,"now":"2020-01-01T09:00:00+01:00",` + german, ""},
		{"at none", `{` + forum + `,` + german, ""},
		{"at an empty one", `{` + forum + `,"now":"",` + german, ""},
		{"elsewhere", `{` + forum + `,` + now + `,` + american, ""},
		{"of no platform", `{` + forum + `,` + now + `,` + none, ""},
		{"of the whole platform", `{"address":"",` + now + `,` + german, ""},
		{"with a choice before", `{` + forum + `,` + now + `,"choices":{"*":{"later":{"scope":"never","on":"2026-11-01"}}},"groups":{},"settings":{"region":"DE"},"entries":[` + linked + `]}`, ""},
		{"with the address after", `{` + now + `,` + strings.Replace(german, `"choices"`, forum+`,"choices"`, 1), ""},
		{"with a second address after", `{"address":"https://other.example/",` + now + `,` + strings.Replace(german, `"choices"`, forum+`,"choices"`, 1),
			`{` + forum + `,` + now + `,` + german},
		{"with groups in what is before", `{"x":{"y":1,` + german[:len(german)-1] + `},` + forum + `,` + now + `}`, `{` + forum + `,` + now + `}`},
		{"with groups in the address", `{"address":"https://forum.example/?,\"groups\":",` + now + `,` + german, ""},
		{"cut off", `{` + forum + `,` + now + `,"groups":`, ""},
		{"with more behind", `{` + forum + `,` + now + `,` + german + `}`, ""},
	}
	whole := func(q question) string {
		if q.plain == "" {
			q.plain = q.message
		}
		return boundary.Call("decide", `{"known":[],`+q.plain[1:])
	}
	for _, first := range questions {
		for _, second := range questions {
			boundary.Call("decide", first.message)
			if got, want := boundary.Call("decide", second.message), whole(second); got != want {
				t.Errorf("%s, then %s:\n%s\nwant %s", first.why, second.why, got, want)
			}
		}
	}
}
