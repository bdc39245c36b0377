package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/beforehand/beforehand/rules/parts"
	"github.com/beforehand/beforehand/rules/publish"
)

// publishRelease puts a signed release into the folder that is served.
func publishRelease(flags *flag.FlagSet) func(*call) error {
	folder, newRoot, with := folderFlag(flags), newRootFlag(flags), publisherFlags(flags)
	dev := flags.Bool("dev", false, "proposes, signs with the development keys and publishes in one go")
	summary := flags.String("summary", "Development rules", "with -dev: what changes, in a `line`")
	return func(c *call) error {
		if *dev {
			return c.publishDevelopment(flags.Lookup("to").Value.String(), *summary)
		}
		to, _, err := folder()
		if err != nil {
			return err
		}
		if len(c.args) == 0 && len(*with.witnesses) > 0 {
			l, err := to.Renew(with.ask(c))
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%d witnesses confirm the head of %d entries\n", l.Head.Confirmed, l.Head.Size)
			return nil
		}
		file, err := c.oneArgument("signed release")
		if err != nil {
			return err
		}
		root, err := newRoot()
		if err != nil {
			return err
		}
		return c.publish(to, file, root, with)
	}
}

// publisher is what signs heads.
type publisher struct {
	logKeys, witnesses *[]string
	passphrases        passphrases
}

func publisherFlags(flags *flag.FlagSet) publisher {
	return publisher{
		listFlag(flags, "log-key", "the `file` of the log key; with a root that changes it, give both"),
		listFlag(flags, "witness", "the base `URL` of a witness to ask; may be given several times"),
		passphraseFlag(flags),
	}
}

func (p publisher) ask(c *call) []publish.Witness {
	var witnesses []publish.Witness
	for _, url := range *p.witnesses {
		witnesses = append(witnesses, overWeb(c, url))
	}
	return witnesses
}

func (c *call) publish(to publish.Folder, file string, root []byte, with publisher) error {
	signed, err := os.ReadFile(file)
	if err != nil {
		return usageError{err}
	}
	set, err := c.load()
	if err != nil {
		return err
	}
	contents, err := parts.Build(set)
	if err != nil {
		return err
	}
	keys, err := openKeys(c, *with.logKeys, with.passphrases)
	if err != nil {
		return err
	}
	l, err := to.Publish(publish.Publication{Root: root, Release: signed, Files: contents}, keys, with.ask(c))
	if err != nil {
		return err
	}
	return c.published(to, l)
}

func (c *call) publishDevelopment(to, summary string) error {
	if to == "" || len(c.args) > 0 {
		return misuseOf("name the folder that is served with -to, and nothing else")
	}
	set, err := c.load()
	if err != nil {
		return err
	}
	folder := publish.Folder(to)
	l, err := folder.PublishDevelopment(set, now(), summary)
	if err != nil {
		return err
	}
	return c.published(folder, l)
}

func (c *call) published(to publish.Folder, l publish.Log) error {
	r, err := l.Newest()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s serves release %d.%d: %s\n", to, r.Epoch, r.Index, r.Summary)
	return nil
}
