package rules

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/beforehand/beforehand/wasm/core/match"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// surface is a composer as it stood on the platform's composer page: a
// snapshot that ./build.sh generate takes in a browser (composer.xml).
type surface struct {
	path string
	// kind is what is written there; "decoy" for what is no composer.
	kind rule.Kind
	// composer takes the text.
	composer *html.Node
	// submits are the marked controls that post.
	submits []*html.Node
}

// prove finds the selectors of a platform that do not find on its composer
// page what they are for, or find what is no composer.
func prove(dir fs.FS, p rule.Platform) []rule.Problem {
	if !slices.ContainsFunc(p.Composers, func(c rule.Composer) bool { return c.Selector != "" || c.Submit != "" }) {
		return nil
	}
	surfaces, err := snapshot(dir, p.ID)
	if err != nil {
		return []rule.Problem{{Field: "composers", Advice: err.Error()}}
	}
	found := make([]int, len(p.Composers))
	posts := make([]bool, len(p.Composers))
	var problems []rule.Problem
	for _, s := range surfaces {
		i := slices.IndexFunc(p.Composers, func(c rule.Composer) bool { return s.finds(c) })
		switch {
		case i < 0:
			continue
		case s.kind != p.Composers[i].Kind:
			problems = append(problems, rule.Problem{Field: fmt.Sprintf("composers[%d].selector", i), Advice: fmt.Sprintf("on composer.html, at %s, it finds a %s, not a %s: make it narrower, or put it after one that finds that", s.path, s.kind, p.Composers[i].Kind)})
		}
		found[i]++
		posts[i] = posts[i] || slices.ContainsFunc(s.submits, func(n *html.Node) bool { return matches(p.Composers[i].Submit, n) })
	}
	for i, c := range p.Composers {
		if c.Selector != "" && found[i] == 0 {
			problems = append(problems, rule.Problem{Field: fmt.Sprintf("composers[%d].selector", i), Advice: fmt.Sprintf("it finds nothing on composer.html: list the %s that it is for among the surfaces there, or leave the selector out", c.Kind)})
		} else if c.Submit != "" && !posts[i] {
			problems = append(problems, rule.Problem{Field: fmt.Sprintf("composers[%d].submit", i), Advice: "it finds no control on composer.html that is marked with data-submit"})
		}
	}
	return problems
}

// finds reports whether the content script would take the surface for c: the
// selector matches the composer itself, or what is editable around it.
func (s surface) finds(c rule.Composer) bool {
	if c.Selector == "" || !match.Under(s.path, c.Paths) {
		return false
	}
	if matches(c.Selector, s.composer) {
		return true
	}
	for n := s.composer.Parent; n != nil && attribute(n, "contenteditable") == "true"; n = n.Parent {
		if matches(c.Selector, n) {
			return true
		}
	}
	return false
}

func matches(selector string, n *html.Node) bool {
	compiled, err := cascadia.Parse(selector)
	return err == nil && compiled.Match(n)
}

// snapshot reads the surfaces of a platform's composer page.
func snapshot(dir fs.FS, id string) ([]surface, error) {
	page, err := fs.ReadFile(dir, path.Join("platforms", id, "composer.html"))
	if err != nil {
		return nil, errors.New("selectors need a composer.html on which they are proven: make one, or leave the selectors out")
	}
	text, err := fs.ReadFile(dir, path.Join("platforms", id, "composer.xml"))
	if err != nil {
		return nil, errors.New("composer.xml is missing: ./build.sh generate makes it of composer.html")
	}
	var surfaces []surface
	at := &html.Node{Type: html.DocumentNode}
	var parents []*html.Node
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			if slices.ContainsFunc(surfaces, func(s surface) bool { return s.composer == nil }) {
				return nil, errors.New("composer.xml is not as ./build.sh generate makes it: a surface has no target")
			}
			return surfaces, nil
		}
		if err != nil {
			return nil, fmt.Errorf("composer.xml is not as ./build.sh generate makes it: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			node := &html.Node{Type: html.ElementNode, Data: t.Name.Local}
			for _, a := range t.Attr {
				node.Attr = append(node.Attr, html.Attribute{Key: a.Name.Local, Val: a.Value})
			}
			switch node.Data {
			case "page":
				if sum := sha256.Sum256(page); attribute(node, "source") != hex.EncodeToString(sum[:]) {
					return nil, errors.New("composer.html was changed: ./build.sh generate takes its snapshot anew")
				}
			case "surface":
				address, err := match.Parse(attribute(node, "at"))
				if err != nil {
					return nil, fmt.Errorf("composer.html, surfaces: %w", err)
				}
				surfaces = append(surfaces, surface{path: address.Path, kind: rule.Kind(attribute(node, "kind"))})
				node.Type = html.DocumentNode
			case "shadow":
				node.Type = html.DocumentNode // a tree of its own: no selector reaches out of it
			default:
				at.AppendChild(node)
			}
			parents = append(parents, at)
			at = node
			if len(surfaces) > 0 {
				surfaces[len(surfaces)-1].note(node)
			}
		case xml.EndElement:
			at, parents = parents[len(parents)-1], parents[:len(parents)-1]
		}
	}
}

// note keeps a node that matters.
func (s *surface) note(n *html.Node) {
	if has(n, "target") {
		s.composer = n
	}
	if has(n, "data-submit") {
		s.submits = append(s.submits, n)
	}
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
