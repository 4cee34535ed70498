package samples

import (
	"bytes"
	"encoding/csv"
	"sort"
	"strings"

	"go.k6.io/k6/v2/metrics"
)

// A script that names each request after its URL makes tags without end.
const keptAtMost = 1000

// tagTexts writes tags as k6's own CSV output does: a column for each system tag, and the script's own ones in another.
type tagTexts struct {
	columns []string
	// System tags without a column: those that the script switched off.
	left map[string]bool
	// k6 has one object for all samples with the same tags.
	texts map[*metrics.TagSet]string
}

func newTagTexts(tags *metrics.SystemTagSet) *tagTexts {
	texts := &tagTexts{left: map[string]bool{}, texts: map[*metrics.TagSet]string{}}
	for name, isOn := range tags.Map() {
		tag, err := metrics.SystemTagString(name)
		if err == nil && metrics.NonIndexableSystemTags.Has(tag) {
			continue
		}
		if isOn {
			texts.columns = append(texts.columns, name)
		} else {
			texts.left[name] = true
		}
	}
	sort.Strings(texts.columns)
	return texts
}

func (t *tagTexts) header() string {
	names := append([]string{"metric_name", "timestamp", "metric_value"}, t.columns...)
	return strings.Join(append(names, "extra_tags", "metadata"), ",") + "\n"
}

func (t *tagTexts) known(tags *metrics.TagSet) string {
	if text, isKnown := t.texts[tags]; isKnown {
		return text
	}
	if len(t.texts) >= keptAtMost {
		clear(t.texts)
	}
	text := t.text(tags, nil)
	t.texts[tags] = text
	return text
}

func (t *tagTexts) text(tags *metrics.TagSet, metadata map[string]string) string {
	values := tags.Map()
	fields := make([]string, 0, len(t.columns)+2)
	for _, name := range t.columns {
		fields = append(fields, values[name])
		delete(values, name)
	}
	fields = append(fields, t.pairs(values), t.pairs(metadata))
	var text bytes.Buffer
	writer := csv.NewWriter(&text)
	_ = writer.Write(fields)
	writer.Flush()
	return strings.TrimSuffix(text.String(), "\n")
}

func (t *tagTexts) pairs(values map[string]string) string {
	pairs := make([]string, 0, len(values))
	for name, value := range values {
		if !t.left[name] {
			pairs = append(pairs, name+"="+value)
		}
	}
	sort.Strings(pairs)
	return strings.Join(pairs, "&")
}
