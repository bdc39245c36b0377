// Command gate reads links as JSON and prints those that the content gate
// accepts on a platform that is on the link's host.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

type link struct {
	URL  string `json:"url"`
	Host string `json:"host"`
}

func main() {
	var links []link
	if err := json.NewDecoder(os.Stdin).Decode(&links); err != nil {
		log.Fatal(err)
	}
	accepted := []link{}
	for _, l := range links {
		p := rule.Platform{ID: "forum", Name: "Forum", Operator: "Forum", Hosts: []string{l.Host}, OptOuts: []rule.OptOut{{URL: l.URL}}}
		if rule.Gate(p) == nil {
			accepted = append(accepted, l)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(accepted); err != nil {
		log.Fatal(err)
	}
}
