package release

import (
	"errors"
	"fmt"
)

// Code says in a word why something was refused (protocol, section 9).
type Code string

// The codes. Fetch to WrongPlace come from this package as well; the rest is
// for those who drive it.
const (
	Fetch           Code = "fetch"            // a file could not be had
	TooBig          Code = "too-big"          // a file is over its limit
	BadFormat       Code = "bad-format"       // a text is not written as the protocol says
	BadKey          Code = "bad-key"          // a key is malformed, of the wrong role, or there twice
	BadRoot         Code = "bad-root"         // a root does not follow the one before
	BadSignature    Code = "bad-signature"    // a known key's signature does not verify, or the log's is missing
	Threshold       Code = "threshold"        // too few keys signed
	WitnessQuorum   Code = "witness-quorum"   // too few witnesses cosigned
	NotLogged       Code = "not-logged"       // an entry does not stand in the log
	BadTile         Code = "bad-tile"         // the log's hashes contradict its head
	Stale           Code = "stale"            // a head is too old
	WrongPlace      Code = "wrong-place"      // meant for another set or place
	SchemaDowngrade Code = "schema-downgrade" // only data in an older format than what is in use
	NeedsNewer      Code = "needs-newer"      // only data in a newer format than we know
	BadBlob         Code = "bad-blob"
	BadJSON         Code = "bad-json"
	BadContent      Code = "bad-content"
	Storage         Code = "storage"
)

// Error is a refusal.
type Error struct {
	Code Code
	// Err says for people what was wrong.
	Err error
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Err.Error() }

// Unwrap returns what was wrong.
func (e *Error) Unwrap() error { return e.Err }

// Fail makes an Error; format and args are those of fmt.Errorf.
func Fail(code Code, format string, args ...any) error {
	return &Error{code, fmt.Errorf(format, args...)}
}

// CodeOf returns the code of the first Error in err's chain, and "" if there is
// none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
