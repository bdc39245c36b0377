// Command source makes the folders of a source, one for each stage that the
// tests of updates go through, signed with the development keys: begin, news
// (a platform is added, an opt-out link moves), far (a link to a new domain),
// rotated (a new root with witnesses), and fork (another history after begin);
// and the folders of sources that users add. With -platforms N it makes the
// folder many instead: so many platforms, for the bench.
package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/beforehand/beforehand/extension/test/many"
	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

const link = "https://www.linkedin.com/mypreferences/d/moved"

func main() {
	log.SetFlags(0)
	platforms := flag.Int("platforms", 0, "make a rule set of so `many` platforms: the real ones, and copies with other ids and hosts")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: source [-platforms N] DIR")
	}
	set, err := rules.Load(os.DirFS("rules"))
	if err != nil {
		log.Fatal(err)
	}
	if *platforms > 0 {
		_, err = publish.Folder(filepath.Join(flag.Arg(0), "many")).PublishDevelopment(many.Of(set, *platforms), "", "")
	} else if err = stages(flag.Arg(0), set); err == nil {
		err = others(flag.Arg(0), set)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func stages(dir string, set rules.Set) error {
	at := func(name string) publish.Folder { return publish.Folder(filepath.Join(dir, name)) }
	grow := func(from, to, summary string, next rules.Set) error {
		if from != "" {
			if err := os.CopyFS(string(at(to)), os.DirFS(string(at(from)))); err != nil {
				return err
			}
		}
		_, err := at(to).PublishDevelopment(next, "2026-11-20T10:00:00Z", summary)
		return err
	}
	news := with(set, link, "")
	for _, stage := range []struct {
		from, to, summary string
		set               rules.Set
	}{
		{"", "begin", "Development rules", set},
		{"begin", "news", "Adds LinkedIn Learning; LinkedIn's switch has moved", news},
		{"begin", "fork", "Another history", with(set, link+"-elsewhere", "")},
		{"news", "far", "LinkedIn's switch is on another site", with(set, "https://privacy.linkedin-settings.com/ai", "linkedin-settings.com")},
	} {
		if err := grow(stage.from, stage.to, stage.summary, stage.set); err != nil {
			return fmt.Errorf("%s: %w", stage.to, err)
		}
	}
	if err := os.CopyFS(string(at("rotated")), os.DirFS(string(at("far")))); err != nil {
		return err
	}
	return rotate(at("rotated"), news)
}

// with returns the rules with LinkedIn's switch at another address, on a
// further domain if one is named, and with one more platform.
func with(set rules.Set, link, domain string) rules.Set {
	set.Platforms = slices.Clone(set.Platforms)
	for i, p := range set.Platforms {
		if p.ID != "linkedin" {
			continue
		}
		p.OptOuts = slices.Clone(p.OptOuts)
		p.OptOuts[0].URL = link
		if domain != "" {
			p.Domains = append(slices.Clone(p.Domains), domain)
		}
		set.Platforms[i] = p
		p.ID, p.Name, p.Hosts, p.Paths = "linkedin-learning", "LinkedIn Learning", []string{"learning.linkedin.com"}, nil
		p.Composers = []rule.Composer{{Kind: "post", Audience: "public"}}
		set.Platforms = append(set.Platforms, p)
	}
	return set
}

// rotate publishes a root with another release key and three witnesses, who
// cosign now, and a release under it.
func rotate(folder publish.Folder, set rules.Set) error {
	authority, err := publish.Development()
	if err != nil {
		return err
	}
	fresh := key(publish.DevelopmentSet+"/release-d", release.Ed25519)
	next := authority.Root
	next.Version = 2
	next.ReleaseKeys.Keys = append(publish.Public(authority.Releases[1:]), fresh.Key)
	next.Witnesses, next.FreshDays = release.Quorum{Need: 2}, 14
	var witnesses []publish.Witness
	for _, name := range []string{"witness-a", "witness-b", "witness-c"} {
		w := key("witness.example/"+name, release.Cosignature)
		next.Witnesses.Keys = append(next.Witnesses.Keys, w.Key)
		witnesses = append(witnesses, func(checkpoint []byte, _ func(int64) (tlog.TreeProof, error)) ([]byte, error) {
			body, _, _ := bytes.Cut(checkpoint, []byte("\n\n"))
			return []byte(w.Cosign(string(body)+"\n", time.Now().Unix())), nil
		})
	}
	root, err := publish.DraftRoot(next)
	if err != nil {
		return err
	}
	l, err := publish.OpenLog(folder.Read)
	if err != nil {
		return err
	}
	for _, k := range authority.Roots[:2] {
		if root, err = l.SignRoot(root, k); err != nil {
			return err
		}
	}
	r, files, err := l.Propose(set, root, "2026-11-21T10:00:00Z", "LinkedIn's switch is back where it was")
	if err != nil {
		return err
	}
	signed := publish.Draft(r.Body())
	for _, k := range []publish.Key{authority.Releases[1], fresh} {
		if signed, err = publish.Sign(signed, k); err != nil {
			return err
		}
	}
	_, err = folder.Publish(publish.Publication{Root: root, Release: signed, Files: files}, []publish.Key{authority.Log}, witnesses)
	return err
}

// key makes a key from its name, and from what else is given.
func key(name string, algorithm byte, more ...string) publish.Key {
	seed := sha256.Sum256([]byte(name + strings.Join(more, " ")))
	return publish.NewKey(name, algorithm, seed[:])
}
