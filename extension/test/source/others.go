package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// otherSet is the set of a source that a user may add.
const otherSet = "rules.other.example/main"

// others makes the folders of sources that users add: other, impostor, which
// has the same name and other keys, and spare-1 to spare-8, which have a root
// and nothing else. Other speaks about LinkedIn and about a forum that no
// built-in rule covers.
func others(dir string, set rules.Set) error {
	set = otherRules(set)
	for _, name := range []string{"other", "impostor"} {
		a, err := authority(otherSet, name)
		if err != nil {
			return err
		}
		if err := found(publish.Folder(filepath.Join(dir, name)), a, set); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for i := range 8 {
		name := fmt.Sprintf("spare-%d", i+1)
		a, err := authority("rules."+name+".example/main", name)
		if err != nil {
			return err
		}
		if err := publish.Folder(filepath.Join(dir, name)).Begin(a.Root.Raw); err != nil {
			return err
		}
	}
	return nil
}

// authority makes the keys of a source of one person, and its root.
func authority(set, secret string) (publish.Authority, error) {
	one := func(role string) publish.Key { return key(set+"/"+role, release.Ed25519, secret) }
	a := publish.Authority{Roots: []publish.Key{one("root-a")}, Releases: []publish.Key{one("release-a")}, Log: one("log1")}
	var err error
	a.Root, err = publish.FirstRoot(release.Root{
		Set: set, Version: 1, Expires: "2036-01-01", Epoch: 1, Log: a.Log.Key,
		RootKeys:    release.Quorum{Need: 1, Keys: publish.Public(a.Roots)},
		ReleaseKeys: release.Quorum{Need: 1, Keys: publish.Public(a.Releases)},
	}, a.Roots)
	return a, err
}

// found begins a log with one release.
func found(folder publish.Folder, a publish.Authority, set rules.Set) error {
	if err := folder.Begin(a.Root.Raw); err != nil {
		return err
	}
	l, err := publish.OpenLog(folder.Read)
	if err != nil {
		return err
	}
	r, files, err := l.Propose(set, nil, "2026-11-20T10:00:00Z", "What we found out")
	if err != nil {
		return err
	}
	signed, err := publish.Sign(publish.Draft(r.Body()), a.Releases[0])
	if err != nil {
		return err
	}
	_, err = folder.Publish(publish.Publication{Release: signed, Files: files}, []publish.Key{a.Log}, nil)
	return err
}

// otherRules returns what another source says, made of what we say of LinkedIn.
func otherRules(set rules.Set) rules.Set {
	var linkedin rule.Platform
	for _, p := range set.Platforms {
		if p.ID == "linkedin" {
			linkedin = p
		}
	}
	linkedin.Evidence = slices.Clone(linkedin.Evidence)
	for i := range linkedin.Evidence {
		linkedin.Evidence[i].Says = "We have asked LinkedIn, and this is what it answered."
	}
	forum := linkedin
	forum.ID, forum.Name, forum.Domains = "forum", "The Forum", append([]string{"linkedin.com"}, linkedin.Domains...)
	forum.Hosts, forum.Paths = []string{"forum.example"}, nil
	forum.Composers = []rule.Composer{{Kind: "post", Audience: "public"}}
	forum.OptOuts = slices.Clone(linkedin.OptOuts)
	forum.OptOuts[0].URL = "https://forum.example/settings"
	set.Platforms = []rule.Platform{linkedin, forum}
	return set
}
