package rules

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// readTexts reads the translations, texts/<language>.json: what is there in
// English to what it is in that language.
func readTexts(dir fs.FS) (map[string]map[string]string, []Problem) {
	var all map[string]map[string]string
	var problems []Problem
	files, _ := fs.Glob(dir, "texts/*.json") // the pattern is good
	for _, file := range files {
		if all == nil {
			all = map[string]map[string]string{}
		}
		texts := map[string]string{}
		problems = append(problems, unpack(dir, file, &texts)...)
		all[strings.TrimSuffix(path.Base(file), ".json")] = texts
	}
	return all, problems
}

// English lists what there is to translate, in byte order: all texts of the
// set but names and the labels of switches, which are the platforms' own.
func (s Set) English() []string {
	texts := map[string]bool{}
	for _, p := range s.Platforms {
		for _, o := range p.OptOuts {
			texts[o.Limits["en"]] = true
			for _, step := range o.Steps["en"] {
				texts[step] = true
			}
		}
		for _, c := range p.Changes {
			texts[c.Summary["en"]] = true
		}
		for _, e := range p.Evidence {
			texts[e.Says] = true
		}
	}
	delete(texts, "") // some have no limits
	return slices.Sorted(maps.Keys(texts))
}

// checkTexts finds what is not translated, what is translated but not there,
// and translations that the engine would refuse.
func (s Set) checkTexts(language string) []rule.Problem {
	var problems []rule.Problem
	add := func(english, advice string) {
		problems = append(problems, rule.Problem{Field: fmt.Sprintf("%q", english), Advice: advice})
	}
	texts, english := s.Texts[language], s.English()
	for _, text := range english {
		switch translation, found := texts[text]; {
		case !found:
			add(text, "translate it; rulekit texts writes it in English until somebody does")
		default:
			if advice := rule.CheckTranslation(text, translation); advice != "" {
				add(text, advice)
			}
		}
	}
	for _, text := range slices.Sorted(maps.Keys(texts)) {
		if _, found := slices.BinarySearch(english, text); !found {
			add(text, "take it out: no rule has this text")
		}
	}
	return problems
}
