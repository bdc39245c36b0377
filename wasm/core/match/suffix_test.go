package match_test

import (
	"os"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/match"
)

// The test data of the Public Suffix List, from the Go module
// github.com/weppos/publicsuffix-go v0.50.3, fixtures/tests.txt. Names are
// compared in ASCII.
func TestPublicSuffixList(t *testing.T) {
	text, err := os.ReadFile("testdata/test_psl.txt")
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for line := range strings.Lines(string(text)) {
		input, want, found := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !found || strings.HasPrefix(line, "//") || input == "null" {
			continue
		}
		got := "null"
		if host, ok := match.Host(input); ok {
			if domain, ok := match.RegistrableDomain(host); ok {
				got = domain
			}
		}
		if ascii, ok := match.Host(want); ok {
			want = ascii
		}
		if got != want {
			t.Errorf("%s is below %s, want %s", input, got, want)
		}
		compared++
	}
	t.Log(compared, "names")
	if compared < 70 {
		t.Errorf("only %d names were compared", compared)
	}
}

func TestIsTopLevel(t *testing.T) {
	for label, want := range map[string]bool{"com": true, "xn--p1ai": true, "ck": true, "kobe": false, "example": false, "js": false, "": false} {
		if got := match.IsTopLevel(label); got != want {
			t.Errorf("IsTopLevel(%q) = %v", label, got)
		}
	}
}
