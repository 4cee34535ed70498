import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { Finding } from '../../../kernel/evidence.ts';
import type { CheckInput } from '../../../kernel/recorder.ts';
import { countedIn } from '../../findings/record.ts';
import type { Exchange } from '../../rules/exchange.ts';
import { examine } from '../../rules/examine.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Description } from './description.ts';
import { FAULTS } from './faults.ts';
import { findingOf, findingOfSecret } from './findings.ts';
import type { FuzzOptions } from './options.ts';
import type { Relay } from './relay.ts';
import { reproduction } from './reproduce.ts';
import type { Told } from './told.ts';

/** What a whole run of the tool gave, through the relay. */
export interface Fuzzed {
  readonly told: Told;
  readonly relay: Omit<Relay, 'close' | 'url'>;
  readonly description: Description;
  readonly site: string;
  readonly base: string;
}

/** A check, and what it found. */
export interface Judged {
  readonly id: string;
  readonly proves: readonly string[];
  readonly findings: readonly Finding[];
}

export const LEAKS = 'no answer tells a stack, a path, a statement or a key';
export const SECRETS = 'no answer tells a secret that we were given';

/** What each check found. The same of the target and of the canary, so that what is shown there holds here. */
export function judged(
  { told, relay, description, site, base }: Fuzzed,
  rules: readonly Rule[],
): readonly Judged[] {
  const failures = FAULTS.map((fault) => ({
    ...{ id: fault.says, proves: fault.proves },
    findings: told.failures
      .filter(({ check }) => fault.checks.includes(check))
      .map((failure) => findingOf(fault, failure, site)),
  }));
  const secrets = [...relay.told].map(([name, exchange]) =>
    findingOfSecret(name, operationOf(description, base, exchange) ?? `${exchange.method} of nothing`, site),
  );
  const leaks = rules.flatMap((rule) => examine(rule, relay.exchanges).findings);
  return [
    ...failures,
    { id: LEAKS, proves: ['SEC-08/leaks'], findings: leaks },
    { id: SECRETS, proves: ['SEC-08/leaks'], findings: secrets },
  ];
}

function operationOf(description: Description, base: string, { method, url }: Exchange): string | undefined {
  return description.operationOf(method, url.slice(base.length).split(/[?#]/)[0] ?? '');
}

const ASLEEP = 'it does not find the defect that was planted for it: its silence says nothing';
const SHOWN = 5;

/** Records all of it. `blind`: the checks that found nothing of the canary. */
export async function report(
  run: SuiteRun<FuzzOptions>,
  {
    fuzzed,
    rules,
    blind,
    seed,
    version,
  }: {
    readonly fuzzed: Fuzzed;
    readonly rules: readonly Rule[];
    readonly blind: ReadonlySet<string>;
    readonly seed: number;
    readonly version: string;
  },
): Promise<void> {
  const { recorder } = run;
  const { told, relay, base, site } = fuzzed;
  const all = judged(fuzzed, rules);
  const answered = relay.exchanges.length;
  for (const { findings } of all) for (const finding of findings) recorder.finding(finding);
  for (const one of all)
    recorder.check(
      blind.has(one.id)
        ? { id: one.id, durationMs: 0, outcome: 'skipped', detail: ASLEEP }
        : checkOf(one, `${answered} requests, seed ${seed}`),
    );
  const { check, lookedAt, passedOver } = examined(fuzzed, run.options.share, seed);
  recorder.check(check);
  const thereWas = fuzzed.description.operations.length;
  recorder.event('scan', {
    ...{ engine: 'schemathesis', version, subject: site, unit: 'operations', lookedAt, thereWas },
    rules: `${told.asked.size} of its own checks, ${rules.length} of our rules`,
    passedOver: [...passedOver],
    canary: `${all.length - blind.size} of ${all.length} sorts of defects in an API of ours`,
  });
  recorder.metric({ name: 'findings.examined', value: answered, unit: 'exchanges', samples: answered });
  const file = join(run.work, 'reproduce.txt');
  await writeFile(file, reproduction(run.suite.name, seed, base, told.failures));
  await recorder.attach('reproduce.txt', file);
}

function checkOf({ id, proves, findings }: Judged, lookedAt: string): CheckInput {
  const check = { id, durationMs: 0, proves: [...proves] };
  const counted = countedIn(findings, lookedAt);
  const bad = findings.filter(({ severity }) => severity >= 4);
  if (bad.length === 0) return { ...check, outcome: 'passed', detail: counted };
  const shown = bad.slice(0, SHOWN).map(({ title, where }) => `${title}: ${where}`);
  const more = bad.length > SHOWN ? [`and ${bad.length - SHOWN} more`] : [];
  return {
    ...check,
    outcome: 'failed',
    findings: bad.map(({ fingerprint }) => fingerprint),
    detail: `${counted}: ${[...shown, ...more].join('; ')}. How to ask again: reproduce.txt`,
  };
}

/** Whether enough was looked at for silence to say something. */
export function examined(
  { told, relay, description, base }: Fuzzed,
  share: number,
  seed: number,
): { readonly check: CheckInput; readonly lookedAt: number; readonly passedOver: readonly string[] } {
  const { operations } = description;
  const asked = new Set<string>();
  const done = new Set<string>();
  for (const exchange of relay.exchanges) {
    const operation = operationOf(description, base, exchange);
    if (operation === undefined) continue;
    asked.add(operation);
    if (exchange.status < 400) done.add(operation);
  }
  const unasked = operations.filter((one) => !asked.has(one));
  const undone = operations.filter((one) => asked.has(one) && !done.has(one));
  const passedOver = [
    ...unasked.map((one) => `${one} was not asked`),
    ...undone.map((one) => `${one} never did what it was asked for`),
    ...told.passedOver,
  ];
  const reasons = [
    ...(relay.unanswered.length > 0
      ? [`${relay.unanswered.length} requests got no answer, such as ${relay.unanswered[0] ?? ''}`]
      : []),
    ...(unasked.length > 0 || told.passedOver.length > 0 ? passedOver : []),
    ...(done.size < share * operations.length
      ? [`only ${done.size} operations did what they were asked for; not ${undone.join(', ')}`]
      : []),
  ];
  const counted = `${asked.size} of ${operations.length} operations asked, ${done.size} did what they were asked for; ${relay.exchanges.length} requests, seed ${seed}`;
  const check = { id: 'every operation was looked at', durationMs: 0 };
  return {
    lookedAt: asked.size,
    passedOver,
    check:
      reasons.length === 0
        ? { ...check, outcome: 'passed', detail: counted }
        : { ...check, outcome: 'skipped', detail: `${counted}: ${reasons.slice(0, SHOWN).join('; ')}` },
  };
}
