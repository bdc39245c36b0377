package boundary

import (
	"maps"
	"slices"
)

// Names lists the calls.
func Names() []string { return slices.Sorted(maps.Keys(calls)) }
