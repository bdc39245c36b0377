package rule

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// nfc tells, character by character, whether a text is in Unicode normal form C
// (https://unicode.org/reports/tr15), in which equal texts have equal bytes. It
// holds the last character that was no combining mark, and the combining class
// of the last one.
type nfc struct {
	starter rune
	class   uint8
}

// next reports whether the text is still in normal form with r.
func (n *nfc) next(r rune) bool {
	if r < 0x300 {
		n.starter, n.class = r, 0
		return true
	}
	m := nfcMarkOf(r)
	adjacent := n.class == 0 || n.class < m.class
	if m.never || m.class != 0 && m.class < n.class || adjacent && (m.follows && paired(n.starter, r) || hangul(n.starter, r)) {
		return false
	}
	if n.class = m.class; m.class == 0 {
		n.starter = r
	}
	return true
}

func nfcMarkOf(r rune) nfcMark {
	i := sort.Search(len(nfcMarks), func(i int) bool { return r <= nfcMarks[i].last })
	if i < len(nfcMarks) && nfcMarks[i].first <= r {
		return nfcMarks[i]
	}
	return nfcMark{}
}

// paired reports whether two characters have another form together: composed,
// or with their marks in another order.
func paired(first, second rune) bool {
	for _, line := range nfcPairs {
		if r, size := utf8.DecodeRuneInString(line); r == second {
			return strings.ContainsRune(line[size:], first)
		}
	}
	return false
}

// hangul reports whether two characters make a syllable, which are composed by
// arithmetic.
func hangul(first, second rune) bool {
	return 0x1100 <= first && first <= 0x1112 && 0x1161 <= second && second <= 0x1175 ||
		0xac00 <= first && first <= 0xd7a3 && (first-0xac00)%28 == 0 && 0x11a8 <= second && second <= 0x11c2
}
