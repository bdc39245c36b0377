package boundary

import "slices"

// Names lists the calls.
func Names() (names []string) {
	for _, c := range calls {
		names = append(names, c.name)
	}
	slices.Sort(names)
	return names
}
