package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/extension/test/bench/part"
)

// point is the time that something takes at a size, in microseconds.
type point struct{ size, micros float64 }

type line struct {
	name   string
	points []point
}

// last is the time at the greatest size.
func (l line) last() float64 { return l.points[len(l.points)-1].micros }

// The place of the curves, and their colours.
const left, right, top, bottom = 60.0, 500.0, 20.0, 300.0

var colours = []string{"#15803d", "#b45309", "#0e7490", "#a21caf", "#737373", "#1d4ed8", "#b91c1c"}

// micros is how many microseconds a unit has.
var micros = map[string]float64{"ns": 0.001, "µs": 1, "ms": 1000, "s": 1e6}

// growth is the picture of how times grow with the size, both on scales of
// powers of ten: what grows in proportion is as steep as the dashed line.
func growth(parts []part.Part) string {
	lines := linesOf(parts)
	least, most, low, high := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		for _, p := range l.points {
			least, most = min(least, math.Log10(p.size)), max(most, math.Log10(p.size))
			low, high = min(low, math.Floor(math.Log10(p.micros))), max(high, math.Ceil(math.Log10(p.micros)))
		}
	}
	var b strings.Builder
	begin(&b, 820, 340, "How time grows with the number of platforms and hosts")
	if len(lines) == 0 {
		return b.String() + "</svg>\n"
	}
	x := func(size float64) float64 {
		return left + (math.Log10(size)-least)/max(most-least, 1)*(right-left)
	}
	y := func(micros float64) float64 {
		return bottom - (math.Log10(micros)-low)/max(high-low, 1)*(bottom-top)
	}
	for power := low; power <= high; power++ {
		at := y(math.Pow(10, power))
		fmt.Fprintf(&b, `<path class="axis" opacity=".3" d="M%g %.1fH%g"/><text class="less" x="%g" y="%.1f" text-anchor="end">%s</text>`+"\n", left, at, right, left-6, at+4, timeOf(power))
	}
	for power := math.Ceil(least); power <= most; power++ {
		fmt.Fprintf(&b, `<text class="less" x="%.1f" y="%g" text-anchor="middle">%s</text>`+"\n", x(math.Pow(10, power)), bottom+18, number(math.Pow(10, power)))
	}
	decades := min(most-least, high-low)
	fmt.Fprintf(&b, `<path class="axis" stroke-dasharray="4 4" d="M%.1f %.1fL%.1f %.1f"/>`+"\n", x(math.Pow(10, least)), y(math.Pow(10, low)), x(math.Pow(10, least+decades)), y(math.Pow(10, low+decades)))
	// Labels give way upwards, so the lowest comes first.
	slices.SortFunc(lines, func(a, b line) int { return cmp.Compare(a.last(), b.last()) })
	ends := []float64{}
	for i, l := range lines {
		colour := colours[i%len(colours)]
		path := "M"
		for j, p := range l.points {
			if j > 0 {
				path += "L"
			}
			path += fmt.Sprintf("%.1f %.1f", x(p.size), y(p.micros))
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`, x(p.size), y(p.micros), colour)
		}
		label := apart(&ends, y(l.last())+4)
		fmt.Fprintf(&b, `<path stroke="%s" d="%s"/><text x="%g" y="%.1f" style="fill:%s">%s</text>`+"\n", colour, path, right+10, label, colour, escape(l.name))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// apart returns a place for a label near y where none is yet.
func apart(taken *[]float64, y float64) float64 {
	near := func(other float64) bool { return math.Abs(other-y) < 14 }
	for slices.ContainsFunc(*taken, near) {
		y -= 2
	}
	*taken = append(*taken, y)
	return y
}

// linesOf collects the rows with a size: a line for each thing and each peer.
func linesOf(parts []part.Part) (lines []line) {
	at := map[string]int{}
	add := func(name string, size int, samples []float64, unit string) {
		value := median(samples) * micros[unit]
		if size == 0 || !(value > 0) {
			return
		}
		i, found := at[name]
		if !found {
			i = len(lines)
			at[name] = i
			lines = append(lines, line{name: name})
		}
		lines[i].points = append(lines[i].points, point{float64(size), value})
	}
	for _, p := range parts {
		for _, r := range p.Rows {
			add(r.Series, r.Size, r.Ours, r.Unit)
			for peer, samples := range r.Peers {
				add(r.Series+", "+peer, r.Size, samples, r.Unit)
			}
		}
	}
	for _, l := range lines {
		slices.SortFunc(l.points, func(a, b point) int { return int(a.size - b.size) })
	}
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.name, b.name) })
	return lines
}

// timeOf names a power of ten of microseconds.
func timeOf(power float64) string {
	for _, unit := range []struct {
		power float64
		name  string
	}{{6, "s"}, {3, "ms"}, {0, "µs"}, {-3, "ns"}} {
		if power >= unit.power {
			return number(math.Pow(10, power-unit.power)) + " " + unit.name
		}
	}
	return fmt.Sprintf("%g ns", math.Pow(10, power+3))
}
