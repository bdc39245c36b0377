package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/rules/publish"
	"github.com/beforehand/beforehand/wasm/core/release"
)

// rootKey makes one key, to be named in a new root.
func rootKey(flags *flag.FlagSet) func(*call) error {
	witness := flags.Bool("witness", false, "makes the key of a witness")
	out, ask, work := outFlag(flags), passphraseFlag(flags), workFlag(flags)
	return func(c *call) error {
		name, err := c.oneArgument("key, such as rules.example.org/main/release-d")
		if err != nil {
			return err
		}
		file, err := out()
		if err != nil {
			return err
		}
		power, err := work()
		if err != nil {
			return err
		}
		algorithm := release.Ed25519
		if *witness {
			algorithm = release.Cosignature
		}
		k := makeKey(name, algorithm)
		if _, err := release.ParseKey(k.String()); err != nil {
			return misuseOf("%q is no name for a key: use lower-case letters, digits, dots, hyphens and slashes", name)
		}
		passphrase, err := ask(c, name, true)
		if err != nil {
			return err
		}
		if err := publish.WriteKey(file, k, passphrase, power); err != nil {
			return err
		}
		fmt.Fprintln(c.out, k)
		return nil
	}
}

// rootDraft writes the next root with some keys added or removed.
func rootDraft(flags *flag.FlagSet) func(*call) error {
	served, out := servedFlag(flags), outFlag(flags)
	added := listFlag(flags, "add", "the public `key` to add, in the role that its name says; may be given several times")
	removed := listFlag(flags, "remove", "the `name` of a key to remove; may be given several times")
	expires := flags.String("expires", "", "the `day` after which the root needs renewing")
	needs := needFlags(flags)
	domains := listFlag(flags, "domain", "a registrable `domain` whose links are not held back; may be given several times")
	return func(c *call) error {
		file, err := out()
		if err != nil {
			return err
		}
		_, l, err := served()
		if err != nil {
			return err
		}
		next := l.Root
		next.Version++
		if *expires != "" {
			next.Expires = *expires
		}
		for _, name := range *removed {
			if !remove(&next, name) {
				return misuseOf("root %d has no key %q that can be removed", l.Root.Version, name)
			}
		}
		for _, text := range *added {
			k, err := release.ParseKey(text)
			if err != nil {
				return err
			}
			if err := add(&next, k); err != nil {
				return err
			}
		}
		needs(&next)
		next.Domains = slices.Compact(slices.Sorted(slices.Values(slices.Concat(next.Domains, *domains))))
		draft, err := publish.DraftRoot(next)
		if err != nil {
			return fmt.Errorf("this makes no good root: %w", err)
		}
		if err := create(file, draft); err != nil {
			return err
		}
		tellRoot(c, l, draft)
		fmt.Fprintf(c.trouble, "\n%s waits for signatures of %d old and %d new root keys: rulekit root sign %s -key KEY -to SERVED\n", file, l.Root.RootKeys.Need, next.RootKeys.Need, file)
		return nil
	}
}

// needFlags declares how many keys of each role have to sign. For witnesses it
// is more than half of them, unless it is said or was before.
func needFlags(flags *flag.FlagSet) func(*release.Root) {
	roots := flags.Int("root-need", 0, "how many root keys have to sign")
	releases := flags.Int("release-need", 0, "how many release keys have to sign")
	witnesses := flags.Int("witness-need", 0, "how many witnesses have to cosign")
	fresh := flags.Int("fresh", 0, "after how many `days` without cosignatures a head is stale")
	return func(r *release.Root) {
		if *roots > 0 {
			r.RootKeys.Need = *roots
		}
		if *releases > 0 {
			r.ReleaseKeys.Need = *releases
		}
		if *witnesses > 0 {
			r.Witnesses.Need = *witnesses
		}
		if *fresh > 0 {
			r.FreshDays = *fresh
		}
		switch {
		case len(r.Witnesses.Keys) == 0:
			r.Witnesses.Need, r.FreshDays = 0, 0
		case r.Witnesses.Need == 0:
			r.Witnesses.Need, r.FreshDays = len(r.Witnesses.Keys)/2+1, max(r.FreshDays, 14)
		}
	}
}

// add puts a key into the role that its name and type say.
func add(r *release.Root, k release.Key) error {
	switch {
	case k.Algorithm == release.Cosignature:
		r.Witnesses.Keys = append(slices.Clone(r.Witnesses.Keys), k)
	case strings.HasPrefix(k.Name, r.Set+"/root-"):
		r.RootKeys.Keys = append(slices.Clone(r.RootKeys.Keys), k)
	case strings.HasPrefix(k.Name, r.Set+"/release-"):
		r.ReleaseKeys.Keys = append(slices.Clone(r.ReleaseKeys.Keys), k)
	case k.Name == r.Log.Name:
		r.Log = k
	case k.Name == fmt.Sprintf("%s/log%d", r.Set, r.Epoch+1):
		r.Epoch, r.Log = r.Epoch+1, k
	default:
		return misuseOf("%s is no key of %s: its name says the role, as %s/release-d", k.Name, r.Set, r.Set)
	}
	return nil
}

// remove takes the keys of a name out.
func remove(r *release.Root, name string) bool {
	found := false
	for _, keys := range []*[]release.Key{&r.RootKeys.Keys, &r.ReleaseKeys.Keys, &r.Witnesses.Keys} {
		left := slices.DeleteFunc(slices.Clone(*keys), func(k release.Key) bool { return k.Name == name })
		found = found || len(left) < len(*keys)
		*keys = left
	}
	return found
}

// tellRoot prints the lines that a new root does not have in common with the
// one in force.
func tellRoot(c *call, l publish.Log, text []byte) {
	words := func(text string) []string {
		body, _, _ := strings.Cut(text, "\n\n")
		var all []string
		for line := range strings.Lines(body) {
			fields := strings.Fields(line)
			if len(fields) > 2 && strings.Contains(line, "+") { // a role: one line for each key
				for i, field := range fields {
					if strings.Contains(field, "+") {
						all = append(all, fields[0]+" key "+field)
						fields[i] = ""
					}
				}
			}
			all = append(all, strings.Join(strings.Fields(strings.Join(fields, " ")), " "))
		}
		return all
	}
	old, next := words(string(l.Root.Raw)), words(string(text))
	for _, word := range old {
		if !slices.Contains(next, word) {
			fmt.Fprintln(c.out, "-", word)
		}
	}
	for _, word := range next {
		if !slices.Contains(old, word) {
			fmt.Fprintln(c.out, "+", word)
		}
	}
}

// rootSign adds a signature to a drafted root, after a person has read what it
// changes and said yes.
func rootSign(flags *flag.FlagSet) func(*call) error {
	served, ask := servedFlag(flags), passphraseFlag(flags)
	key := flags.String("key", "", "the `file` of the root key")
	return func(c *call) error {
		file, err := c.oneArgument("file that root draft wrote")
		if err != nil {
			return err
		}
		_, l, err := served()
		if err != nil {
			return err
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			return usageError{err}
		}
		keys, err := openKeys(c, []string{*key}, ask)
		if err != nil {
			return err
		}
		signed, err := l.SignRoot(raw, keys[0])
		if err != nil {
			return err
		}
		tellRoot(c, l, raw)
		if err := c.confirm(fmt.Sprintf("Sign the new root of %s as %s?", l.Root.Set, keys[0].Name)); err != nil {
			return err
		}
		if err := replace(file, signed); err != nil {
			return err
		}
		if err := l.Ready(signed); err != nil {
			fmt.Fprintf(c.out, "not ready yet: %v\n", err)
		} else {
			fmt.Fprintf(c.out, "ready: propose the release that follows it with -with %s\n", file)
		}
		return nil
	}
}

// rootPublish publishes a new root with the release that follows it, or begins
// a new log with it.
func rootPublish(flags *flag.FlagSet) func(*call) error {
	to := flags.String("to", "", "the `folder` that is served, or the base URL of the server; for a root that begins a new log, a new folder")
	from := flags.String("from", "", "for a root that begins a new log: the `folder` of the old log")
	with := publisherFlags(flags)
	return func(c *call) error {
		if *to == "" {
			return misuseOf("name the folder or the URL that is served with -to")
		}
		if *from != "" && isURL(*to) {
			return misuseOf("a new log begins in a new folder: name it with -to")
		}
		if *from != "" {
			return c.beginLog(publish.Folder(*to), publish.Folder(*from), with)
		}
		if len(c.args) != 2 {
			return misuseOf("name the signed root, and the signed release that was proposed with it")
		}
		root, err := os.ReadFile(c.args[0])
		if err != nil {
			return usageError{err}
		}
		return c.publish(*to, c.args[1], root, with)
	}
}

func (c *call) beginLog(to, from publish.Folder, with publisher) error {
	file, err := c.oneArgument("signed root")
	if err != nil {
		return err
	}
	root, err := os.ReadFile(file)
	if err != nil {
		return usageError{err}
	}
	old, err := publish.OpenLog(from.Read)
	if err != nil {
		return err
	}
	keys, err := openKeys(c, *with.logKeys, with.passphrases)
	if err != nil {
		return err
	}
	l, err := to.BeginLog(old, root, keys, with.ask(c))
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s has root %d and an empty log, %s: propose its first release\n", to, l.Root.Version, l.Root.Log.Name)
	return nil
}
