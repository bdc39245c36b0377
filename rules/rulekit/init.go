package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// initialize makes all keys of a rule set, each in a file of its own, and the
// folder to serve with root 1.
func initialize(flags *flag.FlagSet) func(*call) error {
	dir := flags.String("dir", "", "the new `folder` for the key files, and in it the folder served")
	set := flags.String("set", "", "the `name` of the rule set, like a URL without a scheme: rules.example.org/main")
	roots := flags.Int("roots", 3, "the number of root keys")
	releases := flags.Int("releases", 3, "the number of release keys")
	need := flags.Int("need", 2, "how many of the keys have to sign")
	expires := flags.String("expires", time.Now().AddDate(4, 0, 0).Format(time.DateOnly), "the `day` after which the root needs renewing")
	witnesses := listFlag(flags, "witness", "the public `key` of a witness; may be given several times")
	witnessNeed := flags.Int("witness-need", 0, "how many of the witnesses have to cosign; more than half by default")
	fresh := flags.Int("fresh", 14, "after how many `days` without cosignatures clients say that rules are out of date")
	ask, work := passphraseFlag(flags), workFlag(flags)
	return func(c *call) error {
		if *dir == "" || *set == "" || len(c.args) > 0 {
			return misuseOf("name the folder with -dir and the rule set with -set")
		}
		power, err := work()
		if err != nil {
			return err
		}
		if *roots < 1 || *releases < 1 || *roots > 16 || *releases > 16 {
			return misuseOf("make 1 to 16 keys for each role")
		}
		a := publish.Authority{
			Roots: makeKeys(*set+"/root-", *roots), Releases: makeKeys(*set+"/release-", *releases), Log: makeKey(*set+"/log1", release.Ed25519),
		}
		root := release.Root{
			Set: *set, Version: 1, Expires: *expires, Epoch: 1, Log: a.Log.Key,
			RootKeys:    release.Quorum{Need: *need, Keys: publish.Public(a.Roots)},
			ReleaseKeys: release.Quorum{Need: *need, Keys: publish.Public(a.Releases)},
		}
		if len(*witnesses) > 0 {
			root.Witnesses.Need, root.FreshDays = cmp.Or(*witnessNeed, len(*witnesses)/2+1), *fresh
			for _, text := range *witnesses {
				k, err := release.ParseKey(text)
				if err != nil {
					return err
				}
				root.Witnesses.Keys = append(root.Witnesses.Keys, k)
			}
		}
		if a.Root, err = publish.FirstRoot(root, a.Roots); err != nil {
			return fmt.Errorf("this makes no good root: %w", err)
		}
		if err := writeAuthority(c, *dir, a, ask, power); err != nil {
			return err
		}
		pin := release.PinOf(a.Root)
		fmt.Fprintf(c.out, "set          %s\npin          %s\nfingerprint  %s\nserve        %s\n\n%s", *set, pin, pin.Fingerprint(), filepath.Join(*dir, "served"), whenLost)
		return nil
	}
}

func makeKeys(start string, count int) []publish.Key {
	var keys []publish.Key
	for i := range count {
		keys = append(keys, makeKey(start+string(rune('a'+i)), release.Ed25519))
	}
	return keys
}

// writeAuthority writes the key files, then the folder to serve. All
// passphrases are asked for first.
func writeAuthority(c *call, dir string, a publish.Authority, ask passphrases, work int) error {
	if err := os.Mkdir(dir, 0o700); errors.Is(err, fs.ErrExist) {
		return misuseOf("%s is there already: name a new folder", dir)
	} else if err != nil {
		return err
	}
	keys := slices.Concat(a.Roots, a.Releases, []publish.Key{a.Log})
	phrases := make([]string, len(keys))
	for i, k := range keys {
		var err error
		if phrases[i], err = ask(c, k.Name, true); err != nil {
			return errors.Join(err, os.Remove(dir))
		}
	}
	for i, k := range keys {
		file := filepath.Join(dir, strings.TrimPrefix(k.Name, a.Root.Set+"/")+".key")
		fmt.Fprintf(c.trouble, "key %d of %d: %s\n", i+1, len(keys), file)
		if err := publish.WriteKey(file, k, phrases[i], work); err != nil {
			return err
		}
	}
	return publish.Folder(filepath.Join(dir, "served")).Begin(a.Root.Raw)
}

// whenLost is to be kept with the keys (protocol, section 19).
const whenLost = `Move each key file to its own holder, and delete it here. Keep this with the keys:

  A release or root key is lost, or may be stolen: draft a new root without it,
    have it signed with the root keys, and publish it with a release.
  Enough release keys to sign are stolen: the same at once, with a release that
    repairs the rules. Links of a bad release to new domains are still held back.
  The log key is stolen: a new root with a new log key. If a forged head is out,
    begin a new log.
  A witness is lost: the others go on; draft a new root.
  The server is taken over: set it up anew. Nothing has to be signed again.
  Too many root keys are lost or stolen: only a new version of the extension
    helps, with a new root and a higher package_trust.

  Rehearse a new root before anybody relies on the rules, and once a year.
  docs/keys.md says how.
`
