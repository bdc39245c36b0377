package release_test

import (
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// load reads a file of testdata/ed25519, which says where they come from.
func load(t *testing.T, name string, into any) {
	t.Helper()
	f, err := os.Open("testdata/ed25519/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(unzipped).Decode(into); err != nil {
		t.Fatal(err)
	}
}

func verify(t *testing.T, public, sig string, body string) bool {
	t.Helper()
	key, err := hex.DecodeString(public)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := hex.DecodeString(sig)
	if err != nil {
		t.Fatal(err)
	}
	_, ok := release.NewKey("a", release.Ed25519, key).Verify(body, signature)
	return ok
}

func TestWycheproof(t *testing.T) {
	var suite struct {
		TestGroups []struct {
			Key   struct{ Pk string }
			Tests []struct {
				TcID                      int
				Comment, Msg, Sig, Result string
			}
		}
	}
	load(t, "wycheproof.json.gz", &suite)
	n := 0
	for _, group := range suite.TestGroups {
		for _, test := range group.Tests {
			n++
			body, err := hex.DecodeString(test.Msg)
			if err != nil {
				t.Fatal(err)
			}
			if got := verify(t, group.Key.Pk, test.Sig, string(body)); got != (test.Result == "valid") {
				t.Errorf("%d %s: %v", test.TcID, test.Comment, got)
			}
		}
	}
	t.Log(n, "vectors")
	if n != 145 {
		t.Error(n, "vectors")
	}
}

// RFC 8032 leaves the edge cases open. Go refuses what the cofactor would be
// needed for, and an R that is written in another way.
func TestCCTV(t *testing.T) {
	var suite []struct {
		A, R, S, M string
		Flags      []string
	}
	load(t, "cctv.json.gz", &suite)
	for i, test := range suite {
		want := !slices.Contains(test.Flags, "LowOrderResidue") && !slices.Contains(test.Flags, "NonCanonicalR")
		if got := verify(t, test.A, test.R+test.S, test.M); got != want {
			t.Errorf("%d %v: %v", i, test.Flags, got)
		}
	}
	t.Log(len(suite), "vectors")
	if len(suite) != 768 {
		t.Error(len(suite), "vectors")
	}
}

// Of the keys of both suites, just those of small order are no keys for us,
// however they are spelled.
func TestSmallOrder(t *testing.T) {
	var cctv []struct {
		A     string
		Flags []string
	}
	load(t, "cctv.json.gz", &cctv)
	refused := map[string]bool{}
	for i, test := range cctv {
		public, err := hex.DecodeString(test.A)
		if err != nil {
			t.Fatal(err)
		}
		_, err = release.ParseKey(release.NewKey("a", release.Ed25519, public).String())
		if want := slices.Contains(test.Flags, "LowOrderA"); (release.CodeOf(err) == release.BadKey) != want {
			t.Errorf("%d %v: %v", i, test.Flags, err)
		}
		if err != nil {
			refused[test.A] = true
		}
	}
	if len(refused) != 14 {
		t.Errorf("%d keys are refused: eight points, and six other spellings", len(refused))
	}
	// With such a key, anybody can sign: this is a signature of every text.
	identity := hex.EncodeToString(append([]byte{1}, make([]byte, 31)...))
	if !verify(t, identity, identity+hex.EncodeToString(make([]byte, 32)), "anything") {
		t.Error("the danger is gone")
	}
}
