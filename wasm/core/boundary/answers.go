package boundary

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

// readUpdate reads a message as package json would, which would go through the
// files in it, a megabyte in base64, byte by byte and twice.
func readUpdate(message string, u *Update) error {
	rest, files, err := cutFiles(message)
	if err != nil {
		return fmt.Errorf("%w: %v", errBadJSON, err)
	}
	if err := readAll(rest, u); err != nil {
		return err
	}
	for path, content := range files {
		answer := u.Answers[path]
		answer.Bytes = content
		u.Answers[path] = answer
	}
	return nil
}

// cutFiles takes the bytes out of the answers of a message, by path.
func cutFiles(message string) (rest string, files map[string][]byte, err error) {
	answers := gjson.Get(message, "answers")
	if !answers.IsObject() {
		return message, nil, nil
	}
	var b strings.Builder
	b.WriteString(message[:answers.Index])
	from := answers.Index
	files = map[string][]byte{}
	answers.ForEach(func(path, answer gjson.Result) bool {
		text := answer.Get("bytes")
		if text.Type != gjson.String {
			return true
		}
		if files[path.String()], err = base64.StdEncoding.DecodeString(text.Str); err != nil {
			return false
		}
		b.WriteString(message[from:text.Index] + `""`)
		from = text.Index + len(text.Raw)
		return true
	})
	return b.String() + message[from:], files, err
}

// readEntries reads a message with entries, which are then in list, as package
// json would, which would go through them twice before anybody looks at them.
// What is in one is checked when it is opened.
func readEntries(message string, in any, list *[]json.RawMessage) error {
	entries := gjson.Get(message, "entries")
	if entries.IsArray() {
		message = message[:entries.Index] + "[]" + message[entries.Index+len(entries.Raw):]
	}
	if err := readAll(message, in); err != nil || !entries.IsArray() {
		return err
	}
	entries.ForEach(func(_, entry gjson.Result) bool {
		*list = append(*list, json.RawMessage(entry.Raw))
		return true
	})
	return nil
}
