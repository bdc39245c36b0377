package release

import (
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// MaxCheckpoint is the limit of a checkpoint, in bytes.
const MaxCheckpoint = 32 << 10

// Checkpoint is the verified head of a log (protocol, section 7).
type Checkpoint struct {
	Epoch int
	Size  int64
	Hash  tlog.Hash
	// Time is in Unix seconds: a quorum of witnesses says that this was the head
	// then. It is 0 without witnesses.
	Time int64
	// Confirmed is how many witnesses cosigned.
	Confirmed int
	// Raw is the signed file.
	Raw []byte
}

// OpenCheckpoint opens a checkpoint of the log of r (C2SP tlog-checkpoint,
// tlog-cosignature). The log's key has to have signed it (BadSignature), and a
// quorum of witnesses (WitnessQuorum); then it is parsed (TooBig, BadFormat);
// then it has to be of this log (WrongPlace).
func (r Root) OpenCheckpoint(raw []byte) (Checkpoint, error) {
	s, err := split(raw, MaxCheckpoint)
	if err != nil {
		return Checkpoint{}, err
	}
	if _, err := s.need(Quorum{1, []Key{r.Log}}, BadSignature); err != nil {
		return Checkpoint{}, err
	}
	times, err := s.need(r.Witnesses, WitnessQuorum)
	if err != nil {
		return Checkpoint{}, err
	}
	c := Checkpoint{Epoch: r.Epoch, Confirmed: len(times), Raw: raw}
	if r.Witnesses.Need > 0 {
		c.Time = times[r.Witnesses.Need-1]
	}
	t := &text{rest: s.body}
	origin := t.line()
	c.Size = t.number(t.line(), 1)
	c.Hash = t.hash(t.line())
	t.end()
	if t.err == nil && origin != r.origin() {
		t.fail(Fail(WrongPlace, "a checkpoint of %q, not of %q", cut(origin), r.origin()))
	}
	if t.err != nil {
		return Checkpoint{}, t.err
	}
	return c, nil
}

// CheckpointBody returns the text that the log's key signs.
func CheckpointBody(origin string, size int64, hash tlog.Hash) string {
	return origin + "\n" + strconv.FormatInt(size, 10) + "\n" + hash.String() + "\n"
}

// Stale reports whether a checkpoint is older than r allows at now, in Unix
// seconds. A time in the future is fresh, and without witnesses nothing is
// stale.
func (r Root) Stale(c Checkpoint, now int64) bool {
	// Divided, not multiplied: the days may be any number.
	return r.Witnesses.Need > 0 && c.Time < now && (now-c.Time-1)/(24*60*60) >= int64(r.FreshDays)
}

// hash reads a hash, in the one way in which it is written.
func (t *text) hash(s string) tlog.Hash {
	h, err := tlog.ParseHash(s)
	if err != nil || h.String() != s {
		t.fail(Fail(BadFormat, "%q is no hash", cut(s)))
	}
	return h
}
