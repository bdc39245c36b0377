package handler

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/wasm/core/release"
)

// withCosignatures returns a checkpoint with those of the offered signature
// lines that a witness of the root wrote later than its present one. The later
// line takes the place of the earlier one: with a line more for every day the
// checkpoint would be no valid note after a month (x/mod takes a hundred). The
// errors are those of release.Root.OpenCheckpoint.
func withCosignatures(root release.Root, checkpoint, offered []byte) ([]byte, error) {
	body, present, _ := bytes.Cut(checkpoint, []byte("\n\n"))
	lines := slices.Collect(strings.Lines(string(present)))
	for line := range strings.Lines(string(offered)) {
		for _, witness := range root.Witnesses.Keys {
			time, is := cosigned(witness, line)
			if !is || slices.ContainsFunc(lines, func(other string) bool {
				there, is := cosigned(witness, other)
				return is && there >= time
			}) {
				continue
			}
			lines = slices.DeleteFunc(lines, func(other string) bool { _, is := cosigned(witness, other); return is })
			lines = append(lines, line)
		}
	}
	merged := []byte(string(body) + "\n\n" + strings.Join(lines, ""))
	_, err := root.OpenCheckpoint(merged)
	return merged, err
}

// cosigned returns the time in a signature line of a witness (C2SP
// tlog-cosignature), and whether it is one. It does not verify it.
func cosigned(witness release.Key, line string) (time uint64, is bool) {
	rest, ours := strings.CutPrefix(line, "— "+witness.Name+" ")
	text, whole := strings.CutSuffix(rest, "\n")
	data, err := base64.StdEncoding.DecodeString(text)
	if !ours || !whole || err != nil || len(data) < 12 || binary.BigEndian.Uint32(data) != witness.ID {
		return 0, false
	}
	return binary.BigEndian.Uint64(data[4:]), true
}
