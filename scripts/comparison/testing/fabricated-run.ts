import { openJournal } from '../../../evidence/journal.ts';
import { writeManifest } from '../../../evidence/manifest.ts';
import { openRecorder } from '../../../evidence/recorder.ts';
import { Redactor } from '../../../evidence/redaction.ts';
import { createRun, writeRunJson, type RunFolder, type RunJson } from '../../../evidence/store.ts';
import type { Ending } from '../../../kernel/evidence.ts';
import { LOAD_EVENTS } from '../../../kernel/load-evidence.ts';
import { runEventSchema, type RunEvent, type RunFacts } from '../../../kernel/run-journal.ts';
import { sampleSuite } from '../../../kernel/testing/samples.ts';
import { fabricatedLoad, type FabricatedLoad } from './fabricated-load.ts';

export interface FabricatedRun extends FabricatedLoad {
  /** The evidence folder. */
  readonly root: string;
  readonly id: string;
  readonly branch: string;
  readonly facts?: Partial<RunFacts>;
  readonly ending?: Ending;
  /** `interrupted`: its journal has no end. */
  readonly status?: 'completed' | 'interrupted';
  /** Without one, the suite is no load suite. */
  readonly suite?: `load/${string}` | `e2e/${string}`;
  /** Sealed, as a run is that others may read; not, for whoever is to seal it. */
  readonly sealed?: boolean;
  /** What run.json says besides: how it ended. */
  readonly json?: Partial<RunJson>;
  readonly policy?: {
    required: string[];
    mustProve: string[];
    flakes: number;
    notWorse?: string[];
    rehearsal?: boolean;
  };
}

/** Writes the evidence of a run whose only suite is load/stress, as if it had been made. Gives its folder. */
export function fabricateRun(made: FabricatedRun): RunFolder {
  const { root, id, suite = 'load/stress' } = made;
  const run = createRun({ root, id });
  const facts = factsOf(made);
  const status = made.status === 'interrupted' ? 'interrupted' : 'completed';
  writeRunJson(run, { ...facts, status, ...made.json });
  const journal = openJournal<RunEvent>({
    file: run.journal,
    schema: runEventSchema,
    now: () => new Date(facts.startedAt),
    torn: () => ({ type: 'warning', data: { what: 'torn' } }),
  });
  journal.append({ type: 'run-started', data: facts });
  const policy = made.policy ?? { required: [], mustProve: [], flakes: 0 };
  const planned = [{ suite: definition(suite), toolKind: 'perf' as const, file: 'stress.suite.ts' }];
  journal.append({ type: 'planned', data: { planned, policy, skipped: [] } });
  journal.append({ type: 'tools', data: { tools: [{ name: 'k6', version: '2.2.0', source: 'PATH' }] } });
  journal.append({ type: 'suite-started', data: { suite } });
  const { hash, ending } = recordSuite(run, made, suite);
  journal.append({ type: 'suite-sealed', data: { suite, hash, ending } });
  if (made.status !== 'interrupted') journal.append({ type: 'ended', data: { status: 'completed' } });
  journal.close();
  const whole = { version: '1.0.0', owner: 'team-load', status: 'pass' };
  if (made.sealed === true) writeManifest({ run, now: () => new Date(facts.startedAt), whole, suites: [] });
  return run;
}

function recordSuite(run: RunFolder, made: FabricatedRun, name: `load/${string}` | `e2e/${string}`) {
  const [kind, shortName] = name.split('/') as ['load' | 'e2e', string];
  const folder = run.suite(kind, 'perf', shortName);
  const recorder = openRecorder({ folder, redactor: new Redactor([]), now: () => new Date(startOf(made)) });
  recorder.start({
    run: made.id,
    suite: definition(name),
    environment: 'local',
    target: { name: 'reference', version: '1.0.0' },
    engine: { name: 'k6', toolKind: 'perf' },
  });
  recorder.check({ id: 'stress.k6.ts › answers', outcome: 'passed', durationMs: 1 });
  const { plan, buckets, gauges } = fabricatedLoad(made);
  if (buckets.length > 0) recorder.event(LOAD_EVENTS.plan, plan);
  for (const bucket of buckets) recorder.event(LOAD_EVENTS.bucket, bucket);
  for (const one of gauges) recorder.event(LOAD_EVENTS.gauges, one);
  const ending = made.ending ?? 'completed';
  recorder.end(ending);
  recorder.close();
  return { hash: recorder.hash, ending };
}

function definition(name: `load/${string}` | `e2e/${string}`) {
  return sampleSuite({ name, engine: 'k6', title: 'The API bears the load', weight: 'alone' });
}

function startOf({ id }: FabricatedRun): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5:00.000Z');
}

function factsOf(made: FabricatedRun): RunFacts {
  const { id, branch, facts } = made;
  return {
    id,
    startedAt: startOf(made),
    command: './harness run load/stress --env local',
    environment: { name: 'local', title: 'Local.', owner: 'team-example', target: 'reference' },
    owner: 'team-example',
    seed: 1,
    harness: { version: '0.1.0', node: '24.0.0' },
    git: { branch, commit: '1a2b3c4', dirty: false },
    machine: { os: 'Linux 6.1.0-27-amd64', cores: 2, memoryMb: 4096, cpu: 'Sample CPU' },
    process: { pid: 1, startedAt: '1' },
    work: '/nowhere',
    ...facts,
  };
}
