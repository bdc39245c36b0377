package rule

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// into passes a value and reads it into what target points to; nil is no place
// for it.
func (s *scanner) into(depth int, target any) error {
	if target == nil {
		return s.value(depth, reflect.Value{})
	}
	return s.value(depth, reflect.ValueOf(target).Elem())
}

// value passes a value and reads it into v, as package json does, in a third of
// its time: people wait for the whole rule set. The zero v is no place for it.
func (s *scanner) value(depth int, v reflect.Value) error {
	s.space()
	if err := s.count(); err != nil {
		return err
	}
	c, start := s.peek(), s.at
	if v.Kind() == reflect.Pointer && c != 'n' {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch {
	case c == '{':
		return s.object(depth+1, s.members(depth+1, v))
	case c == '[':
		return s.list(depth+1, s.elements(depth+1, v))
	case c == '"':
		err := s.text(false)
		if err == nil && s.fits(v, reflect.String) {
			v.SetString(unquote(s.raw[start:s.at]))
		}
		return err
	case c == '-' || '0' <= c && c <= '9':
		err := s.integer()
		if err == nil && s.fits(v, reflect.Int) {
			n, _ := strconv.Atoi(s.raw[start:s.at]) // has been checked
			v.SetInt(int64(n))
		}
		return err
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(s.raw[s.at:], word) {
			s.at += len(word)
			if word != "null" && s.fits(v, reflect.Bool) {
				v.SetBool(word == "true")
			}
			return nil
		}
	}
	return s.fail("write a value")
}

// members returns how the members of an object are read into a struct or a map.
func (s *scanner) members(depth int, v reflect.Value) func(string) error {
	if v.Kind() == reflect.Map {
		v.Set(reflect.MakeMap(v.Type()))
		return func(name string) error {
			element := reflect.New(v.Type().Elem()).Elem()
			err := s.value(depth, element)
			v.SetMapIndex(reflect.ValueOf(name), element)
			return err
		}
	}
	if !s.fits(v, reflect.Struct) {
		return func(string) error { return s.value(depth, reflect.Value{}) }
	}
	// Names mostly come in the order of the fields, so each is looked for from
	// where the last one was found.
	tags, from := s.tagsOf(v.Type()), 0
	return func(name string) error {
		for n := range tags {
			if i := (from + n) % len(tags); tags[i] == name {
				from = i + 1
				return s.value(depth, v.Field(i))
			}
		}
		for _, tag := range tags {
			if sameName(tag, name) {
				return s.fail("write " + tag + " in its own case") // package json would read it
			}
		}
		return s.value(depth, reflect.Value{}) // is for newer engines
	}
}

// elements returns how the values of a list are read into a slice.
func (s *scanner) elements(depth int, v reflect.Value) func() error {
	if !s.fits(v, reflect.Slice) {
		return func() error { return s.value(depth, reflect.Value{}) }
	}
	return func() error {
		n := v.Len()
		v.Grow(1)
		v.SetLen(n + 1)
		return s.value(depth, v.Index(n))
	}
}

// fits reports whether a value of a kind can be read into v.
func (s *scanner) fits(v reflect.Value, kind reflect.Kind) bool {
	if v.IsValid() && v.Kind() != kind && s.wrong == nil {
		s.wrong = s.fail("write another type of value")
	}
	return v.Kind() == kind
}

// tagsOf lists the names that the members of a struct have in JSON.
func (s *scanner) tagsOf(t reflect.Type) []string {
	tags := s.tags[t]
	if tags == nil {
		for i := range t.NumField() {
			tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			tags = append(tags, tag)
		}
		s.tags[t] = tags
	}
	return tags
}

// unquote returns what a string says. It shares the memory of the JSON if it
// can.
func unquote(quoted string) string {
	if strings.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var text string
	_ = json.Unmarshal([]byte(quoted), &text) // has been checked
	return text
}
