// Package part is the form in which the parts of the bench write their results,
// one JSON file each.
package part

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Part is what one program of the bench has measured.
type Part struct {
	// Part is the name of the file, without .json.
	Part  string `json:"part"`
	Title string `json:"title"`
	Rows  []Row  `json:"rows"`
	// Machine is what it ran on, such as "browser": "Chromium 156".
	Machine map[string]string `json:"machine,omitempty"`
}

// Row is one thing that was measured, ours beside those of others. The samples
// are raw, from rounds in which ours and theirs took turns; a count has one.
type Row struct {
	What string    `json:"what"`
	Unit string    `json:"unit"`
	Ours []float64 `json:"ours"`
	// Peers are the samples of others, by name.
	Peers map[string][]float64 `json:"peers,omitempty"`
	// Better is "more" for what should be much, such as answers a second.
	Better string `json:"better,omitempty"`
	// Required says what the issue demands, if it does, and Met whether that is so.
	Required string `json:"required,omitempty"`
	Met      bool   `json:"met,omitempty"`
	// Note is what there is to know, such as why something was missed.
	Note string `json:"note,omitempty"`
	// Series and Size make rows points of one line in the picture of how time
	// grows: what is measured, and among how many.
	Series string `json:"series,omitempty"`
	Size   int    `json:"size,omitempty"`
	// Picture says that the ratio to each peer belongs into the picture.
	Picture bool `json:"picture,omitempty"`
}

// Count is a row of one number.
func Count[N int | int64 | float64](what, unit string, n N) Row {
	return Row{What: what, Unit: unit, Ours: []float64{float64(n)}}
}

// Write writes a part to a file.
func Write(name string, p Part) error {
	text, err := json.MarshalIndent(p, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o644)
}

// Read reads the parts in a folder, in the order of their files.
func Read(dir string) ([]Part, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	var parts []Part
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var p Part
		if err := json.Unmarshal(text, &p); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		parts = append(parts, p)
	}
	return parts, nil
}
