package pages

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// states words what a state means for a user.
var states = map[rule.State]string{
	rule.OnUnlessOptedOut: "used unless you opt out",
	rule.OnNoOptOut:       "used, and there is no way out",
	rule.ObjectionForm:    "used unless you object",
	rule.OffUnlessOptedIn: "used only if you opt in",
	rule.NotUsed:          "not used",
	rule.Unclear:          "not clear",
}

// known turns a state that is newer than this program into unclear.
func known(s rule.State) rule.State {
	if states[s] == "" {
		return rule.Unclear
	}
	return s
}

var purposes = map[rule.Purpose]string{
	rule.Generative: "training generative AI", rule.Licensing: "training by others", rule.Learning: "other machine learning",
}

var audiences = map[rule.Audience]string{rule.Public: "what is public", rule.Private: "what is private"}

var sureness = map[rule.Confidence]string{
	rule.High: "We are sure of this", rule.Medium: "We are fairly sure of this", rule.Low: "We are not sure of this",
}

var levels = map[rule.Level]string{
	rule.Official: "the platform’s own text", rule.Press: "press", rule.Audit: "audit", rule.Community: "community",
}

var kinds = map[rule.OptOutKind]string{rule.Toggle: "A switch", rule.Form: "A form", rule.Request: "A request"}

var efforts = map[rule.Effort]string{"1-minute": "about a minute", "5-minutes": "about five minutes", "longer": "longer than five minutes"}

var categories = map[rule.Category]string{
	"social": "social network", "chat": "chat", "ai-assistant": "AI assistant", "development": "software development", "work": "work",
	"creative": "creative work", "media": "media", "dating": "dating", "shopping": "shopping", "other": "other service",
}

// say looks a word up; one that is newer than this program stands for itself.
func say[T ~string](words map[T]string, word T) string {
	if text, found := words[word]; found {
		return text
	}
	return strings.ReplaceAll(string(word), "-", " ")
}

func sayAll[T ~string](words map[T]string, all []T) string {
	texts := make([]string, len(all))
	for i, word := range all {
		texts[i] = say(words, word)
	}
	return list(texts)
}

// contents words what is used, and of which audience.
func contents(all []rule.Content, audience rule.Audience) string {
	text := sayAll(nil, all)
	if limit := audiences[audience]; limit != "" {
		text += " (only " + limit + ")"
	}
	return text
}

// list joins words as in a sentence.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// capital begins a text with a capital letter.
func capital(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// moment is a day, a month or a year, for machines and for people. What is no
// date is for people only.
type moment struct{ Machine, Text string }

func momentOf(date string) moment {
	for _, form := range []struct{ rest, layout string }{{"", "2 January 2006"}, {"-01", "January 2006"}, {"-01-01", "2006"}} {
		if t, err := time.Parse(time.DateOnly, date+form.rest); err == nil && day.Valid(date+form.rest) {
			return moment{date, t.Format(form.layout)}
		}
	}
	return moment{"", date}
}

// worded is a text of the rule set with its language.
type worded struct{ Language, Text string }

// english picks the English text, or another one if there is none.
func english(text rule.Text) worded {
	if text["en"] != "" {
		return worded{"en", text["en"]}
	}
	for _, language := range sorted(text) {
		return worded{language, text[language]}
	}
	return worded{}
}

func englishSteps(steps rule.Steps) []worded {
	language := "en"
	if languages := sorted(steps); steps["en"] == nil && len(languages) > 0 {
		language = languages[0]
	}
	var all []worded
	for _, step := range steps[language] {
		all = append(all, worded{language, step})
	}
	return all
}

func sorted[T any](byLanguage map[string]T) []string {
	return slices.Sorted(maps.Keys(byLanguage))
}
