package release

// For tests that stand outside, because they use releasetest.
var (
	ParseRoot    = parseRoot
	ParseRelease = parseRelease
	Split        = func(raw []byte) (string, error) { s, err := split(raw, MaxRelease); return s.body, err }
)

func (k Key) Verify(body string, sig []byte) (int64, bool) { return k.verify(body, sig) }
