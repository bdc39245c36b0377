package main

import (
	"encoding/json"
	"fmt"
	"maps"
)

// browsers are the kinds of browsers that get a package each, with what of the
// manifest the other kind would warn of.
var browsers = []browser{
	{"chromium", [][]string{{"background", "scripts"}, {"browser_specific_settings"}}},
	{"firefox", [][]string{{"background", "service_worker"}, {"minimum_chrome_version"}}},
}

type browser struct {
	name  string
	alien [][]string
}

// fit returns the extension with a manifest for one kind of browser.
func (b browser) fit(extension map[string]file) (map[string]file, error) {
	var manifest map[string]any
	if err := json.Unmarshal(extension["manifest.json"].content, &manifest); err != nil {
		return nil, fmt.Errorf("manifest.json: %w", err)
	}
	for _, path := range b.alien {
		part := manifest
		for _, key := range path[:len(path)-1] {
			inner, is := part[key].(map[string]any)
			if !is {
				return nil, fmt.Errorf("manifest.json: %s is missing", key)
			}
			part = inner
		}
		delete(part, path[len(path)-1])
	}
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return nil, err
	}
	fitted := maps.Clone(extension)
	fitted["manifest.json"] = file{content: append(text, '\n')}
	return fitted, nil
}
