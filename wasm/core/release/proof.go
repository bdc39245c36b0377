package release

import (
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const maxHashes = 63

// Proof says that a log has an entry (C2SP tlog-proof v1, without an extra
// line).
type Proof struct {
	Index  int64
	Hashes tlog.RecordProof
	// Checkpoint is a signed head of the log.
	Checkpoint []byte
}

// ParseProof reads a proof; nothing in it is verified. Errors are TooBig and
// BadFormat.
func ParseProof(raw []byte) (Proof, error) {
	if len(raw) > MaxProof {
		return Proof{}, Fail(TooBig, "%d bytes, at most %d are allowed", len(raw), MaxProof)
	}
	t := &text{rest: string(raw)}
	t.is(typeProof)
	p := Proof{Index: t.number(t.value("index"), 0)}
	for t.err == nil && !strings.HasPrefix(t.rest, "\n") {
		if len(p.Hashes) == maxHashes {
			t.fail(Fail(BadFormat, "more than %d hashes", maxHashes))
		}
		p.Hashes = append(p.Hashes, t.hash(t.line()))
	}
	t.is("")
	if t.err != nil {
		return Proof{}, t.err
	}
	p.Checkpoint = []byte(t.rest)
	return p, nil
}

// String returns the file.
func (p Proof) String() string {
	var b strings.Builder
	b.WriteString(typeProof + "\nindex " + strconv.FormatInt(p.Index, 10) + "\n")
	for _, h := range p.Hashes {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n" + string(p.Checkpoint))
	return b.String()
}

const typeProof = "c2sp.org/tlog-proof@v1"

// Logged verifies the proof that entry stands in the log of r, and returns the
// checkpoint that says so; it may be old. Errors are those of ParseProof and
// OpenCheckpoint, and NotLogged if there is no proof or if it is for something
// else.
func (r Root) Logged(entry, proof []byte) (Checkpoint, error) {
	if len(proof) == 0 {
		return Checkpoint{}, Fail(NotLogged, "there is no proof that this stands in the log")
	}
	p, err := ParseProof(proof)
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := r.OpenCheckpoint(p.Checkpoint)
	if err != nil {
		return Checkpoint{}, err
	}
	if err := tlog.CheckRecord(p.Hashes, c.Size, c.Hash, p.Index, tlog.RecordHash(entry)); err != nil {
		return Checkpoint{}, Fail(NotLogged, "the proof does not fit: %w", err)
	}
	return c, nil
}
