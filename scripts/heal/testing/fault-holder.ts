/**
 * A run that does nothing but have a fault on, until it is killed: under a watcher, with its evidence and its undos on disk. Says "open" when
 * it may be undone by others, and "on" when the fault is. Usage: fault-holder.ts <JSON of fault, options and subject>
 */
import { Redactor } from '../../../evidence/redaction.ts';
import { runId } from '../../../evidence/run-id.ts';
import { runFolder } from '../../../evidence/store.ts';
import { findFault } from '../../../chaos/engines/experiment/find-fault.ts';
import { InjectedFaults } from '../../../chaos/engines/experiment/injected-faults.ts';
import type { Experiment } from '../../../chaos/engines/experiment/options.ts';
import type { Prepared } from '../../../chaos/engines/experiment/prepare.ts';
import { memoryRecorder } from '../../../fixtures/testing/memory-recorder.ts';
import { environmentForTest } from '../../../fixtures/testing/suite-run.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { Subject } from '../../../kernel/experiment.ts';
import { runFacts } from '../../run/facts.ts';
import { EVIDENCE } from '../../session/places.ts';
import { openSession } from '../../session/session.ts';
import { startWatcher } from '../../session/watch.ts';
import { workFolder } from '../../session/work-folder.ts';

/** What is held, as the command line says it. */
export interface Held {
  readonly fault: string;
  readonly options: unknown;
  readonly subject: Subject;
}

const held = JSON.parse(process.argv[2] ?? '') as Held;
const fault = findFault(held.fault);
if ('unknown' in fault) throw new Error(fault.unknown);
const now = new Date();
const id = runId({ now, random: Math.random });
const watcher = await startWatcher(runFolder(EVIDENCE, id).folder);
const facts = runFacts({
  ...{ id, now, git: undefined, command: 'none', stage: undefined, whole: false, phase: undefined, seed: 1 },
  environment: environmentForTest(),
  work: workFolder(id),
});
const { scope } = await openSession(facts, new Redactor(), watcher);
console.log('open');
// Nothing else of a suite's run is looked at by who puts a fault in.
const run = { scope, recorder: memoryRecorder() } as unknown as SuiteRun<Experiment>;
const one = { fault, subject: held.subject, options: fault.parse(held.options) } as unknown as Prepared;
await new InjectedFaults(run, performance.now() + 600_000).inject(one, new AbortController().signal);
console.log('on');
setInterval(() => undefined, 1_000_000);
