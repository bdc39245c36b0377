//go:build js && wasm

// Command engine is the program in the extension. It publishes the boundary as
// the function beforehand(name, json) and holds no logic.
package main

import (
	"syscall/js"

	"github.com/beforehand/beforehand/wasm/core/boundary"
)

func main() {
	js.Global().Set("beforehand", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) != 2 || args[0].Type() != js.TypeString || args[1].Type() != js.TypeString {
			return boundary.Call("", "")
		}
		return boundary.Call(args[0].String(), args[1].String())
	}))
	select {}
}
