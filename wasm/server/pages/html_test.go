package pages_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// node is an element with what the checks ask of it.
type node struct{ *html.Node }

func parse(t *testing.T, w *httptest.ResponseRecorder) node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return node{doc}
}

func (n node) attr(name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// all lists the elements with a tag below n, in the order of the page; an empty tag
// means all elements.
func (n node) all(tag string) []node {
	var found []node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (tag == "" || d.Data == tag) {
			found = append(found, node{d})
		}
	}
	return found
}

func (n node) withClass(class string) []node {
	return slices.DeleteFunc(n.all(""), func(e node) bool { return !slices.Contains(strings.Fields(e.attr("class")), class) })
}

// text is what is read, with single spaces, and a space between blocks.
func (n node) text() string {
	var text strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			text.WriteString(d.Data)
		case d.Type == html.ElementNode && !slices.Contains([]string{"b", "a", "bdi", "span", "time", "strong"}, d.Data):
			text.WriteString(" ")
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// checker checks pages, and remembers those that links lead to.
type checker struct {
	h    http.Handler
	read map[string]*httptest.ResponseRecorder
}

func (c checker) get(path string) *httptest.ResponseRecorder {
	if c.read[path] == nil {
		c.read[path] = get(c.h, path)
	}
	return c.read[path]
}

// page checks what holds for every page.
func (c checker) page(t *testing.T, path string) {
	t.Helper()
	w := c.get(path)
	for _, problem := range append(c.problems(parse(t, w)), unclosed(w.Body.String())...) {
		t.Errorf("%s: %s", path, problem)
	}
}

func (c checker) problems(doc node) []string {
	var problems []string
	add := func(format string, values ...any) { problems = append(problems, fmt.Sprintf(format, values...)) }
	ids := map[string]int{}
	for _, e := range doc.all("") {
		if id := e.attr("id"); id != "" {
			ids[id]++
		}
	}
	for id, times := range ids {
		if times > 1 || strings.ContainsAny(id, " \t\n") {
			add("the id %q stands %d times", id, times)
		}
	}
	level := 0
	for _, e := range doc.all("") {
		for _, a := range e.Attr {
			switch {
			case a.Key == "style", strings.HasPrefix(a.Key, "on"):
				add("<%s> has the attribute %s", e.Data, a.Key)
			case a.Key == "aria-labelledby", a.Key == "aria-describedby", a.Key == "for":
				for _, id := range strings.Fields(a.Val) {
					if ids[id] == 0 {
						add("%s names %q, which is not there", a.Key, id)
					}
				}
			case a.Key == "href", a.Key == "src", a.Key == "action":
				if !c.leads(ids, a.Val) {
					add("%q leads nowhere", a.Val)
				}
			case a.Key == "datetime" && strings.Trim(a.Val, "0123456789-") != "":
				add("%q is no date", a.Val)
			}
		}
		switch e.Data {
		case "script", "style", "iframe", "object", "embed", "base":
			add("<%s> is not allowed", e.Data)
		case "h1", "h2", "h3", "h4", "h5", "h6":
			if at := int(e.Data[1] - '0'); at > level+1 {
				add("the heading %q skips a level", e.text())
			} else {
				level = at
			}
			if e.text() == "" {
				add("a heading is empty")
			}
		case "img":
			if e.attr("alt") == "" {
				add("an img has no text alternative")
			}
		case "svg":
			named := e.attr("role") == "img" && (e.attr("aria-label") != "" || e.attr("aria-labelledby") != "")
			if !named && e.attr("aria-hidden") != "true" {
				add("an svg has no text alternative")
			}
		case "th":
			if e.attr("scope") == "" {
				add("the table header %q has no scope", e.text())
			}
		case "a":
			if e.text() == "" && e.attr("aria-label") == "" {
				add("a link to %q has no text", e.attr("href"))
			}
		case "select", "input":
			if !slices.ContainsFunc(doc.all("label"), func(l node) bool { return l.attr("for") == e.attr("id") }) {
				add("a field has no label")
			}
		}
	}
	for tag, want := range map[string]int{"h1": 1, "main": 1, "header": 1, "footer": 1, "title": 1} {
		n := len(slices.DeleteFunc(doc.all(tag), func(e node) bool { return e.Namespace == "svg" }))
		if n != want {
			add("%d of <%s>, want %d", n, tag, want)
		}
	}
	if root := doc.all("html"); root[0].attr("lang") == "" || root[0].attr("dir") == "" {
		add("the page has no language or no direction")
	}
	if first := doc.all("body")[0].all("")[0]; first.Data != "a" || first.attr("href") != "#main" || ids["main"] != 1 {
		add("the first thing is no link to the content")
	}
	return problems
}

// leads reports whether a link is a web address of others, a place on the
// page, or a page that is there.
func (c checker) leads(ids map[string]int, href string) bool {
	u, err := url.Parse(href)
	switch {
	case err != nil:
		return false
	case strings.HasPrefix(href, "#"):
		return ids[u.Fragment] == 1
	case u.IsAbs():
		return (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
	case !strings.HasPrefix(u.Path, "/"):
		return false
	}
	w := c.get(u.RequestURI())
	return w.Code == 200 && (u.Fragment == "" || strings.Contains(w.Body.String(), `id="`+u.Fragment+`"`))
}

var void = []string{"meta", "link", "br", "img", "input", "hr"}

// unclosed finds tags that are not closed in order, which a parser mends in
// silence.
func unclosed(page string) []string {
	var open []string
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := tokens.TagName()
		tag := string(name)
		switch {
		case kind == html.StartTagToken && !slices.Contains(void, tag):
			if tag == "p" && slices.Contains(open, "p") || slices.Contains([]string{"ul", "ol", "p", "dl", "table", "figure"}, tag) && slices.Contains(open, "p") {
				return []string{"<" + tag + "> in a paragraph"}
			}
			open = append(open, tag)
		case kind == html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tag {
				return []string{fmt.Sprintf("</%s> closes %v", tag, open)}
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return []string{fmt.Sprintf("%v stays open", open)}
	}
	return nil
}
