package release

import (
	"strings"
)

// text reads a body strictly, from the top (protocol, section 3): its lines in
// the order asked for, each ended by \n, fields separated by one space. It
// remembers the first error; after one, what it returns means nothing.
type text struct {
	rest string
	err  error
}

// fail notes what is wrong, unless something was before.
func (t *text) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// line takes the next line.
func (t *text) line() string {
	line, rest, ok := strings.Cut(t.rest, "\n")
	if !ok {
		t.fail(Fail(BadFormat, "ends too early"))
	}
	t.rest = rest
	return line
}

// is takes the next line, which has to be want.
func (t *text) is(want string) {
	if line := t.line(); line != want {
		t.fail(Fail(BadFormat, "%q instead of %q", cut(line), want))
	}
}

// next reports whether another line begins with key.
func (t *text) next(key string) bool {
	return t.err == nil && strings.HasPrefix(t.rest, key+" ")
}

// value takes the next line, which has to begin with key, and returns the rest
// of it.
func (t *text) value(key string) string {
	line := t.line()
	value, ok := strings.CutPrefix(line, key+" ")
	if !ok {
		t.fail(Fail(BadFormat, "%q where the line %q belongs", cut(line), key))
	}
	return value
}

// fields takes the next line, which has to begin with key and to have at least
// n values after it.
func (t *text) fields(key string, n int) []string {
	fields := strings.Split(t.value(key), " ")
	if len(fields) < n {
		t.fail(Fail(BadFormat, "the line %q has too few values", key))
		return make([]string, n)
	}
	return fields
}

// exactly is fields with no more than n values.
func (t *text) exactly(key string, n int) []string {
	fields := t.fields(key, n)
	if len(fields) > n {
		t.fail(Fail(BadFormat, "the line %q has too many values", key))
	}
	return fields
}

// number reads a decimal number from least to 2^53-1, the largest that
// JavaScript holds.
func (t *text) number(s string, least int64) int64 {
	n := int64(0)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || n > most {
			n = -1
			break
		}
		n = n*10 + int64(s[i]-'0')
	}
	if s == "" || len(s) > 1 && s[0] == '0' || n < least || n > most {
		t.fail(Fail(BadFormat, "%q is not a number from %d", cut(s), least))
	}
	return n
}

const most = 1<<53 - 1

// end refuses what is left.
func (t *text) end() {
	if t.rest != "" {
		t.fail(Fail(BadFormat, "%q is one line too many", cut(t.rest)))
	}
}

// isName reports whether s can be the name of a set or of a key:
// [a-z0-9.-]+(/[a-z0-9.-]+)*, at most 120 bytes.
func isName(s string) bool {
	for part := range strings.SplitSeq(s, "/") {
		if !made(part, "abcdefghijklmnopqrstuvwxyz0123456789.-") {
			return false
		}
	}
	return len(s) <= 120
}

// made reports whether s is not empty and has no characters but these.
func made(s, of string) bool {
	return s != "" && strings.Trim(s, of) == ""
}
