package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/beforehand/beforehand/rules/parts"
	"github.com/beforehand/beforehand/rules/publish"
)

// publishRelease puts a signed release into the folder that is served, or hands
// it to the server.
func publishRelease(flags *flag.FlagSet) func(*call) error {
	served, newRoot, with := servedFlag(flags), newRootFlag(flags), publisherFlags(flags)
	from := flags.String("from", "", "with a URL: the `folder` whose releases the server is given")
	dev := flags.Bool("dev", false, "proposes, signs with the development keys and publishes in one go")
	summary := flags.String("summary", "Development rules", "with -dev: what changes, in a `line`")
	return func(c *call) error {
		if *dev {
			return c.publishDevelopment(flags.Lookup("to").Value.String(), *summary)
		}
		to, _, err := served()
		if err != nil {
			return err
		}
		if *from != "" {
			return c.give(to, publish.Folder(*from), with)
		}
		if len(c.args) == 0 && len(*with.witnesses) > 0 {
			at, err := c.place(to, with)
			if err != nil {
				return err
			}
			l, err := at.Renew(with.ask(c))
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
	token              func() (string, error)
	state              *string
}

func publisherFlags(flags *flag.FlagSet) publisher {
	return publisher{
		listFlag(flags, "log-key", "the `file` of the log key; with a root that changes it, give both"),
		listFlag(flags, "witness", "the base `URL` of a witness to ask; may be given several times"),
		passphraseFlag(flags),
		tokenFlag(flags),
		flags.String("state", "", "with a URL: the `file` that keeps the head, from publish to publish"),
	}
}

func (p publisher) ask(c *call) []publish.Witness {
	var witnesses []publish.Witness
	for _, url := range *p.witnesses {
		witnesses = append(witnesses, overWeb(c, url))
	}
	return witnesses
}

// place is where a source is: a folder, or behind a server.
type place interface {
	Publish(publish.Publication, []publish.Key, []publish.Witness) (publish.Log, error)
	Renew([]publish.Witness) (publish.Log, error)
}

func (c *call) place(to string, with publisher) (place, error) {
	if isURL(to) {
		return c.door(base(to), with)
	}
	return publish.Folder(to), nil
}

func (c *call) publish(to, file string, root []byte, with publisher) error {
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
	at, err := c.place(to, with)
	if err != nil {
		return err
	}
	l, err := at.Publish(publish.Publication{Root: root, Release: signed, Files: contents}, keys, with.ask(c))
	if err != nil {
		return err
	}
	if err := remember(*with.state, l); err != nil {
		return err
	}
	return c.published(to, l)
}

// give hands a server what a folder has, as when a source moves.
func (c *call) give(to string, from publish.Folder, with publisher) error {
	if !isURL(to) || len(c.args) > 0 {
		return misuseOf("to give what a folder has to a server, name its URL with -to, and nothing else")
	}
	door, err := c.door(base(to), with)
	if err != nil {
		return err
	}
	l, err := door.Take(from.Read)
	if err != nil {
		return err
	}
	return c.published(to, l)
}

func (c *call) publishDevelopment(to, summary string) error {
	if to == "" || isURL(to) || len(c.args) > 0 {
		return misuseOf("name the folder that is served with -to, and nothing else")
	}
	set, err := c.load()
	if err != nil {
		return err
	}
	l, err := publish.Folder(to).PublishDevelopment(set, now(), summary)
	if err != nil {
		return err
	}
	return c.published(to, l)
}

func (c *call) published(to string, l publish.Log) error {
	r, err := l.Newest()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s serves release %d.%d: %s\n", to, r.Epoch, r.Index, r.Summary)
	return nil
}
