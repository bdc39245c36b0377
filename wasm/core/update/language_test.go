package update_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// in has a run ask for the texts in a language.
func in(language string) func(*update.Input) {
	return func(in *update.Input) { in.Language = language }
}

func offline(in *update.Input) { in.Offline = true }

// translated are data files of a rule set with texts in two languages.
func translated(ids ...string) []releasetest.Blob {
	return append(blobs(switchAt, ids...),
		releasetest.Blob{Name: "texts-de", Schema: 1, Data: `{"schema":1,"part":"texts-de","texts":[["Posts are used.","Beiträge werden benutzt."]]}`},
		releasetest.Blob{Name: "texts-pt-br", Schema: 1, Data: `{"schema":1,"part":"texts-pt-br","texts":[["Posts are used.","As publicações são usadas."]]}`})
}

// says is what the client has for the only text.
func (c *client) says() string { return c.set.Texts["Posts are used."] }

func TestLanguages(t *testing.T) {
	p := releasetest.New("rules.example.org/main", releasetest.Usual)
	c := install(t, p)
	p.Release("first", translated("forum", "board")...)
	p.Checkpoint(start)
	c.want("a release with texts", c.run(p.Files(), start+hour, in("de")), "updated")
	c.want("its texts", c.says(), "Beiträge werden benutzt.")
	foreign := slices.ContainsFunc(c.record.Active.Files, func(f release.File) bool { return f.Name == "texts-pt-br" })
	if asked := strings.Count(strings.Join(c.asked, " "), "blob/"); asked != len(c.record.Active.Files) || foreign {
		t.Errorf("asks for %v and keeps %v", c.asked, c.record.Active.Files)
	}
	c.want("nothing new", c.run(p.Files(), start+2*hour, in("de")), "current")

	before := c.record.Active
	c.want("another language", c.run(p.Files(), start+3*hour, in("pt-br")), "updated")
	c.want("its texts", c.says(), "As publicações são usadas.")
	if c.record.Previous != nil || c.record.Active.Index != before.Index || c.record.Active.Slot == before.Slot {
		t.Errorf("the release before is %+v, the one in use %+v", c.record.Previous, c.record.Active)
	}
	c.want("a language that is not there", c.run(p.Files(), start+4*hour, in("eo")), "current")

	withoutTexts := p.Files()
	for _, f := range c.record.Active.Files {
		if part.HasTexts(f.Name) {
			delete(withoutTexts, "blob/"+f.SHA256)
		}
	}
	other := install(t, p)
	c.want("a bundle from a device with another language", other.run(withoutTexts, start+5*hour, in("pt-br"), offline), "updated")
	c.want("English for the time being", other.says(), "")
	c.want("a source that lacks what it has signed", other.run(withoutTexts, start+5*hour, in("pt-br")), "kept fetch")
	c.want("the texts come later", other.run(p.Files(), start+5*hour, in("pt-br")), "updated")
	c.want("and are there", other.says(), "As publicações são usadas.")
	publisher := install(t, p)
	c.want("who publishes needs all", publisher.run(withoutTexts, start+5*hour, in(part.Languages), offline), "kept fetch")
}

func TestTextsPassTheGate(t *testing.T) {
	for why, text := range map[string]string{
		"another address":    `["Posts are used.","Siehe evil.com"]`,
		"markup":             `["Posts are used.","<b>Beiträge</b>"]`,
		"no pair":            `["Posts are used."]`,
		"no translation":     `["Posts are used.",""]`,
		"a turned direction": `["Posts are used.","\u202eBeiträge"]`,
	} {
		p := releasetest.New("rules.example.org/main", releasetest.Usual)
		c := install(t, p)
		p.Release(why, append(blobs(switchAt, "forum"), releasetest.Blob{Name: "texts-de", Schema: 1, Data: `{"schema":1,"part":"texts-de","texts":[` + text + `]}`})...)
		p.Checkpoint(start)
		c.want(why, c.run(p.Files(), start+hour, in("de")), "kept bad-content")
		c.want(why+", which nobody reads", c.run(p.Files(), start+hour, in("fr")), "updated")
	}
}
