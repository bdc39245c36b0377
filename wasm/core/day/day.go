// Package day counts days where the reader is. A day is a string, YYYY-MM-DD,
// so that days compare as text. Package time would do the same for 150 KB more
// in the engine.
package day

import (
	"errors"
	"strings"
)

// ErrBadTime means that a moment is not written as RFC 3339 says.
var ErrBadTime = errors.New("not a time in RFC 3339, such as 2026-11-24T09:30:00+01:00")

// Of returns the day of a moment in RFC 3339, at the moment's own offset.
func Of(moment string) (string, error) {
	day, rest, ok := strings.Cut(moment, "T")
	if !ok || !Valid(day) || len(rest) < len("00:00:00Z") || !digits(rest[:8], "00:00:00") || Midnight(day, moment) == "" {
		return "", ErrBadTime
	}
	return day, nil
}

// Midnight is the moment at which a day begins, at the offset of another
// moment; empty for no day.
func Midnight(day, moment string) string {
	zone := zoneOf(moment)
	if day == "" || zone == "" {
		return ""
	}
	return day + "T00:00:00" + zone
}

// zoneOf is how a moment writes its offset; empty if it has none.
func zoneOf(moment string) string {
	zone := moment[strings.IndexByte(moment, 'T')+1:]
	zone = strings.TrimLeft(zone, "0123456789:.")
	if zone != "Z" && (len(zone) != 6 || zone[0] != '+' && zone[0] != '-' || !digits(zone[1:], "00:00")) {
		return ""
	}
	return zone
}

// Valid reports whether a text is a day of the calendar.
func Valid(day string) bool {
	if len(day) != 10 || !digits(day, "0000-00-00") {
		return false
	}
	y, m, d := split(day)
	return m >= 1 && m <= 12 && d >= 1 && d <= length(y, m)
}

// After returns the day after a day; empty for what is no day.
func After(day string) string {
	if !Valid(day) {
		return ""
	}
	y, m, d := split(day)
	if d++; d > length(y, m) {
		d, m = 1, m+1
	}
	if m > 12 {
		m, y = 1, y+1
	}
	return written(y, m, d)
}

// AfterMonths returns the day so many months after a day, or the last one of a
// month that is too short; empty for what is no day, or too far ahead.
func AfterMonths(day string, months int) string {
	if !Valid(day) || months < 0 || months > 12*9999 {
		return ""
	}
	y, m, d := split(day)
	m += months - 1
	y, m = y+m/12, m%12+1
	if y > 9999 {
		return ""
	}
	return written(y, m, min(d, length(y, m)))
}

func written(y, m, d int) string {
	return two(y/100) + two(y%100) + "-" + two(m) + "-" + two(d)
}

func two(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }

func split(day string) (y, m, d int) {
	return number(day[:4]), number(day[5:7]), number(day[8:])
}

func number(s string) (n int) {
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// digits reports whether s has digits where form has zeros, and otherwise
// form's characters.
func digits(s, form string) bool {
	for i := range len(form) {
		if form[i] == '0' && (s[i] < '0' || s[i] > '9') || form[i] != '0' && s[i] != form[i] {
			return false
		}
	}
	return len(s) == len(form)
}

func length(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
