import type { Metric } from './evidence.ts';
import type { Recorder } from './recorder.ts';
import { within } from './sentence.ts';
import type { EventName, SuiteEvents } from './suite-events.ts';

/** A recorder whose metrics arrive as `<as>.<name>` and whose checks and files carry the prefix too. */
export function prefixed(recorder: Recorder, as: string): Recorder {
  return {
    check: (check) => recorder.check({ ...check, id: `${as}: ${check.id}` }),
    metric: (metric) => recorder.metric({ ...metric, name: `${as}.${metric.name}` }),
    finding: (finding) => recorder.finding(finding),
    event<N extends EventName>(name: N | `${string}.${N}`, detail: SuiteEvents[N]) {
      // A prefix before another is one.
      recorder.event(`${as}.${name}` as `${string}.${N}`, detail);
    },
    loss: (sentence) => recorder.loss(within(as, sentence)),
    attach: (name, file) => recorder.attach(`${as}/${name}`, file),
    sync: () => recorder.sync(),
  };
}

/** A recorder that tells somebody of each metric as well. */
export function overheard(recorder: Recorder, heard: (metric: Metric) => void): Recorder {
  return {
    check: (check) => recorder.check(check),
    metric: (metric) => {
      recorder.metric(metric);
      heard(metric);
    },
    finding: (finding) => recorder.finding(finding),
    event: (name, detail) => recorder.event(name, detail),
    loss: (sentence) => recorder.loss(sentence),
    attach: (name, file) => recorder.attach(name, file),
    sync: () => recorder.sync(),
  };
}
