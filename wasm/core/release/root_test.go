package release_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

const set = "rules.example.org/main"

// body returns a publisher and the body of its first root, in which from was
// replaced by to.
func body(from, to string) (*releasetest.Publisher, string) {
	p := releasetest.New(set, releasetest.Usual)
	p.Root.Domains = []string{"forum.example", "photos.example"}
	text := p.Root.Body()
	if !strings.Contains(text, from) {
		panic(from)
	}
	return p, strings.Replace(text, from, to, 1)
}

func rootVectors() []vector {
	var vectors []vector
	add := func(why string, file []byte, want release.Code) {
		vectors = append(vectors, vector{why, given{as: "root", file: file}, want})
	}
	edit := func(why, from, to string, want release.Code) {
		p, text := body(from, to)
		add(why, releasetest.Sign(text, p.Keys.Root[:2]...), want)
	}
	draft := func(why string, change func(*releasetest.Draft), want release.Code) {
		p, _ := body("", "")
		d := &releasetest.Draft{Root: p.Root, Keys: p.Keys}
		change(d)
		add(why, releasetest.Sign(d.Body(), d.Keys.Root[:2]...), want)
	}
	p, text := body("", "")
	keys := p.Keys
	a, b := keys.Root[0].Sign(text), keys.Root[1].Sign(text)
	stranger := releasetest.NewSigner(set+"/root-a", release.Ed25519, "stranger")

	add("a root signed by two of three", releasetest.Note(text, a, b), "")
	add("a root signed by all three", releasetest.Note(text, b, a, keys.Root[2].Sign(text)), "")
	add("the root of one person, without witnesses", releasetest.New(set, releasetest.Solo).Root.Raw, "")
	add("signatures of unknown keys are ignored", releasetest.Note(text, stranger.Sign("something else"), a, b), "")
	add("a signature that is there twice does no harm", releasetest.Note(text, a, a, b), "")
	add("a set needs no slash", releasetest.New("rules", releasetest.Solo).Root.Raw, "")
	draft("sixteen keys in a role", func(d *releasetest.Draft) { d.NewRootKeys(releasetest.Of{Need: 2, Keys: 16}) }, "")
	draft("two hundred domains", func(d *releasetest.Draft) { d.Domains = domains(200) }, "")

	add("one signature", releasetest.Note(text, a), release.Threshold)
	add("one key signs twice", releasetest.Note(text, a, a), release.Threshold)
	add("one stolen key and a stranger of the same name", releasetest.Note(text, a, stranger.Sign(text)), release.Threshold)
	add("keys of another role sign a root", releasetest.Sign(text, keys.Release...), release.Threshold)
	add("the log key helps a stolen root key", releasetest.Note(text, a, keys.Log.Sign(text)), release.Threshold)
	add("enough signatures, and a wrong one of a known key", releasetest.Note(text, a, b, keys.Root[2].Sign(text+"x")), release.BadSignature)
	add("a right signature and then a wrong one of the same key", releasetest.Note(text, a, b, keys.Root[0].Sign(text+"x")), release.BadSignature)
	add("a signature of another text", releasetest.Note(text, keys.Root[0].Sign(text+"\n"), b), release.BadSignature)
	add("a signature written in another way", releasetest.Note(text, loosen(a), b), release.BadSignature)
	add("a signature that is cut", releasetest.Note(text, strings.TrimSuffix(a, a[len(a)-9:])+"\n", b), release.BadSignature)
	add("a hundred and one signatures", releasetest.Note(text, append(strangers(99), a, b)...), release.BadFormat)
	add("no signature at all", []byte(text), release.BadFormat)
	add("the page of a captive portal", []byte("<!DOCTYPE html>\n<title>Log in</title>\n\n<p>Welcome</p>\n"), release.BadFormat)
	add("a carriage return", releasetest.Sign(strings.Replace(text, "\n", "\r\n", 1), keys.Root...), release.BadFormat)
	add("a release in the place of a root", p.Release("x", releasetest.Blob{Name: "a", Schema: 1, Data: "{}"}), release.BadFormat)

	edit("a root of another type", "rules-root/v1", "rules-root/v2", release.BadFormat)
	edit("an empty line at the start", "rules-root", "\nrules-root", release.BadFormat)
	edit("an empty line at the end", "photos.example\n", "photos.example\n\n", release.BadFormat)
	edit("an upper-case set", "set rules", "set Rules", release.BadFormat)
	edit("a set with an empty part", "set rules.example.org/main", "set rules.example.org//main", release.BadFormat)
	edit("a set that is too long", "set rules", "set "+strings.Repeat("r", 110), release.BadFormat)
	edit("two spaces", "version 1", "version  1", release.BadFormat)
	edit("a space at the end of a line", "version 1", "version 1 ", release.BadFormat)
	edit("a number with a leading zero", "version 1", "version 01", release.BadFormat)
	edit("a number with a sign", "version 1", "version +1", release.BadFormat)
	edit("a number in hexadecimal", "version 1", "version 0x1", release.BadFormat)
	edit("a number that JavaScript cannot hold", "version 1", "version 9007199254740992", release.BadFormat)
	edit("a number that overflows", "version 1", "version 18446744073709551617", release.BadFormat)
	edit("a version of zero", "version 1", "version 0", release.BadFormat)
	edit("a line is missing", "version 1\n", "", release.BadFormat)
	edit("a line is there twice", "version 1\n", "version 1\nversion 1\n", release.BadFormat)
	edit("a line is unknown", "version 1\n", "version 1\ncomment x\n", release.BadFormat)
	edit("lines in another order", "version 1\nexpires 2030-01-01\n", "expires 2030-01-01\nversion 1\n", release.BadFormat)
	edit("a line at the end is unknown", "photos.example\n", "photos.example\nowner x\n", release.BadFormat)
	edit("a day that is not in the calendar", "2030-01-01", "2030-02-29", release.BadFormat)
	edit("an epoch of zero", "log 1", "log 0", release.BadFormat)
	edit("a log line without a key", "log 1 "+keys.Log.String(), "log 1", release.BadFormat)
	edit("a log line with two keys", "\nroot 2", " "+keys.Log.String()+"\nroot 2", release.BadFormat)
	edit("no root keys at all", strings.Join(lines(text, "root"), ""), "root 2\n", release.BadFormat)
	edit("domains out of order", "domain forum", "domain zforum", release.BadFormat)
	edit("a domain is there twice", "domain photos", "domain forum", release.BadFormat)
	edit("a domain of one label", "domain forum.example", "domain example", release.BadFormat)
	edit("a domain with an empty label", "domain forum.example", "domain forum..example", release.BadFormat)
	edit("an upper-case domain", "domain forum", "domain Forum", release.BadFormat)
	draft("too many domains", func(d *releasetest.Draft) { d.Domains = domains(201) }, release.BadFormat)

	edit("no key is needed", "root 2", "root 0", release.BadFormat)
	edit("more keys are needed than there are", "release 2", "release 4", release.BadRoot)
	edit("witnesses that are not needed", "witness 2 14", "witness 0 14", release.BadRoot)
	edit("witnesses without a limit of days", "witness 2 14", "witness 2 0", release.BadRoot)
	draft("days without witnesses", func(d *releasetest.Draft) { d.NewWitnesses(releasetest.Of{}, 14) }, release.BadRoot)
	draft("more witnesses are needed than there are", func(d *releasetest.Draft) { d.Witnesses.Need = 4 }, release.BadRoot)

	draft("seventeen keys in a role", func(d *releasetest.Draft) { d.NewReleaseKeys(releasetest.Of{Need: 2, Keys: 17}) }, release.BadKey)
	draft("one public key twice in a role", func(d *releasetest.Draft) {
		d.RootKeys.Keys = []release.Key{d.RootKeys.Keys[0], d.RootKeys.Keys[1], d.RootKeys.Keys[0]}
	}, release.BadKey)
	draft("one public key twice in a role, under two names", func(d *releasetest.Draft) {
		d.RootKeys.Keys = []release.Key{d.RootKeys.Keys[0], d.RootKeys.Keys[1], release.NewKey(set+"/root-z", release.Ed25519, d.RootKeys.Keys[0].Public)}
	}, release.BadKey)
	draft("one public key in two roles", func(d *releasetest.Draft) {
		d.ReleaseKeys.Keys[2] = release.NewKey(set+"/release-c", release.Ed25519, d.RootKeys.Keys[2].Public)
	}, release.BadKey)
	draft("the log key as a witness", func(d *releasetest.Draft) {
		d.Witnesses.Keys[2] = release.NewKey("witness.example/c", release.Cosignature, d.Log.Public)
	}, release.BadKey)
	draft("a witness key among the root keys", func(d *releasetest.Draft) {
		d.RootKeys.Keys[2] = release.NewKey(set+"/root-c", release.Cosignature, d.RootKeys.Keys[2].Public)
	}, release.BadKey)
	draft("a witness that swears to no time", func(d *releasetest.Draft) {
		d.Witnesses.Keys[2] = release.NewKey("witness.example/c", release.Ed25519, d.Witnesses.Keys[2].Public)
	}, release.BadKey)
	draft("a log key that cosigns", func(d *releasetest.Draft) {
		d.Log = release.NewKey(d.Log.Name, release.Cosignature, d.Log.Public)
	}, release.BadKey)
	edit("a log key of another epoch", "log 1", "log 2", release.BadKey)
	edit("a root key with the name of a release key", lines(text, "root")[0], strings.Replace(lines(text, "root")[0], keys.Root[2].String(), keys.Release[2].String(), 1), release.BadKey)
	draft("a key of another set", func(d *releasetest.Draft) {
		d.ReleaseKeys.Keys[2] = releasetest.NewSigner("rules.example.net/main/release-c", release.Ed25519, "").Key
	}, release.BadKey)
	draft("a key without a name of its own", func(d *releasetest.Draft) {
		d.ReleaseKeys.Keys[2] = releasetest.NewSigner(set+"/release-", release.Ed25519, "").Key
	}, release.BadKey)
	draft("a key below another key's name", func(d *releasetest.Draft) {
		d.ReleaseKeys.Keys[2] = releasetest.NewSigner(set+"/release-c/d", release.Ed25519, "").Key
	}, release.BadKey)
	vkey := keys.Release[2].String()
	parts := strings.Split(vkey, "+")
	draft("two keys that a signature cannot tell apart", func(d *releasetest.Draft) {
		d.Witnesses.Keys[0], d.Witnesses.Keys[1] = alike()
	}, release.BadKey)
	edit("a key with a wrong hash", parts[0]+"+"+parts[1], parts[0]+"+00000000", release.BadKey)
	edit("a key with an upper-case hash", parts[0]+"+"+parts[1], parts[0]+"+"+strings.ToUpper(parts[1]), release.BadKey)
	edit("a key without a hash", parts[0]+"+"+parts[1]+"+", parts[0]+"+", release.BadKey)
	edit("a key with an upper-case name", parts[0], strings.Replace(parts[0], "release-c", "release-C", 1), release.BadKey)
	edit("a key that is too short", vkey, release.NewKey(parts[0], release.Ed25519, make([]byte, 31)).String(), release.BadKey)
	edit("a key of an unknown type", vkey, release.NewKey(parts[0], 6, keys.Release[2].Public).String(), release.BadKey)
	edit("a key for which anybody can sign", vkey, release.NewKey(parts[0], release.Ed25519, append([]byte{1}, make([]byte, 31)...)).String(), release.BadKey)
	edit("a key that is no base64", vkey, vkey[:len(vkey)-1]+"!", release.BadKey)
	edit("a space at the end of the witness line", keys.Witnesses[2].String()+"\n", keys.Witnesses[2].String()+" \n", release.BadKey)
	return vectors
}

// lines returns the lines of a text that begin with key.
func lines(text, key string) (found []string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, key+" ") {
			found = append(found, line)
		}
	}
	return found
}

// domains returns so many, in order.
func domains(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("d%03d.example", i))
	}
	return names
}

// strangers returns signature lines of keys that nobody knows.
func strangers(n int) (lines []string) {
	for i := range n {
		lines = append(lines, releasetest.NewSigner("stranger.example/"+fmt.Sprint(i), release.Ed25519, "").Sign("x"))
	}
	return lines
}

// alike returns two public keys with the same name and ID. Nobody has their
// private halves, and nobody would need them.
func alike() (release.Key, release.Key) {
	seen := map[uint32]release.Key{}
	for n := uint32(0); ; n++ {
		sum := sha256.Sum256(binary.BigEndian.AppendUint32(nil, n))
		k := release.NewKey("witness.example/a", release.Cosignature, sum[:])
		if other, ok := seen[k.ID]; ok {
			return other, k
		}
		seen[k.ID] = k
	}
}

// loosen writes a signature line with another last character, whose unused bits
// are not zero.
func loosen(line string) string {
	at := strings.LastIndexByte(line, ' ') + 1
	b64 := []byte(strings.TrimSuffix(line[at:], "\n"))
	want, _ := base64.StdEncoding.DecodeString(string(b64))
	last := bytes.IndexByte(b64, '=') - 1
	for c := byte('A'); c <= 'z'; c++ {
		old := b64[last]
		b64[last] = c
		if got, err := base64.StdEncoding.DecodeString(string(b64)); err == nil && c != old && bytes.Equal(got, want) {
			return line[:at] + string(b64) + "\n"
		}
		b64[last] = old
	}
	panic(line)
}
