import { describe, expect, it } from 'vitest';
import type { Definitions } from './definitions.ts';
import type { Engine } from './engine.ts';
import { environmentSchema } from './environment.ts';
import { environmentNamed, isOfPlainFile, plan, planFile, refusals } from './plan.ts';
import { schedule } from './schedule.ts';
import { suiteSchema, type Kind, type Suite } from './suite.ts';
import type { Target } from './target.ts';
import { sampleKind, sampleSuite, sampleThreshold } from './testing/samples.ts';

const engine = (name: string, takes: string): Engine => ({
  name,
  kinds: ['load'],
  toolKind: 'perf',
  tools: [],
  metrics: [],
  accepts: (file) => Promise.resolve(file.endsWith(takes) ? { script: file } : undefined),
  parse: (options) => options,
  unavailable: () => Promise.resolve(undefined),
  run: () => Promise.resolve(),
});

function definitions(suites: readonly Partial<Suite>[] = [], engines = [engine('k6', '.js')]): Definitions {
  const found = <T>(value: T) => ({ value, file: 'x.ts', folder: '/x' });
  return {
    kinds: ['load', 'chaos'].map((name) => found(sampleKind(name))),
    suites: suites.map((suite) => found({ ...sampleSuite({ engine: 'k6' }), ...suite })),
    engines: engines.map(found),
    environments: [found(local)],
    targets: [],
  };
}

const local = environmentSchema.parse({
  name: 'local',
  title: 'here',
  owner: 'me',
  target: 'reference',
  allows: ['load'],
  thresholds: { 'api.p95': 300 },
});
const all = { names: [], tags: [] };

describe('plan', () => {
  it('resolves limits to numbers', () => {
    const thresholds = [{ ...sampleThreshold(), limit: { environment: 'api.p95' } }];
    const { planned } = plan(definitions([{ name: 'load/smoke', thresholds }]), all, local);
    expect(planned[0]?.suite.thresholds[0]?.limit).toBe(300);
  });

  it('refuses what the environment does not allow, all of it at once, naming what it allows', () => {
    const suites = [{ name: 'chaos/x' as const }, { name: 'e2e/y' as const }, { name: 'load/z' as const }];
    expect(() => plan(definitions(suites), all, local)).toThrow(
      /chaos\/x: environment local does not allow chaos; it allows: load\ne2e\/y/,
    );
  });

  it('a kind that borrows an engine needs what the environment says of that one, too', () => {
    const found = definitions([{ name: 'chaos/x' }]);
    const at = (...allows: string[]) => plan(found, all, { ...local, allows });
    expect(() => at('chaos')).toThrow(
      'chaos/x is run by k6: environment local does not allow load; it allows: chaos',
    );
    expect(at('chaos', 'load').planned).toHaveLength(1);
  });

  it('refuses what the options of a suite need beside its kind, where the environment does not allow it', () => {
    const pausing: Engine = { ...engine('k6', '.js'), permissions: () => ['process-faults'] };
    const found = definitions([{ name: 'load/x' }], [pausing]);
    expect(() => plan(found, all, local)).toThrow(
      'load/x: environment local does not allow process-faults; it allows: load',
    );
    expect(plan(found, all, { ...local, allows: ['load', 'process-faults'] }).planned).toHaveLength(1);
  });

  it('refuses a suite whose engine starts another of a kind that the environment does not allow, directly or not', () => {
    const of = (name: string, kind: Kind, uses: readonly string[]): Engine => ({
      ...engine(name, '.x'),
      kinds: [kind],
      uses,
    });
    const engines = [
      of('outer', 'chaos', ['between']),
      of('between', 'chaos', ['inner', 'outer']),
      of('inner', 'load', []),
    ];
    const found = definitions([{ name: 'chaos/x', engine: 'outer' }], engines);
    expect(() => plan(found, all, { ...local, allows: ['chaos'] })).toThrow(
      'chaos/x starts inner: environment local does not allow load; it allows: chaos',
    );
    expect(plan(found, all, { ...local, allows: ['chaos', 'load'] }).planned).toHaveLength(1);
  });

  it('asks for the kind of the suite where its engine runs several, and for the first of those where it is started', () => {
    const several: Engine = { ...engine('k6', '.js'), kinds: ['load', 'chaos'] };
    const starter: Engine = { ...engine('outer', '.x'), kinds: ['chaos'], uses: ['k6'] };
    const suites = [{ name: 'chaos/x' as const }, { name: 'chaos/y' as const, engine: 'outer' }];
    const found = definitions(suites, [several, starter]);
    expect(() => plan(found, all, { ...local, allows: ['chaos'] })).toThrow(
      /^chaos\/y starts k6: environment local does not allow load; it allows: chaos$/,
    );
    expect(plan(found, all, { ...local, allows: ['chaos', 'load'] }).planned).toHaveLength(2);
  });

  it('asks an environment for no limits of a suite that it refuses', () => {
    const thresholds = [
      { metric: 'm', op: '<' as const, limit: { environment: 'no.such' }, unit: 'ms', minSamples: 1 },
    ];
    const suites: Partial<Suite>[] = [
      { name: 'load/x', thresholds },
      { name: 'chaos/x', thresholds },
    ];
    const found = definitions(suites, [{ ...engine('k6', '.js'), kinds: ['load', 'chaos'] }]);
    expect(() => plan(found, all, local)).toThrow(
      /^load\/x: threshold on m refers to "no\.such".*\nchaos\/x: environment local does not allow chaos; it allows: load$/,
    );
  });

  it('keeps the evidence in the folder of the tool, else in one that is called like the kind', () => {
    const { toolKind: _, ...bare } = engine('bare', '.js');
    const found = definitions(
      [{ name: 'load/a' }, { name: 'load/b', engine: 'bare' }],
      [engine('k6', '.js'), bare],
    );
    const folders = plan(found, all, local).planned.map(({ suite, toolKind }) => [suite.name, toolKind]);
    expect(folders).toEqual([
      ['load/a', 'perf'],
      ['load/b', 'load'],
    ]);
  });

  describe('effects', () => {
    const suites: Partial<Suite>[] = [
      { name: 'load/looks', effect: 'reads' },
      { name: 'load/writes', effect: 'writes' },
      { name: 'load/untold', effect: suiteSchema.shape.effect.parse(undefined) },
    ];
    const reading = { ...local, effects: ['reads' as const] };

    it('beyond what the environment lets suites do are refused where suite or kind is named', () => {
      const planNamed = (...names: string[]) => plan(definitions(suites), { ...all, names }, reading);
      expect(() => planNamed('load')).toThrow(
        /^load\/writes: environment local lets suites do no more than: reads; this one writes\nload\/untold: .* disturbs$/,
      );
      expect(planNamed('load/looks').planned[0]?.missing).toBeUndefined();
    });

    it('of a stage stay planned, as not applicable there', () => {
      const { planned } = plan(definitions(suites), all, reading);
      expect(planned.map(({ suite, missing }) => [suite.name, missing])).toEqual([
        ['load/looks', undefined],
        ['load/writes', ['writes']],
        ['load/untold', ['disturbs']],
      ]);
      expect(planned[1]?.unavailable?.what).toMatch(
        /^not applicable here: load\/writes: environment local lets/,
      );
    });

    it('are none of the environment where nothing of it is looked at', () => {
      const source: Engine = { ...engine('k6', '.js'), needs: 'source' };
      const found = definitions(suites, [source]);
      expect(plan(found, { ...all, names: ['load'] }, reading).planned).toHaveLength(3);
    });

    it('are the least where an environment does not say', () =>
      expect(environmentSchema.shape.effects.parse(undefined)).toEqual(['reads']));
  });

  it('refuses what an engine knows to break a rule of the environment, in a stage too', () => {
    const ruled: Engine = {
      ...engine('k6', '.js'),
      refuses: (options, { name }) => [`guardrails.faults of ${name} does not have ${String(options)}`],
      parse: () => 'blackout',
    };
    expect(() => plan(definitions([{ name: 'load/a' }], [ruled]), all, local)).toThrow(
      'load/a: environment local: guardrails.faults of local does not have blackout',
    );
    const content = { ...ruled, refuses: () => [] };
    expect(plan(definitions([{ name: 'load/a' }], [content]), all, local).planned).toHaveLength(1);
  });

  it('says which suites need what the environment does not have, and why it has not', () => {
    const target: Target = {
      name: 'reference',
      tools: [],
      offers: () => ({ neighbour: true, scrape: 'X is not set' }),
      start: () => Promise.reject(new Error('not started here')),
    };
    const suites: Partial<Suite>[] = [
      { name: 'load/a', needs: ['neighbour'] },
      { name: 'load/b', needs: ['scrape', 'neighbour', 'links'] },
    ];
    const found = { ...definitions(suites), targets: [{ value: target, file: 'x.ts', folder: '/x' }] };
    const [first, second] = plan(found, all, local).planned;
    expect(first?.unavailable).toBeUndefined();
    expect(second).toMatchObject({
      missing: ['scrape', 'links'],
      unavailable: {
        what: 'not applicable here: it needs scrape: X is not set; it needs links: the target does not offer it',
        fix: './harness doctor --env local shows what it has',
      },
    });
    // A target that says nothing offers nothing.
    expect(plan(definitions(suites), all, local).planned[0]?.missing).toEqual(['neighbour']);
  });

  it('leaves out suites of another product, and refuses one that is named', () => {
    const suites: Partial<Suite>[] = [
      { name: 'load/ours', targets: ['reference', 'other'] },
      { name: 'load/theirs', targets: ['shop'] },
      { name: 'load/any' },
    ];
    const names = (environment: typeof local) =>
      plan(definitions(suites), all, environment).planned.map(({ suite }) => suite.name);
    expect(names(local)).toEqual(['load/ours', 'load/any']);
    expect(names({ ...local, product: 'shop' })).toEqual(['load/theirs', 'load/any']);
    expect(() => plan(definitions(suites), { ...all, names: ['load/theirs'] }, local)).toThrow(
      'load/theirs: tests shop, and this environment is of reference',
    );
  });

  it('refuses what a suite says it needs to be allowed, such as active-scan', () => {
    const found = definitions([{ name: 'load/x', permissions: ['active-scan'] }]);
    expect(() => plan(found, all, local)).toThrow(
      'load/x: environment local does not allow active-scan; it allows: load',
    );
    expect(plan(found, all, { ...local, allows: ['load', 'active-scan'] }).planned).toHaveLength(1);
  });

  it('names the known environments', () => {
    expect(() => environmentNamed(definitions(), 'stagign')).toThrow('--env: got "stagign"; known: local');
  });
});

describe('a plain file', () => {
  const request = { file: '/tmp/My Script.js', shown: './My Script.js' };

  it('is planned by the one engine that takes it', async () => {
    const planned = await planFile(definitions(), request);
    expect(planned).toMatchObject({ adHoc: true, folder: '/tmp', suite: { name: 'load/my-script-js' } });
    expect(refusals([planned], local, definitions())).toEqual([]);
    for (const name of [planned.suite.name, `${planned.suite.name}-2`])
      expect(isOfPlainFile(name)).toBe(true);
    for (const name of ['e2e/login', 'chaos/pause-ts-server', 'load/js'])
      expect(isOfPlainFile(name)).toBe(false);
  });

  it('that no engine or more than one takes gives an error that names --engine', async () => {
    await expect(planFile(definitions([], [engine('k6', '.ts')]), request)).rejects.toThrow(
      /no engine.*--engine/,
    );
    const two = definitions([], [engine('k6', '.js'), engine('other', '.js')]);
    await expect(planFile(two, request)).rejects.toThrow(/k6 and other.*--engine/);
    await expect(planFile(two, { ...request, engine: 'k6' })).resolves.toMatchObject({ adHoc: true });
  });
});

describe('schedule', () => {
  it('runs heavy ones one by one beside light ones, and alone ones last with nothing beside', async () => {
    const items = ['alone', 'heavy', 'light', 'heavy', 'light', 'alone'] as const;
    const running: string[] = [];
    const seen: string[] = [];
    await schedule(
      items.map((weight) => ({ suite: { weight } })),
      2,
      async ({ suite: { weight } }) => {
        running.push(weight);
        seen.push([...running].sort().join('+'));
        await new Promise((resolve) => setTimeout(resolve, 5));
        running.splice(running.indexOf(weight), 1);
      },
    );
    expect(seen).toHaveLength(6);
    expect(seen.some((beside) => beside.includes('heavy+heavy'))).toBe(false);
    expect(seen).toContain('heavy+light+light');
    expect(seen.slice(-2)).toEqual(['alone', 'alone']);
  });
});
