package pages

import (
	"net/http"
	"slices"

	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// sheet is the page of one platform.
type sheet struct {
	View       view
	Picker     picker
	Today      moment
	Operator   string
	Category   string
	Hosts      []string
	Sureness   string
	Claims     []claim
	OptOuts    []optOut
	Links      []named
	Changes    []dated
	Evidence   []source
	Timeline   timeline
	Address    string
	RuleSet    string
	FeedOfThis string
}

// claim is one row of what is used.
type claim struct {
	Content, Purpose, State, By, Where, Plans string
	Since, Until                              moment
	Sureness                                  string
	Look                                      string
	Sources                                   []source
}

// optOut is one way to stop a use.
type optOut struct {
	Number      int // on the page, from 1
	Kind        string
	Label       worded
	Link        link
	Who         string
	Effort      string
	Where       string
	Covers      string
	Content     string
	Since       moment
	InsteadOf   int // the number of the other way; 0 for none
	Steps       []worded
	ForwardOnly bool
	Limits      worded
	Sources     []source
}

// named is a link with what it is for.
type named struct {
	Text string
	Link link
}

func (s *site) showPlatform(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	p, found := s.platform(id)
	if !found {
		s.miss(w, r, "There is no such platform", id)
		return
	}
	code, known := s.asked(r)
	if !known {
		s.miss(w, r, "There is no such region", id)
		return
	}
	today := s.today()
	content := sheet{
		View: s.view(p, code, today), Picker: s.picker("/p/"+p.ID, code), Today: momentOf(today),
		Operator: p.Operator, Category: say(categories, p.Category), Hosts: p.Hosts, Sureness: say(sureness, p.Confidence),
		Claims: s.claims(p), OptOuts: s.optOuts(p), Links: links(p.Links), Changes: s.changesOf(p), Evidence: p.evidence(),
		Timeline: s.timeline(p, today), Address: s.about.Address + "/p/" + p.ID, RuleSet: s.about.Version, FeedOfThis: "/p/" + p.ID + "/changes.atom",
	}
	s.show(w, r, "platform", page{
		Title:       p.Name + ": what it does with what you write",
		Description: "What " + p.Name + " uses to train AI, since when and where, how to opt out, and who says so.",
		Address:     content.Address + query(code),
		Feed:        content.FeedOfThis, FeedTitle: "Changes at " + p.Name,
		Content: content,
	})
}

// claims lists the claims: the ones for special regions first, each in the
// order of time as the rule has them.
func (s *site) claims(p platform) []claim {
	alone := !slices.ContainsFunc(p.Uses, func(u rule.Use) bool { return !slices.Contains(u.Regions, region.World) })
	claims := make([]claim, len(p.Uses))
	for i, u := range p.Uses {
		where := s.regionNames(u.Regions)
		if !alone && slices.Equal(u.Regions, []string{region.World}) {
			where = s.regionName(region.World, false)
		}
		claims[i] = claim{
			capital(contents(u.Content, u.Audience)), say(purposes, u.Purpose), say(states, known(u.State)), list(u.By), where, list(u.Plans),
			momentOf(u.Since), momentOf(u.Until), say(sureness, confidence(p, u)), string(known(u.State)), p.sources(u.Evidence),
		}
	}
	return claims
}

func (s *site) optOuts(p platform) []optOut {
	all := make([]optOut, len(p.OptOuts))
	for i, o := range p.OptOuts {
		where := "everywhere"
		if len(o.Regions) > 0 {
			where = s.regionNames(o.Regions)
		}
		who := "everybody"
		if o.Who == rule.WorkspaceOwner {
			who = "the owner of the workspace"
		}
		label := english(o.Label)
		if label.Text == "" {
			label = worded{"en", say(kinds, o.Kind)}
		}
		all[i] = optOut{
			Number: i + 1, Kind: say(kinds, o.Kind), Label: label, Link: linkOf(o.URL), Who: who, Effort: say(efforts, o.Effort), Where: where,
			Covers: sayAll(purposes, o.Covers), Content: contents(o.Content, ""), Since: momentOf(o.Since), Steps: englishSteps(o.Steps),
			ForwardOnly: o.ForwardOnly, Limits: english(o.Limits), Sources: p.sources(o.Evidence),
		}
		if j := slices.IndexFunc(p.OptOuts, func(other rule.OptOut) bool { return other.ID == o.InsteadOf }); o.InsteadOf != "" && j >= 0 {
			all[i].InsteadOf = j + 1
		}
	}
	return all
}

func links(l rule.Links) []named {
	all := []named{
		{"Get a copy of your data", linkOf(l.DataAccess)}, {"Delete your account", linkOf(l.Deletion)},
		{"Privacy policy", linkOf(l.Policy)}, {"Help page about training and the opt-out", linkOf(l.Help)},
	}
	return slices.DeleteFunc(all, func(n named) bool { return n.Link.URL == "" })
}
