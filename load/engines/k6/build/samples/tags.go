package samples

import (
	"bytes"
	"encoding/csv"
	"sort"
	"strconv"
	"strings"

	"go.k6.io/k6/v2/metrics"
)

// A script that names each request after its URL makes tags without end.
const keptAtMost = 1000

// tagTexts writes tags as k6's own CSV output does: a column for each system tag, and the script's own ones in another. Unlike
// there these are escaped: a value that holds "&" and "=" stays one.
type tagTexts struct {
	columns []string
	// References to tags that were told, by k6's one object for all samples with the same tags.
	references map[*metrics.TagSet]string
}

func newTagTexts(tags *metrics.SystemTagSet) *tagTexts {
	texts := &tagTexts{references: map[*metrics.TagSet]string{}}
	for name, isOn := range tags.Map() {
		tag, err := metrics.SystemTagString(name)
		if err == nil && metrics.NonIndexableSystemTags.Has(tag) {
			continue
		}
		if isOn {
			texts.columns = append(texts.columns, name)
		}
	}
	sort.Strings(texts.columns)
	return texts
}

func (t *tagTexts) header() string {
	names := append([]string{"metric_name", "timestamp", "metric_value"}, t.columns...)
	return strings.Join(append(names, "escaped_tags", "metadata"), ",") + "\n"
}

// A reference to tags, `=<number>`; and their text, which is to be told before it is used, where they are new or forgotten. No text
// of tags is like it: that has a comma.
func (t *tagTexts) known(tags *metrics.TagSet) (reference, text string) {
	if reference, isKnown := t.references[tags]; isKnown {
		return reference, ""
	}
	if len(t.references) >= keptAtMost {
		clear(t.references)
	}
	reference = "=" + strconv.Itoa(len(t.references))
	t.references[tags] = reference
	return reference, t.text(tags, nil)
}

func (t *tagTexts) text(tags *metrics.TagSet, metadata map[string]string) string {
	values := tags.Map()
	fields := make([]string, 0, len(t.columns)+2)
	for _, name := range t.columns {
		fields = append(fields, values[name])
		delete(values, name)
	}
	fields = append(fields, pairs(values), pairs(metadata))
	var text bytes.Buffer
	writer := csv.NewWriter(&text)
	_ = writer.Write(fields)
	writer.Flush()
	return strings.TrimSuffix(text.String(), "\n")
}

// escaped leaves no character that separates tags, records or lines.
var escaped = strings.NewReplacer("%", "%25", "&", "%26", "=", "%3D", "\n", "%0A", "\r", "%0D")

func pairs(values map[string]string) string {
	pairs := make([]string, 0, len(values))
	for name, value := range values {
		pairs = append(pairs, escaped.Replace(name)+"="+escaped.Replace(value))
	}
	sort.Strings(pairs)
	return strings.Join(pairs, "&")
}
