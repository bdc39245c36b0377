//go:build js && wasm

// Command empty is the engine without anything in it: the bench compares the
// engine's start with it.
package main

import "syscall/js"

func main() {
	js.Global().Set("beforehand", js.FuncOf(func(js.Value, []js.Value) any { return `{"ok":{}}` }))
	select {}
}
