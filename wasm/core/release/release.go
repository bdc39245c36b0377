// Package release knows what of a rule set is signed, and by whom: roots,
// releases, the log and its checkpoints (the update protocol, sections 3 and 5
// to 7; the formats are those of C2SP signed-note, tlog-checkpoint,
// tlog-cosignature, tlog-proof and tlog-tiles, and of RFC 6962).
//
// Every file is verified first and parsed afterwards, and the one way in which
// a body can be written is the way in which Body writes it.
package release

import (
	"strconv"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// Limits of a release and of its data files, in bytes (protocol, section 3.1).
const (
	MaxRelease = 32 << 10
	MaxFile    = 1 << 20
	MaxFiles   = 4 << 20 // all data files of a release together
	MaxCount   = 64      // how many data files it has
)

const maxSummary = 500

// File is a data file that a release names.
type File struct {
	Name string `json:"name"`
	// Schema is the version of the file's format.
	Schema int   `json:"schema"`
	Size   int64 `json:"size"`
	// SHA256 is in lower-case hex.
	SHA256 string `json:"sha256"`
}

// Release is one version of a rule set (protocol, section 6).
type Release struct {
	Set string
	// Epoch and Index say which entry of which log the release is.
	Epoch int
	Index int64
	// Root is the version of the newest root when it was signed.
	Root int
	// Time is for people, and never compared.
	Time string
	// Files are in the order of their names, then schemas.
	Files []File
	// Summary is for people: one line, plain text.
	Summary string
	// Raw is the signed file, the log's entry; nil for a release that is not
	// signed yet.
	Raw []byte
}

// OpenRelease opens the log's entry index. A quorum of release keys has to have
// signed it (BadSignature, Threshold); then it is parsed (TooBig, BadFormat);
// then it has to be meant for this set, epoch and index (WrongPlace), and for
// no newer root than r (BadRoot).
func (r Root) OpenRelease(raw []byte, index int64) (Release, error) {
	s, err := split(raw, MaxRelease)
	if err != nil {
		return Release{}, err
	}
	if _, err := s.need(r.ReleaseKeys, Threshold); err != nil {
		return Release{}, err
	}
	l, err := parseRelease(s.body)
	if err != nil {
		return Release{}, err
	}
	if l.Set != r.Set || l.Epoch != r.Epoch || l.Index != index {
		return Release{}, Fail(WrongPlace, "a release for %s %d.%d, not for %s %d.%d", l.Set, l.Epoch, l.Index, r.Set, r.Epoch, index)
	}
	if l.Root > r.Version {
		return Release{}, Fail(BadRoot, "a release under root %d, the newest is %d", l.Root, r.Version)
	}
	l.Raw = raw
	return l, nil
}

// Choose returns the files of the best schema that is not over highest, and
// that schema (protocol, section 6.1). It is NeedsNewer if there is none, and
// SchemaDowngrade if it is lower than active, the schema in use.
func (l Release) Choose(highest, active int) ([]File, int, error) {
	best := 0
	for _, f := range l.Files {
		if f.Schema <= highest {
			best = max(best, f.Schema)
		}
	}
	if best == 0 {
		return nil, 0, Fail(NeedsNewer, "all data is in a newer schema than %d", highest)
	}
	if best < active {
		return nil, 0, Fail(SchemaDowngrade, "schema %d is older than %d, which is in use", best, active)
	}
	var files []File
	for _, f := range l.Files {
		if f.Schema == best {
			files = append(files, f)
		}
	}
	return files, best, nil
}

// Body returns the text that is signed (protocol, section 6).
func (l Release) Body() string {
	var b strings.Builder
	b.WriteString(typeRelease + "\nset " + l.Set + "\nlog " + strconv.Itoa(l.Epoch) + " " + strconv.FormatInt(l.Index, 10) +
		"\nroot " + strconv.Itoa(l.Root) + "\ntime " + l.Time + "\n")
	for _, f := range l.Files {
		b.WriteString("file " + f.Name + " " + strconv.Itoa(f.Schema) + " " + strconv.FormatInt(f.Size, 10) + " " + f.SHA256 + "\n")
	}
	b.WriteString("summary " + l.Summary + "\n")
	return b.String()
}

const typeRelease = "rules-release/v1"

// parseRelease is the inverse of Body; whatever Body would not write is
// refused.
func parseRelease(body string) (Release, error) {
	t := &text{rest: body}
	var l Release
	t.is(typeRelease)
	l.Set = t.value("set")
	if !isName(l.Set) {
		t.fail(Fail(BadFormat, "%q is no name of a set", cut(l.Set)))
	}
	f := t.exactly("log", 2)
	l.Epoch, l.Index = int(t.number(f[0], 1)), t.number(f[1], 0)
	l.Root = int(t.number(t.value("root"), 1))
	l.Time = t.value("time")
	if !isTime(l.Time) {
		t.fail(Fail(BadFormat, "%q is no time such as 2026-03-08T10:00:00Z", cut(l.Time)))
	}
	total := int64(0)
	for t.next("file") {
		file := t.file()
		if n := len(l.Files); n > 0 && !before(l.Files[n-1], file) {
			t.fail(Fail(BadFormat, "the file %s is there twice, or not in order", cut(file.Name)))
		}
		l.Files = append(l.Files, file)
		total += file.Size
	}
	l.Summary = t.value("summary")
	if l.Summary == "" || len(l.Summary) > maxSummary {
		t.fail(Fail(BadFormat, "a summary has 1 to %d bytes, not %d", maxSummary, len(l.Summary)))
	}
	t.end()
	if len(l.Files) == 0 || len(l.Files) > MaxCount {
		t.fail(Fail(BadFormat, "a release has 1 to %d files, not %d", MaxCount, len(l.Files)))
	}
	if total > MaxFiles {
		t.fail(Fail(TooBig, "the files have %d bytes together, at most %d are allowed", total, MaxFiles))
	}
	if t.err != nil {
		return Release{}, t.err
	}
	return l, nil
}

// file takes the next line as a file.
func (t *text) file() File {
	f := t.exactly("file", 4)
	file := File{f[0], int(t.number(f[1], 1)), t.number(f[2], 1), f[3]}
	if !made(file.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") || len(file.Name) > 40 {
		t.fail(Fail(BadFormat, "%q is no name of a file", cut(file.Name)))
	}
	if !made(file.SHA256, "0123456789abcdef") || len(file.SHA256) != 64 {
		t.fail(Fail(BadFormat, "%q is no SHA-256", cut(file.SHA256)))
	}
	if file.Size > MaxFile {
		t.fail(Fail(TooBig, "the file %s has %d bytes, at most %d are allowed", cut(file.Name), file.Size, MaxFile))
	}
	return file
}

func before(a, b File) bool {
	return a.Name < b.Name || a.Name == b.Name && a.Schema < b.Schema
}

// isTime reports whether s is written as 2026-03-08T10:00:00Z.
func isTime(s string) bool {
	_, err := day.Of(s)
	return err == nil && len(s) == 20 && s[19] == 'Z' && s[11:13] < "24" && s[14:16] < "60" && s[17:19] < "60"
}
