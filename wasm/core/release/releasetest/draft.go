package releasetest

import (
	"strconv"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// Draft is a root that is not signed yet, with its private keys. Its methods
// replace the keys of a role by new ones.
type Draft struct {
	release.Root
	Keys Keys
}

// NewRootKeys replaces the root keys.
func (d *Draft) NewRootKeys(of Of) {
	d.Keys.Root = d.make(d.Set+"/root-", release.Ed25519, of)
	d.RootKeys = quorum(of, d.Keys.Root)
}

// NewReleaseKeys replaces the release keys.
func (d *Draft) NewReleaseKeys(of Of) {
	d.Keys.Release = d.make(d.Set+"/release-", release.Ed25519, of)
	d.ReleaseKeys = quorum(of, d.Keys.Release)
}

// NewWitnesses replaces the witnesses.
func (d *Draft) NewWitnesses(of Of, freshDays int) {
	d.Keys.Witnesses = d.make("witness.example/", release.Cosignature, of)
	d.Witnesses, d.FreshDays = quorum(of, d.Keys.Witnesses), freshDays
}

// NewLogKey replaces the log's key.
func (d *Draft) NewLogKey() {
	d.Keys.Log = NewSigner(d.Set+"/log"+strconv.Itoa(d.Epoch), release.Ed25519, strconv.Itoa(d.Version))
	d.Log = d.Keys.Log.Key
}

// NewEpoch begins a new log, with a new key.
func (d *Draft) NewEpoch() {
	d.Epoch++
	d.NewLogKey()
}

func (d *Draft) make(start string, algorithm byte, of Of) []Signer {
	signers := make([]Signer, of.Keys)
	for i := range signers {
		signers[i] = NewSigner(start+string(rune('a'+i)), algorithm, strconv.Itoa(d.Version))
	}
	return signers
}

func quorum(of Of, signers []Signer) release.Quorum {
	q := release.Quorum{Need: of.Need}
	for _, s := range signers {
		q.Keys = append(q.Keys, s.Key)
	}
	return q
}
