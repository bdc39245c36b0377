package publish

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/beforehand/beforehand/wasm/core/release"
)

func TestKeyFile(t *testing.T) {
	for _, algorithm := range []byte{release.Ed25519, release.Cosignature} {
		file := filepath.Join(t.TempDir(), "log1.key")
		k := NewKey("rules.example/log1", algorithm, bytes.Repeat([]byte{5}, 32))
		must(t, WriteKey(file, k, "correct horse", 10))
		if got, err := ReadKey(file, "correct horse"); err != nil || got.Secret() != k.Secret() {
			t.Errorf("reads %v, %v", got, err)
		}
		if _, err := ReadKey(file, "wrong horse"); !errors.Is(err, ErrPassphrase) {
			t.Errorf("another passphrase: %v", err)
		}
		if err := WriteKey(file, k, "correct horse", 10); !errors.Is(err, fs.ErrExist) {
			t.Errorf("written over: %v", err)
		}
		text, err := os.ReadFile(file)
		must(t, err)
		if !strings.HasPrefix(string(text), "-----BEGIN AGE ENCRYPTED FILE-----") {
			t.Errorf("%s", text)
		}
		must(t, os.WriteFile(file, text[:len(text)/2], 0o600))
		if _, err := ReadKey(file, "correct horse"); !errors.Is(err, ErrBadKey) {
			t.Errorf("half a file: %v", err)
		}
	}
}

func TestParseKey(t *testing.T) {
	k := NewKey("rules.example/log1", release.Ed25519, bytes.Repeat([]byte{5}, 32))
	if _, err := note.NewSigner(k.Secret()); err != nil {
		t.Errorf("others cannot read it: %v", err)
	}
	good := k.Secret()
	for _, test := range []struct{ why, secret string }{
		{"nothing", ""},
		{"a public key", k.String()},
		{"another name", strings.Replace(good, "log1", "log2", 1)},
		{"another hash", strings.Replace(good, "log1+", "log1+0", 1)},
		{"a longer key", good + "AAAA"},
		{"an algorithm that is none", NewKey(k.Name, 9, bytes.Repeat([]byte{5}, 32)).Secret()},
		{"a name with a space", NewKey("rules example", 1, bytes.Repeat([]byte{5}, 32)).Secret()},
	} {
		if _, err := ParseKey(test.secret); !errors.Is(err, ErrBadKey) {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}

func TestSignRelease(t *testing.T) {
	a, folder := begun(t)
	l, err := OpenLog(folder.Read)
	must(t, err)
	r, _, err := l.Propose(few(t, 1), nil, "2026-03-08T10:00:00Z", "Another edition")
	must(t, err)
	draft := Draft(r.Body())
	for _, test := range []struct {
		why     string
		raw     []byte
		edition int
		key     Key
		code    release.Code
	}{
		{"the same rules here", draft, 1, a.Releases[0], ""},
		{"other rules here", draft, 2, a.Releases[0], release.BadBlob},
		{"a root key", draft, 1, a.Roots[0], release.BadKey},
		{"another index", bytes.Replace(draft, []byte("log 1 1\n"), []byte("log 1 2\n"), 1), 1, a.Releases[0], release.WrongPlace},
		{"another summary line than text allows", bytes.Replace(draft, []byte("summary"), []byte("comment"), 1), 1, a.Releases[0], release.BadFormat},
	} {
		_, _, err := l.SignRelease(test.raw, few(t, test.edition), nil, test.key)
		if release.CodeOf(err) != test.code || (err == nil) != (test.code == "") {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}

func TestProposeRefuses(t *testing.T) {
	_, folder := begun(t)
	l, err := OpenLog(folder.Read)
	must(t, err)
	for _, test := range []struct{ why, time, summary string }{
		{"a summary of two lines", "2026-03-08T10:00:00Z", "One\ntwo"},
		{"no summary", "2026-03-08T10:00:00Z", ""},
		{"a day instead of a time", "2026-03-08", "More"},
	} {
		if _, _, err := l.Propose(few(t, 1), nil, test.time, test.summary); err == nil {
			t.Errorf("%s is proposed", test.why)
		}
	}
}
