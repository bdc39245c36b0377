package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// texts brings the translations up to what the rules say: what is new stands
// there in English until somebody translates it, and what no rule says any more
// is taken out.
func texts(*flag.FlagSet) func(*call) error {
	return func(c *call) error {
		if len(c.args) > 0 {
			return misuseOf("texts takes no arguments: it goes through all languages")
		}
		set, err := c.load()
		if err != nil {
			return err
		}
		for _, language := range slices.Sorted(maps.Keys(set.Texts)) {
			translations, waiting := map[string]string{}, 0
			for _, english := range set.English() {
				text, found := set.Texts[language][english]
				if !found {
					text = english
				}
				if text == english {
					waiting++
				}
				translations[english] = text
			}
			if err := writeTranslations(filepath.Join(c.dir, "texts", language+".json"), translations); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s: %d texts, %d of them in English\n", language, len(translations), waiting)
		}
		return nil
	}
}

func writeTranslations(file string, translations map[string]string) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(translations); err != nil {
		return err
	}
	return os.WriteFile(file, text.Bytes(), 0o644)
}
