package pages

import (
	"slices"
	"time"

	"github.com/beforehand/beforehand/wasm/core/day"
	"github.com/beforehand/beforehand/wasm/core/region"
)

// Sizes of the picture, in its own units; at full width one is a CSS pixel.
const (
	labelWidth = 176
	barsWidth  = 640
	rowHeight  = 36
	barHeight  = 22
	laneHeight = 22
	axisHeight = 24
)

// picture is the timeline, laid out. The template draws it.
type picture struct {
	Width, Height int
	// Left is where the time begins, Bottom where the rows end.
	Left, Bottom int
	Rows         []drawnRow
	Ticks        []tick
	Marks        []mark
	Today        int
	LabelAt      int
	Looks        []standing // the key
}

type drawnRow struct {
	Region      string
	TextY, DotY int
	Bars        []bar
	Dots        []int // where the row has a change
}

type bar struct {
	X, Y, Width, Height int
	TextX               int
	Look, Label, Title  string
}

type tick struct {
	X     int
	Label string
}

// mark is a change, with its number above the rows.
type mark struct {
	X, Y, TextY, Top int
	Number           int
}

// axis turns days into places.
type axis struct{ first, last time.Time }

func (a axis) at(d string) int {
	t, _ := time.Parse(time.DateOnly, d)
	return labelWidth + int(float64(barsWidth)*float64(t.Sub(a.first))/float64(a.last.Sub(a.first)))
}

// draw lays the timeline out: the time from left to right, a row for each
// region, the changes as numbered lines.
func draw(p platform, rows []row, changes []dated, today string) picture {
	a := span(p, rows, changes, today)
	marks, lanes := marksOf(a, changes)
	top := lanes*laneHeight + 6
	pic := picture{
		Width: labelWidth + barsWidth + 8, Left: labelWidth, Bottom: top + len(rows)*rowHeight,
		Marks: marks, Today: a.at(today), Ticks: ticks(a),
	}
	pic.Height, pic.LabelAt = pic.Bottom+axisHeight, pic.Bottom+17
	for i, r := range rows {
		y := top + i*rowHeight
		drawn := drawnRow{Region: r.Region, TextY: y + rowHeight/2 + 5, DotY: y + (rowHeight-barHeight)/2}
		for _, period := range r.Periods {
			if period.Look != "" {
				drawn.Bars = append(drawn.Bars, barOf(a, period, r.Region, y))
				pic.key(period.standing)
			}
		}
		for _, c := range changes {
			if len(c.Regions) == 0 || slices.Contains(c.Regions, r.Code) || slices.Contains(c.Regions, region.World) {
				drawn.Dots = append(drawn.Dots, a.at(c.Date))
			}
		}
		pic.Rows = append(pic.Rows, drawn)
	}
	return pic
}

func (pic *picture) key(s standing) {
	if !slices.ContainsFunc(pic.Looks, func(known standing) bool { return known.Look == s.Look && known.Short == s.Short }) {
		pic.Looks = append(pic.Looks, s)
	}
}

// heights tell the states apart without colour: what is used is high, what is
// not is a thin line.
var heights = map[string]int{"off-unless-opted-in": 12, "not-used": 4}

// SwatchY and SwatchHeight place a state's bar in the key, 16 high.
func (s standing) SwatchY() int { return (16 - s.SwatchHeight()) / 2 }

// SwatchHeight is how high the bar is there.
func (s standing) SwatchHeight() int {
	if lower, found := heights[s.Look]; found {
		return lower * 3 / 4
	}
	return 16
}

func barOf(a axis, p period, region string, y int) bar {
	b := bar{X: labelWidth, Height: barHeight, Look: p.Look, Title: region + ": " + p.Short}
	if p.from != "" {
		b.X = a.at(p.from)
		b.Title += ", from " + p.From.Text
	}
	end := labelWidth + barsWidth
	if p.until != "" {
		end = a.at(day.After(p.until))
		b.Title += ", until " + p.Until.Text
	}
	if lower, found := heights[p.Look]; found {
		b.Height = lower
	}
	b.Y = y + (rowHeight-b.Height)/2
	b.Width = max(2, end-b.X-1)
	b.TextX = b.X + 8
	if b.Height == barHeight && b.Width > 16+7*len(p.Short) {
		b.Label = p.Short
	}
	return b
}

// span is the time that is shown: from a while before the first day that is
// known to the last one.
func span(p platform, rows []row, changes []dated, today string) axis {
	earliest, latest := today, today
	note := func(d string) {
		if day.Valid(d) {
			earliest, latest = min(earliest, d), max(latest, d)
		}
	}
	for _, r := range rows {
		for _, period := range r.Periods {
			note(period.from)
		}
	}
	for _, c := range changes {
		note(c.Date)
	}
	for _, e := range p.Evidence {
		note((e.Seen + "-01-01")[:min(10, len(e.Seen)+6)])
	}
	first, _ := time.Parse(time.DateOnly, earliest)
	last, _ := time.Parse(time.DateOnly, latest)
	return axis{first.AddDate(0, -3, 0), last.AddDate(0, 1, 0)}
}

// marksOf places the changes: a number goes into the next lane up if it would
// cover the one before.
func marksOf(a axis, changes []dated) ([]mark, int) {
	var ends []int // of the last mark, by lane
	marks := make([]mark, len(changes))
	for i, c := range changes {
		x := a.at(c.Date)
		lane := slices.IndexFunc(ends, func(end int) bool { return end <= x })
		if lane < 0 {
			lane = len(ends)
			ends = append(ends, 0)
		}
		ends[lane] = x + 22
		marks[i] = mark{X: x, Y: lane, Number: c.Number}
	}
	for i := range marks {
		fromTop := len(ends) - 1 - marks[i].Y
		marks[i].Y = fromTop*laneHeight + laneHeight/2
		marks[i].TextY, marks[i].Top = marks[i].Y+4, marks[i].Y+9
	}
	return marks, len(ends)
}

// ticks labels years, or months where the time is short, so that no label
// covers another.
func ticks(a axis) []tick {
	const room = 64
	months := max(1, int(a.last.Sub(a.first).Hours()/24/30))
	step := 1200
	for _, candidate := range []int{1, 3, 6, 12, 24, 60, 120} {
		if candidate*barsWidth/months >= room {
			step = candidate
			break
		}
	}
	var all []tick
	for t := time.Date(a.first.Year()/10*10, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(a.last); t = t.AddDate(0, step, 0) {
		if t.Before(a.first) {
			continue
		}
		label := t.Format("Jan 2006")
		if step >= 12 {
			label = t.Format("2006")
		}
		if x := a.at(t.Format(time.DateOnly)); x < labelWidth+barsWidth-room/2 {
			all = append(all, tick{x, label})
		}
	}
	return all
}
