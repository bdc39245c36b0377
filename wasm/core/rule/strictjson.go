package rule

import (
	"bytes"
	"errors"
	"fmt"
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
	maxInteger = 1 << 53
)

// StrictJSON reports why raw is not a data file's JSON: RFC 8259 in UTF-8
// without a byte order mark, in which no two members of an object have the same
// name, not even by case; names are written without escapes; strings have no
// lone surrogates; numbers are integers from -2^53 to 2^53; lists and objects
// are at most 16 deep; there are at most 200,000 names, values and brackets;
// and nothing but white space follows the value. So all readers read the same:
// package json, which takes names in any case, gjson, and browsers. Names that
// nobody knows are allowed, since old engines survive new rule sets. The error
// wraps ErrBadJSON and says where.
func StrictJSON(raw []byte) error {
	s := scanner{raw: raw}
	if !utf8.Valid(raw) {
		return s.fail("write UTF-8")
	}
	if err := s.value(0); err != nil {
		return err
	}
	if s.space(); s.at < len(raw) {
		return s.fail("leave nothing after the value")
	}
	return nil
}

type scanner struct {
	raw    []byte
	at     int
	tokens int
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
	for s.at < len(s.raw) && strings.IndexByte(" \t\r\n", s.raw[s.at]) >= 0 {
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
	if s.tokens++; s.tokens > maxTokens {
		return s.fail("there are too many values")
	}
	return nil
}

func (s *scanner) value(depth int) error {
	s.space()
	if err := s.count(); err != nil {
		return err
	}
	switch c := s.peek(); {
	case c == '{' || c == '[':
		if depth == maxNesting {
			return s.fail("nest less deeply")
		}
		s.at++
		if c == '[' {
			return s.list(depth + 1)
		}
		return s.object(depth + 1)
	case c == '"':
		return s.text(false)
	case c == '-' || '0' <= c && c <= '9':
		return s.integer()
	}
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(s.raw[s.at:], []byte(word)) {
			s.at += len(word)
			return nil
		}
	}
	return s.fail("write a value")
}

func (s *scanner) list(depth int) error {
	if s.take(']') {
		return s.count()
	}
	for {
		if err := s.value(depth); err != nil {
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

func (s *scanner) object(depth int) error {
	if s.take('}') {
		return s.count()
	}
	seen := map[string]bool{}
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
		name := fold(string(s.raw[start:s.at]))
		if seen[name] {
			return s.fail("give each name once")
		}
		seen[name] = true
		if !s.take(':') {
			return s.fail("write a colon after the name")
		}
		if err := s.value(depth); err != nil {
			return err
		}
		if s.take('}') {
			return s.count()
		}
		if !s.take(',') {
			return s.fail("write , or }")
		}
	}
}

// text skips a string.
func (s *scanner) text(name bool) error {
	s.at++
	for {
		switch c := s.peek(); {
		case c == '"':
			s.at++
			return nil
		case c < ' ':
			return s.fail("end the string, and write control characters as escapes")
		case c != '\\':
			s.at++
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
	for _, c := range s.raw[s.at+1 : s.at+5] {
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

// fold makes names equal that differ only by case, as package json does, which
// takes the Kelvin sign for a k.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		for next := unicode.SimpleFold(r); ; next = unicode.SimpleFold(next) {
			if next <= r {
				return next
			}
		}
	}, name)
}
