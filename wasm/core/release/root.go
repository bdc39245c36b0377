package release

import (
	"strconv"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// Limits of files, in bytes (protocol, section 3.1).
const (
	MaxRoot  = 16 << 10
	MaxProof = 40 << 10
)

const (
	maxKeys    = 16 // in a role
	maxDomains = 200
)

// Quorum is a set of keys of which some are needed.
type Quorum struct {
	Need int
	Keys []Key
}

// Root lists all keys of a rule set (protocol, section 5).
type Root struct {
	Set     string
	Version int
	// Expires is the day, as YYYY-MM-DD, after which a source needs renewing.
	Expires string
	// Epoch counts the logs of the set, from 1; Log is the key of this one. Its
	// name is the log's origin.
	Epoch int
	Log   Key
	// RootKeys sign roots, ReleaseKeys releases; Witnesses cosign checkpoints,
	// and may be none.
	RootKeys, ReleaseKeys, Witnesses Quorum
	// FreshDays is after how many days a checkpoint is stale; 0 without
	// witnesses.
	FreshDays int
	// Domains are those whose links are not held back.
	Domains []string
	// Raw is the signed file; nil for a root that is not signed yet.
	Raw []byte
}

// OpenRoot opens a root that is trusted for another reason: the embedded or
// the pinned one. It has to be well-formed and signed by a quorum of its own
// root keys. Errors are those of the format (TooBig, BadFormat, BadKey,
// BadRoot), BadSignature and Threshold.
func OpenRoot(raw []byte) (Root, error) {
	s, err := split(raw, MaxRoot)
	if err != nil {
		return Root{}, err
	}
	return openRoot(s, raw)
}

// openRoot parses a root and verifies it under its own keys.
func openRoot(s signed, raw []byte) (Root, error) {
	r, err := parseRoot(s.body)
	if err != nil {
		return Root{}, err
	}
	if _, err := s.need(r.RootKeys, Threshold); err != nil {
		return Root{}, err
	}
	r.Raw = raw
	return r, nil
}

// Next opens the root that follows r (protocol, section 5.3, in its order). The
// proof that it stands in r's log may be nil if r has no witnesses. Besides the
// errors of OpenRoot and Logged there is BadRoot, for another set, version or
// epoch than the next.
func (r Root) Next(raw, proof []byte) (Root, error) {
	s, err := split(raw, MaxRoot)
	if err != nil {
		return Root{}, err
	}
	if _, err := s.need(r.RootKeys, Threshold); err != nil {
		return Root{}, err
	}
	next, err := openRoot(s, raw)
	if err != nil {
		return Root{}, err
	}
	if next.Set != r.Set || next.Version != r.Version+1 {
		return Root{}, Fail(BadRoot, "root %d of %s cannot follow root %d of %s", next.Version, next.Set, r.Version, r.Set)
	}
	if next.Epoch != r.Epoch && next.Epoch != r.Epoch+1 {
		return Root{}, Fail(BadRoot, "epoch %d cannot follow epoch %d", next.Epoch, r.Epoch)
	}
	if r.Witnesses.Need > 0 {
		if _, err := r.Logged(raw, proof); err != nil {
			return Root{}, err
		}
	}
	return next, nil
}

// Body returns the text that is signed (protocol, section 5.2).
func (r Root) Body() string {
	var b strings.Builder
	b.WriteString(typeRoot + "\nset " + r.Set + "\nversion " + strconv.Itoa(r.Version) + "\nexpires " + r.Expires +
		"\nlog " + strconv.Itoa(r.Epoch) + " " + r.Log.String())
	role := func(start string, q Quorum) {
		b.WriteString(start)
		for _, k := range q.Keys {
			b.WriteString(" " + k.String())
		}
	}
	role("\nroot "+strconv.Itoa(r.RootKeys.Need), r.RootKeys)
	role("\nrelease "+strconv.Itoa(r.ReleaseKeys.Need), r.ReleaseKeys)
	role("\nwitness "+strconv.Itoa(r.Witnesses.Need)+" "+strconv.Itoa(r.FreshDays), r.Witnesses)
	for _, d := range r.Domains {
		b.WriteString("\ndomain " + d)
	}
	b.WriteString("\n")
	return b.String()
}

const typeRoot = "rules-root/v1"

// parseRoot is the inverse of Body; whatever Body would not write is refused.
func parseRoot(body string) (Root, error) {
	t := &text{rest: body}
	var r Root
	t.is(typeRoot)
	r.Set = t.value("set")
	if !isName(r.Set) {
		t.fail(Fail(BadFormat, "%q is no name of a set", cut(r.Set)))
	}
	r.Version = int(t.number(t.value("version"), 1))
	r.Expires = t.value("expires")
	if !day.Valid(r.Expires) {
		t.fail(Fail(BadFormat, "%q is no day", cut(r.Expires)))
	}
	f := t.exactly("log", 2)
	r.Epoch = int(t.number(f[0], 1))
	r.Log = t.keys(f[1:])[0]
	f = t.fields("root", 2)
	r.RootKeys = Quorum{int(t.number(f[0], 1)), t.keys(f[1:])}
	f = t.fields("release", 2)
	r.ReleaseKeys = Quorum{int(t.number(f[0], 1)), t.keys(f[1:])}
	f = t.fields("witness", 2)
	r.Witnesses = Quorum{int(t.number(f[0], 0)), t.keys(f[2:])}
	r.FreshDays = int(t.number(f[1], 0))
	for t.next("domain") {
		d := t.value("domain")
		if !isDomain(d) || len(r.Domains) > 0 && d <= r.Domains[len(r.Domains)-1] {
			t.fail(Fail(BadFormat, "%q is no domain, or not in order", cut(d)))
		}
		r.Domains = append(r.Domains, d)
	}
	t.end()
	if len(r.Domains) > maxDomains {
		t.fail(Fail(BadFormat, "%d domains, at most %d are allowed", len(r.Domains), maxDomains))
	}
	if t.err != nil {
		return Root{}, t.err
	}
	return r, r.check()
}

// keys reads vkeys; it returns one key for each.
func (t *text) keys(vkeys []string) []Key {
	if len(vkeys) > maxKeys {
		t.fail(Fail(BadKey, "%d keys in one role, at most %d are allowed", len(vkeys), maxKeys))
	}
	keys := make([]Key, len(vkeys))
	for i := 0; i < len(vkeys) && t.err == nil; i++ {
		k, err := ParseKey(vkeys[i])
		if err != nil {
			t.fail(err)
		}
		keys[i] = k
	}
	return keys
}

// isDomain reports whether s has at least two labels of lower-case letters,
// digits and hyphens. Whether it can be registered is the business of those who
// use it: a domain that is none holds nothing back and lets nothing through.
func isDomain(s string) bool {
	labels := 0
	for label := range strings.SplitSeq(s, ".") {
		if labels++; !made(label, "abcdefghijklmnopqrstuvwxyz0123456789-") || len(label) > 63 {
			return false
		}
	}
	return labels > 1 && len(s) <= 253
}

// check refuses a root whose lines are fine one by one and contradict each
// other: BadRoot for numbers, BadKey for keys.
func (r Root) check() error {
	for _, q := range []Quorum{r.RootKeys, r.ReleaseKeys, r.Witnesses} {
		if q.Need > len(q.Keys) {
			return Fail(BadRoot, "%d of %d keys can never sign", q.Need, len(q.Keys))
		}
	}
	if none := r.Witnesses.Need == 0; none != (len(r.Witnesses.Keys) == 0) || none != (r.FreshDays == 0) {
		return Fail(BadRoot, "without witnesses, the line is witness 0 0")
	}
	public, id := map[string]bool{}, map[string]bool{}
	for _, role := range []struct {
		keys      []Key
		algorithm byte
		name      func(string) bool
	}{
		{[]Key{r.Log}, Ed25519, func(name string) bool { return name == r.origin() }},
		{r.RootKeys.Keys, Ed25519, r.named("root-")},
		{r.ReleaseKeys.Keys, Ed25519, r.named("release-")},
		{r.Witnesses.Keys, Cosignature, isName},
	} {
		for _, k := range role.keys {
			if k.Algorithm != role.algorithm || !role.name(k.Name) {
				return Fail(BadKey, "the key %s has the name or the type of another role", k.Name)
			}
			// A signature names its key by name and ID, so two keys must not share them.
			line := k.Name + "+" + strconv.FormatUint(uint64(k.ID), 16)
			if public[string(k.Public)] || id[line] {
				return Fail(BadKey, "the key %s is there twice: one public key has one job", k.Name)
			}
			public[string(k.Public)], id[line] = true, true
		}
	}
	return nil
}

// origin is the name of the log (protocol, section 5.1).
func (r Root) origin() string { return r.Set + "/log" + strconv.Itoa(r.Epoch) }

// named tells the names of a role's keys.
func (r Root) named(role string) func(string) bool {
	return func(name string) bool {
		x, ok := strings.CutPrefix(name, r.Set+"/"+role)
		return ok && x != "" && !strings.Contains(x, "/")
	}
}
