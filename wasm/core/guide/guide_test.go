package guide_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/choice"
	"github.com/beforehand/beforehand/wasm/core/guide"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

const today = "2026-05-03"

func entry(t *testing.T, id string, optOuts ...rule.OptOut) rule.Entry {
	t.Helper()
	text, err := json.Marshal(rule.Platform{ID: id, Name: "The " + id, OptOuts: optOuts})
	if err != nil {
		t.Fatal(err)
	}
	e, err := rule.OpenEntry(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func reader() *notice.Reader {
	return &notice.Reader{
		Settings: notice.Settings{Region: "DE"},
		Groups:   region.Groups{"EEA": {Members: []region.Member{{Country: "DE"}}}},
		Choices:  map[string]choice.Record{},
		Now:      today + "T12:00:00+02:00",
	}
}

func TestPages(t *testing.T) {
	for _, test := range []struct {
		why, link string
		page      rule.Page
		address   string
		here      bool
	}{
		{"the page of the link", "https://forum.example/settings/ai", "", "https://forum.example/settings/ai", true},
		{"a slash at the end is no other page", "https://forum.example/settings/ai", "", "https://forum.example/settings/ai/", true},
		{"nor is one in the link", "https://forum.example/settings/ai/", "", "https://forum.example/settings/ai", true},
		{"nor is a fragment", "https://forum.example/settings#ai", "", "https://forum.example/settings#top", true},
		{"a page below", "https://forum.example/settings", "", "https://forum.example/settings/my.site", true},
		{"a longer name is not below", "https://forum.example/settings", "", "https://forum.example/settings-old", false},
		{"a page above", "https://forum.example/settings/ai", "", "https://forum.example/settings", false},
		{"another page", "https://forum.example/settings/ai", "", "https://forum.example/settings/mail", false},
		{"another host of the platform", "https://forum.example/settings", "", "https://my.forum.example/settings", false},
		{"further parameters do no harm", "https://forum.example/settings", "", "https://forum.example/settings?from=mail", true},
		{"its own parameter has to be there", "https://forum.example/?_s=data", "", "https://forum.example/?_s=data", true},
		{"among others", "https://forum.example/?_s=data&b=2", "", "https://forum.example/?a=1&_s=data&b=2&c=3#x", true},
		{"without it, it is another page", "https://forum.example/?_s=data", "", "https://forum.example/", false},
		{"so it is with another value", "https://forum.example/?_s=data", "", "https://forum.example/?_s=data2", false},
		{"nothing is below a front page", "https://forum.example/?_s=data", "", "https://forum.example/chat?_s=data", false},
		{"a front page is opened for many reasons", "https://forum.example/", "", "https://forum.example/", false},
		{"a help page", "https://help.forum.example/ai", rule.Help, "https://help.forum.example/ai", true},
		{"nothing is below a help page", "https://help.forum.example/ai", rule.Help, "https://help.forum.example/ai/more", false},
		{"an unknown sort of page is treated as one of help", "https://forum.example/ai", "leaflet", "https://forum.example/ai/more", false},
	} {
		t.Run(test.why, func(t *testing.T) {
			e := entry(t, "forum", rule.OptOut{ID: "ai", Kind: rule.Toggle, URL: test.link, Page: test.page})
			found, err := guide.At(guide.List([]rule.Entry{e}, reader(), today), test.address)
			if err != nil || len(found) == 1 != test.here {
				t.Errorf("%+v, %v", found, err)
			}
		})
	}
}

func TestMatches(t *testing.T) {
	link := func(urls ...string) (list []rule.OptOut) {
		for _, url := range urls {
			list = append(list, rule.OptOut{ID: "ai", Kind: rule.Toggle, URL: url})
		}
		return list
	}
	e := entry(t, "forum", link("https://forum.example/settings/", "https://forum.example/settings", "https://forum.example/?_s=data", "https://forum.example/")...)
	want := []string{"https://forum.example/settings*", "https://forum.example/settings*", "https://forum.example/?*"}
	if diff := cmp.Diff(want, guide.Matches(guide.List([]rule.Entry{e}, reader(), today))); diff != "" {
		t.Error(diff)
	}
}

// What the reader may be told depends on the reader; where there is nothing to
// tell, no script is registered either.
func TestReaders(t *testing.T) {
	plain := rule.OptOut{ID: "ai", Kind: rule.Toggle, URL: "https://forum.example/ai"}
	some := func(change func(*rule.OptOut)) rule.OptOut {
		o := plain
		change(&o)
		return o
	}
	request := some(func(o *rule.OptOut) { o.Kind = rule.Request })
	owner := some(func(o *rule.OptOut) { o.Who = rule.WorkspaceOwner })
	bare := guide.OptOut{Platform: "forum", Name: "The forum", Rule: plain}
	with := func(change func(*guide.OptOut)) []guide.OptOut {
		o := bare
		change(&o)
		return []guide.OptOut{o}
	}
	record := func(r choice.Record) func(*notice.Reader) {
		return func(reader *notice.Reader) { reader.Choices["forum"] = r }
	}
	mark := choice.Mark{On: "2026-01-02", Confirmed: "2026-01-03"}
	done := map[string]choice.Mark{"ai": mark}
	for _, test := range []struct {
		why    string
		optOut rule.OptOut
		reader func(*notice.Reader)
		want   []guide.OptOut
	}{
		{"nothing was chosen", plain, func(*notice.Reader) {}, []guide.OptOut{bare}},
		{"it was done", plain, record(choice.Record{Done: done}), with(func(o *guide.OptOut) { o.Done = &mark })},
		{"of several accounts nobody knows which one it is", plain, record(choice.Record{Done: done, Accounts: map[string]map[string]choice.Mark{"work": {}}}), with(func(o *guide.OptOut) { o.Several = true })},
		{"the toolbar only", plain, func(r *notice.Reader) { r.Place = choice.Toolbar }, with(func(o *guide.OptOut) { o.Silent = true })},
		{"the toolbar only, there", plain, record(choice.Record{Place: choice.Toolbar}), with(func(o *guide.OptOut) { o.Silent = true })},
		{"never on this platform", plain, record(choice.Record{Later: &choice.Delay{Scope: choice.Never, On: today}}), with(func(o *guide.OptOut) { o.Silent = true })},
		{"never anywhere", plain, func(r *notice.Reader) {
			r.Choices[choice.Everywhere] = choice.Record{Later: &choice.Delay{Scope: choice.Never, On: today}}
		}, with(func(o *guide.OptOut) { o.Silent = true })},
		{"not today is about composers", plain, record(choice.Record{Later: &choice.Delay{Scope: choice.Today, On: today}}), []guide.OptOut{bare}},
		{"it exists elsewhere only", some(func(o *rule.OptOut) { o.Regions = []string{"US"} }), func(*notice.Reader) {}, []guide.OptOut{}},
		{"it does not exist yet", some(func(o *rule.OptOut) { o.Since = "2026-05-04" }), func(*notice.Reader) {}, []guide.OptOut{}},
		{"its link is held back", plain, func(r *notice.Reader) {
			r.Held = map[string]map[string]int64{"": {"forum.example": 1 << 40}}
		}, []guide.OptOut{}},
		{"the owner is asked with a letter", owner, func(*notice.Reader) {}, with(func(o *guide.OptOut) { o.Rule, o.Letter = owner, "owner" })},
		{"in the EEA one objects by the GDPR", request, func(*notice.Reader) {}, with(func(o *guide.OptOut) { o.Rule, o.Letter = request, "gdpr" })},
		{"in the United Kingdom as well", request, func(r *notice.Reader) { r.Region = "GB" }, with(func(o *guide.OptOut) { o.Rule, o.Letter = request, "gdpr" })},
		{"elsewhere without naming a law", request, func(r *notice.Reader) { r.Region = "US" }, with(func(o *guide.OptOut) { o.Rule, o.Letter = request, "objection" })},
	} {
		t.Run(test.why, func(t *testing.T) {
			r := reader()
			test.reader(r)
			entries := []rule.Entry{entry(t, "forum", test.optOut)}
			got, err := guide.At(guide.List(entries, r, today), "https://forum.example/ai")
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
			if registered := len(guide.Matches(guide.List(entries, r, today))) > 0; registered != (len(test.want) > 0) {
				t.Errorf("registered: %t", registered)
			}
		})
	}
}

func TestSources(t *testing.T) {
	e := entry(t, "forum", rule.OptOut{ID: "ai", Kind: rule.Toggle, URL: "https://forum.example/ai"}).From("rules.example")
	for _, test := range []struct {
		may  notice.Abilities
		want []string
	}{
		{notice.Abilities{}, []string{}},
		{notice.Abilities{Links: true}, []string{}},
		{notice.Abilities{Hints: true}, []string{}},
		{notice.Abilities{Links: true, Hints: true}, []string{"https://forum.example/ai*"}},
	} {
		r := reader()
		r.Sources = map[string]notice.Abilities{"rules.example": test.may}
		if diff := cmp.Diff(test.want, guide.Matches(guide.List([]rule.Entry{e}, r, today))); diff != "" {
			t.Errorf("%+v: %s", test.may, diff)
		}
	}
}

func TestSeveralAtOnePage(t *testing.T) {
	form := rule.OptOut{ID: "form", Kind: rule.Form, URL: "https://group.example/form"}
	entries := []rule.Entry{entry(t, "one", form), entry(t, "other", form), entry(t, "third")}
	found, err := guide.At(guide.List(entries, reader(), today), "https://group.example/form")
	var ids []string
	for _, o := range found {
		ids = append(ids, o.Platform)
	}
	if !slices.Equal(ids, []string{"one", "other"}) || err != nil {
		t.Errorf("%v, %v", ids, err)
	}
}

func TestAnAddressIsNeeded(t *testing.T) {
	if _, err := guide.At(guide.List(nil, reader(), today), "about:blank"); !errors.Is(err, match.ErrNotAPage) {
		t.Error(err)
	}
}
