package rule_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/rule"
)

func TestStrictJSON(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	long := func(n int) string { return "[" + strings.Repeat("1,", n-3) + "1]" } // n names, values and brackets
	names := func(n int) string {                                                // each with its value has ten bytes
		text := ""
		for i := range n {
			text += `,"` + strconv.Itoa(10_000+i) + `":1`
		}
		return "{" + text[1:] + "}"
	}
	for _, test := range []struct {
		why, json, want string
	}{
		{"an object", ` {"a": [true, false, null, "x", -1], "b": {}} `, ""},
		{"unknown names are for newer engines", `{"whatever": 1}`, ""},
		{"the same name in another object", `{"a": {"a": 1}, "b": [{"a": 1}, {"a": 1}]}`, ""},
		{"escapes in texts", `"\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00"`, ""},
		{"the largest integers", `[9007199254740992, -9007199254740992, 0]`, ""},
		{"as deep as allowed", deep(16), ""},
		{"as long as allowed", long(200_000), ""},
		{"nothing", ``, "byte 0: write a value"},
		{"a byte order mark", "\ufeff{}", "byte 0: write a value"},
		{"bytes that are not UTF-8", "\"\xff\"", "byte 0: write UTF-8"},
		{"a name given twice", `{"a": 1, "a": 2}`, "byte 12: give each name once"},
		{"a name given twice by case", `{"a": 1, "A": 2}`, "byte 12: give each name once"},
		{"the Kelvin sign is a k", "{\"k\": 1, \"\u212a\": 2}", "byte 14: give each name once"},
		{"the long s is an s", "{\"\u017f\": 1, \"S\": 2}", "byte 13: give each name once"},
		{"an escape in a name", `{"\u0061": 1}`, "byte 2: write names without escapes"},
		{"half a character", `"\ud83d"`, "byte 7: write no lone surrogates"},
		{"its other half", `"\ude00"`, "byte 7: write no lone surrogates"},
		{"two first halves", `"\ud83d\ud83d"`, "byte 13: write no lone surrogates"},
		{"half a character before an escape", `"\ud83d\n"`, "byte 8: write u and four hex digits"},
		{"an escape that is cut", `"\u12`, "byte 2: write u and four hex digits"},
		{"an escape of no hex digits", `"\u12g4"`, "byte 2: write u and four hex digits"},
		{"an escape of control characters", "\"\\u\x10\x11\x12\x13\"", "byte 2: write u and four hex digits"},
		{"an unknown escape", `"\x"`, "byte 2: there is no such escape"},
		{"a string that does not end", `"a`, "byte 2: end the string, and write control characters as escapes"},
		{"a tab in a string", "\"\t\"", "byte 1: end the string, and write control characters as escapes"},
		{"a fraction", `1.0`, "byte 1: write integers only"},
		{"an exponent", `1E2`, "byte 1: write integers only"},
		{"an integer that is too large", `9007199254740993`, "byte 15: write integers from -2^53 to 2^53"},
		{"and one that is too small", `-9007199254740993`, "byte 16: write integers from -2^53 to 2^53"},
		{"a leading zero", `01`, "byte 2: write a number without a plus sign and leading zeros, and no -0"},
		{"a zero with a sign, which is no integer", `-0`, "byte 2: write a number without a plus sign and leading zeros, and no -0"},
		{"a lone minus", `-`, "byte 1: write a number without a plus sign and leading zeros, and no -0"},
		{"deeper than allowed", deep(17), "byte 16: nest less deeply"},
		{"longer than allowed", long(200_001), "byte 399999: there are too many values"},
		{"a second value", `{} {}`, "byte 3: leave nothing after the value"},
		{"a comma at the end", `[1,]`, "byte 3: write a value"},
		{"a name without quotes", `{a: 1}`, "byte 1: write a name in quotes"},
		{"a name without a value", `{"a"}`, "byte 4: write a colon after the name"},
		{"a list that does not end", `[1`, "byte 2: write , or ]"},
		{"an object that does not end", `{"a": 1`, "byte 7: write , or }"},
		{"a comment", `/**/1`, "byte 0: write a value"},
		{"as many names as allowed", names(256), ""},
		{"more names than allowed", names(257), "byte 2568: there are too many names"},
	} {
		t.Run(test.why, func(t *testing.T) {
			err := rule.StrictJSON([]byte(test.json))
			if test.want == "" && err != nil || test.want != "" && (!errors.Is(err, rule.ErrBadJSON) || err.Error() != test.want+": not strict JSON") {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// What is not JSON is refused; what is, only by a rule of ours.
func TestJSONTestSuite(t *testing.T) {
	text, err := os.ReadFile("testdata/jsontestsuite.txt")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"n_structure_100000_opening_arrays": strings.Repeat("[", 100_000),
		"n_structure_open_array_object":     strings.Repeat(`[{"":`, 50_000) + "\n",
	}
	for _, line := range strings.Split(string(text), "\n") {
		name, quoted, found := strings.Cut(line, " ")
		if !found || name == "#" {
			continue
		}
		if files[name], err = strconv.Unquote(quoted); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	var refused []string
	valid, invalid := 0, 0
	for name, content := range files {
		err := rule.StrictJSON([]byte(content))
		switch name[0] {
		case 'y':
			valid++
			if err != nil {
				refused = append(refused, name)
			}
		case 'n':
			invalid++
			if err == nil {
				t.Errorf("%s passes", name)
			}
		case 'i':
			if err == nil && !json.Valid([]byte(content)) {
				t.Errorf("%s passes", name)
			}
		}
	}
	t.Logf("%d files that are not JSON; %d that are, %d of them refused", invalid, valid, len(refused))
	slices.Sort(refused)
	want := []string{
		"y_number", "y_number_0e+1", "y_number_0e1", "y_number_double_close_to_zero", "y_number_int_with_exp", "y_number_real_capital_e",
		"y_number_real_capital_e_neg_exp", "y_number_real_capital_e_pos_exp", "y_number_real_exponent", "y_number_real_fraction_exponent",
		"y_number_real_neg_exp", "y_number_minus_zero", "y_number_negative_zero", "y_number_real_pos_exponent", "y_number_simple_real", // integers only
		"y_object_duplicated_key", "y_object_duplicated_key_and_value", "y_object_escaped_null_in_key", // names
		"y_object_extreme_numbers", "y_structure_lonely_negative_real", // integers only
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, refused); diff != "" {
		t.Error(diff)
	}
	if valid != 95 || invalid != 188 {
		t.Errorf("%d of JSON and %d of no JSON are not the whole suite", valid, invalid)
	}
}

// Package json agrees: what passes is JSON without a name twice, and what it
// reads so, in UTF-8 and without escapes, passes.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"a": [1, -2, true, null, "\ud83d\ude00"], "b": {"A": 0}}`, `{"k": 1, "K": 2}`, `[[9007199254740993, 1.5]]`, `{"a\u0062": 01}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		passes := rule.StrictJSON(raw) == nil
		agreed := json.Valid(raw) && utf8.Valid(raw) && plainJSON(raw)
		if passes && !agreed {
			t.Errorf("%q passes", raw)
		}
		if !passes && agreed && !bytes.Contains(raw, []byte(`\`)) {
			t.Errorf("%q: %v", raw, rule.StrictJSON(raw))
		}
	})
}

// plainJSON reads valid JSON token by token, and looks for what StrictJSON
// refuses, but for escapes.
func plainJSON(raw []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	type open struct {
		object, name bool
		names        []string
	}
	var stack []open
	for tokens := 0; ; tokens++ {
		token, err := decoder.Token()
		if err != nil {
			return tokens <= 200_000
		}
		top := len(stack) - 1
		if top >= 0 && stack[top].object {
			if name, ok := token.(string); ok && stack[top].name {
				if len(stack[top].names) == 256 || slices.ContainsFunc(stack[top].names, func(other string) bool { return strings.EqualFold(name, other) }) {
					return false
				}
				stack[top].names, stack[top].name = append(stack[top].names, name), false
				continue
			}
			stack[top].name = true // after this value
		}
		switch token := token.(type) {
		case json.Delim:
			if token == '{' || token == '[' {
				stack = append(stack, open{object: token == '{', name: true})
			} else {
				stack = stack[:top]
			}
			if len(stack) > 16 {
				return false
			}
		case json.Number:
			n, err := token.Int64()
			if err != nil || n > 1<<53 || n < -1<<53 || token == "-0" {
				return false
			}
		}
	}
}
