import { basename, resolve } from 'node:path';
import { Redactor } from '../../evidence/redaction.ts';
import { runId } from '../../evidence/run-id.ts';
import { runFolder } from '../../evidence/store.ts';
import { policyFor } from '../../kernel/config.ts';
import type { Environment } from '../../kernel/environment.ts';
import { IMPORT } from '../../kernel/imported.ts';
import { Order } from '../../kernel/order.ts';
import { within } from '../../kernel/sentence.ts';
import type { ResolvedSuite } from '../../kernel/suite.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { terminalSummary } from '../../reports/text/terminal.ts';
import { loadAll } from '../definitions.ts';
import { loadConfig } from '../finish/config.ts';
import { FINISH } from '../finish/finish.ts';
import { stageOf } from '../gate/gate-options.ts';
import { runFacts } from '../run/facts.ts';
import { chooseEnvironment } from '../session/choose-environment.ts';
import { EVIDENCE } from '../session/places.ts';
import { withoutSecrets } from '../session/redacted-error.ts';
import { NO_POLICY } from '../session/run-record.ts';
import { secretsOf } from '../session/secrets.ts';
import { openSession } from '../session/session.ts';
import { startWatcher } from '../session/watch.ts';
import { checkTemporaryFolder, workFolder } from '../session/work-folder.ts';
import { TITLES } from './imported.ts';
import { readImport, type ImportOptions, type ReadImport } from './read-import.ts';

export interface ImportRequest extends ImportOptions {
  readonly env: string;
  readonly stage: string;
  readonly json?: boolean;
}

interface Start {
  readonly file: string;
  readonly options: ImportRequest;
  readonly redactor: Redactor;
}

const TIMEOUT_MS = 60_000;

/** A file becomes a sealed run of its own. Until the session is open, what is wrong leaves nothing behind. */
const ORDER = new Order<Start>()
  .next({
    title: 'read the file',
    async setup({ file, options, redactor }) {
      checkTemporaryFolder();
      const now = new Date();
      const [definitions, config] = await Promise.all([loadAll(), loadConfig()]);
      const environment = chooseEnvironment(definitions, options.env);
      for (const secret of secretsOf(environment, false)) redactor.add(secret);
      const stage = stageOf(options.stage, config);
      const policy = policyFor(config, {
        stage,
        whole: true,
        environment: environment.name,
        phase: undefined,
      });
      const days = (as: string) => policy?.imports?.[as] ?? policy?.days ?? 1;
      return { environment, read: readImport(file, options, { now, days }) };
    },
  })
  .next({
    title: 'evidence: the run folder and its journal',
    async setup({ file, options, environment, read, redactor }) {
      const facts = factsOf(file, options, environment, read);
      const watcher = await startWatcher(runFolder(EVIDENCE, facts.id).folder);
      const session = await openSession(facts, redactor, watcher);
      return { facts, session, run: session.run, allure: false };
    },
  })
  .within('what the file says', (order) =>
    order.next({
      title: 'record',
      setup: record,
      async teardown({ session: { scope, store } }) {
        for (const { error } of await scope.close())
          store.event({ type: 'trouble', data: within('not put back', error) });
      },
    }),
  )
  .next({
    title: 'end the journal',
    setup({ session: { store } }) {
      store.event({ type: 'ended', data: { status: 'completed' } });
      store.close();
    },
  })
  .nextAll(FINISH)
  .next({
    title: 'tell how it ended',
    setup({ options, result, model, failures }) {
      for (const failure of failures) console.error(`warning: ${failure}`);
      const paths = [`report    ${result.report}`, `evidence  ${result.evidence}`];
      console.log(
        options.json
          ? JSON.stringify(result)
          : `\n${terminalSummary(model, { width: process.stdout.columns, paths })}`,
      );
    },
  })
  .next({ title: 'let the watcher go', setup: ({ session }) => session.close() });

/** `./harness import`: keeps what was made elsewhere as evidence of its own. Throws a ConfigError for what can prove nothing. */
export async function importCommand(file: string, options: ImportRequest): Promise<number> {
  const redactor = new Redactor();
  const { result } = await withoutSecrets(redactor, () =>
    ORDER.run({ file: resolve(file), options, redactor }),
  );
  return exitCodeOf(result.verdict);
}

function factsOf(file: string, { env }: ImportRequest, environment: Environment, read: ReadImport) {
  const { as, commit, madeAt, format, sha256, author = environment.owner } = read;
  const now = new Date();
  const git = { branch: 'HEAD', commit: commit.slice(0, 7), dirty: false };
  const id = runId({ now, ...git, random: Math.random });
  const command = `./harness import ${file} --as ${as} --env ${env} --commit ${commit} --made-at ${madeAt}`;
  const unasked = { stage: undefined, whole: false, phase: undefined, seed: 0 };
  return {
    ...runFacts({ id, git, now, command, environment, work: workFolder(id), ...unasked }),
    imported: { as, format, madeAt, commit, author, sha256 },
  };
}

function suiteOf({ as, checks, thresholds = [], author }: ReadImport, { owner }: Environment): ResolvedSuite {
  return {
    name: `${IMPORT}/${as}`,
    title: TITLES[as],
    owner: author ?? owner,
    engine: IMPORT,
    ...{ stages: [], tags: [], effect: 'reads', needs: [], permissions: [], weight: 'light', options: {} },
    proves: thresholds.flatMap(({ proves = [] }) => proves),
    timeoutMs: TIMEOUT_MS,
    thresholds: [...thresholds],
    // Of tests that were all skipped none ran.
    expects: { checks: Math.min(checks.length, 1) },
  };
}

type Recording = Start & { readonly environment: Environment; readonly read: ReadImport } & {
  readonly facts: ReturnType<typeof factsOf>;
  readonly session: Awaited<ReturnType<typeof openSession>>;
};

async function record({ file, environment, read, facts, session: { store } }: Recording): Promise<void> {
  const suite = suiteOf(read, environment);
  const engine = { name: IMPORT, toolKind: IMPORT };
  const plan = { suite, toolKind: IMPORT, file, needs: 'nothing' as const, rerun: facts.command };
  store.event({ type: 'planned', data: { planned: [plan], policy: NO_POLICY, demanded: [], skipped: [] } });
  store.event({ type: 'suite-started', data: { suite: suite.name } });
  const start = { run: facts.id, suite, environment: environment.name, engine };
  const recording = store.openSuite(start, facts.work, `${facts.work}/inbox.ndjson`);
  const { recorder } = recording;
  for (const check of read.checks) recorder.check(check);
  for (const metric of read.metrics ?? []) recorder.metric(metric);
  for (const finding of read.findings ?? []) recorder.finding(finding);
  await recorder.attach(basename(file), file);
  const hash = await recording.end('completed');
  store.event({ type: 'suite-sealed', data: { suite: suite.name, hash, ending: 'completed' } });
}
