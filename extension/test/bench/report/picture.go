package main

import (
	"fmt"
	"html"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/extension/test/bench/part"
)

// How the pictures look in light and in dark.
const style = `<style>text { fill: #1f2328 } text.less { fill: #59636e } path { fill: none; stroke-width: 2 } .axis { stroke: #8c959f; stroke-width: 1 } ` +
	`@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } text.less { fill: #9198a1 } }</style>`

const (
	better, worse = "#15803d", "#b45309"
	start, scale  = 320.0, 60.0 // where equal is, and how wide a factor of ten
)

type bar struct {
	what, peer string
	// gain is how many times better ours is.
	gain float64
}

// ratios is the picture of how ours stands beside others, on a scale of powers
// of ten.
func ratios(parts []part.Part) string {
	var bars []bar
	for _, p := range parts {
		for _, r := range p.Rows {
			if !r.Picture {
				continue
			}
			for _, peer := range slices.Sorted(maps.Keys(r.Peers)) {
				gain := median(r.Peers[peer]) / median(r.Ours)
				if r.Better == "more" {
					gain = 1 / gain
				}
				if !math.IsNaN(gain) && !math.IsInf(gain, 0) && gain > 0 {
					bars = append(bars, bar{r.What, peer, gain})
				}
			}
		}
	}
	var b strings.Builder
	height := 40 + 34*len(bars)
	begin(&b, 720, height, "How many times better than others, on a scale of powers of ten")
	fmt.Fprintf(&b, `<text class="less" x="%g" y="18">the same</text><text class="less" x="%g" y="18" text-anchor="end">times better →</text>`+"\n", start+4, 712.0)
	for i, bar := range bars {
		y := 30 + 34*i
		width := math.Min(math.Abs(math.Log10(bar.gain))*scale, 300)
		x, colour, said := start, better, number(bar.gain)+" ×"
		if bar.gain < 1 {
			x, colour = start-width, worse
		}
		fmt.Fprintf(&b, `<text x="4" y="%d">%s</text><text class="less" x="4" y="%d">%s</text>`+"\n", y+11, escape(bar.what), y+26, escape("beside "+bar.peer))
		fmt.Fprintf(&b, `<rect x="%.1f" y="%d" width="%.1f" height="20" rx="2" fill="%s"/><text x="%.1f" y="%d">%s</text>`+"\n", x, y+3, math.Max(width, 1), colour, math.Max(start, x+width)+6, y+18, said)
	}
	fmt.Fprintf(&b, `<path class="axis" d="M%g 24V%d"/>`+"\n</svg>\n", start, height-6)
	return b.String()
}

func begin(b *strings.Builder, width, height int, title string) {
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t" font-family="system-ui, sans-serif" font-size="12">`+"\n%s\n<title id=\"t\">%s</title>\n",
		width, height, style, escape(title))
}

var escape = html.EscapeString
