package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

// Limits of a file.
const (
	maxFile  = 1 << 20
	maxDepth = 12
)

// decode reads one JSON value into a pointer. Unlike package json it refuses
// what would pass unseen (a misspelt field, a field given twice, bytes that
// are not UTF-8), and it tells of all of it at once, not of the first.
func decode(text []byte, into any) []Problem {
	whole := func(offset int, advice string) []Problem {
		line, column := lineAndColumn(text, offset)
		return []Problem{{Line: line, Column: column, Problem: rule.Problem{Field: "file", Advice: advice}}}
	}
	if len(text) > maxFile {
		return whole(0, fmt.Sprintf("keep it under %d bytes; this one has %d", maxFile, len(text)))
	}
	if !utf8.Valid(text) {
		return whole(0, "save it as UTF-8")
	}
	s := strict{decoder: json.NewDecoder(bytes.NewReader(text))}
	s.decoder.UseNumber()
	err := s.value("", reflect.TypeOf(into).Elem(), 0)
	if err == nil {
		if _, after := s.decoder.Token(); !errors.Is(after, io.EOF) {
			err = errors.New("leave nothing after the rule")
		}
	}
	var problems []Problem
	for _, problem := range s.problems {
		line, column := locate(text, problem.Field)
		problems = append(problems, Problem{Line: line, Column: column, Problem: problem})
	}
	if err != nil {
		return append(problems, whole(int(s.decoder.InputOffset()), "cannot be read: "+plain(err).Error())...)
	}
	if len(problems) > 0 {
		return problems
	}
	if err := json.Unmarshal(text, into); err != nil {
		return whole(0, err.Error())
	}
	return nil
}

// plain words an error of package json.
func plain(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends too early")
	}
	return err
}

type strict struct {
	decoder  *json.Decoder
	problems []rule.Problem
}

func (s *strict) add(field, advice string) {
	s.problems = append(s.problems, rule.Problem{Field: field, Advice: advice})
}

// value reads one value that should be of type t; a nil t may be anything.
func (s *strict) value(field string, t reflect.Type, depth int) error {
	token, err := s.decoder.Token()
	if err != nil {
		return err
	}
	if depth > maxDepth {
		return fmt.Errorf("nested more than %d deep", maxDepth)
	}
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if want := kindOf(t); t != nil && kindOfToken(token) != want {
		s.add(orFile(field), fmt.Sprintf("must be %s, not %s", want, kindOfToken(token)))
		t = nil
	}
	switch token {
	case json.Delim('{'):
		return s.object(field, t, depth)
	case json.Delim('['):
		var element reflect.Type
		if t != nil {
			element = t.Elem()
		}
		for i := 0; s.decoder.More(); i++ {
			if err := s.value(fmt.Sprintf("%s[%d]", field, i), element, depth+1); err != nil {
				return err
			}
		}
		_, err = s.decoder.Token()
		return err
	}
	return nil
}

func (s *strict) object(field string, t reflect.Type, depth int) error {
	seen := map[string]bool{}
	for s.decoder.More() {
		token, err := s.decoder.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		at := strings.TrimPrefix(field+"."+name, ".")
		if seen[name] {
			s.add(at, "is given twice: keep one")
		}
		seen[name] = true
		inside, known := fieldType(t, name)
		if !known {
			s.add(at, "there is no such field"+suggestion(t, name))
		}
		if err := s.value(at, inside, depth+1); err != nil {
			return err
		}
	}
	_, err := s.decoder.Token()
	return err
}

// fieldType is the type of an object's field; nil if it may be anything.
func fieldType(t reflect.Type, name string) (reflect.Type, bool) {
	switch {
	case t == nil:
		return nil, true
	case t.Kind() == reflect.Map:
		return t.Elem(), true
	}
	for i := range t.NumField() {
		if jsonName(t.Field(i)) == name {
			return t.Field(i).Type, true
		}
	}
	return nil, false
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// suggestion names the field that was meant, or all there are.
func suggestion(t reflect.Type, name string) string {
	names := []string{}
	for i := range t.NumField() {
		known := jsonName(t.Field(i))
		if distance(strings.ToLower(name), strings.ToLower(known)) <= 2 {
			return fmt.Sprintf("; did you mean %q?", known)
		}
		names = append(names, known)
	}
	slices.Sort(names)
	return ": there are " + strings.Join(names, ", ")
}

// distance is the Levenshtein distance of two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0]++
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func kindOf(t reflect.Type) string {
	if t == nil {
		return ""
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	default:
		return "a number"
	}
}

func kindOfToken(token json.Token) string {
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return "an object"
		}
		return "a list"
	case string:
		return "a text"
	case bool:
		return "true or false"
	case json.Number:
		return "a number"
	}
	return "null"
}

func orFile(field string) string {
	if field == "" {
		return "file"
	}
	return field
}

// locate finds where a field stands in a file; what is not there is where it
// is missing. Lines and columns (in bytes) count from 1.
func locate(text []byte, field string) (line, column int) {
	for path := gjsonPath(field); path != ""; {
		if found := gjson.GetBytes(text, path); found.Exists() && found.Index > 0 {
			return lineAndColumn(text, found.Index)
		}
		cut := strings.LastIndexByte(path, '.')
		path = path[:max(cut, 0)]
	}
	return 1, 1
}

// gjsonPath turns optOuts[0].steps.en[1] into optOuts.0.steps.en.1.
func gjsonPath(field string) string {
	return strings.NewReplacer("[", ".", "]", "", "$", `\$`).Replace(field)
}

func lineAndColumn(text []byte, offset int) (line, column int) {
	before := text[:min(offset, len(text))]
	return 1 + bytes.Count(before, []byte("\n")), len(before) - bytes.LastIndexByte(before, '\n')
}
