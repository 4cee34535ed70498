import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { ConfigError, InfraError, messageOf, SuiteError } from '../../../kernel/errors.ts';
import type { FoundTool } from '../../../kernel/tool.ts';
import awsKey from '../../rules/aws-key.rule.ts';
import debugPage from '../../rules/debug-page.rule.ts';
import internalPath from '../../rules/internal-path.rule.ts';
import passwordEcho from '../../rules/password-echo.rule.ts';
import privateKey from '../../rules/private-key.rule.ts';
import sqlError from '../../rules/sql-error.rule.ts';
import stackTrace from '../../rules/stack-trace.rule.ts';
import { CANARY_ACCOUNT, CANARY_SIGN_IN, DESCRIPTION, SOUND, startCanary } from './canary.ts';
import { describe } from './description.ts';
import { handedOut } from './handed-out.ts';
import type { FuzzOptions } from './options.ts';
import { startRelay } from './relay.ts';
import { type Fuzzed, judged, report } from './report.ts';
import { runSchemathesis } from './run-schemathesis.ts';
import { send } from './send.ts';
import { openSession } from './session.ts';

type Run = SuiteRun<FuzzOptions>;

/** Of the canary: in so many requests by chance, beside the edge cases, each defect shows. */
const CANARY = { maxExamples: 5, seed: 1 };
/** Those of the passive rules that are about what an answer tells. */
const RULES = [awsKey, debugPage, internalPath, passwordEcho, privateKey, sqlError, stackTrace];

/**
 * Asks every operation that the API describes: rightly, wrongly, and one after another what belongs together. Throws where there is no
 * telling.
 */
export async function fuzz(run: Run, tool: FoundTool): Promise<void> {
  const seed = seedOf(run.options);
  // Before the target: what was found of that is then recorded at once.
  const seen = judged(await ofCanary(run, tool), RULES);
  const wrong = seen
    .flatMap(({ findings }) => findings)
    .find(({ where }) => SOUND.some((one) => where.includes(one)));
  if (wrong !== undefined)
    throw new InfraError({
      what: `schemathesis finds fault with what is right: ${wrong.rule} at ${wrong.where}. Nothing that it says of the target counts.`,
      fix: 'install the version that this harness was tried with: `./harness doctor --fix schemathesis`.',
    });
  const blind = new Set(seen.filter(({ findings }) => findings.length === 0).map(({ id }) => id));
  const fuzzed = await ofTarget(run, tool, seed);
  await report(run, { fuzzed, rules: RULES, blind, seed, version: tool.version });
}

export function seedOf({ seed }: Pick<FuzzOptions, 'seed'>, env = process.env): number {
  const said = env['HARNESS_FUZZ_SEED'];
  if (said === undefined || said === '') return seed ?? randomInt(2 ** 31);
  if (!/^\d{1,15}$/.test(said))
    throw new ConfigError({
      what: `HARNESS_FUZZ_SEED: got ${said}; allowed: a whole number from 0 on.`,
      fix: "take it from a run's reproduce.txt.",
    });
  return Number(said);
}

async function ofTarget(run: Run, tool: FoundTool, seed: number): Promise<Fuzzed> {
  const { target, tenant, signal, options } = run;
  const base = urlOf(run, options.site);
  const from = `${base}${options.description}`;
  const headers = [['accept', 'application/json']] as const;
  const told = await send({ method: 'GET', url: from, headers, body: Buffer.alloc(0) }, signal).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw new InfraError({
        what: `${from} does not answer: ${messageOf(error)}.`,
        fix: 'start the target.',
      });
    },
  );
  const { leadingTo } = options;
  const description = describe(
    told.body.toString(),
    from,
    leadingTo && `${urlOf(run, leadingTo.site)}${leadingTo.path}`,
  );
  const how = options.signIn;
  const account = how && tenant.accounts[how.account];
  if (how && account === undefined)
    throw new SuiteError({
      what: `signIn.account "${how.account}" is no account of ${tenant.name}.`,
      fix: `name one of: ${Object.keys(tenant.accounts).join(', ')}.`,
    });
  const session = how && account && (await openSession(base, how, account, signal));
  const to = { site: options.site, base, session, secrets: handedOut(target, tenant), signal };
  const what = { program: tool.path, description, seed, maxExamples: options.maxExamples };
  return through(run, to, { ...what, work: join(run.work, 'target') });
}

async function ofCanary(run: Run, tool: FoundTool): Promise<Fuzzed> {
  const canary = await startCanary();
  try {
    const { url: base, secret } = canary;
    const session = await openSession(base, CANARY_SIGN_IN, CANARY_ACCOUNT, run.signal);
    const to = {
      site: 'canary',
      base,
      session,
      secrets: new Map([['planted secret', secret]]),
      signal: run.signal,
    };
    const description = describe(JSON.stringify(DESCRIPTION), 'the canary', undefined);
    return await through(run, to, {
      program: tool.path,
      description,
      ...CANARY,
      work: join(run.work, 'canary'),
    });
  } finally {
    await canary.close();
  }
}

async function through(
  run: Run,
  to: Parameters<typeof startRelay>[0],
  fuzzing: Omit<Parameters<typeof runSchemathesis>[1], 'url'>,
): Promise<Fuzzed> {
  const relay = await startRelay(to);
  try {
    const told = await runSchemathesis(run.scope, { ...fuzzing, url: relay.url });
    return { told, relay, description: fuzzing.description, site: to.site, base: to.base };
  } finally {
    await relay.close();
    await run.recorder.attach(`${to.site}.schemathesis.log`, join(fuzzing.work, 'schemathesis.log'));
  }
}

function urlOf({ target }: Run, role: string): string {
  const url = target.urls[role];
  if (url !== undefined) return url;
  throw new SuiteError({
    what: `the target has no URL "${role}"; it has: ${Object.keys(target.urls).join(', ')}.`,
    fix: 'name one of them.',
  });
}
