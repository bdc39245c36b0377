package rule

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func isNFC(text string) bool {
	n := nfc{starter: ' '}
	for _, r := range text {
		if !n.next(r) {
			return false
		}
	}
	return true
}

// golang.org/x/text agrees on every character, alone and where it could be
// composed with, or be put before, the one before it.
func TestNFC(t *testing.T) {
	before := []string{"", "a", "e\u0323", "\u0939", "\u1100", "\uac00", "\uac01", "\u0bc6", "\u05d0\u05bc", "\u0301", "\u0f71", "\U00011099", "\u1e9b", "\u00c5"}
	for r := range rune(utf8.MaxRune + 1) {
		if !utf8.ValidRune(r) {
			continue
		}
		for _, b := range before {
			text := b + string(r)
			if got, want := isNFC(text), norm.NFC.IsNormalString(text); got != want {
				t.Errorf("%+q is normal: %v, want %v", text, got, want)
			}
			if testing.Short() && r > 0x3100 {
				break
			}
		}
	}
}

func FuzzNFC(f *testing.F) {
	for _, seed := range []string{"Cafe\u0301", "o\u0323\u0302", "o\u0302\u0323", "\u1112\u1161\u11ab", "\u0b95\u0bc6\u0bbe", "\u212b", "a\u0300\u0301\u0345"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := isNFC(text), norm.NFC.IsNormalString(text); utf8.ValidString(text) && got != want {
			t.Errorf("%+q is normal: %v, want %v", text, got, want)
		}
	})
}
