package boundary

import (
	"strings"
	"sync"
)

// asked is what the last questions about addresses have in common, from their
// groups on: the reader and the platforms. Pages of one site ask the same with
// another address and moment, and to read the rest takes several times as long
// as to decide. Nobody changes it; losing it costs time only.
var asked struct {
	sync.Mutex
	tail string
	in   Decide
}

// maxKept is the longest text, in bytes, that is kept for the next question: a
// few platforms, and not the whole rule set.
const maxKept = 64 << 10

// readDecide reads a question about an address, and opens its platforms. The
// shell writes the address and the moment, and nothing else, before the groups.
func readDecide(message string, in *Decide) error {
	asked.Lock()
	defer asked.Unlock()
	// In a string these quotes would have a backslash, and before the middle of
	// an inner object there would be no whole one.
	const groups = `"groups":`
	head, tail, _ := strings.Cut(message, ","+groups)
	var own map[string]string
	err := readAll(head+"}", &own)
	address, hasAddress := own["address"]
	if err == nil && hasAddress && own["now"] != "" && len(own) == 2 && tail != "" && len(tail) <= maxKept {
		if tail != asked.tail {
			asked.tail, asked.in = "", Decide{}
			if err := readDecideWhole("{"+groups+tail, &asked.in); err != nil {
				return err
			}
			asked.tail = tail
		}
		if asked.in.Address+asked.in.Now == "" {
			*in = asked.in
			in.Address, in.Now = address, own["now"]
			return nil
		}
	}
	return readDecideWhole(message, in)
}

func readDecideWhole(message string, in *Decide) error {
	err := readEntries(message, in, &in.Entries)
	if err == nil {
		in.opened, err = open(in.Entries)
	}
	return err
}
