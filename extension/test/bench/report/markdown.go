package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/extension/test/bench/part"
)

// markdown is the page of all results.
func markdown(parts []part.Part, machine string) string {
	var b strings.Builder
	b.WriteString(`<!-- Made by ./build.sh bench. Do not edit. -->
# The bench

What this costs, beside comparable things, each part measured in one run with ours and theirs in turns. Ratios hold on another machine, times do not. A ratio is ours to theirs, of the medians; below 1 ours takes less. What was asked for is marked as met or **missed**, with the reason.

`)
	fmt.Fprintf(&b, "%s.\n\n![Ratios to others](bench.svg)\n\n![How time grows with the number of platforms and hosts](bench-growth.svg)\n\n%s", machine, required(parts))
	for _, p := range parts {
		fmt.Fprintf(&b, "\n## %s\n\n", p.Title)
		if slices.ContainsFunc(p.Rows, func(r part.Row) bool { return len(r.Ours) > 1 || len(r.Peers) > 0 }) {
			b.WriteString("| what | unit | ours: min / median / max | other | min / median / max | ratio |\n| --- | --- | --- | --- | --- | --- |\n")
			for _, r := range p.Rows {
				writeRow(&b, r)
			}
		} else {
			b.WriteString("| what | unit | ours |\n| --- | --- | --- |\n")
			for _, r := range p.Rows {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", r.What, r.Unit, spread(r.Ours))
			}
		}
		for _, r := range p.Rows {
			if r.Note != "" && r.Required == "" {
				fmt.Fprintf(&b, "\n%s: %s\n", upper(r.What), r.Note)
			}
		}
	}
	return b.String()
}

// required is the table of what was asked for.
func required(parts []part.Part) string {
	var b strings.Builder
	b.WriteString("## What was asked for\n\n| what | asked for | measured | |\n| --- | --- | --- | --- |\n")
	for _, p := range parts {
		for _, r := range p.Rows {
			if r.Required == "" {
				continue
			}
			met := "met"
			if !r.Met {
				met = "**missed**"
				if r.Note != "" {
					met += ": " + r.Note
				}
			}
			measured := number(median(r.Ours)) + " " + r.Unit
			for _, peer := range slices.Sorted(maps.Keys(r.Peers)) {
				measured += fmt.Sprintf("; %s %s", peer, number(median(r.Peers[peer])))
			}
			fmt.Fprintf(&b, "| %s: %s | %s | %s | %s |\n", p.Title, r.What, r.Required, measured, met)
		}
	}
	return b.String()
}

func writeRow(b *strings.Builder, r part.Row) {
	peers := slices.Sorted(maps.Keys(r.Peers))
	if len(peers) == 0 {
		fmt.Fprintf(b, "| %s | %s | %s | | | |\n", r.What, r.Unit, spread(r.Ours))
	}
	for i, peer := range peers {
		what, unit, ours := r.What, r.Unit, spread(r.Ours)
		if i > 0 {
			what, unit, ours = "", "", ""
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n", what, unit, ours, peer, spread(r.Peers[peer]), number(median(r.Ours)/median(r.Peers[peer])))
	}
}

// spread is the least, the middle and the greatest of samples, or the one.
func spread(samples []float64) string {
	switch len(samples) {
	case 0:
		return ""
	case 1:
		return number(samples[0])
	}
	return fmt.Sprintf("%s / %s / %s", number(slices.Min(samples)), number(median(samples)), number(slices.Max(samples)))
}

func median(samples []float64) float64 {
	if len(samples) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(samples))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// number writes three digits that count, and all of a larger number.
func number(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "–"
	}
	if f == 0 {
		return "0"
	}
	digits := max(0, 2-int(math.Floor(math.Log10(math.Abs(f)))))
	text := fmt.Sprintf("%.*f", digits, f)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	whole, fraction, found := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		return whole + "." + fraction
	}
	return whole
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
