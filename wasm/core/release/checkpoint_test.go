package release_test

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

func checkpointVectors() []vector {
	p := started()
	text := p.HeadBody()
	log := p.Keys.Log.Sign(text)
	w := func(i int, time int64) string { return p.Keys.Witnesses[i].Cosign(text, time) }
	var vectors []vector
	add := func(why string, file []byte, want release.Code) {
		vectors = append(vectors, vector{why, given{as: "checkpoint", root: p.Root.Raw, file: file}, want})
	}
	edit := func(why, from, to string, want release.Code) {
		text := strings.Replace(text, from, to, 1)
		add(why, releasetest.Note(text, p.Keys.Log.Sign(text), p.Keys.Witnesses[0].Cosign(text, now), p.Keys.Witnesses[1].Cosign(text, now)), want)
	}
	add("a checkpoint with all witnesses", p.Head, "")
	add("a checkpoint with two witnesses of three", releasetest.Note(text, w(2, now), log, w(0, now)), "")
	add("a witness that cosigned on two days", releasetest.Note(text, log, w(0, now-86400), w(0, now), w(1, now)), "")
	add("a witness that nobody knows is ignored", releasetest.Note(text, log, w(0, now), w(1, now), strangers(1)[0]), "")
	solo := releasetest.New(set, releasetest.Solo)
	solo.Release("First", releasetest.Blob{Name: "a", Schema: 1, Data: "{}"})
	vectors = append(vectors, vector{"a checkpoint without witnesses", given{as: "checkpoint", root: solo.Root.Raw, file: solo.Checkpoint(now)}, ""})

	add("witnesses are missing", releasetest.Note(text, log, w(1, now)), release.WitnessQuorum)
	add("one witness cosigns twice", releasetest.Note(text, log, w(1, now), w(1, now+1)), release.WitnessQuorum)
	add("keys of another role cosign", releasetest.Note(text, log, w(1, now), p.Keys.Root[0].Sign(text), p.Keys.Release[0].Sign(text)), release.WitnessQuorum)
	add("the log's signature is missing", releasetest.Note(text, w(0, now), w(1, now), w(2, now)), release.BadSignature)
	add("a release key signs in the place of the log", releasetest.Note(text, p.Keys.Release[0].Sign(text), w(0, now), w(1, now)), release.BadSignature)
	add("another log key of the same name", releasetest.Note(text, releasetest.NewSigner(p.Root.Log.Name, release.Ed25519, "x").Sign(text), w(0, now), w(1, now)), release.BadSignature)
	add("a wrong cosignature beside enough right ones", releasetest.Note(text, log, w(0, now), w(1, now), p.Keys.Witnesses[2].Cosign(text+"x", now)), release.BadSignature)
	add("a right cosignature and then a wrong one of the same witness", releasetest.Note(text, log, w(0, now), w(1, now), p.Keys.Witnesses[0].Cosign(text+"x", now)), release.BadSignature)
	add("a witness signs without a time", releasetest.Note(text, log, w(0, now), w(1, now), p.Keys.Witnesses[2].Sign(text)), release.BadSignature)
	add("the time of a cosignature is changed", releasetest.Note(text, log, w(0, now), retime(w(1, now), now+86400)), release.BadSignature)
	huge := uint64(math.MaxInt64) + 1
	add("a time that overflows", releasetest.Note(text, log, w(0, now), p.Keys.Witnesses[1].Cosign(text, int64(huge))), release.BadSignature)

	edit("a checkpoint with an extension line", text, text+"extension\n", release.BadFormat)
	edit("a checkpoint of a log that is empty", "\n1\n", "\n0\n", release.BadFormat)
	edit("a size with a leading zero", "\n1\n", "\n01\n", release.BadFormat)
	edit("a size that JavaScript cannot hold", "\n1\n", "\n9007199254740992\n", release.BadFormat)
	edit("a checkpoint without a hash", strings.Split(text, "\n")[2]+"\n", "", release.BadFormat)
	edit("a hash that is cut", "=\n", "\n", release.BadFormat)
	edit("a hash written in another way", strings.Split(text, "\n")[2]+"\n", strings.Fields(loosen("— x " + strings.Split(text, "\n")[2] + "\n"))[2]+"\n", release.BadFormat)
	edit("the checkpoint of another set", "rules.example.org", "rules.example.net", release.WrongPlace)
	edit("the checkpoint of another epoch", "log1", "log2", release.WrongPlace)
	return vectors
}

// retime writes another time into a cosignature.
func retime(line string, time int64) string {
	at := strings.LastIndexByte(line, ' ') + 1
	data, _ := base64.StdEncoding.DecodeString(strings.TrimSuffix(line[at:], "\n"))
	binary.BigEndian.PutUint64(data[4:], uint64(time))
	return line[:at] + base64.StdEncoding.EncodeToString(data) + "\n"
}

func TestCheckpointTime(t *testing.T) {
	p := started()
	text := p.HeadBody()
	for _, test := range []struct {
		why       string
		times     [][]int64 // of each witness
		want      int64
		confirmed int
	}{
		{"all agree", [][]int64{{now}, {now}, {now}}, now, 3},
		{"the second largest of three", [][]int64{{now + 5}, {now - 5}, {now}}, now, 3},
		{"one liar cannot make it younger", [][]int64{{math.MaxInt64}, {now}, {now - 9}}, now, 3},
		{"one liar cannot make it older", [][]int64{{0}, {now}, {now + 9}}, now, 3},
		{"the smaller of two", [][]int64{{now + 5}, {now}}, now, 2},
		{"a witness counts once, with its latest time", [][]int64{{now - 5, now + 7, now + 3}, {now + 9}}, now + 7, 2},
	} {
		t.Run(test.why, func(t *testing.T) {
			signed := []string{p.Keys.Log.Sign(text)}
			for i, times := range test.times {
				for _, time := range times {
					signed = append(signed, p.Keys.Witnesses[i].Cosign(text, time))
				}
			}
			c, err := p.Root.OpenCheckpoint(releasetest.Note(text, signed...))
			if err != nil || c.Time != test.want || c.Confirmed != test.confirmed {
				t.Errorf("%d confirmed by %d, %v", c.Time, c.Confirmed, err)
			}
			if c.Size != 1 || c.Epoch != 1 || c.Hash != p.Log.Hash(1) {
				t.Errorf("%+v", c)
			}
		})
	}
	solo := releasetest.New(set, releasetest.Solo)
	solo.Log.Append([]byte("x"))
	if c, err := solo.Root.OpenCheckpoint(solo.Checkpoint(now)); err != nil || c.Time != 0 || c.Confirmed != 0 {
		t.Errorf("without witnesses: %+v, %v", c, err)
	}
}

func TestStale(t *testing.T) {
	const day = 86400
	for _, test := range []struct {
		why        string
		need, days int
		time, now  int64
		want       bool
	}{
		{"fresh", 2, 14, now, now, false},
		{"fourteen days old", 2, 14, now, now + 14*day, false},
		{"a second more", 2, 14, now, now + 14*day + 1, true},
		{"a clock behind", 2, 14, now, now - 50*day, false},
		{"a clock before 1970", 2, 14, math.MaxInt64, math.MinInt64, false},
		{"a time in the far future", 2, 14, math.MaxInt64, now, false},
		{"a time of zero", 2, 14, 0, now, true},
		{"more days than fit", 2, 1<<53 - 1, 0, math.MaxInt64, false},
		{"nothing is promised without witnesses", 0, 0, 0, now, false},
	} {
		t.Run(test.why, func(t *testing.T) {
			r := release.Root{Witnesses: release.Quorum{Need: test.need}, FreshDays: test.days}
			if got := r.Stale(release.Checkpoint{Time: test.time}, test.now); got != test.want {
				t.Error(got)
			}
		})
	}
}

// The example of C2SP tlog-checkpoint.
func TestCheckpointBody(t *testing.T) {
	hash, _ := tlog.ParseHash("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
	if got := release.CheckpointBody("example.com/behind-the-sofa", 20852163, hash); got != "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n" {
		t.Error(got)
	}
	if got := release.CosignatureBody("a\n1\nb\n", 1679315147); got != "cosignature/v1\ntime 1679315147\na\n1\nb\n" {
		t.Error(got)
	}
}
