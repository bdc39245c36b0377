//go:build js

package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"syscall/js"
)

// Bucket is a store in an R2 bucket of Cloudflare. It talks to the binding
// itself, because the Go bindings have no options for put, and a swap is a put
// with a condition. R2 is consistent: what is read is what was written last.
type Bucket struct {
	binding js.Value
}

// OpenBucket returns the store of a binding of the Worker. It returns an error
// if the Worker has none of that name.
func OpenBucket(binding js.Value) (*Bucket, error) {
	if !binding.Truthy() {
		return nil, fmt.Errorf("the Worker has no bucket: name one in wrangler.jsonc")
	}
	return &Bucket{binding}, nil
}

// Get implements Store.
func (b *Bucket) Get(_ context.Context, path string) ([]byte, error) {
	content, _, err := b.get(path)
	return content, err
}

// get returns a file with the tag that names this state of it.
func (b *Bucket) get(path string) (content []byte, tag string, err error) {
	object, err := await(b.binding.Call("get", path))
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", path, err)
	}
	if object.IsNull() {
		return nil, "", ErrNotFound
	}
	buffer, err := await(object.Call("arrayBuffer"))
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", path, err)
	}
	content = make([]byte, buffer.Get("byteLength").Int())
	js.CopyBytesToGo(content, js.Global().Get("Uint8Array").New(buffer))
	return content, object.Get("etag").String(), nil
}

// Put implements Store.
func (b *Bucket) Put(_ context.Context, path string, content []byte) error {
	_, err := b.put(path, content, nil)
	return err
}

// Swap implements Store.
func (b *Bucket) Swap(_ context.Context, path string, old, content []byte) error {
	// Without an old file the condition is a header, because only for headers
	// it is documented that a star means any file.
	condition := js.Global().Get("Headers").New(map[string]any{"If-None-Match": "*"})
	if old != nil {
		now, tag, err := b.get(path)
		if err != nil && err != ErrNotFound {
			return err
		}
		if err == ErrNotFound || !bytes.Equal(now, old) {
			return ErrConflict
		}
		condition = js.ValueOf(map[string]any{"etagMatches": tag})
	}
	object, err := b.put(path, content, map[string]any{"onlyIf": condition})
	if err == nil && object.IsNull() {
		return ErrConflict
	}
	return err
}

// put writes a file. Its hash goes along: R2 refuses a file that arrives
// damaged, and hands the hash out with it, which is what the ETag is made of.
// The headers are for a bucket that is served without the Worker.
func (b *Bucket) put(path string, content []byte, options map[string]any) (js.Value, error) {
	if options == nil {
		options = map[string]any{}
	}
	sum := sha256.Sum256(content)
	options["sha256"] = hex.EncodeToString(sum[:])
	options["httpMetadata"] = map[string]any{"contentType": ContentType(path), "cacheControl": CacheControl(path)}
	array := js.Global().Get("Uint8Array").New(len(content))
	js.CopyBytesToJS(array, content)
	object, err := await(b.binding.Call("put", path, array, options))
	if err != nil {
		return js.Value{}, fmt.Errorf("write %s: %w", path, err)
	}
	return object, nil
}

// await waits for a promise. The goroutine sleeps meanwhile, and the Worker
// does not.
func await(promise js.Value) (js.Value, error) {
	type result struct {
		value js.Value
		err   error
	}
	settled := make(chan result, 1)
	resolve := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- result{value: args[0]}
		return nil
	})
	defer resolve.Release()
	reject := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- result{err: js.Error{Value: args[0]}}
		return nil
	})
	defer reject.Release()
	promise.Call("then", resolve, reject)
	r := <-settled
	return r.value, r.err
}
