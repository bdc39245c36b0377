package rule

import (
	"errors"
	"strings"
)

const (
	maxSelector  = 200
	maxCompounds = 6
)

// CheckSelector says why a selector is not in the allowed subset of CSS:
// compounds of a tag, #id, .class, [attribute], :not(.class or [attribute])
// and :nth-of-type(n), joined by a space or " > ". The subset is small so that
// a hostile rule cannot make a page slow or look for what is none of our
// business.
func CheckSelector(selector string) error {
	if selector == "" || len(selector) > maxSelector {
		return errors.New("write a selector of 1 to 200 bytes")
	}
	parts := split(strings.ReplaceAll(selector, " > ", " "))
	if len(parts) > maxCompounds {
		return errors.New("use at most 6 compounds")
	}
	for _, compound := range parts {
		if err := checkCompound(compound); err != nil {
			return err
		}
	}
	return nil
}

// split cuts at spaces outside quotes.
func split(selector string) []string {
	quoted := false
	var parts []string
	start := 0
	for i := range len(selector) {
		switch {
		case selector[i] == '"':
			quoted = !quoted
		case selector[i] == ' ' && !quoted:
			parts = append(parts, selector[start:i])
			start = i + 1
		}
	}
	return append(parts, selector[start:])
}

func checkCompound(compound string) error {
	tag := nameLength(compound)
	rest := compound[tag:]
	named := tag > 0
	for rest != "" {
		var n int
		switch {
		case rest[0] == '#' || rest[0] == '.':
			n = 1 + nameLength(rest[1:])
			named = named || n > 1
			if n == 1 {
				n = 0
			}
		case rest[0] == '[':
			n = attributeLength(rest)
			named = named || n > 0
		case strings.HasPrefix(rest, ":not("):
			n = notLength(rest)
		case strings.HasPrefix(rest, ":nth-of-type("):
			inside, _, closed := strings.Cut(rest[len(":nth-of-type("):], ")")
			if closed && len(inside) <= 2 && inside != "" && strings.Trim(inside, "0123456789") == "" {
				n = len(":nth-of-type(") + len(inside) + 1
			}
		}
		if n == 0 {
			return errors.New("use only tags, #id, .class, [attribute=\"value\"], :not(…) and :nth-of-type(n), not " + rest)
		}
		rest = rest[n:]
	}
	if !named {
		return errors.New("name a tag, an id, a class or an attribute in each compound")
	}
	return nil
}

func notLength(s string) int {
	inside := s[len(":not("):]
	n := 0
	switch {
	case strings.HasPrefix(inside, "."):
		if n = 1 + nameLength(inside[1:]); n == 1 {
			return 0
		}
	case strings.HasPrefix(inside, "["):
		if n = attributeLength(inside); n == 0 {
			return 0
		}
	}
	if n == 0 || !strings.HasPrefix(inside[n:], ")") {
		return 0
	}
	return len(":not(") + n + 1
}

// attributeLength returns the length of the [name], [name="value"] (or ^=,
// $=, *=, ~=) that s starts with, or 0.
func attributeLength(s string) int {
	n := 1 + nameLength(s[1:])
	if n == 1 || strings.HasPrefix(strings.ToLower(s[1:n]), "on") {
		return 0 // event handlers are code
	}
	rest := s[n:]
	if strings.HasPrefix(rest, "]") {
		return n + 1
	}
	operator := strings.Index(rest, `="`)
	if operator > 1 || operator < 0 || operator == 1 && !strings.Contains("^$*~", rest[:1]) {
		return 0
	}
	value, _, closed := strings.Cut(rest[operator+2:], `"`)
	end := n + operator + 2 + len(value) + 1
	if !closed || strings.ContainsAny(value, "\\\n\r\f") || !strings.HasPrefix(s[end:], "]") {
		return 0
	}
	return end + 1
}

// nameLength returns the length of the name that s starts with, or 0. After a
// hyphen, if any, it begins with a letter or an underscore.
func nameLength(s string) int {
	n := 0
	for n < len(s) && (s[n] == '_' || s[n] == '-' || alphanumeric(s[n])) {
		n++
	}
	if first := strings.TrimPrefix(s[:n], "-"); first == "" || first[0] == '-' || first[0] <= '9' {
		return 0
	}
	return n
}
