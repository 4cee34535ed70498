// Package samples gives k6 the output "harness-rows": every sample on standard output, at a fraction of the cost of k6's own CSV
// output, and with what that does not tell: which kind a metric is, where a tag's value ends, how long the test took. Samples that
// were taken together, as the nine of a request, are one row.
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
	// k6 has three. A script cannot make more, but an extension may.
	groupsAtMost = 100
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
	// Metrics whose samples come together, in their order, that were told; a group's place is its name.
	groups [][]*metrics.Metric
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
		samples := container.GetSamples()
		if group := o.groupOf(samples); group >= 0 {
			o.writeGroup(group, samples)
			continue
		}
		for _, sample := range samples {
			o.write(sample)
		}
	}
	if err := o.writer.Flush(); err != nil {
		o.params.Logger.WithError(err).Error("harness-rows: samples are lost")
	}
}

// An error of the writer stays with it, and is told by its next Flush.
func (o *rowOutput) write(sample metrics.Sample) {
	o.kind(sample.Metric)
	o.row = o.startRow(sample.Metric.Name, sample)
	o.row = append(strconv.AppendFloat(o.row, sample.Value, 'f', -1, 64), ',')
	o.endRow(sample)
}

// `@<group>,<ms>,<value>,...,<tags>`.
func (o *rowOutput) writeGroup(group int, samples []metrics.Sample) {
	o.row = o.startRow("@"+strconv.Itoa(group), samples[0])
	for _, sample := range samples {
		o.row = append(strconv.AppendFloat(o.row, sample.Value, 'f', -1, 64), ',')
	}
	o.endRow(samples[0])
}

func (o *rowOutput) startRow(name string, sample metrics.Sample) []byte {
	row := append(append(o.row[:0], name...), ',')
	return append(strconv.AppendInt(row, sample.Time.UnixMilli(), 10), ',')
}

func (o *rowOutput) endRow(sample metrics.Sample) {
	o.row = append(append(o.row, o.tagsOf(sample)...), '\n')
	_, _ = o.writer.Write(o.row)
}

// The group of samples of the same moment and tags, told before its first row; -1 where each needs a row of its own.
func (o *rowOutput) groupOf(samples []metrics.Sample) int {
	if len(samples) < 2 {
		return -1
	}
	first := samples[0]
	for _, sample := range samples {
		if sample.Tags != first.Tags || !sample.Time.Equal(first.Time) || len(sample.Metadata) > 0 {
			return -1
		}
	}
	for group, known := range o.groups {
		if isOf(known, samples) {
			return group
		}
	}
	if len(o.groups) >= groupsAtMost {
		return -1
	}
	return o.tellGroup(samples)
}

func isOf(group []*metrics.Metric, samples []metrics.Sample) bool {
	if len(group) != len(samples) {
		return false
	}
	for index, sample := range samples {
		if sample.Metric != group[index] {
			return false
		}
	}
	return true
}

// `#group,<group>,<metric>,...`.
func (o *rowOutput) tellGroup(samples []metrics.Sample) int {
	group := len(o.groups)
	line := "#group," + strconv.Itoa(group)
	told := make([]*metrics.Metric, 0, len(samples))
	for _, sample := range samples {
		o.kind(sample.Metric)
		told = append(told, sample.Metric)
		line += "," + sample.Metric.Name
	}
	o.groups = append(o.groups, told)
	_, _ = o.writer.WriteString(line + "\n")
	return group
}

// Told once, before the metric's first sample. No name of a metric begins with "#" or "@".
func (o *rowOutput) kind(metric *metrics.Metric) {
	if o.told[metric] {
		return
	}
	o.told[metric] = true
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
	reference, text := o.tags.known(sample.Tags)
	if text != "" {
		_, _ = o.writer.WriteString("#tags," + reference[1:] + "," + text + "\n")
	}
	return reference
}
