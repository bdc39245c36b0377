package release_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beforehand/beforehand/wasm/core/release"
	"github.com/beforehand/beforehand/wasm/core/release/releasetest"
)

func releaseVectors() []vector {
	p := started()
	old := p.Log.Entries[0]
	draft := p.Draft("Adds a forum; a new link", releasetest.Blob{Name: "platforms-00", Schema: 4, Data: "{}"},
		releasetest.Blob{Name: "platforms-00", Schema: 5, Data: "[]"}, releasetest.Blob{Name: "hints-en", Schema: 4, Data: "{}"})
	text := draft.Body()
	var vectors []vector
	add := func(why string, file []byte, want release.Code) {
		vectors = append(vectors, vector{why, given{as: "release", root: p.Root.Raw, file: file, index: 1}, want})
	}
	edit := func(why, from, to string, want release.Code) {
		if !strings.Contains(text, from) {
			panic(from)
		}
		add(why, releasetest.Sign(strings.Replace(text, from, to, 1), p.Keys.Release[:2]...), want)
	}
	change := func(why string, change func(*release.Release), want release.Code) {
		l := draft
		l.Files = slices.Clone(l.Files)
		change(&l)
		add(why, releasetest.Sign(l.Body(), p.Keys.Release[1:]...), want)
	}
	a, b := p.Keys.Release[0].Sign(text), p.Keys.Release[1].Sign(text)
	add("a release signed by two of three", releasetest.Note(text, a, b), "")
	change("sixty-four files", func(l *release.Release) { l.Files = files(64, 1) }, "")
	change("a summary of five hundred bytes, in any script", func(l *release.Release) { l.Summary = strings.Repeat("日本", 83) + "xx" }, "")
	change("files of four mebibytes together", func(l *release.Release) { l.Files = files(4, release.MaxFile) }, "")

	add("a release signed by one stolen key", releasetest.Note(text, a), release.Threshold)
	add("a release that one key signed twice", releasetest.Note(text, a, a), release.Threshold)
	add("a release signed by the root keys", releasetest.Sign(text, p.Keys.Root...), release.Threshold)
	add("a release signed by the log key and one release key", releasetest.Sign(text, p.Keys.Log, p.Keys.Release[0]), release.Threshold)
	add("a release with a wrong signature beside enough right ones", releasetest.Note(text, a, b, p.Keys.Release[2].Sign(text+"x")), release.BadSignature)
	add("a release whose data was changed", releasetest.Note(strings.Replace(text, "file platforms-00 4 2 44", "file platforms-00 4 2 45", 1), a, b), release.BadSignature)
	add("a root in the place of a release", p.Clone().Rotate(now, nil), release.Threshold)
	add("an old release at a new place", old, release.WrongPlace)

	change("a release for another index", func(l *release.Release) { l.Index++ }, release.WrongPlace)
	change("a release for another epoch", func(l *release.Release) { l.Epoch++ }, release.WrongPlace)
	change("a release for another set", func(l *release.Release) { l.Set = "rules.example.net/main" }, release.WrongPlace)
	change("a release under a newer root", func(l *release.Release) { l.Root++ }, release.BadRoot)

	change("a release without files", func(l *release.Release) { l.Files = nil }, release.BadFormat)
	change("sixty-five files", func(l *release.Release) { l.Files = files(65, 1) }, release.BadFormat)
	change("a file is there twice", func(l *release.Release) { l.Files[1] = l.Files[0] }, release.BadFormat)
	change("files out of order", func(l *release.Release) { l.Files[0], l.Files[1] = l.Files[1], l.Files[0] }, release.BadFormat)
	change("schemas out of order", func(l *release.Release) { l.Files[1], l.Files[2] = l.Files[2], l.Files[1] }, release.BadFormat)
	change("a file with a path for a name", func(l *release.Release) { l.Files[0].Name = "../hints" }, release.BadFormat)
	change("a file with a long name", func(l *release.Release) { l.Files[0].Name = strings.Repeat("a", 41) }, release.BadFormat)
	change("a file without a name", func(l *release.Release) { l.Files[0].Name = "" }, release.BadFormat)
	change("a file of schema zero", func(l *release.Release) { l.Files[0].Schema = 0 }, release.BadFormat)
	change("an empty file", func(l *release.Release) { l.Files[0].Size = 0 }, release.BadFormat)
	change("a file that is too big", func(l *release.Release) { l.Files[0].Size = release.MaxFile + 1 }, release.TooBig)
	change("files that are too big together", func(l *release.Release) { l.Files = append(files(4, release.MaxFile), l.Files[1]) }, release.TooBig)
	change("an upper-case hash", func(l *release.Release) { l.Files[0].SHA256 = strings.ToUpper(l.Files[0].SHA256) }, release.BadFormat)
	change("a hash that is too short", func(l *release.Release) { l.Files[0].SHA256 = l.Files[0].SHA256[1:] }, release.BadFormat)
	change("a summary without words", func(l *release.Release) { l.Summary = "" }, release.BadFormat)
	change("a summary that is too long", func(l *release.Release) { l.Summary = strings.Repeat("x", 501) }, release.BadFormat)
	change("a summary of two lines", func(l *release.Release) { l.Summary = "a\nb" }, release.BadFormat)
	change("a summary of two paragraphs", func(l *release.Release) { l.Summary = "a\n\nb" }, release.BadFormat)
	change("a time with an offset", func(l *release.Release) { l.Time = "2026-03-08T10:00:00+01:00" }, release.BadFormat)
	change("a time with fractions", func(l *release.Release) { l.Time = "2026-03-08T10:00:00.5Z" }, release.BadFormat)
	change("a time at no hour", func(l *release.Release) { l.Time = "2026-03-08T24:00:00Z" }, release.BadFormat)
	change("a time at no minute", func(l *release.Release) { l.Time = "2026-03-08T10:60:00Z" }, release.BadFormat)
	change("a time on no day", func(l *release.Release) { l.Time = "2026-02-29T10:00:00Z" }, release.BadFormat)
	edit("a release of another type", "rules-release/v1", "rules-root/v1", release.BadFormat)
	edit("a file with a field too many", "\nsummary", " x\nsummary", release.BadFormat)
	edit("a file with a field too few", "file platforms-00 4 2 ", "file platforms-00 4 ", release.BadFormat)
	edit("a size with a sign", "file platforms-00 4 2", "file platforms-00 4 -2", release.BadFormat)
	edit("a release without a root", "root 1\n", "", release.BadFormat)
	edit("a file after the summary", "; a new link\n", "; a new link\nfile x 4 2 "+draft.Files[0].SHA256+"\n", release.BadFormat)
	edit("a release with a line at the end", "; a new link\n", "; a new link\nnote x\n", release.BadFormat)
	edit("a set in a release that is no name", "set rules", "set rules+", release.BadFormat)
	return vectors
}

// files returns so many files of a size.
func files(n int, size int64) (files []release.File) {
	for i := range n {
		files = append(files, release.File{Name: "f" + string(rune('0'+i/10)) + string(rune('0'+i%10)), Schema: 4, Size: size, SHA256: strings.Repeat("0a", 32)})
	}
	return files
}

func TestOpenRelease(t *testing.T) {
	p := started()
	want := p.Draft("Second", releasetest.Blob{Name: "platforms-00", Schema: 4, Data: "{}"})
	raw := p.Release("Second", releasetest.Blob{Name: "platforms-00", Schema: 4, Data: "{}"})
	want.Raw = raw
	got, err := p.Root.OpenRelease(raw, 1)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestChoose(t *testing.T) {
	four := []release.File{{Name: "a", Schema: 4}, {Name: "b", Schema: 4}}
	five := []release.File{{Name: "a", Schema: 5}, {Name: "c", Schema: 5}}
	both := []release.File{four[0], five[0], four[1], five[1]}
	for _, test := range []struct {
		why             string
		files           []release.File
		highest, active int
		want            []release.File
		schema          int
		code            release.Code
	}{
		{"the only schema", four, 4, 4, four, 4, ""},
		{"the first data ever", four, 4, 0, four, 4, ""},
		{"the best schema, and nothing else", both, 5, 4, five, 5, ""},
		{"the best of those that are known", both, 4, 4, four, 4, ""},
		{"an older schema than we know", four, 5, 4, four, 4, ""},
		{"a newer schema only", five, 4, 4, nil, 0, release.NeedsNewer},
		{"an older schema than is in use", four, 5, 5, nil, 0, release.SchemaDowngrade},
		{"an older one than in use, the newer is unknown", both, 4, 5, nil, 0, release.SchemaDowngrade},
	} {
		t.Run(test.why, func(t *testing.T) {
			got, schema, err := release.Release{Files: test.files}.Choose(test.highest, test.active)
			if diff := cmp.Diff(test.want, got); diff != "" || schema != test.schema || release.CodeOf(err) != test.code {
				t.Error(diff, schema, err)
			}
		})
	}
}
