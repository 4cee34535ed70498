// Package samples gives k6 the output "harness-csv": the rows of k6's own CSV output, on standard output, at a fraction of its cost.
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
	output.RegisterExtension("harness-csv", func(params output.Params) (output.Output, error) {
		return &csvOutput{params: params}, nil
	})
}

type csvOutput struct {
	output.SampleBuffer
	params  output.Params
	flusher *output.PeriodicFlusher
	writer  *bufio.Writer
	tags    *tagTexts
	row     []byte
	last    *metrics.TagSet
}

func (o *csvOutput) Description() string { return "harness-csv (stdout)" }

// Start writes the header, as k6's own CSV output does.
func (o *csvOutput) Start() error {
	o.writer = bufio.NewWriterSize(o.params.StdOut, bufferBytes)
	o.tags = newTagTexts(o.params.ScriptOptions.SystemTags)
	if _, err := o.writer.WriteString(o.tags.header()); err != nil {
		return err
	}
	if err := o.writer.Flush(); err != nil {
		return err
	}
	flusher, err := output.NewPeriodicFlusher(saveEvery, o.flush)
	o.flusher = flusher
	return err
}

// Stop writes what is left.
func (o *csvOutput) Stop() error {
	o.flusher.Stop()
	return o.writer.Flush()
}

func (o *csvOutput) flush() {
	for _, container := range o.GetBufferedSamples() {
		for _, sample := range container.GetSamples() {
			o.write(sample)
		}
	}
	if err := o.writer.Flush(); err != nil {
		o.params.Logger.WithError(err).Error("harness-csv: samples are lost")
	}
}

// An error of the writer stays with it, and is told by its next Flush.
func (o *csvOutput) write(sample metrics.Sample) {
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

func (o *csvOutput) tagsOf(sample metrics.Sample) string {
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
