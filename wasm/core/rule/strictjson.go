package rule

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrBadJSON means that a data file is not JSON, or not the strict kind.
var ErrBadJSON = errors.New("not strict JSON")

// Limits of a data file.
const (
	maxNesting = 16
	maxTokens  = 200_000
	maxNames   = 256
	maxInteger = 1 << 53
)

// StrictJSON reports why raw is not a data file's JSON: RFC 8259 in UTF-8
// without a byte order mark, in which no two members of an object have the same
// name, not even by case; names are written without escapes; strings have no
// lone surrogates; numbers are integers from -2^53 to 2^53; lists and objects
// are at most 16 deep; there are at most 200,000 names, values and brackets, and
// at most 256 names in an object; and nothing but white space follows the value.
// So all readers read the same: package json, which takes names in any case,
// gjson, and browsers. Names that nobody knows are allowed, since old engines
// survive new rule sets. The error wraps ErrBadJSON and says where.
func StrictJSON(raw []byte) error {
	s := scanner{raw: string(raw), tokens: maxTokens}
	return s.document(func() error { return s.into(0, nil) })
}

// scanner goes through JSON once, checks all of it, and reads what there is a
// place for.
type scanner struct {
	raw    string
	at     int
	tokens int      // that may still come
	names  []string // in the objects that are open
	tags   map[reflect.Type][]string
	wrong  error // the first value that did not fit its place
}

// document passes the only value.
func (s *scanner) document(value func() error) error {
	if !utf8.ValidString(s.raw) {
		return s.fail("write UTF-8")
	}
	if err := value(); err != nil {
		return err
	}
	if s.space(); s.at < len(s.raw) {
		return s.fail("leave nothing after the value")
	}
	return nil
}

func (s *scanner) fail(advice string) error {
	return fmt.Errorf("byte %d: %s: %w", s.at, advice, ErrBadJSON)
}

// peek is the next byte, or 0 at the end; a value never starts with 0.
func (s *scanner) peek() byte {
	if s.at < len(s.raw) {
		return s.raw[s.at]
	}
	return 0
}

func (s *scanner) space() {
	for c := s.peek(); c == ' ' || c == '\t' || c == '\r' || c == '\n'; c = s.peek() {
		s.at++
	}
}

// take skips white space and the byte c, if it is there.
func (s *scanner) take(c byte) bool {
	s.space()
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) count() error {
	if s.tokens--; s.tokens < 0 {
		return s.fail("there are too many values")
	}
	return nil
}

// list passes a list, with element for each value.
func (s *scanner) list(depth int, element func() error) error {
	if depth > maxNesting {
		return s.fail("nest less deeply")
	}
	s.at++
	if s.take(']') {
		return s.count()
	}
	for {
		if err := element(); err != nil {
			return err
		}
		if s.take(']') {
			return s.count()
		}
		if !s.take(',') {
			return s.fail("write , or ]")
		}
	}
}

// object passes an object, with member for the value of each name.
func (s *scanner) object(depth int, member func(name string) error) error {
	if depth > maxNesting {
		return s.fail("nest less deeply")
	}
	s.at++
	if s.take('}') {
		return s.count()
	}
	outer := len(s.names)
	for {
		if s.space(); s.peek() != '"' {
			return s.fail("write a name in quotes")
		}
		if err := s.count(); err != nil {
			return err
		}
		start := s.at
		if err := s.text(true); err != nil {
			return err
		}
		name := s.raw[start+1 : s.at-1]
		if len(s.names)-outer == maxNames {
			return s.fail("there are too many names")
		}
		for _, other := range s.names[outer:] {
			if sameName(name, other) {
				return s.fail("give each name once")
			}
		}
		s.names = append(s.names, name)
		if !s.take(':') {
			return s.fail("write a colon after the name")
		}
		if err := member(name); err != nil {
			return err
		}
		if s.take('}') {
			s.names = s.names[:outer]
			return s.count()
		}
		if !s.take(',') {
			return s.fail("write , or }")
		}
	}
}

// text passes a string.
func (s *scanner) text(name bool) error {
	for s.at++; ; {
		for s.at < len(s.raw) && s.raw[s.at] >= ' ' && s.raw[s.at] != '"' && s.raw[s.at] != '\\' {
			s.at++
		}
		switch c := s.peek(); {
		case c == '"':
			s.at++
			return nil
		case c != '\\':
			return s.fail("end the string, and write control characters as escapes")
		case name:
			return s.fail("write names without escapes")
		default:
			if err := s.escape(); err != nil {
				return err
			}
		}
	}
}

func (s *scanner) escape() error {
	s.at++
	if c := s.peek(); c != 'u' {
		if c == 0 || strings.IndexByte(`"\/bfnrt`, c) < 0 {
			return s.fail("there is no such escape")
		}
		s.at++
		return nil
	}
	unit, ok := s.unit()
	if ok && 0xd800 <= unit && unit < 0xdc00 {
		// Half of a character; the other half has to follow.
		if s.peek() != '\\' {
			return s.fail("write no lone surrogates")
		}
		s.at++
		if unit, ok = s.unit(); ok && (unit < 0xdc00 || 0xe000 <= unit) {
			return s.fail("write no lone surrogates")
		}
	} else if ok && 0xdc00 <= unit && unit < 0xe000 {
		return s.fail("write no lone surrogates")
	}
	if !ok {
		return s.fail("write u and four hex digits")
	}
	return nil
}

// unit reads the u and the four hex digits of an escape.
func (s *scanner) unit() (rune, bool) {
	if s.peek() != 'u' || len(s.raw)-s.at < 5 {
		return 0, false
	}
	var unit rune
	for _, c := range []byte(s.raw[s.at+1 : s.at+5]) {
		digit := strings.IndexByte("0123456789abcdef", c|' ')
		if digit < 0 || c < '0' {
			return 0, false
		}
		unit = unit<<4 | rune(digit)
	}
	s.at += 5
	return unit, true
}

func (s *scanner) integer() error {
	negative := s.peek() == '-'
	if negative {
		s.at++
	}
	start, n := s.at, 0
	for c := s.peek(); '0' <= c && c <= '9'; c = s.peek() {
		if n = n*10 + int(c-'0'); n > maxInteger {
			return s.fail("write integers from -2^53 to 2^53")
		}
		s.at++
	}
	switch c := s.peek(); {
	case c == '.' || c|' ' == 'e':
		return s.fail("write integers only")
	case s.at == start || s.raw[start] == '0' && (negative || s.at > start+1):
		return s.fail("write a number without a plus sign and leading zeros, and no -0")
	}
	return nil
}

// sameName reports whether names differ at most by case, as package json takes
// it, for which the Kelvin sign is a k.
func sameName(a, b string) bool {
	for i := range min(len(a), len(b)) {
		if a[i]|b[i] >= utf8.RuneSelf {
			return fold(a) == fold(b)
		}
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return len(a) == len(b)
}

func fold(name string) string {
	return strings.Map(func(r rune) rune {
		for next := unicode.SimpleFold(r); ; next = unicode.SimpleFold(next) {
			if next <= r {
				return next
			}
		}
	}, name)
}
