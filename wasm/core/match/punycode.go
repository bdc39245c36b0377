package match

import (
	"strings"
	"unicode/utf8"
)

// toASCII checks one label of a host name and writes it in ASCII. Labels in
// Unicode are encoded as RFC 3492 says. The mapping tables of IDNA are left
// out, for their size in the engine: browsers have applied them already.
func toASCII(label string) (string, bool) {
	if !utf8.ValidString(label) || label == "" {
		return "", false
	}
	ascii := true
	for i := range len(label) {
		c := label[i]
		ascii = ascii && c < utf8.RuneSelf
		if c < utf8.RuneSelf && !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_') {
			return "", false
		}
	}
	if !ascii {
		label = "xn--" + punycode(label)
	}
	return label, len(label) <= 63
}

// punycode encodes a label, RFC 3492 section 6.3.
func punycode(label string) string {
	const base, tMin, tMax, initialN, initialBias = 36, 1, 26, 128, 72
	var out strings.Builder
	for _, r := range label {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
		}
	}
	basic := out.Len()
	if basic > 0 {
		out.WriteByte('-')
	}
	runes := []rune(label)
	n, delta, bias := rune(initialN), 0, initialBias
	for handled := basic; handled < len(runes); {
		next := rune(utf8.MaxRune)
		for _, r := range runes {
			if r >= n {
				next = min(next, r)
			}
		}
		delta += int(next-n) * (handled + 1)
		n = next
		for _, r := range runes {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			q := delta
			for k := base; ; k += base {
				t := min(max(k-bias, tMin), tMax)
				if q < t {
					break
				}
				out.WriteByte(digit(t + (q-t)%(base-t)))
				q = (q - t) / (base - t)
			}
			out.WriteByte(digit(q))
			bias = adapt(delta, handled+1, handled == basic)
			delta = 0
			handled++
		}
		delta++
		n++
	}
	return out.String()
}

func digit(d int) byte { return "abcdefghijklmnopqrstuvwxyz0123456789"[d] }

// adapt is the bias adaptation of RFC 3492 section 6.1.
func adapt(delta, points int, first bool) int {
	if first {
		delta /= 700
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > 35*26/2; k += 36 {
		delta /= 35
	}
	return k + 36*delta/(delta+38)
}
