package rules_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/beforehand/beforehand/rules"
)

// Every text of these rules is there in every language of the interface.
func TestLanguages(t *testing.T) {
	set, err := rules.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	locales, err := os.ReadDir("../extension/_locales")
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range locales {
		language := strings.ToLower(strings.ReplaceAll(locale.Name(), "_", "-"))
		if len(set.Texts[language]) != len(set.English()) && language != "en" {
			t.Errorf("%d of %d texts are in %s", len(set.Texts[language]), len(set.English()), language)
		}
	}
	if len(set.Texts) != len(locales)-1 {
		t.Errorf("texts in %d languages, the interface in %d", len(set.Texts), len(locales))
	}
}

func TestTextsAreChecked(t *testing.T) {
	rule, err := os.ReadFile("platforms/linkedin/platform.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{"regions.json": {Data: []byte("{}")}, "platforms/linkedin/platform.json": {Data: rule}}
	set, err := rules.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	first, second := set.English()[0], set.English()[1]
	dir["texts/de.json"] = &fstest.MapFile{Data: []byte(`{"` + first + `": "Siehe evil.com", "Nobody says this.": "Das sagt niemand."}`)}
	said := ""
	for _, p := range rules.Check(dir) {
		said += p.String() + "\n"
	}
	for _, want := range []string{
		`texts/de.json:1:1: "` + first + `": leave out what may be somebody else's web address, such as a word, a dot and com`,
		`texts/de.json:1:1: "` + second + `": translate it; rulekit texts writes it in English until somebody does`,
		`texts/de.json:1:1: "Nobody says this.": take it out: no rule has this text`,
	} {
		if !strings.Contains(said, want+"\n") {
			t.Errorf("does not say %s, but\n%s", want, said)
		}
	}
}
