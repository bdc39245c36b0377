package store

import (
	"bytes"
	"context"
	"maps"
	"sync"
)

// Memory is a store that is gone with the process.
type Memory struct {
	mu    sync.Mutex
	files map[string][]byte
}

// NewMemory returns a store that holds files already.
func NewMemory(files map[string][]byte) *Memory {
	m := &Memory{files: maps.Clone(files)}
	if m.files == nil {
		m.files = map[string][]byte{}
	}
	return m
}

// Get implements Store.
func (m *Memory) Get(_ context.Context, path string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	content, found := m.files[path]
	if !found {
		return nil, ErrNotFound
	}
	return content, nil
}

// Put implements Store.
func (m *Memory) Put(_ context.Context, path string, content []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[path] = content
	return nil
}

// Swap implements Store.
func (m *Memory) Swap(_ context.Context, path string, old, content []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now, found := m.files[path]; found != (old != nil) || !bytes.Equal(now, old) {
		return ErrConflict
	}
	m.files[path] = content
	return nil
}
