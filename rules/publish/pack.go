package publish

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// Pack makes the files of the extension's package, by path, of a seed: the seed
// without texts in other languages than English, and a file for each language,
// with its data file. So a device reads its own language only.
func Pack(raw []byte) (map[string][]byte, error) {
	var seed update.Seed
	if err := json.Unmarshal(raw, &seed); err != nil {
		return nil, fmt.Errorf("the seed: %w", err)
	}
	planted, err := update.Plant(seed, nil, 0, part.Languages, update.Policy{})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range planted.Record.Active.Files {
		language, found := strings.CutPrefix(f.Name, part.Texts(""))
		if !found {
			continue
		}
		path := "blob/" + f.SHA256
		if files["texts/"+language+".json"], err = json.Marshal(Files{path: seed.Files[path]}); err != nil {
			return nil, err
		}
		delete(seed.Files, path)
		seed.Languages = append(seed.Languages, language)
	}
	files["seed.json"], err = json.Marshal(seed)
	return files, err
}
