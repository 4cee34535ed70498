package samples

import (
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
	"go.k6.io/k6/v2/cmd/state"
	"go.k6.io/k6/v2/subcommand"
)

// When the test began, before setup(), and when it ended, after teardown(): what k6 divides a counter by to get its rate.
var began, ended atomic.Pointer[time.Time]

// An output is not told. k6 gives its state to whoever registers a subcommand; this one does nothing else.
func init() {
	const name = "harness-times"
	subcommand.RegisterExtension(name, func(gs *state.GlobalState) *cobra.Command {
		listen(gs)
		return &cobra.Command{Use: name, Hidden: true, Run: func(*cobra.Command, []string) {}}
	})
}

func listen(gs *state.GlobalState) {
	// TestStart and TestEnd of internal/event, whose names cannot be imported. k6 waits for Done.
	const testStart, testEnd = 2, 3
	_, events := gs.Events.Subscribe(testStart, testEnd)
	go func() {
		for event := range events {
			now := time.Now()
			switch event.Type.String() {
			case "TestStart":
				began.Store(&now)
			case "TestEnd":
				ended.Store(&now)
			}
			event.Done()
		}
	}()
}
