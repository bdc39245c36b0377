package publish

import (
	"errors"
	"fmt"
	"strings"
)

// ErrSigned means that a key has signed before.
var ErrSigned = errors.New("has signed this already")

// Draft returns a body as a file that waits for signatures: a signed note (C2SP
// signed-note) without its last lines.
func Draft(body string) []byte { return []byte(body + "\n") }

// Sign adds the signature line of a key to a draft or to a signed file. What
// the text says, the caller has looked at. It returns ErrSigned if the key's
// line is there.
func Sign(raw []byte, k Key) ([]byte, error) {
	body, lines, err := apart(raw)
	if err != nil {
		return nil, err
	}
	line, err := k.line(body)
	if err != nil {
		return nil, err
	}
	if strings.Contains("\n"+lines, "\n"+line) {
		return nil, fmt.Errorf("%s %w", k.Name, ErrSigned)
	}
	return []byte(body + "\n" + lines + line), nil
}

// apart splits a draft or a signed file into its body and its signature lines.
func apart(raw []byte) (body, lines string, err error) {
	end := strings.LastIndex(string(raw), "\n\n")
	if end < 0 {
		return "", "", errors.New("not a file to sign: it has no empty line after its text")
	}
	return string(raw[:end+1]), string(raw[end+2:]), nil
}
