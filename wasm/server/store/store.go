// Package store keeps the served files of a rule source. A file that clients
// know of never changes, but for the checkpoint.
package store

import (
	"context"
	"errors"
	"io"
)

// The errors of a store.
var (
	// ErrNotFound means that there is no such file.
	ErrNotFound = errors.New("no such file")
	// ErrConflict means that somebody else has changed the file.
	ErrConflict = errors.New("it was changed by somebody else")
)

// Store keeps files by their path below the base URL, such as
// "entry/42" (docs/protocol.md, section 4).
type Store interface {
	// Get returns a file, or ErrNotFound.
	Get(ctx context.Context, path string) ([]byte, error)
	// Put writes a file, over one that is there.
	Put(ctx context.Context, path string, content []byte) error
	// Swap writes a file if it still is what old says; nil is none. It returns
	// ErrConflict if it is not.
	Swap(ctx context.Context, path string, old, content []byte) error
}

// Opener is a store whose files the system can send by itself.
type Opener interface {
	// Open opens a file, or returns ErrNotFound.
	Open(path string) (io.ReadCloser, error)
}

// Checkpoint is the path of the one served file that changes.
const Checkpoint = "checkpoint"
