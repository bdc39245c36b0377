package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/notice"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// shownRegions are the regions that stats counts verdicts for.
var shownRegions = []string{"US", "GB", "DE", "BR", "IN", "JP"}

// verdict is a row of stats.
type verdict struct {
	name string
	is   func(notice.Answer) bool
}

// verdicts are the rows of stats, from the worst for a user to the best.
var verdicts = []verdict{
	{"warns", func(a notice.Answer) bool { return a.Verdict == notice.Warn }},
	{"trains on other content", func(a notice.Answer) bool { return a.Verdict == notice.Quiet && a.State.Trains() }},
	{"only if opted in", func(a notice.Answer) bool { return a.State == rule.OffUnlessOptedIn }},
	{"does not train", func(a notice.Answer) bool { return a.State == rule.NotUsed }},
	{"unclear", func(a notice.Answer) bool { return a.State == rule.Unclear }},
}

// figures are what stats counts.
type figures struct {
	day       string
	platforms int
	claims    int
	supported int // claims with official evidence
	evidence  int
	official  int
	optOuts   int
	changes   int
	middleAge int // days, the median
	// verdicts counts platforms by region, in the order of the rows.
	verdicts   map[string][]int
	confidence map[rule.Confidence]int
}

// stats counts the rules, for people or as a picture.
func stats(flags *flag.FlagSet) func(*call) error {
	svg := flags.String("svg", "", "also draws the verdicts as an SVG picture into this `file`")
	readme := flags.String("readme", "", "also writes the figures into this Markdown `file`, between its stats marks")
	on := flags.String("on", "", "the `day` that is counted for, as YYYY-MM-DD; the day of the newest check by default, so that the figures change with the rules only")
	return func(c *call) error {
		set, err := c.load()
		if err != nil {
			return err
		}
		day := *on
		for _, p := range set.Platforms {
			if *on == "" {
				day = max(day, p.Verified)
			}
		}
		f, err := count(set, day)
		if err != nil {
			return err
		}
		if *svg != "" {
			if err := os.WriteFile(*svg, []byte(f.picture()), 0o644); err != nil {
				return err
			}
		}
		if *readme != "" {
			if err := replaceBetween(*readme, "<!-- stats -->\n", "<!-- /stats -->", f.sentence()+"\n"); err != nil {
				return err
			}
		}
		return f.print(c)
	}
}

func count(set rules.Set, today string) (figures, error) {
	f := figures{day: today, platforms: len(set.Platforms), verdicts: map[string][]int{}, confidence: map[rule.Confidence]int{}}
	var ages []int
	for _, p := range set.Platforms {
		f.claims += len(p.Uses)
		f.evidence += len(p.Evidence)
		f.optOuts += len(p.OptOuts)
		f.changes += len(p.Changes)
		f.confidence[p.Confidence]++
		isOfficial := func(id string) bool {
			return slices.ContainsFunc(p.Evidence, func(e rule.Evidence) bool { return e.ID == id && e.Level == rule.Official })
		}
		for _, u := range p.Uses {
			f.supported += b2i(slices.ContainsFunc(u.Evidence, isOfficial))
		}
		for _, e := range p.Evidence {
			f.official += b2i(e.Level == rule.Official)
			ages = append(ages, age((e.Seen + "-01-01")[:10], today))
		}
		entry, err := entryOf(p)
		if err != nil {
			return figures{}, err
		}
		for _, r := range shownRegions {
			reader := notice.Reader{Settings: notice.Settings{Region: r}, Groups: set.Groups}
			answer := notice.About(entry, reader, today, func(rule.Composer) bool { return true })
			if f.verdicts[r] == nil {
				f.verdicts[r] = make([]int, len(verdicts))
			}
			if i := slices.IndexFunc(verdicts, func(v verdict) bool { return v.is(answer) }); i >= 0 {
				f.verdicts[r][i]++
			}
		}
	}
	slices.SortFunc(ages, cmp.Compare)
	if len(ages) > 0 {
		f.middleAge = ages[len(ages)/2]
	}
	return f, nil
}

func (f figures) sentence() string {
	return fmt.Sprintf("%d platforms, %d claims (%d %% with official evidence), %d pieces of evidence (%d official; half of them were read within %d days before %s), %d ways out, %d dated changes.",
		f.platforms, f.claims, percent(f.supported, f.claims), f.evidence, f.official, f.middleAge, f.day, f.optOuts, f.changes)
}

func (f figures) print(c *call) error {
	fmt.Fprintf(c.out, "%s\n\n", f.sentence())
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "platforms on %s in\t%s\t\n", f.day, strings.Join(shownRegions, "\t"))
	for i, v := range verdicts {
		fmt.Fprintf(table, "%s\t", v.name)
		for _, r := range shownRegions {
			fmt.Fprintf(table, "%d\t", f.verdicts[r][i])
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "\nconfidence: %d high, %d medium, %d low\n", f.confidence[rule.High], f.confidence[rule.Medium], f.confidence[rule.Low])
	return nil
}

// picture draws the verdicts by region as stacked bars. Colours follow the
// reader's light or dark setting; the numbers are in the bars as text.
func (f figures) picture() string {
	const left, width, row = 40, 560, 34
	colours := []string{"#b45309", "#d97706", "#0e7490", "#15803d", "#737373"}
	var s strings.Builder
	height := 56 + row*len(shownRegions)
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t" font-family="system-ui, sans-serif" font-size="13">`+"\n", left+width+8, height)
	s.WriteString("<style>text { fill: #1f2328 } text.in { fill: #fff } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }</style>\n")
	fmt.Fprintf(&s, "<title id=\"t\">What %d platforms do with what users write, by region, on %s</title>\n", f.platforms, f.day)
	x := left
	for i, v := range verdicts {
		fmt.Fprintf(&s, `<rect x="%d" y="8" width="12" height="12" rx="2" fill="%s"/><text x="%d" y="19">%s</text>`+"\n", x, colours[i], x+17, v.name)
		x += 32 + len(v.name)*6
	}
	for n, r := range shownRegions {
		y := 36 + n*row
		fmt.Fprintf(&s, `<text x="4" y="%d">%s</text>`+"\n", y+17, r)
		x := float64(left)
		for i := range verdicts {
			share := float64(f.verdicts[r][i]) / float64(max(1, f.platforms)) * width
			if share == 0 {
				continue
			}
			fmt.Fprintf(&s, `<rect x="%.1f" y="%d" width="%.1f" height="24" fill="%s"/><text class="in" x="%.1f" y="%d" text-anchor="middle">%d</text>`+"\n", x, y, share, colours[i], x+share/2, y+17, f.verdicts[r][i])
			x += share
		}
	}
	s.WriteString("</svg>\n")
	return s.String()
}

// replaceBetween writes text between two marks of a file.
func replaceBetween(file, start, end, text string) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(old), start)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return misuseOf("%s has no marks %q and %q", file, strings.TrimSpace(start), end)
	}
	return os.WriteFile(file, []byte(before+start+text+end+after), 0o644)
}

func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return part * 100 / whole
}
