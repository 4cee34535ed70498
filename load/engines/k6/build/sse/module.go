// Package sse gives k6 scripts the module k6/x/sse: server-sent events, each with the time at which it came.
package sse

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"go.k6.io/k6/v2/js/modules"
)

func init() {
	modules.Register("k6/x/sse", module{})
}

type module struct{}

func (module) NewModuleInstance(vu modules.VU) modules.Instance {
	return &instance{vu}
}

type instance struct{ vu modules.VU }

func (i *instance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{"open": i.open}}
}

// Params of open. TimeoutMs is how long the answer's head may take.
type Params struct {
	Headers   map[string]string `js:"headers"`
	TimeoutMs int64             `js:"timeoutMs"`
}

const usualTimeoutMs = 10_000

// open asks for a stream and returns when the head of the answer is there. It throws when nobody answers in time. The stream
// ends with the VU's work at the latest.
func (i *instance) open(url string, params Params) (*Stream, error) {
	state := i.vu.State()
	if state == nil {
		return nil, fmt.Errorf("a stream cannot be opened in the init context")
	}
	ctx, cancel := context.WithCancel(i.vu.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		cancel()
		return nil, err
	}
	request.Header.Set("accept", "text/event-stream")
	for name, value := range params.Headers {
		request.Header.Set(name, value)
	}
	if params.TimeoutMs <= 0 {
		params.TimeoutMs = usualTimeoutMs
	}
	late := time.AfterFunc(time.Duration(params.TimeoutMs)*time.Millisecond, cancel)
	response, err := state.Transport.RoundTrip(request)
	if !late.Stop() && err == nil {
		_ = response.Body.Close()
		err = context.DeadlineExceeded
	}
	if err != nil {
		cancel()
		return nil, fmt.Errorf("GET %s gave no stream within %d ms: %w", url, params.TimeoutMs, err)
	}
	return listen(ctx, cancel, response), nil
}
