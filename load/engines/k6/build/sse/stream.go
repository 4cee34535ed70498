package sse

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"time"
)

const (
	// What a script may leave unread before the server has to wait.
	unreadMax  = 1000
	lineMaxLen = 1 << 20
)

// Event is one of the server's. AtMs is when it came, in ms since the epoch, however late the script asks for it.
type Event struct {
	ID   string  `js:"id"`
	Type string  `js:"type"`
	Data string  `js:"data"`
	AtMs float64 `js:"atMs"`
}

// Stream is an answer that goes on. Its events are read as they come, beside the script.
type Stream struct {
	Status int `js:"status"`

	ctx    context.Context
	cancel context.CancelFunc
	events chan *Event
}

func listen(ctx context.Context, cancel context.CancelFunc, response *http.Response) *Stream {
	stream := &Stream{response.StatusCode, ctx, cancel, make(chan *Event, unreadMax)}
	go stream.read(response)
	return stream
}

// Next waits for the next event; null when none came in time, or the stream is over.
func (s *Stream) Next(timeoutMs int64) *Event {
	timer := time.NewTimer(time.Duration(timeoutMs) * time.Millisecond)
	defer timer.Stop()
	select {
	case event := <-s.events: // nil once the stream is over and everything was read.
		return event
	case <-timer.C:
		return nil
	}
}

// IsOpen says whether more may come.
func (s *Stream) IsOpen() bool {
	return s.ctx.Err() == nil
}

// Close ends the stream. Twice is harmless.
func (s *Stream) Close() {
	s.cancel()
}

// read follows https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation.
func (s *Stream) read(response *http.Response) {
	defer close(s.events)
	defer s.cancel()
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, lineMaxLen)
	id, kind, data := "", "", []string{}
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case lines.Text() == "":
			if len(data) > 0 && !s.tell(id, kind, strings.Join(data, "\n")) {
				return
			}
			kind, data = "", nil
		case name == "id":
			id = value
		case name == "event":
			kind = value
		case name == "data":
			data = append(data, value)
		}
	}
}

func (s *Stream) tell(id, kind, data string) bool {
	if kind == "" {
		kind = "message"
	}
	event := &Event{id, kind, data, float64(time.Now().UnixMicro()) / 1000}
	select {
	case s.events <- event:
		return true
	case <-s.ctx.Done():
		return false
	}
}
