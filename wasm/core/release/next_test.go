package release_test

import (
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

const now = 1772964000 // 2026-03-08T10:00:00Z

// started returns a publisher with one release in its log.
func started() *releasetest.Publisher {
	p := releasetest.New(set, releasetest.Usual)
	p.Release("First", releasetest.Blob{Name: "platforms-00", Schema: 4, Data: `{"a":1}`}, releasetest.Blob{Name: "hints-en", Schema: 4, Data: `{"b":2}`})
	p.Checkpoint(now)
	return p
}

func nextVectors() []vector {
	var vectors []vector
	add := func(why string, root, file, proof []byte, want release.Code) {
		vectors = append(vectors, vector{why, given{as: "root", root: root, file: file, proof: proof}, want})
	}
	rotate := func(why string, change func(*releasetest.Draft)) {
		p := started()
		old := p.Root.Raw
		raw := p.Rotate(now, change)
		add(why, old, raw, p.Files()["root/2.proof"], "")
	}
	everything := func(d *releasetest.Draft) {
		d.NewRootKeys(releasetest.Of{Need: 3, Keys: 5})
		d.NewReleaseKeys(releasetest.Of{Need: 1, Keys: 1})
		d.NewWitnesses(releasetest.Of{Need: 1, Keys: 2}, 7)
		d.NewLogKey()
	}
	rotate("the next root with the same keys", nil)
	rotate("the next root with other keys everywhere", everything)
	rotate("the next root with a new log key", (*releasetest.Draft).NewLogKey)
	rotate("the next root with a new epoch", (*releasetest.Draft).NewEpoch)
	rotate("the next root gives its witnesses up", func(d *releasetest.Draft) { d.NewWitnesses(releasetest.Of{}, 0) })
	solo := releasetest.New(set, releasetest.Solo)
	add("without witnesses, a root needs no proof", solo.Root.Raw, solo.Clone().Rotate(now, nil), nil, "")

	// forge is a next root that is logged and witnessed as it should be, and
	// signed by whom the test says.
	forgeAfter := func(p *releasetest.Publisher, why string, change func(*releasetest.Draft), sign func(old, new releasetest.Keys) []releasetest.Signer, want release.Code) {
		d := &releasetest.Draft{Root: p.Root, Keys: p.Keys}
		d.Version++
		change(d)
		raw := releasetest.Sign(d.Body(), sign(p.Keys, d.Keys)...)
		p.Log.Append(raw)
		add(why, p.Root.Raw, raw, p.Prove(p.Log.Size()-1, now), want)
	}
	forge := func(why string, change func(*releasetest.Draft), sign func(old, new releasetest.Keys) []releasetest.Signer, want release.Code) {
		forgeAfter(started(), why, change, sign, want)
	}
	both := func(old, new releasetest.Keys) []releasetest.Signer { return slices.Concat(old.Root, new.Root) }
	forge("a root signed by its own keys only", everything, func(_, new releasetest.Keys) []releasetest.Signer { return new.Root }, release.Threshold)
	forge("a root signed by the old keys only", everything, func(old, _ releasetest.Keys) []releasetest.Signer { return old.Root }, release.Threshold)
	forge("a root by one stolen old key", everything, func(old, new releasetest.Keys) []releasetest.Signer {
		return append(new.Root, old.Root[0])
	}, release.Threshold)
	forge("a root signed by the old release keys", everything, func(old, new releasetest.Keys) []releasetest.Signer {
		return slices.Concat(old.Release, new.Root)
	}, release.Threshold)
	forge("a root again, rolled back", func(d *releasetest.Draft) { d.Version-- }, both, release.BadRoot)
	forge("a root is left out", func(d *releasetest.Draft) { d.Version++ }, both, release.BadRoot)
	forge("an epoch is left out", func(d *releasetest.Draft) { d.NewEpoch(); d.NewEpoch() }, both, release.BadRoot)
	forge("the root of another set", func(d *releasetest.Draft) {
		d.Set = "rules.example.net/main"
		everything(d)
	}, both, release.BadRoot)
	forge("a next root that is not well-formed", func(d *releasetest.Draft) { d.Expires = "soon" }, both, release.BadFormat)

	second := started()
	second.Rotate(now, (*releasetest.Draft).NewEpoch)
	forgeAfter(second, "an epoch goes back", func(d *releasetest.Draft) { d.Epoch--; d.NewLogKey() }, both, release.BadRoot)

	p := started()
	old := p.Clone()
	raw := p.Rotate(now, everything)
	log := old.Clone()
	log.Log.Append(raw)
	proof := string(log.Prove(1, now))
	head := proof[strings.Index(proof, "\n\n")+2:]
	text, _, _ := strings.Cut(head, "\n\n")
	text += "\n"
	witness := func(i int) string { return old.Keys.Witnesses[i].Cosign(text, now) }
	start := strings.TrimSuffix(proof, head)
	bad := func(why, proof string, want release.Code) { add(why, old.Root.Raw, raw, []byte(proof), want) }
	bad("a secret root, without a proof", "", release.NotLogged)
	bad("a secret root, with the proof of another entry", string(old.Prove(0, now)), release.NotLogged)
	bad("a proof for another index", strings.Replace(proof, "index 1", "index 0", 1), release.NotLogged)
	bad("a proof for an index beyond the log", strings.Replace(proof, "index 1", "index 2", 1), release.NotLogged)
	bad("a proof with a hash too many", strings.Replace(start, "\n\n", "\n"+strings.Split(text, "\n")[2]+"\n\n", 1)+head, release.NotLogged)
	bad("a proof with a hash too few", "c2sp.org/tlog-proof@v1\nindex 1\n\n"+head, release.NotLogged)
	bad("a proof cosigned by one witness", start+text+"\n"+old.Keys.Log.Sign(text)+witness(0), release.WitnessQuorum)
	bad("a proof cosigned by the new witnesses", start+string(releasetest.Note(text, old.Keys.Log.Sign(text), p.Keys.Witnesses[0].Cosign(text, now), p.Keys.Witnesses[1].Cosign(text, now))), release.WitnessQuorum)
	bad("a proof signed by the new log key", start+string(releasetest.Note(text, p.Keys.Log.Sign(text), witness(0), witness(1))), release.BadSignature)
	bad("a proof without the log's signature", start+string(releasetest.Note(text, witness(0), witness(1))), release.BadSignature)
	bad("a proof with an extra line", strings.Replace(proof, "index 1", "extra eA==\nindex 1", 1), release.BadFormat)
	bad("a proof of another version", strings.Replace(proof, "@v1", "@v2", 1), release.BadFormat)
	bad("a proof with a number in another way", strings.Replace(proof, "index 1", "index 01", 1), release.BadFormat)
	bad("a proof with a hash in another way", strings.Replace(proof, "=\n", "\n", 1), release.BadFormat)
	bad("a proof without its checkpoint", start, release.BadFormat)
	bad("a proof with sixty-four hashes", strings.Replace(start, "\n\n", "\n"+strings.Repeat(strings.Split(text, "\n")[2]+"\n", 63)+"\n", 1)+head, release.BadFormat)
	vectors = append(vectors,
		vector{"an entry with its proof", given{as: "proof", root: old.Root.Raw, file: raw, proof: []byte(proof)}, ""},
		vector{"a proof with an old checkpoint", given{as: "proof", root: old.Root.Raw, file: raw, proof: log.Prove(1, 1000)}, ""},
		vector{"an entry with the proof of another", given{as: "proof", root: old.Root.Raw, file: old.Log.Entries[0], proof: []byte(proof)}, release.NotLogged},
	)
	return vectors
}
