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
