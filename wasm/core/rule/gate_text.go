package rule

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/beforehand/beforehand/wasm/core/match"
)

// texts passes a text in every language.
func (g *gate) texts(field string, texts Text) {
	for language, text := range texts {
		g.plain(field, language, 35)
		if advice := g.textAdvice(text, 280); advice != "" {
			g.add(field+"."+language, advice)
		}
	}
}

// list passes a list of texts.
func (g *gate) list(field string, texts []string, items, most int) {
	g.few(field, len(texts), items)
	for i, text := range texts {
		if advice := g.textAdvice(text, most); advice != "" {
			g.add(item(field, i), advice)
		}
	}
}

func (g *gate) text(field, text string, most int) {
	if advice := g.textAdvice(text, most); advice != "" {
		g.add(field, advice)
	}
}

// CheckTranslation says what the content gate has against the translation of a
// text, or nothing.
func CheckTranslation(english, text string) string {
	return (&gate{english: english}).textAdvice(text, maxTranslation)
}

// textAdvice refuses what could be read as markup or as an address, what has
// somebody write or call elsewhere, and characters that make a text look
// different from what it is.
func (g *gate) textAdvice(text string, most int) string {
	if text == "" || len(text) > most && utf8.RuneCountInString(text) > most {
		return "write 1 to " + strconv.Itoa(most) + " characters"
	}
	normal, digits, before, size := nfc{starter: ' '}, 0, ' ', 1
	for i := 0; i < len(text); i += size {
		r := rune(text[i])
		if r|' ' >= 'a' && r|' ' <= 'z' || r == ' ' { // most are
			normal, digits, before, size = nfc{starter: r}, 0, r, 1
			continue
		}
		r, size = utf8.DecodeRuneInString(text[i:])
		if digits++; !unicode.IsDigit(r) {
			digits = 0
		}
		after, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case deceptive(r, before, after):
			return "leave out control, bidirectional, zero-width and private-use characters"
		case !normal.next(r):
			return "write it in Unicode normal form C"
		case digits == 7:
			return "leave out numbers of seven digits and more, as telephones have"
		case r == '<' && (unicode.IsLetter(after) || after == '/' || after == '!' || after == '?') ||
			r == ':' && strings.HasPrefix(text[i+1:], "//"):
			return "write plain text, without markup and addresses"
		case r == '@' && inName(before) && inName(after):
			return "leave out e-mail addresses"
		case isDot(r) && !endsSentence(r, before) && inName(before) && inName(after) && g.namesAnother(text, i):
			return "leave out what may be somebody else's web address, such as a word, a dot and com"
		case (r == '{' || r == '}') && !placeholder(text, i):
			return "leave out braces: the only placeholder is {platform}"
		}
		before = r
	}
	return ""
}

// deceptive reports whether a character has no look of its own, or changes that
// of others. Joiners shape letters of some scripts, but hide among those of
// ASCII.
func deceptive(r, before, after rune) bool {
	switch {
	case r == '\u200c' || r == '\u200d':
		return before < utf8.RuneSelf || after < utf8.RuneSelf
	case r <= '\u009f':
		return r < ' ' || r >= '\x7f' // control
	case '\ue000' <= r && r <= '\uf8ff' || r >= '\U000f0000': // private use
		return true
	}
	return r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar || unicode.Is(unicode.Cf, r)
}

// namesAnother reports whether a domain that is not the platform's own goes
// through the dot at i: labels of which one is a top-level domain. So
// "evil.com.Then" is one, and "Node.js" is none.
func (g *gate) namesAnother(text string, i int) bool {
	start, end := i, i
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if !inName(r) && !isDot(r) {
			break
		}
		start -= size
	}
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !inName(r) && !isDot(r) {
			break
		}
		end += size
	}
	labels := strings.FieldsFunc(text[start:end], isDot)
	for n := len(labels); n > 1; n-- {
		name, ok := match.Host(strings.Join(labels[:n], "."))
		if !ok || !match.IsTopLevel(name[strings.LastIndexByte(name, '.')+1:]) {
			continue
		}
		domain, ok := match.RegistrableDomain(name)
		return !ok || !slices.Contains(g.domains, domain) && !strings.Contains(strings.ToLower(g.english), name)
	}
	return false
}

func inName(r rune) bool {
	return r == '-' || r == '_' || r == '\u200c' || r == '\u200d' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// isDot reports whether browsers read a character as the dot in a host name.
func isDot(r rune) bool { return r == '.' || r == '。' || r == '．' || r == '｡' }

// endsSentence reports whether a dot is the full stop of a sentence in Chinese
// or Japanese, after which no space follows.
func endsSentence(r, before rune) bool { return r == '。' && before >= utf8.RuneSelf }

// placeholder reports whether the brace at i is one of {platform}.
func placeholder(text string, i int) bool {
	const name = "{platform}"
	return strings.HasPrefix(text[i:], name) || text[i] == '}' && strings.HasSuffix(text[:i+1], name)
}
