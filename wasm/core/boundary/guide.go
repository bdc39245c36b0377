package boundary

import "github.com/beforehand/beforehand/wasm/core/guide"

// Guide is what there is to do on a page.
type Guide struct {
	OptOuts []guide.OptOut `json:"optOuts"`
}

func guideAt(in Decide) (Guide, error) {
	page, err := in.open()
	if err != nil {
		return Guide{}, err
	}
	optOuts, err := guide.At(guide.List(page.entries, &page.reader, page.today), in.Address)
	return Guide{optOuts}, err
}
