package update

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Limits of section 3.1: of a tile, in bytes, and of the roots in one run.
const (
	maxTile  = 32 << 8
	maxRoots = 64
	// Another source has half of all limits, but all 32 parts, the regions, and
	// the texts in one language.
	halfCount = release.MaxCount/2 + 2
	hour      = 60 * 60
	day       = 24 * hour
)

// Input is what a run is given. The first call of a run has no answers; every
// further one has those to all requests so far.
type Input struct {
	Record  Record            `json:"record"`
	Answers map[string]Answer `json:"answers"`
	// Now is the device's clock in Unix seconds.
	Now int64 `json:"now"`
	// Offline says that the files come from a bundle: a stale head is no reason
	// to wait for a newer one.
	Offline bool `json:"offline,omitempty"`
	// Known are the link domains that the package vouches for.
	Known []string `json:"known"`
	// Language is what the reader reads, a lower-case tag as BCP 47. Texts in
	// other languages are not asked for.
	Language string `json:"language,omitempty"`
	// Half halves all limits, as for a source that is not the built-in one.
	Half bool `json:"half,omitempty"`
	// Policy is what an organisation wants of its devices.
	Policy Policy `json:"policy,omitzero"`
}

// Answer is what a source answered to one request.
type Answer struct {
	Bytes []byte `json:"bytes,omitempty"`
	// Missing says that there is no such file.
	Missing bool `json:"missing,omitempty"`
	// Failure says why there is no answer.
	Failure string `json:"failure,omitempty"`
	// TooBig says that the answer was cut off at its limit.
	TooBig bool `json:"tooBig,omitempty"`
	// RetryAfter is how long, in seconds, the source asks to be left alone.
	RetryAfter int64 `json:"retryAfter,omitempty"`
}

// Request is a file that a run needs: a path below the source's base URL, and
// the most bytes that it may have.
type Request struct {
	Path  string `json:"path"`
	Limit int64  `json:"limit"`
}

// Output is what a run comes to so far. The shell commits the record when it
// has changed, then fetches what is needed and calls again, until there is a
// result.
type Output struct {
	Record  Record    `json:"record"`
	Changed bool      `json:"changed"`
	Need    []Request `json:"need,omitempty"`
	Result  *LastRun  `json:"result,omitempty"`
	// Opened is the new rule set when the result is Updated. It goes into the
	// slot of the record's active release, in the same transaction as the record.
	Opened *rule.Set `json:"-"`
}

// Run goes through the steps of section 9 as far as the answers reach. It
// begins anew each time: steps that were taken before are taken again from the
// same answers, so that the record is the only state and a run that was killed
// goes on from what was committed.
func Run(in Input) Output {
	r := run{Input: in, before: in.Record}
	r.now = max(in.Now, in.Record.Time)
	err := r.steps()
	out := Output{Changed: r.changed, Opened: r.opened}
	if len(r.need) > 0 {
		out.Record, out.Need = r.Record, r.need
		return out
	}
	end := LastRun{At: in.Now, Status: r.status}
	if err != nil {
		end.Status, end.Code, end.Reason = Kept, release.CodeOf(err), err.Error()
		end.RetryAfter = r.retryAfter
		r.Record.Failures++
		out.Opened = nil
	} else {
		r.Record.Failures = 0
	}
	r.Record.LastRun = end
	out.Record, out.Changed, out.Result = r.Record, true, &end
	return out
}

type run struct {
	Input
	before  Record
	now     int64
	changed bool
	need    []Request
	status  Status
	opened  *rule.Set
	// retryAfter is what a source that gave no answer asked for.
	retryAfter int64
}

// errNeed stops the steps until the shell has fetched.
var errNeed = errors.New("more files are needed")

// get returns the answer to a request, or asks for it.
func (r *run) get(path string, limit int64) ([]byte, error) {
	if r.Half && !strings.HasPrefix(path, "tile/") && !strings.HasPrefix(path, "blob/") { // their sizes are fixed
		limit /= 2
	}
	answer, known := r.Answers[path]
	switch {
	case !known:
		r.need = append(r.need, Request{path, limit})
		return nil, errNeed
	case answer.Failure != "":
		r.retryAfter = answer.RetryAfter
		return nil, release.Fail(release.Fetch, "%s: %s", path, answer.Failure)
	case answer.TooBig || int64(len(answer.Bytes)) > limit:
		return nil, release.Fail(release.TooBig, "%s has more than %d bytes", path, limit)
	case answer.Missing:
		return nil, release.Fail(release.Fetch, "%s is missing", path)
	}
	return answer.Bytes, nil
}

// tiles reads tiles for the proofs. What is missing is left out, and a full
// tile is asked for instead of it.
func (r *run) tiles(paths []string) (map[string][]byte, error) {
	found := map[string][]byte{}
	for _, path := range paths {
		if r.Answers[path].Missing {
			continue
		}
		text, err := r.get(path, maxTile)
		switch {
		case errors.Is(err, errNeed):
		case err != nil:
			return nil, err
		default:
			found[path] = text
		}
	}
	if len(r.need) > 0 {
		return nil, errNeed
	}
	return found, nil
}

func (r *run) steps() error {
	root, err := release.OpenRoot([]byte(r.Record.Root))
	if err != nil {
		return err
	}
	if r.Record.Fork != nil {
		if root, err = r.followRoots(root); err != nil {
			return err
		}
		if r.Record.Fork != nil { // only a root of a new epoch ends a fork
			r.status = Forked
			return nil
		}
	}
	text, err := r.get("checkpoint", release.MaxCheckpoint)
	if err != nil {
		return err
	}
	head, err := root.OpenCheckpoint(text)
	if bySignatures(err) || err == nil && head.Size > r.Record.Size {
		followed, followErr := r.followRoots(root)
		if followErr != nil {
			return followErr
		}
		root = followed
		head, err = root.OpenCheckpoint(text)
	}
	if err != nil {
		return err
	}
	return r.withHead(root, head)
}

// bySignatures reports whether a newer root could make a checkpoint valid.
func bySignatures(err error) bool {
	switch release.CodeOf(err) {
	case release.BadSignature, release.Threshold, release.WitnessQuorum, release.BadKey, release.WrongPlace:
		return true
	}
	return false
}

// followRoots accepts one root after the other, each stored as soon as it is.
func (r *run) followRoots(root release.Root) (release.Root, error) {
	for range maxRoots {
		path := "root/" + strconv.Itoa(root.Version+1)
		if r.Answers[path].Missing {
			return root, nil
		}
		text, err := r.get(path, release.MaxRoot)
		if err != nil {
			return root, err
		}
		var proof []byte
		if root.Witnesses.Need > 0 {
			if proof, err = r.get(path+".proof", release.MaxProof); err != nil {
				return root, err
			}
		}
		next, err := root.Next(text, proof)
		if err != nil {
			return root, err
		}
		r.acceptRoot(root, next)
		root = next
	}
	return root, nil
}

func (r *run) acceptRoot(root, next release.Root) {
	r.Record.Root, r.Record.RootVersion, r.changed = string(next.Raw), next.Version, true
	if next.Epoch > root.Epoch { // a new log starts, the set in use stays
		r.Record.Epoch, r.Record.Size, r.Record.Hash, r.Record.Checkpoint, r.Record.Fork = next.Epoch, 0, "", "", nil
	}
}

// withHead goes on with a checkpoint that the root has made valid.
func (r *run) withHead(root release.Root, head release.Checkpoint) error {
	hash := head.Hash.String()
	switch {
	case head.Size < r.Record.Size:
		r.status = Older
		return nil
	case head.Size == r.Record.Size && hash != r.Record.Hash:
		return r.fork(head)
	case head.Size == r.Record.Size:
		r.confirm(head)
		if r.Policy.Pin == nil && r.Record.seen() && r.Record.Active.speaks(r.Language) {
			r.status = Current
			return nil
		}
	case r.Record.Size > 0:
		old, err := oldHash(r.Record.Hash)
		if err != nil {
			return err
		}
		err = release.Consistent(head, r.Record.Size, old, r.tiles)
		if errors.Is(err, release.ErrFork) {
			return r.fork(head)
		}
		if err != nil {
			return err
		}
	}
	if root.Stale(head, r.now) && head.Size > r.Record.Size && !r.Offline {
		return release.Fail(release.Stale, "the newest head was last confirmed more than %d days ago", root.FreshDays)
	}
	entry, err := r.entry(root, head, head.Size-1)
	if err != nil {
		return err
	}
	if r.Record.Size != head.Size {
		r.Record.Checkpoint, r.Record.Epoch, r.Record.Size, r.Record.Hash = string(head.Raw), head.Epoch, head.Size, hash
		r.Record.Confirmed, r.changed = head.Confirmed, true
		r.Record.Time = max(r.Record.Time, min(head.Time, r.now+day))
	}
	if pin := r.Policy.Pin; pin != nil {
		if entry, err = r.pinned(root, head, *pin); err != nil {
			return err
		}
	}
	if r.Record.uses(entry.Epoch, entry.Index) {
		if r.Record.Active.speaks(r.Language) {
			r.status = Current
			return nil
		}
	} else if r.delayed(entry) {
		return nil
	}
	return r.activate(root, entry)
}

// entry reads the release at an index of the log.
func (r *run) entry(root release.Root, head release.Checkpoint, index int64) (release.Release, error) {
	text, err := r.get("entry/"+strconv.FormatInt(index, 10), release.MaxRelease)
	if err != nil {
		return release.Release{}, err
	}
	if err := release.Included(head, index, text, r.tiles); err != nil {
		return release.Release{}, err
	}
	return root.OpenRelease(text, index)
}

func oldHash(text string) (tlog.Hash, error) {
	var hash tlog.Hash
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != len(hash) {
		return hash, release.Fail(release.Storage, "the stored hash cannot be read")
	}
	copy(hash[:], raw)
	return hash, nil
}

// confirm takes newer cosignatures of the head that is known.
func (r *run) confirm(head release.Checkpoint) {
	if head.Time > r.Record.Time {
		r.Record.Checkpoint, r.Record.Confirmed, r.changed = string(head.Raw), head.Confirmed, true
		r.Record.Time = min(head.Time, r.now+day)
	}
}

func (r *run) fork(head release.Checkpoint) error {
	r.Record.Fork = &Fork{r.Record.Checkpoint, string(head.Raw)}
	r.status, r.changed = Forked, true
	return nil
}

// activate fetches the data files of a release and passes them through the
// content gate. Nothing changes until all of it has passed.
func (r *run) activate(root release.Root, entry release.Release) error {
	inUse := 0
	if r.Record.Active != nil {
		inUse = r.Record.Active.Schema
	}
	files, schema, err := entry.Choose(part.Schema, inUse)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f release.File) bool {
		// A bundle has texts in the language of the device that it is from. They are fetched later.
		notThere := r.Offline && r.Language != part.Languages && part.HasTexts(f.Name) && r.Answers["blob/"+f.SHA256].Missing
		return notThere || part.Foreign(f.Name, r.Language)
	})
	contents, total := map[string][]byte{}, int64(0)
	for _, file := range files {
		if r.Half && file.Size > release.MaxFile/2 {
			return release.Fail(release.TooBig, "%s has %d bytes, another source may have %d in a file", file.Name, file.Size, release.MaxFile/2)
		}
		total += file.Size
		text, err := r.get("blob/"+file.SHA256, file.Size)
		if errors.Is(err, errNeed) {
			continue // ask for all of them at once
		}
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(text); int64(len(text)) != file.Size || hex.EncodeToString(sum[:]) != file.SHA256 {
			return release.Fail(release.BadBlob, "%s is not the file that was signed", file.Name)
		}
		contents[file.Name] = text
	}
	if len(r.need) > 0 {
		return errNeed
	}
	if r.Half && (total > release.MaxFiles/2 || len(files) > halfCount) {
		return release.Fail(release.TooBig, "another source may have %d files with %d bytes together", halfCount, release.MaxFiles/2)
	}
	opened, err := open(root, entry.Epoch, entry.Index, contents, r.Known)
	if err != nil {
		return err
	}
	if r.Half && (len(opened.Entries) > rule.MaxPlatforms/2 || opened.Hosts > rule.MaxHosts/2) {
		return release.Fail(release.BadContent, "another source may have %d platforms and %d hosts", rule.MaxPlatforms/2, rule.MaxHosts/2)
	}
	slot := "a"
	if r.Record.Active != nil && r.Record.Active.Slot == "a" {
		slot = "b"
	}
	if !r.Record.uses(entry.Epoch, entry.Index) { // or only the language is new
		r.Record.Previous = r.Record.Active
	}
	r.Record.Active = &Active{entry.Epoch, entry.Index, schema, slot, string(entry.Raw), files}
	r.Record.Domains = r.held(root, opened)
	r.Record.Waiting = nil
	r.status, r.opened, r.changed = Updated, &opened, true
	return nil
}

// Reopen opens the rule set of the release in use from its data files, by name,
// with the link domains that the package vouches for.
func Reopen(r Record, files map[string][]byte, known []string) (rule.Set, error) {
	root, err := release.OpenRoot([]byte(r.Root))
	if err != nil {
		return rule.Set{}, err
	}
	if r.Active == nil {
		return rule.Set{}, release.Fail(release.Storage, "no release is in use")
	}
	return open(root, r.Active.Epoch, r.Active.Index, files, known)
}

// open makes one rule set of data files and passes it through the content gate.
func open(root release.Root, epoch int, index int64, files map[string][]byte, known []string) (rule.Set, error) {
	set, err := part.Open(fmt.Sprintf("%d.%d", epoch, index), files, slices.Concat(known, root.Domains)...)
	switch {
	case errors.Is(err, rule.ErrBadContent):
		return rule.Set{}, release.Fail(release.BadContent, "%v", err)
	case err != nil:
		return rule.Set{}, release.Fail(release.BadJSON, "%v", err)
	}
	return set, nil
}

// Complete goes through a whole run, asking read for every file. It is for
// those who have the files at hand; keep is called with each record that has
// to be stored before the run goes on, and may be nil.
func Complete(in Input, read func(Request) Answer, keep func(Record) error) (Output, error) {
	in.Answers = map[string]Answer{}
	for {
		out := Run(in)
		in.Record = out.Record
		if out.Changed && keep != nil {
			if err := keep(out.Record); err != nil {
				return out, err
			}
		}
		if out.Result != nil {
			return out, nil
		}
		for _, request := range out.Need {
			in.Answers[request.Path] = read(request)
		}
	}
}
