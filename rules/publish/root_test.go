package publish

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// nextRoot is the root after the one in a folder, signed with all root keys.
func nextRoot(t testing.TB, a Authority, folder Folder, change func(*release.Root)) []byte {
	t.Helper()
	l, err := OpenLog(folder.Read)
	must(t, err)
	next := l.Root
	next.Version++
	change(&next)
	raw, err := signAll(Draft(next.Body()), a.Roots)
	must(t, err)
	return raw
}

func TestNewLogKey(t *testing.T) {
	a, folder := begun(t)
	fresh := NewKey(a.Log.Name, release.Ed25519, bytes.Repeat([]byte{7}, 32))
	root := nextRoot(t, a, folder, func(r *release.Root) { r.Log = fresh.Key })
	record, err := update.Load(nil, string(a.Root.Raw), 0)
	must(t, err)
	record = run(t, record, folder)
	p := signed(t, a, folder, few(t, 1), root)
	if _, err := folder.Publish(p, []Key{fresh}, nil); release.CodeOf(err) != release.BadKey {
		t.Errorf("without the old key there is no proof: %v", err)
	}
	l, err := folder.Publish(p, []Key{a.Log, fresh}, nil)
	must(t, err)
	if l.Root.Version != 2 || l.Head.Size != 3 {
		t.Errorf("root %d, %d entries", l.Root.Version, l.Head.Size)
	}
	l, err = folder.Publish(signed(t, a, folder, few(t, 2), nil), []Key{fresh}, nil)
	must(t, err)
	record = run(t, record, folder)
	if record.LastRun.Status != update.Updated || record.RootVersion != 2 || record.Active.Index != 3 {
		t.Errorf("a client that slept: %+v", record.LastRun)
	}
	entries := 0
	must(t, l.History(func(Past) error { entries++; return nil }))
	if entries != 4 {
		t.Errorf("%d entries", entries)
	}
}

func TestRootIsNeverReplaced(t *testing.T) {
	a, folder := begun(t)
	if err := folder.Begin(a.Root.Raw); err != nil {
		t.Error(err)
	}
	if err := folder.Begin([]byte("another root")); err == nil {
		t.Error("root 1 is replaced")
	}
}

// witness remembers what it has signed, as C2SP tlog-witness says.
type witness struct {
	key  Key
	now  int64
	size int64
	hash tlog.Hash
}

func (w *witness) ask(checkpoint []byte, prove func(int64) (tlog.TreeProof, error)) ([]byte, error) {
	body, _, err := apart(checkpoint)
	if err != nil {
		return nil, err
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + strings.SplitN(body, "\n", 2)[1]))
	if err != nil {
		return nil, err
	}
	proof, err := prove(w.size)
	if err != nil {
		return nil, err
	}
	if w.size > 0 {
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, w.size, w.hash); err != nil {
			return nil, err
		}
	}
	w.size, w.hash = tree.N, tree.Hash
	return []byte(w.key.Cosign(body, w.now)), nil
}

func TestWitnesses(t *testing.T) {
	a, folder := begun(t)
	var witnesses []*witness
	var keys []release.Key
	var ask []Witness
	for i := range 3 {
		w := &witness{key: NewKey("witness.example/"+string(rune('a'+i)), release.Cosignature, bytes.Repeat([]byte{byte(i)}, 32)), now: 1_772_900_000}
		witnesses, keys, ask = append(witnesses, w), append(keys, w.key.Key), append(ask, w.ask)
	}
	with := nextRoot(t, a, folder, func(r *release.Root) { r.Witnesses, r.FreshDays = release.Quorum{Need: 2, Keys: keys}, 14 })
	p := signed(t, a, folder, few(t, 1), with)
	if _, err := folder.Publish(p, []Key{a.Log}, ask[:1]); release.CodeOf(err) != "" || err == nil || !strings.Contains(err.Error(), "witness-quorum") {
		t.Errorf("one witness of two: %v", err)
	}
	_, err := folder.Publish(p, []Key{a.Log}, ask)
	must(t, err)

	// The root after one with witnesses needs the proof that it stands in the log.
	p = signed(t, a, folder, few(t, 2), nextRoot(t, a, folder, func(r *release.Root) { r.Expires = "2037-01-01" }))
	l, err := folder.Publish(p, []Key{a.Log}, ask[:2])
	must(t, err)
	record, err := update.Load(nil, string(a.Root.Raw), 0)
	must(t, err)
	record = run(t, record, folder)
	if record.LastRun.Status != update.Updated || record.RootVersion != 3 || record.Confirmed != 2 {
		t.Errorf("%+v, root %d, confirmed by %d", record.LastRun, record.RootVersion, record.Confirmed)
	}
	must(t, l.History(func(Past) error { return nil }))

	for _, w := range witnesses {
		w.now += 86400
	}
	l, err = folder.Renew(ask)
	must(t, err)
	if l.Head.Confirmed != 3 || l.Head.Time != 1_772_986_400 {
		t.Errorf("confirmed by %d at %d", l.Head.Confirmed, l.Head.Time)
	}
	if record = run(t, record, folder); record.LastRun.Status != update.Current || record.Confirmed != 3 {
		t.Errorf("%+v, confirmed by %d", record.LastRun, record.Confirmed)
	}
}

func TestSignRoot(t *testing.T) {
	a, folder := begun(t)
	l, err := OpenLog(folder.Read)
	must(t, err)
	added := NewKey(DevelopmentSet+"/root-d", release.Ed25519, bytes.Repeat([]byte{3}, 32))
	next := l.Root
	next.Version++
	next.RootKeys.Keys = append(slices.Clone(next.RootKeys.Keys[1:]), added.Key)
	draft := Draft(next.Body())
	for _, test := range []struct {
		why  string
		key  Key
		code release.Code
	}{
		{"a key of the old root", a.Roots[0], ""},
		{"a key of the new root", added, ""},
		{"a release key", a.Releases[0], release.BadKey},
		{"a root key that nobody names", NewKey(added.Name, release.Ed25519, bytes.Repeat([]byte{4}, 32)), release.BadKey},
	} {
		if _, err := l.SignRoot(draft, test.key); release.CodeOf(err) != test.code || (err == nil) != (test.code == "") {
			t.Errorf("%s: %v", test.why, err)
		}
	}
	for i, k := range []Key{a.Roots[0], a.Roots[1], added} {
		draft, err = l.SignRoot(draft, k)
		must(t, err)
		if ready := l.Ready(draft) == nil; ready != (i == 2) {
			t.Errorf("ready after %d signatures: %v", i+1, ready)
		}
		if _, err := l.SignRoot(draft, k); !errors.Is(err, ErrSigned) {
			t.Errorf("twice: %v", err)
		}
	}
}

func TestPin(t *testing.T) {
	a, folder := begun(t)
	pin := release.PinOf(a.Root)
	for _, text := range []string{pin.String(), strings.TrimPrefix(pin.String(), "1:")} {
		if p, err := release.ParsePin(text); err != nil || p != pin {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "1:", "0:" + pin.String()[2:], "01:" + pin.String()[2:], pin.String() + "A", "x" + pin.String()} {
		if _, err := release.ParsePin(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
	if len(strings.Fields(pin.Fingerprint())) != 7 {
		t.Error(pin.Fingerprint())
	}
	if r, err := Pinned(pin, folder.Read); err != nil || r.Set != DevelopmentSet {
		t.Error(err)
	}
	pin.Hash[0] ^= 1
	if _, err := Pinned(pin, folder.Read); release.CodeOf(err) != release.BadRoot {
		t.Error(err)
	}
}

func TestNewEpoch(t *testing.T) {
	a, folder := begun(t)
	w := &witness{key: NewKey("witness.example/w", release.Cosignature, bytes.Repeat([]byte{8}, 32)), now: 1_772_900_000}
	with := nextRoot(t, a, folder, func(r *release.Root) {
		r.Witnesses, r.FreshDays = release.Quorum{Need: 1, Keys: []release.Key{w.key.Key}}, 14
	})
	_, err := folder.Publish(signed(t, a, folder, few(t, 1), with), []Key{a.Log}, []Witness{w.ask})
	must(t, err)
	record, err := update.Load(nil, string(a.Root.Raw), 0)
	must(t, err)
	record = run(t, record, folder)

	fresh := NewKey(DevelopmentSet+"/log2", release.Ed25519, bytes.Repeat([]byte{9}, 32))
	root := nextRoot(t, a, folder, func(r *release.Root) { r.Epoch, r.Log = 2, fresh.Key })
	old, err := OpenLog(folder.Read)
	must(t, err)
	if _, err := folder.Publish(signed(t, a, folder, few(t, 2), nil), []Key{a.Log}, nil); err == nil {
		t.Error("published without the witness")
	}
	if _, err := old.next(root); release.CodeOf(err) != release.BadRoot {
		t.Errorf("a new epoch in the same folder: %v", err)
	}
	renewed := Folder(t.TempDir())
	if _, err := renewed.BeginLog(old, root, []Key{a.Log}, nil); release.CodeOf(err) != release.WitnessQuorum {
		t.Errorf("without the witness: %v", err)
	}
	l, err := renewed.BeginLog(old, root, []Key{a.Log}, []Witness{w.ask})
	must(t, err)
	if l.Root.Version != 3 || l.Head.Size != 0 {
		t.Errorf("root %d, %d entries", l.Root.Version, l.Head.Size)
	}
	w2 := &witness{key: w.key, now: w.now}
	for edition := range 2 {
		l, err = renewed.Publish(signed(t, a, renewed, few(t, 3+edition), nil), []Key{fresh}, []Witness{w2.ask})
		must(t, err)
		if record = run(t, record, renewed); record.LastRun.Status != update.Updated || record.Epoch != 2 || record.Active.Index != int64(edition) {
			t.Errorf("a client of the old log: %+v", record.LastRun)
		}
	}
	must(t, l.History(func(Past) error { return nil }))
	if _, err := renewed.BeginLog(old, root, []Key{a.Log}, []Witness{w.ask}); err == nil {
		t.Error("a log is begun twice")
	}
}

func TestDraftRoot(t *testing.T) {
	a, err := Development()
	must(t, err)
	for _, test := range []struct {
		why    string
		change func(*release.Root)
		code   release.Code
	}{
		{"as it was", func(*release.Root) {}, ""},
		{"more signatures than root keys", func(r *release.Root) { r.RootKeys.Need = 4 }, release.BadRoot},
		{"more signatures than release keys", func(r *release.Root) { r.ReleaseKeys.Need = 4 }, release.BadRoot},
		{"one key in two roles", func(r *release.Root) { r.Log.Public = r.ReleaseKeys.Keys[0].Public }, release.BadKey},
		{"no day", func(r *release.Root) { r.Expires = "soon" }, release.BadFormat},
	} {
		r := a.Root
		test.change(&r)
		if _, err := DraftRoot(r); release.CodeOf(err) != test.code || (err == nil) != (test.code == "") {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}
