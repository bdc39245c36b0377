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
	if err == nil {
		err = json.Unmarshal([]byte(rest), u)
	}
	if err != nil {
		return fmt.Errorf("%w: %v", errBadJSON, err)
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
