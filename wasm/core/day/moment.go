package day

import "strings"

const (
	daySeconds = 24 * 3600
	// last is the last second of the year 9999.
	last = 253402300799
)

// Unix returns the second of a moment that Of accepts, counted from 1970.
func Unix(moment string) int64 {
	day, rest, _ := strings.Cut(moment, "T")
	y, m, d := split(day)
	clock := number(rest[:2])*3600 + number(rest[3:5])*60 + number(rest[6:8])
	return int64(sinceEpoch(y, m, d))*daySeconds + int64(clock) - offset(moment)
}

// Moment returns a second, counted from 1970, in RFC 3339 at the offset of
// another moment; empty if it is before 1970 or after the year 9999.
func Moment(second int64, like string) string {
	if second += offset(like); second < 0 || second > last {
		return ""
	}
	days, clock := int(second/daySeconds), int(second%daySeconds)
	y := 1970 + days/366 // too early by some years at most
	for sinceEpoch(y+1, 1, 1) <= days {
		y++
	}
	days -= sinceEpoch(y, 1, 1)
	m := 1
	for ; days >= length(y, m); m++ {
		days -= length(y, m)
	}
	return written(y, m, days+1) + "T" + two(clock/3600) + ":" + two(clock/60%60) + ":" + two(clock%60) + zoneOf(like)
}

// sinceEpoch counts the days from 1970 to a day.
func sinceEpoch(y, m, d int) int {
	days := d - 1
	for before := 1; before < m; before++ {
		days += length(y, before)
	}
	leaps := func(y int) int { return y/4 - y/100 + y/400 }
	return days + (y-1970)*365 + leaps(y-1) - leaps(1969)
}

// offset returns the seconds by which a moment is written ahead of UTC.
func offset(moment string) int64 {
	zone := zoneOf(moment)
	if zone == "Z" {
		return 0
	}
	seconds := int64(number(zone[1:3])*3600 + number(zone[4:6])*60)
	if zone[0] == '-' {
		return -seconds
	}
	return seconds
}
