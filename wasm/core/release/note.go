package release

import (
	"encoding/base64"
	"errors"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// signed is a note that was split and not yet verified.
type signed struct {
	body string
	sigs []note.Signature
}

// split takes a signed note apart (C2SP signed-note). A note over limit is
// TooBig, and what is no note is BadFormat.
func split(raw []byte, limit int) (signed, error) {
	if len(raw) > limit {
		return signed{}, Fail(TooBig, "%d bytes, at most %d are allowed", len(raw), limit)
	}
	// The note package would verify too, but it looks at the first signature of
	// a key only, and a wrong second one must not pass. Without keys it hands
	// out all of them, and drops nothing but lines that are there twice.
	_, err := note.Open(raw, nil)
	var split *note.UnverifiedNoteError
	if !errors.As(err, &split) {
		return signed{}, Fail(BadFormat, "not a signed note: %w", err)
	}
	return signed{split.Note.Text, split.Note.UnverifiedSigs}, nil
}

// verify returns the times of the keys that signed, the latest first: one for
// each key, however often it signed; 0 for a key that swears to no time.
// Signatures of other keys are ignored. It is BadSignature if a signature of
// one of the keys does not verify.
func (s signed) verify(keys []Key) ([]int64, error) {
	var times []int64
	for _, k := range keys {
		latest := int64(-1)
		for _, sig := range s.sigs {
			if sig.Name != k.Name || sig.Hash != k.ID {
				continue
			}
			// Strict, so that nobody can write the same signature in two ways.
			data, err := base64.StdEncoding.Strict().DecodeString(sig.Base64)
			if err != nil {
				return nil, Fail(BadSignature, "the signature of %s is not written as it should be", k.Name)
			}
			time, ok := k.verify(s.body, data[4:])
			if !ok {
				return nil, Fail(BadSignature, "the signature of %s is wrong", k.Name)
			}
			latest = max(latest, time)
		}
		if latest >= 0 {
			at := 0
			for at < len(times) && times[at] >= latest { // a sort of its own would cost the engine 20 KB
				at++
			}
			times = slices.Insert(times, at, latest)
		}
	}
	return times, nil
}

// need is verify for a quorum: if too few keys signed, it is refused with code.
func (s signed) need(q Quorum, code Code) ([]int64, error) {
	times, err := s.verify(q.Keys)
	if err == nil && len(times) < q.Need {
		err = Fail(code, "%d of %d keys signed, %d needed", len(times), len(q.Keys), q.Need)
	}
	return times, err
}
