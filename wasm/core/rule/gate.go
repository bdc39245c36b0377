package rule

import (
	"strconv"
	"strings"
)

// Problem is one thing to fix in a rule.
type Problem struct {
	// Field is where, as a path: optOuts[0].url.
	Field string `json:"field"`
	// Advice says what to do.
	Advice string `json:"advice"`
}

// String returns the problem as one line.
func (p Problem) String() string { return p.Field + ": " + p.Advice }

// Gate finds what makes a platform dangerous to act on, whoever signed it:
// hosts, links, texts and selectors outside their narrow bounds. It is part of
// Check; the engine runs it on every rule set. Names in punycode, which can look
// like others, pass only if they are at or below an allowed one.
func Gate(p Platform, allowed ...string) []Problem {
	g := gate{allowed: allowed}
	g.platform(&p)
	return g.problems
}

// gate goes through a platform and remembers where it is, so that places are
// put into words only for problems.
type gate struct {
	allowed  []string
	domains  []string // the platform's own, registrable
	english  string   // what is translated
	links    []string // the domains that its links lead to
	names    map[string]*name
	listed   map[string]class
	at       []place
	problems []Problem
}

type place struct {
	list  string
	index int
}

// each passes the elements of a list, of which there are not too many.
func (g *gate) each(list string, n, most int, pass func(i int)) {
	g.few(list, n, most)
	for i := range n {
		g.at = append(g.at, place{list, i})
		pass(i)
		g.at = g.at[:len(g.at)-1]
	}
}

func (g *gate) add(field, advice string) {
	path := ""
	for _, p := range g.at {
		path += item(p.list, p.index) + "."
	}
	g.problems = append(g.problems, Problem{path + field, advice})
}

func item(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func (g *gate) platform(p *Platform) {
	if p.ID == "" || len(p.ID) > 40 || strings.Trim(p.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		g.add("id", "use 1 to 40 lower-case letters, digits and hyphens")
	}
	g.hosts(p) // first: texts and links may name these
	g.text("name", p.Name, 60)
	g.text("operator", p.Operator, 120)
	g.plain("category", string(p.Category), 40)
	g.plain("confidence", string(p.Confidence), 40)
	g.plain("verified", p.Verified, 10)
	g.each("composers", len(p.Composers), 16, func(i int) { g.composer(&p.Composers[i]) })
	g.each("uses", len(p.Uses), 100, func(i int) { g.use(&p.Uses[i]) })
	g.each("optOuts", len(p.OptOuts), 8, func(i int) { g.optOut(&p.OptOuts[i]) })
	g.page("links.policy", p.Links.Policy)
	g.page("links.help", p.Links.Help)
	g.page("links.dataAccess", p.Links.DataAccess)
	g.page("links.deletion", p.Links.Deletion)
	g.each("changes", len(p.Changes), 100, func(i int) { g.change(&p.Changes[i]) })
	g.each("evidence", len(p.Evidence), 100, func(i int) { g.source(&p.Evidence[i]) })
}

// page passes a link that need not be there.
func (g *gate) page(field, url string) {
	if url != "" {
		g.link(field, url)
	}
}

func (g *gate) composer(c *Composer) {
	g.plain("kind", string(c.Kind), 40)
	g.plain("audience", string(c.Audience), 40)
	if c.Selector != "" {
		g.selector("selector", c.Selector)
	}
	if c.Submit != "" {
		g.selector("submit", c.Submit)
	}
	g.paths(c.Paths)
}

func (g *gate) use(u *Use) {
	g.plain("purpose", string(u.Purpose), 40)
	g.plain("state", string(u.State), 40)
	g.plain("audience", string(u.Audience), 40)
	g.plain("confidence", string(u.Confidence), 40)
	g.list("by", u.By, 20, 60)
	g.list("plans", u.Plans, 20, 60)
	plains(g, "content", u.Content, 40)
	plains(g, "regions", u.Regions, 300)
	g.plain("since", u.Since, 10)
	g.plain("until", u.Until, 10)
	plains(g, "evidence", u.Evidence, 100)
}

func (g *gate) optOut(o *OptOut) {
	g.plain("id", o.ID, 60)
	g.plain("kind", string(o.Kind), 40)
	g.plain("effort", string(o.Effort), 40)
	g.plain("page", string(o.Page), 40)
	g.plain("turn", string(o.Turn), 40)
	g.plain("who", string(o.Who), 40)
	g.plain("insteadOf", o.InsteadOf, 60)
	g.link("url", o.URL)
	plains(g, "covers", o.Covers, 20)
	plains(g, "content", o.Content, 40)
	plains(g, "regions", o.Regions, 300)
	g.plain("since", o.Since, 10)
	g.texts("label", o.Label)
	g.texts("limits", o.Limits)
	for language, steps := range o.Steps {
		g.plain("steps", language, 35)
		g.list("steps."+language, steps, 10, 120)
	}
	if o.Probe != nil {
		g.selector("probe.selector", o.Probe.Selector)
		if len(o.Probe.Off) > 100 || !printable(o.Probe.Off) {
			g.add("probe.off", "write name=value, in at most 100 printable ASCII characters")
		}
	}
	plains(g, "evidence", o.Evidence, 100)
}

func (g *gate) change(c *Change) {
	g.plain("date", c.Date, 10)
	plains(g, "regions", c.Regions, 300)
	g.texts("summary", c.Summary)
	plains(g, "evidence", c.Evidence, 100)
}

func (g *gate) source(e *Evidence) {
	g.plain("id", e.ID, 60)
	g.webPage("url", e.URL)
	g.text("publisher", e.Publisher, 80)
	g.plain("seen", e.Seen, 10)
	g.text("says", e.Says, 400)
	g.plain("level", string(e.Level), 40)
}

func (g *gate) selector(field, selector string) {
	if err := CheckSelector(selector); err != nil {
		g.add(field, err.Error())
	}
}

func (g *gate) few(field string, n, most int) {
	if n > most {
		g.add(field, "keep to "+strconv.Itoa(most))
	}
}

// plain passes words, dates and ids that are too plain to deceive anybody. That
// they are known words and real days is for Check; engines take the words that
// they do not know for unclear.
func (g *gate) plain(field, word string, most int) {
	for i := range len(word) {
		if c := word[i]; c != ' ' && c != '-' && !alphanumeric(c) {
			g.add(field, "use only letters of ASCII, digits and hyphens")
			return
		}
	}
	if len(word) > most {
		g.add(field, "use at most "+strconv.Itoa(most)+" characters")
	}
}

func plains[T ~string](g *gate, field string, words []T, most int) {
	g.few(field, len(words), most)
	for _, word := range words {
		g.plain(field, string(word), 60)
	}
}

func alphanumeric(c byte) bool { return 'a' <= c|' ' && c|' ' <= 'z' || '0' <= c && c <= '9' }

func printable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
