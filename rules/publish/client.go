package publish

import (
	"errors"
	"io/fs"

	"github.com/beforehand/beforehand/wasm/core/part"
	"github.com/beforehand/beforehand/wasm/core/update"
)

// Update runs a client's update on a source. Offline says that a stale head is
// no reason to wait, and known are the link domains that the client's package
// vouches for. It returns an error if the source cannot be read; what is wrong
// with what it serves is in the result.
func Update(record update.Record, read Read, now int64, offline bool, known []string) (update.Output, error) {
	answers := map[string]update.Answer{}
	for {
		out := update.Run(update.Input{Record: record, Language: part.Languages, Answers: answers, Now: now, Offline: offline, Known: known})
		record = out.Record
		if out.Result != nil {
			return out, nil
		}
		for _, need := range out.Need {
			content, err := read(need.Path)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				answers[need.Path] = update.Answer{Missing: true}
			case err != nil:
				return update.Output{}, err
			case int64(len(content)) > need.Limit:
				answers[need.Path] = update.Answer{TooBig: true}
			default:
				answers[need.Path] = update.Answer{Bytes: content}
			}
		}
	}
}
