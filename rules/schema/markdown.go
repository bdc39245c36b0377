package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/invopop/jsonschema"
)

// markdown writes the rule language as a page for people: one table for each
// object, in the order of the Go types.
func markdown(out io.Writer, root *jsonschema.Schema) {
	fmt.Fprint(out, "# The rule language\n\nGenerated from the Go types by ./build.sh generate. Do not edit.\n\n")
	fmt.Fprint(out, "A platform is one JSON object. Days are written YYYY-MM-DD and are the reader's own. Texts by language are objects whose keys are BCP 47 tags; `en` is always there.\n")
	var queue []string
	table := func(title, description string, s *jsonschema.Schema) {
		fmt.Fprintf(out, "\n## %s\n\n%s\n\n| field | type | |\n| --- | --- | --- |\n", title, flat(description))
		for field := s.Properties.Oldest(); field != nil; field = field.Next() {
			if field.Key == "$schema" {
				continue
			}
			needed := ""
			for _, r := range s.Required {
				if r == field.Key {
					needed = " (needed)"
				}
			}
			kind, ref := typeOf(field.Value)
			if ref != "" && root.Definitions[ref].Properties != nil {
				queue = append(queue, ref)
			}
			fmt.Fprintf(out, "| `%s` | %s%s | %s |\n", field.Key, kind, needed, flat(field.Value.Description))
		}
	}
	table("Platform", root.Description, root)
	done := map[string]bool{}
	for len(queue) > 0 {
		name := queue[0]
		if queue = queue[1:]; !done[name] {
			done[name] = true
			table(name, root.Definitions[name].Description, root.Definitions[name])
		}
	}
}

// typeOf words a field's type, and names the definition it refers to.
func typeOf(s *jsonschema.Schema) (kind, ref string) {
	switch {
	case s.Ref != "":
		ref = strings.TrimPrefix(s.Ref, "#/$defs/")
		switch ref {
		case "Text":
			return "text by language", ref
		case "Steps":
			return "list of texts by language", ref
		}
		return fmt.Sprintf("[%s](#%s)", ref, strings.ToLower(ref)), ref
	case s.Type == "array":
		kind, ref = typeOf(s.Items)
		return "list of " + kind, ref
	case len(s.Enum) > 0:
		words := make([]string, len(s.Enum))
		for i, w := range s.Enum {
			words[i] = fmt.Sprintf("`%v`", w)
		}
		return "one of " + strings.Join(words, ", "), ""
	case s.Type == "string":
		return "text", ""
	}
	return s.Type, ""
}

// flat puts a comment on one line, without the field's name in front.
func flat(comment string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(comment), " "), "|", "\\|")
}
