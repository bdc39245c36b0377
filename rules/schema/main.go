// Command schema prints the JSON Schema of a rule ("platform"), the same as a
// page for people ("markdown"), or the JSON Schema of the messages between
// shell and core ("protocol"), from which the types of TypeScript are made. All
// come from the Go types and their comments.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/beforehand/beforehand/wasm/core/boundary"
	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/guide"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/rule"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// Protocol is every call with what goes in and what comes out.
type Protocol struct {
	Calls struct {
		Notices     Call[boundary.Notices, notice.Table]               `json:"notices"`
		Decide      Call[boundary.Decide, notice.Answer]               `json:"decide"`
		Details     Call[boundary.Decide, boundary.Details]            `json:"details"`
		Overview    Call[boundary.Notices, boundary.Overview]          `json:"overview"`
		Choose      Call[boundary.Choose, choice.Record]               `json:"choose"`
		Merge       Call[boundary.Merge, choice.Record]                `json:"merge"`
		OpenChoices Call[boundary.OpenChoices, choice.File]            `json:"openChoices"`
		Guide       Call[boundary.Decide, boundary.Guide]              `json:"guide"`
		GuessRegion Call[boundary.GuessRegion, boundary.GuessedRegion] `json:"guessRegion"`
		Plant       Call[boundary.Plant, boundary.Updated]             `json:"plant"`
		Load        Call[boundary.Load, boundary.Fall]                 `json:"load"`
		Update      Call[boundary.Update, boundary.Updated]            `json:"update"`
		Import      Call[boundary.Import, boundary.Updated]            `json:"import"`
		See         Call[boundary.See, update.View]                    `json:"see"`
		Inspect     Call[boundary.Inspect, boundary.Inspected]         `json:"inspect"`
		ShowNow     Call[boundary.ShowNow, boundary.Fall]              `json:"showNow"`
		Fall        Call[boundary.Fall, boundary.Fall]                 `json:"fall"`
		OpenFiles   Call[boundary.OpenFiles, boundary.OpenedRules]     `json:"openFiles"`
		Changes     Call[boundary.Changes, boundary.Changed]           `json:"changes"`
	} `json:"calls"`
	Refusal boundary.Error  `json:"refusal"`
	Reader  boundary.Reader `json:"reader"`
}

// Call is one call of the core.
type Call[In, Out any] struct {
	In  In  `json:"in"`
	Out Out `json:"out"`
}

// names tell types of the same name in two packages apart.
var names = map[reflect.Type]string{
	reflect.TypeFor[choice.Record]():   "Choices",
	reflect.TypeFor[notice.Record]():   "NoticeRecord",
	reflect.TypeFor[notice.OptOut]():   "Remedy",
	reflect.TypeFor[guide.OptOut]():    "Guided",
	reflect.TypeFor[choice.Kind]():     "ActionKind",
	reflect.TypeFor[boundary.Decide](): "DecideCall",
	reflect.TypeFor[boundary.Choose](): "ChooseCall",
	reflect.TypeFor[boundary.Merge]():  "MergeCall",
	reflect.TypeFor[choice.File]():     "ChoicesFile",
	reflect.TypeFor[update.Record]():   "TrustRecord",
	reflect.TypeFor[update.Request]():  "FileRequest",
	reflect.TypeFor[update.Answer]():   "FileAnswer",
	reflect.TypeFor[update.Active]():   "Release",
	reflect.TypeFor[update.View]():     "SourceView",
	reflect.TypeFor[update.Change]():   "RulesChange",
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: schema platform|markdown|protocol")
	}
	var value any = rule.Platform{}
	if os.Args[1] == "protocol" {
		value = Protocol{}
	}
	reflector := jsonschema.Reflector{
		Anonymous:                 true,
		ExpandedStruct:            true,
		AllowAdditionalProperties: os.Args[1] == "protocol",
		Mapper:                    enum,
		Namer:                     func(t reflect.Type) string { return names[t] },
	}
	if err := reflector.AddGoComments("github.com/beforehand/beforehand", "./wasm/core"); err != nil {
		log.Fatal(err)
	}
	schema := reflector.Reflect(value)
	schema.Title = reflect.TypeOf(value).Name()
	if os.Args[1] == "markdown" {
		markdown(os.Stdout, schema)
		return
	}
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
}

// enum turns the closed sets of words into enumerations, and JSON that is
// passed through into anything.
func enum(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[json.RawMessage]():
		return &jsonschema.Schema{}
	case reflect.TypeFor[notice.Verdict]():
		return words([]notice.Verdict{notice.Warn, notice.Quiet})
	case reflect.TypeFor[notice.Why]():
		return words([]notice.Why{notice.Terms, notice.Added, notice.Repeat, notice.OnAgain})
	case reflect.TypeFor[update.Status]():
		return words([]update.Status{update.Updated, update.Current, update.Older, update.Kept, update.Forked, update.Delayed})
	case reflect.TypeFor[update.State]():
		return words([]update.State{update.UpToDate, update.OutOfDate, update.NoPromise, update.Held, update.Waits, update.Stopped})
	case reflect.TypeFor[update.ChangeKind]():
		return words([]update.ChangeKind{update.Added, update.Removed, update.Claims, update.OptOuts, update.Places, update.Details})
	case reflect.TypeFor[boundary.Tally]():
		return words([]boundary.Tally{boundary.AllDone, boundary.Open, boundary.NoWayOut, boundary.NoUse, boundary.NotClear})
	case reflect.TypeFor[choice.Kind]():
		return words([]choice.Kind{choice.Done, choice.NotDone, choice.Seen, choice.Later, choice.Resume, choice.PublicOnly, choice.AllPosts,
			choice.ShowIn, choice.AddAccount, choice.RemoveAccount})
	case reflect.TypeFor[choice.Switch]():
		return words([]choice.Switch{choice.On, choice.Off})
	case reflect.TypeFor[choice.Place]():
		return words([]choice.Place{choice.InPage, choice.Toolbar})
	case reflect.TypeFor[choice.Scope]():
		return words([]choice.Scope{choice.Today, choice.UntilChange, choice.Never})
	}
	all := reflect.ValueOf(rule.Words)
	for i := range all.NumField() {
		if all.Field(i).Type().Elem() == t {
			schema := &jsonschema.Schema{Type: "string"}
			for j := range all.Field(i).Len() {
				schema.Enum = append(schema.Enum, all.Field(i).Index(j).String())
			}
			return schema
		}
	}
	return nil
}

func words[T ~string](values []T) *jsonschema.Schema {
	schema := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		schema.Enum = append(schema.Enum, string(v))
	}
	return schema
}
