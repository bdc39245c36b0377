package main

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// speaksOfTraining finds paragraphs that may decide a claim. It is wide: a
// paragraph too many costs an author a look, one too few costs a user.
var speaksOfTraining = regexp.MustCompile(`(?i)\b(train(s|ed|ing)?|machine[- ]learning|artificial intelligence|generative|AI|LLMs?|(language|foundation|AI) models?|opt(s|ed|ing)?[- ](out|in)|KI|IA|apprentissage automatique|aprendizaje automático|maschinelles? Lernen)\b`)

// hidden are the elements whose text is not read.
var hidden = []atom.Atom{atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Nav, atom.Footer, atom.Header, atom.Aside, atom.Form, atom.Button, atom.Svg, atom.Iframe}

// inline are the elements that do not end a paragraph.
var inline = []atom.Atom{atom.A, atom.B, atom.I, atom.Em, atom.Strong, atom.Span, atom.Code, atom.Small, atom.Sub, atom.Sup, atom.U, atom.Abbr, atom.Mark, atom.Q, atom.Time, atom.Font}

// paragraphs extracts the readable text of a page, paragraph by paragraph,
// with white space folded. A text that is not HTML, such as Markdown, is cut
// at empty lines.
func paragraphs(text string) []string {
	if !looksLikeHTML(text) {
		return folded(regexp.MustCompile(`\n\s*\n|\n(?:[*+-]|\d+\.|#+)\s`).Split(text, -1))
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil // the HTML parser fails only when its reader does
	}
	var all []string
	var current strings.Builder
	flush := func() {
		all = append(all, current.String())
		current.Reset()
	}
	var read func(*html.Node)
	read = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			current.WriteString(n.Data)
		case n.Type == html.ElementNode && slices.Contains(hidden, n.DataAtom):
			return
		}
		block := n.Type == html.ElementNode && !slices.Contains(inline, n.DataAtom)
		if block {
			flush()
		}
		for child := range n.ChildNodes() {
			read(child)
		}
		if block {
			flush()
		}
	}
	read(root)
	flush()
	return folded(all)
}

func looksLikeHTML(text string) bool {
	start := strings.ToLower(text[:min(len(text), 1000)])
	return strings.Contains(start, "<html") || strings.Contains(start, "<!doctype") || strings.Contains(start, "<body") || strings.Contains(start, "<p>")
}

// folded folds white space and leaves out what is empty.
func folded(texts []string) []string {
	kept := []string{}
	for _, text := range texts {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

// onTraining keeps the paragraphs that speak of training, each once.
func onTraining(text string) []string {
	kept := []string{}
	for _, p := range paragraphs(text) {
		if speaksOfTraining.MatchString(p) && !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	return kept
}
