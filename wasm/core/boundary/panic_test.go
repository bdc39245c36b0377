package boundary

import (
	"strings"
	"testing"
)

func TestAPanicIsAnError(t *testing.T) {
	before := calls
	defer func() { calls = before }()
	calls = append(calls[:len(calls):len(calls)], named{"stumble", func(struct{}) (any, error) { panic("over a stone") }})
	if got := Call("stumble", "{}"); !strings.Contains(got, `"code":"panic"`) || !strings.Contains(got, "over a stone") {
		t.Error(got)
	}
	if got := Call("guessRegion", `{"timeZone":"Europe/Berlin"}`); !strings.Contains(got, "DE") {
		t.Error("the engine must live on:", got)
	}
}
