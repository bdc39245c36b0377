package rule

import (
	"fmt"
	"slices"

	"github.com/beforehand/beforehand/wasm/core/day"
)

// Check finds everything that is wrong with a platform, so that an author can
// mend it all at once. It includes the content gate. isRegion reports whether a
// word is a country, a region group of the rule set, or "world".
func Check(p Platform, isRegion func(string) bool) []Problem {
	c := checker{gate{problems: Gate(p)}, p, isRegion, map[string]bool{}}
	c.required("operator", p.Operator)
	word(&c, "category", p.Category, Words.Categories)
	word(&c, "confidence", p.Confidence, Words.Confidences)
	c.date("verified", p.Verified, true)
	if len(p.Uses) == 0 {
		c.add("uses", "make at least one claim, if only that nothing is clear")
	}
	if len(p.Evidence) == 0 && slices.ContainsFunc(p.Uses, func(u Use) bool { return u.State != Unclear }) {
		c.add("evidence", "name at least one public source")
	}
	for i, composer := range p.Composers {
		at := fmt.Sprintf("composers[%d].", i)
		word(&c, at+"kind", composer.Kind, Words.Kinds)
		word(&c, at+"audience", composer.Audience, Words.Audiences)
	}
	for i, use := range p.Uses {
		c.use(fmt.Sprintf("uses[%d].", i), use)
	}
	for i, o := range p.OptOuts {
		c.optOut(fmt.Sprintf("optOuts[%d].", i), o)
	}
	for i, change := range p.Changes {
		at := fmt.Sprintf("changes[%d].", i)
		c.date(at+"date", change.Date, true)
		c.regions(at+"regions", change.Regions)
		c.english(at+"summary", change.Summary)
		c.evidence(at+"evidence", change.Evidence)
	}
	c.sources()
	return c.problems
}

type checker struct {
	gate
	p        Platform
	isRegion func(string) bool
	used     map[string]bool
}

func (c *checker) required(field, value string) {
	if value == "" {
		c.add(field, "is needed")
	}
}

func (c *checker) use(at string, u Use) {
	word(c, at+"purpose", u.Purpose, Words.Purposes)
	word(c, at+"state", u.State, Words.States)
	if u.Audience != "" {
		word(c, at+"audience", u.Audience, Words.Audiences)
	}
	if u.Confidence != "" {
		word(c, at+"confidence", u.Confidence, Words.Confidences)
	}
	if len(u.By) == 0 {
		c.add(at+"by", "name who trains, or who says that it does not")
	}
	if len(u.Content) == 0 {
		c.add(at+"content", "name what is used")
	}
	for i, content := range u.Content {
		word(c, fmt.Sprintf("%scontent[%d]", at, i), content, Words.Contents)
	}
	if len(u.Regions) == 0 {
		c.add(at+"regions", `name where, or "world"`)
	}
	c.regions(at+"regions", u.Regions)
	c.date(at+"since", u.Since, false)
	c.date(at+"until", u.Until, false)
	if u.Since != "" && u.Until != "" && u.Since > u.Until {
		c.add(at+"until", "must not be before since")
	}
	if u.State != Unclear || len(u.Evidence) > 0 { // that nothing is known claims nothing
		c.evidence(at+"evidence", u.Evidence)
	}
}

func (c *checker) optOut(at string, o OptOut) {
	c.required(at+"id", o.ID)
	word(c, at+"kind", o.Kind, Words.OptOutKinds)
	word(c, at+"effort", o.Effort, Words.Efforts)
	if o.Who != "" {
		word(c, at+"who", o.Who, Words.Whos)
	}
	if o.Page != "" {
		word(c, at+"page", o.Page, Words.Pages)
	}
	if o.Turn != "" {
		word(c, at+"turn", o.Turn, Words.Turns)
	}
	if o.Page != "" && o.Probe != nil {
		c.add(at+"probe", "leave it out: there is no switch on a help page")
	}
	if len(o.Covers) == 0 {
		c.add(at+"covers", "name the purposes that it stops")
	}
	for i, purpose := range o.Covers {
		word(c, fmt.Sprintf("%scovers[%d]", at, i), purpose, Words.Purposes)
	}
	if o.InsteadOf != "" && !slices.ContainsFunc(c.p.OptOuts, func(other OptOut) bool { return other.ID == o.InsteadOf && o.ID != other.ID }) {
		c.add(at+"insteadOf", "name another opt-out of the platform")
	}
	if o.Repeat < 0 || o.Repeat > 120 {
		c.add(at+"repeat", "write after how many months it has to be done again, 1 to 120")
	}
	c.regions(at+"regions", o.Regions)
	c.date(at+"since", o.Since, false)
	c.english(at+"label", o.Label)
	if len(o.Steps) > 0 && len(o.Steps["en"]) == 0 {
		c.add(at+"steps", "write the steps in English as well")
	}
	c.evidence(at+"evidence", o.Evidence)
}

func (c *checker) sources() {
	for i, e := range c.p.Evidence {
		at := fmt.Sprintf("evidence[%d].", i)
		if !day.Valid(e.Seen) && !day.Valid(e.Seen+"-01") && !day.Valid(e.Seen+"-01-01") {
			c.add(at+"seen", "write a day as YYYY-MM-DD, or YYYY-MM or YYYY where no more is known")
		}
		word(c, at+"level", e.Level, Words.Levels)
		if !c.used[e.ID] {
			c.add(at+"id", fmt.Sprintf("nothing refers to %q: refer to it or leave it out", e.ID))
		}
	}
}

func (c *checker) evidence(field string, ids []string) {
	if len(ids) == 0 {
		c.add(field, "name the evidence for this")
	}
	for _, id := range ids {
		c.used[id] = true
		if !slices.ContainsFunc(c.p.Evidence, func(e Evidence) bool { return e.ID == id }) {
			c.add(field, fmt.Sprintf("there is no evidence %q", id))
		}
	}
}

func (c *checker) regions(field string, regions []string) {
	for _, r := range regions {
		if !c.isRegion(r) {
			c.add(field, fmt.Sprintf(`%q is neither a country (ISO 3166-1 alpha-2), nor a group of regions.json, nor "world"`, r))
		}
	}
}

func (c *checker) english(field string, text Text) {
	if len(text) > 0 && text["en"] == "" {
		c.add(field, "write it in English as well")
	}
}

func (c *checker) date(field, date string, needed bool) {
	if date == "" && !needed {
		return
	}
	if !day.Valid(date) {
		c.add(field, "write a day as YYYY-MM-DD")
	}
}

func word[T ~string](c *checker, field string, value T, allowed []T) {
	if !slices.Contains(allowed, value) {
		c.add(field, fmt.Sprintf("%q is not one of %s", value, list(allowed)))
	}
}

func list[T ~string](words []T) string {
	text := ""
	for i, w := range words {
		if i > 0 {
			text += ", "
		}
		text += string(w)
	}
	return text
}
