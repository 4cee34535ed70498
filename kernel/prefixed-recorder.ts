import type { Recorder } from './recorder.ts';

/** A recorder whose metrics arrive as `<as>.<name>` and whose checks and files carry the prefix too. */
export function prefixed(recorder: Recorder, as: string): Recorder {
  return {
    check: (check) => recorder.check({ ...check, id: `${as}: ${check.id}` }),
    metric: (metric) => recorder.metric({ ...metric, name: `${as}.${metric.name}` }),
    finding: (finding) => recorder.finding(finding),
    event: (name, detail) => recorder.event(`${as}.${name}`, detail),
    attach: (name, file) => recorder.attach(`${as}/${name}`, file),
    sync: () => recorder.sync(),
  };
}
