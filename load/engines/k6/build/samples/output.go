// Package samples gives k6 the output "harness-rows": every sample as a row on standard output, at a fraction of the cost of k6's
// own CSV output, and with what that does not tell: which kind a metric is, where a tag's value ends, how long the test took.
package samples

import (
	"bufio"
	"strconv"
	"time"

	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

const (
	saveEvery   = time.Second
	bufferBytes = 64 * 1024
	// Tags that are the same as those of the row before.
	sameTags = "="
)

func init() {
	output.RegisterExtension("harness-rows", func(params output.Params) (output.Output, error) {
		return &rowOutput{params: params}, nil
	})
}

type rowOutput struct {
	output.SampleBuffer
	params  output.Params
	flusher *output.PeriodicFlusher
	writer  *bufio.Writer
	tags    *tagTexts
	row     []byte
	last    *metrics.TagSet
	// Metrics whose kind was told.
	told map[*metrics.Metric]bool
	// Whether it was told when the test began.
	toldBegin bool
}

func (o *rowOutput) Description() string { return "harness-rows (stdout)" }

// Start writes the header. k6 looks at thresholds every two seconds from here on.
func (o *rowOutput) Start() error {
	o.writer = bufio.NewWriterSize(o.params.StdOut, bufferBytes)
	o.tags = newTagTexts(o.params.ScriptOptions.SystemTags)
	o.told = map[*metrics.Metric]bool{}
	if _, err := o.writer.WriteString(o.tags.header()); err != nil {
		return err
	}
	o.mark("started", time.Now())
	if err := o.writer.Flush(); err != nil {
		return err
	}
	flusher, err := output.NewPeriodicFlusher(saveEvery, o.flush)
	o.flusher = flusher
	return err
}

// Stop writes what is left, and when the test ended.
func (o *rowOutput) Stop() error {
	o.flusher.Stop()
	if at := ended.Load(); at != nil {
		o.mark("ended", *at)
	}
	return o.writer.Flush()
}

func (o *rowOutput) flush() {
	if at := began.Load(); at != nil && !o.toldBegin {
		o.toldBegin = true
		o.mark("began", *at)
	}
	for _, container := range o.GetBufferedSamples() {
		for _, sample := range container.GetSamples() {
			o.write(sample)
		}
	}
	if err := o.writer.Flush(); err != nil {
		o.params.Logger.WithError(err).Error("harness-rows: samples are lost")
	}
}

// An error of the writer stays with it, and is told by its next Flush.
func (o *rowOutput) write(sample metrics.Sample) {
	if !o.told[sample.Metric] {
		o.told[sample.Metric] = true
		o.kind(sample.Metric)
	}
	row := append(o.row[:0], sample.Metric.Name...)
	row = append(row, ',')
	row = strconv.AppendInt(row, sample.Time.UnixMilli(), 10)
	row = append(row, ',')
	row = strconv.AppendFloat(row, sample.Value, 'f', -1, 64)
	row = append(row, ',')
	row = append(row, o.tagsOf(sample)...)
	row = append(row, '\n')
	o.row = row
	_, _ = o.writer.Write(row)
}

// No name of a metric begins with "#".
func (o *rowOutput) kind(metric *metrics.Metric) {
	line := "#metric," + metric.Name + "," + metric.Type.String() + "," + metric.Contains.String() + "\n"
	_, _ = o.writer.WriteString(line)
}

// In ms since the epoch, to the microsecond.
func (o *rowOutput) mark(what string, at time.Time) {
	ms := strconv.FormatFloat(float64(at.UnixMicro())/1000, 'f', 3, 64)
	_, _ = o.writer.WriteString("#" + what + "," + ms + "\n")
}

func (o *rowOutput) tagsOf(sample metrics.Sample) string {
	if len(sample.Metadata) > 0 {
		o.last = nil
		return o.tags.text(sample.Tags, sample.Metadata)
	}
	if sample.Tags == o.last {
		return sameTags
	}
	o.last = sample.Tags
	return o.tags.known(sample.Tags)
}
