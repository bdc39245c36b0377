package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/region"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// newRule writes a rule with all that can be known without reading a source,
// and says what is left.
func newRule(flags *flag.FlagSet) func(*call) error {
	name := flags.String("name", "", "what people call the `platform`")
	operator := flags.String("operator", "", "the `company` that runs it")
	host := flags.String("host", "", "its `host`, or the address of a page")
	category := flags.String("category", "", "one of "+words(rule.Words.Categories))
	kind := flags.String("kind", "", "what people write there: one of "+words(rule.Words.Kinds))
	return func(c *call) error {
		id, err := c.oneArgument("id, such as linkedin")
		if err != nil {
			return err
		}
		file := filepath.Join(c.dir, "platforms", id, "platform.json")
		if _, err := os.Stat(file); err == nil {
			return misuseOf("%s is there already", file)
		}
		questions := bufio.NewScanner(c.in)
		for _, q := range []struct {
			value *string
			flag  string
			ask   string
		}{
			{name, "name", "What do people call the platform?"},
			{operator, "operator", "Which company runs it?"},
			{host, "host", "Its host, or the address of a page on it?"},
			{category, "category", "Its category (" + words(rule.Words.Categories) + ")?"},
			{kind, "kind", "What do people write there (" + words(rule.Words.Kinds) + ")?"},
		} {
			if *q.value != "" {
				continue
			}
			fmt.Fprint(c.trouble, q.ask, " ")
			if !questions.Scan() || strings.TrimSpace(questions.Text()) == "" {
				fmt.Fprintln(c.trouble)
				return misuseOf("%s is needed: answer, or give -%s", q.flag, q.flag)
			}
			*q.value = strings.TrimSpace(questions.Text())
		}
		p, err := draft(id, *name, *operator, *host, rule.Category(*category), rule.Kind(*kind))
		if err != nil {
			return err
		}
		text, err := json.MarshalIndent(p, "", "  ")
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "wrote %s. Only you can know what is left:\n", file)
		for _, problem := range rules.Check(os.DirFS(c.dir)) {
			if problem.File == "platforms/"+id+"/platform.json" {
				problem.File = filepath.ToSlash(file)
				fmt.Fprintln(c.out, problem)
			}
		}
		fmt.Fprintf(c.out, "Then: is uses[0] right (it says unclear), who may see what is written, and is there a way out?\nrulekit check %s says when it is done.\n", file)
		return nil
	}
}

// draft is a rule that says that nothing is clear, with one source to read.
func draft(id, name, operator, host string, category rule.Category, kind rule.Kind) (rule.Platform, error) {
	if address, err := match.Parse(host); err == nil {
		host = address.Host
	}
	normal, ok := match.Host(host)
	if !ok {
		return rule.Platform{}, misuseOf("host %q: write a host name such as www.example.com, or an address", host)
	}
	if len(kind.Written()) == 0 {
		return rule.Platform{}, misuseOf("kind %q: use one of %s", kind, words(rule.Words.Kinds))
	}
	p := rule.Platform{
		Schema: "../../schema/platform.schema.json", ID: id, Name: name, Operator: operator, Category: category, Hosts: []string{normal},
		Composers:  []rule.Composer{{Kind: kind, Audience: rule.Public}},
		Uses:       []rule.Use{{Purpose: rule.Generative, By: []string{operator}, Content: kind.Written(), Regions: []string{region.World}, State: rule.Unclear, Evidence: []string{"policy"}}},
		Evidence:   []rule.Evidence{{ID: "policy", Publisher: operator, Level: rule.Official}},
		Confidence: rule.Medium,
	}
	for _, problem := range rule.Check(p, func(string) bool { return true }) {
		switch field, _, _ := strings.Cut(problem.Field, "["); field {
		case "id", "category", "hosts", "name", "operator": // what was answered, not what is left
			return rule.Platform{}, misuseOf("%s", problem)
		}
	}
	return p, nil
}

func words[T ~string](list []T) string {
	var all []string
	for _, w := range list {
		all = append(all, string(w))
	}
	return strings.Join(all, ", ")
}
