// Package main is k6 as it is, with the module k6/x/sse and the output harness-rows.
package main

import (
	"go.k6.io/k6/v2/cmd"

	_ "release-harness/k6/build/samples"
	_ "release-harness/k6/build/sse"
)

func main() {
	cmd.Execute()
}
